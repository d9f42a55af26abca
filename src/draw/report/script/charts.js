// The distribution over regions.

const TENTHS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const drawHistogram = () => {
  const { level, measure } = now;
  const rows = rowsOf(level).filter((row) => classOf(measure, level, row).startsWith("k"));
  const values = rows.map((row) => valueOf(measure, level, row)).sort((a, b) => a - b);
  if (values.length === 0) {
    byId("histogram").replaceChildren(note(text("distribution_nothing")));
    return;
  }
  const limits = measure.isSpeed ? data.speed_breaks : TENTHS;
  const bins = Array(limits.length + 1).fill(0);
  values.forEach((value) => { bins[binOf(limits, value)] += 1; });
  byId("histogram").replaceChildren(chart(bins, limits, measure), note(text("distribution_note", {
    counted: count(values.length), left: count(level.name.length - values.length),
    median: shown(measure, values[Math.floor(values.length / 2)]) })));
};
const chart = (bins, limits, measure) => {
  const [floor, step] = [200, 660 / bins.length];
  const tallest = Math.max(...bins);
  const label = text("distribution_axis", { measure: measureName(measure) });
  const write = (x, y, content) => shape("text", { x, y, "text-anchor": "middle" }, content);
  const columns = bins.flatMap((n, index) => {
    const [x, height] = [15 + index * step, (n / tallest) * (floor - 20)];
    const color = "k" + (measure.isSpeed ? index : Math.floor(index / 2));
    return [
      shape("rect", { class: color, x: x + 2, y: floor - height, width: step - 4, height }),
      write(x + step / 2, floor - height - 5, n > 0 ? count(n) : ""),
    ];
  });
  const edges = [0, ...limits, ...(measure.isSpeed ? [] : [1])];
  return shape("svg", {
    class: "chart " + palette(measure), viewBox: "0 0 705 250", role: "img", "aria-label": `${label}: ${bins.map(count).join(", ")}`,
  }, ...columns, shape("line", { x1: 15, x2: 675, y1: floor, y2: floor }),
  ...edges.map((value, index) => write(15 + index * step, floor + 18, edge(measure, value))), write(345, floor + 42, label));
};

// Where it is worst.

const N_WORST = 10;
const isLittleKnown = (level, row) => level.n_schools[row] > 0 && !isEnough(level, row);
const worst = (rows, ...keys) => [...rows]
  .sort((a, b) => keys.map((key) => key(b) - key(a)).find((difference) => difference !== 0) ?? a - b)
  .slice(0, N_WORST);
const ranks = (title, rows, told, ...notes) => element("div", {}, element("h3", {}, title), ...notes,
  rows.length === 0 ? note(text("ranking_nothing")) : element("ol", {}, ...rows.map((row) =>
    element("li", {}, button(named(now.level.name[row]), () => choose(row)), " ", told(row)))));
const drawRanking = () => {
  const { level } = now;
  const enough = rowsOf(level).filter((row) => isEnough(level, row));
  const bad = enough.filter((row) => level.n_not_connected[row] > 0);
  const little = rowsOf(level).filter((row) => isLittleKnown(level, row));
  const number = (row) => level.n_not_connected[row];
  const told = (row) => detail(OF_KNOWN, level, row);
  byId("ranking-note").textContent = text("ranking_note", { ranked: count(enough.length), ...ruleValues });
  byId("rankings").replaceChildren(
    ranks(text("ranking_by_share"), worst(bad, (row) => valueOf(OF_KNOWN, level, row), number), told),
    ranks(text("ranking_by_number"), worst(bad, number), told),
    ranks(text("ranking_unknown"), worst(little, (row) => level.n_unknown[row]),
      (row) => partOf(level.n_unknown[row], level.n_schools[row]),
      note(text("ranking_unknown_note", { count: count(little.length) }))));
};

