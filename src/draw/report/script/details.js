// The figures of one region, or of the country, which has the columns of a level and one row.

const bar = (level, row) => {
  let x = 0;
  const whole = Math.max(level.n_schools[row], 1);
  const numbers = STATUS.map((status) => [status, level["n_" + status][row]]);
  const label = text("bar_label", Object.fromEntries(numbers.map(([status, n]) => [status, count(n)])));
  const rects = numbers.map(([status, n]) => {
    const width = (n / whole) * 1000;
    x += width;
    return shape("rect", { class: status, x: x - width, width, height: 40 });
  });
  return shape("svg", { class: "bar", viewBox: "0 0 1000 40", preserveAspectRatio: "none", role: "img", "aria-label": label }, ...rects);
};
const detail = (measure, level, row) => {
  const value = shown(measure, valueOf(measure, level, row));
  if (measure.isSpeed) return value;
  return `${value} (${partOf(sum(level, measure.part, row), sum(level, measure.whole, row))})`;
};
const showDetails = (chosen) => {
  const [level, row] = chosen === null ? [data.national, 0] : [now.level, chosen];
  const name = chosen === null ? text("map_whole") : level.name[row];
  const further = chosen === null ? [] : [parentOf(level, row), level.id[row]];
  const list = (kind, figures) => element("dl", { class: kind },
    ...figures.flatMap(([term, value]) => [element("dt", {}, term), element("dd", {}, value)]));
  byId("details").replaceChildren(
    element("h3", {}, named(name)),
    note(named(further.filter((one) => one !== "" && one !== name).join(" · "))),
    bar(level, row),
    list("counts", ["schools", ...STATUS].map((one) => [text("column_n_" + one), count(level["n_" + one][row])])),
    list("shares", measures.map((measure) => [measureName(measure), detail(measure, level, row)])));
};

const choose = (row) => {
  now.chosen = row;
  byId("mark").setAttribute("d", map.paths[row]?.getAttribute("d") ?? "");
  showDetails(row);
  drawTrend(row);
  for (const line of table.tBodies[0].rows) line.classList.toggle("chosen", Number(line.dataset.row) === row);
};

