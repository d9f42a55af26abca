// Month by month: what was measured in the country, or in the chosen region.

const { trend } = data;
const monthName = (() => {
  const format = new Intl.DateTimeFormat(data.language, { year: "numeric", month: "short", timeZone: "UTC" });
  return (month) => format.format(new Date(month + "-01T00:00:00Z"));
})();
// The months of a region; nothing where none of its schools was measured.
const trendOf = (row) => {
  const place = now.level.trend.regions.indexOf(row);
  if (place < 0) return null;
  const cut = (values) => values.slice(place * trend.months.length, (place + 1) * trend.months.length);
  return { n_measured: cut(now.level.trend.n_measured), download_mbps_median: cut(now.level.trend.download_mbps_median) };
};

const [LEFT, WIDTH, TOP, FLOOR] = [15, 660, 24, 140];
const trendChart = (title, values, show, marks) => {
  const highest = Math.max(...values.filter((value) => value !== null)) || 1;
  const step = WIDTH / values.length;
  const x = (index) => LEFT + (index + 0.5) * step;
  const y = (value) => FLOOR - (value / highest) * (FLOOR - TOP);
  const every = Math.ceil(values.length / 8);
  const labels = trend.months.flatMap((month, index) => (index % every === 0
    ? [shape("text", { x: x(index), y: FLOOR + 18, "text-anchor": "middle" }, monthName(month))] : []));
  const line = (at) => shape("line", { x1: LEFT, x2: LEFT + WIDTH, y1: at, y2: at });
  const told = values.map((value, index) => `${monthName(trend.months[index])}: ${show(value)}`);
  return shape("svg", { class: "chart", viewBox: "0 0 705 165", role: "img", "aria-label": `${title}. ${told.join(", ")}` },
    line(TOP), shape("text", { x: LEFT, y: TOP - 7 }, show(highest)), line(FLOOR),
    ...marks(values.map((value, index) => ({ value, x: x(index), y: y(value ?? 0), step, told: told[index] }))), ...labels);
};
const bars = (places) => places.map(({ x, y, step, told }) =>
  shape("rect", { class: "unknown", x: x - Math.min(step * 0.4, 24), y, width: Math.min(step * 0.8, 48), height: FLOOR - y }, shape("title", {}, told)));
// A line from month to month, broken where nothing was measured, and points, hollow where they are of few schools.
const points = (nMeasured) => (places) => {
  const isThere = ({ value }) => value !== null;
  const path = places.map((place, index) => {
    if (!isThere(place)) return "";
    const isNext = index > 0 && isThere(places[index - 1]);
    return `${isNext ? "L" : "M"}${place.x.toFixed(1)} ${place.y.toFixed(1)}`;
  }).join("");
  const dots = places.map((place, index) => (isThere(place) ? [shape("circle", {
    class: nMeasured[index] < minSchools ? "little" : "", cx: place.x, cy: place.y, r: Math.min(4, place.step / 2),
  }, shape("title", {}, place.told))] : []));
  return [shape("path", { class: "line", d: path }), ...dots.flat()];
};
const trendTable = (figures, heads) => element("details", {}, element("summary", {}, text("trend_table")),
  plainTable([["trend_month"], ...heads.map(([key]) => [key, "text"])], trend.months.map((month, index) =>
    [monthName(month), ...heads.map(([, values, show]) => show(figures[values][index]))])));

const drawTrend = (row) => {
  if (!trend) return;
  const ofRegion = row !== null && Boolean(now.level.trend);
  const figures = ofRegion ? trendOf(row) : trend;
  const parts = [element("h3", {}, named(ofRegion ? now.level.name[row] : text("map_whole")))];
  const medians = figures?.download_mbps_median;
  if (!figures) {
    parts.push(note(text("trend_nothing")));
  } else {
    const measured = medians ? "trend_with_download" : "trend_measured";
    const heads = [[measured, "n_measured", count]];
    const chart = (key, name, show, marks) => parts.push(element("p", { class: "axis" }, text(key)), trendChart(text(key), figures[name], show, marks));
    if (medians) {
      chart("trend_median", "download_mbps_median", decimal, points(figures.n_measured));
      heads.push(["trend_median", "download_mbps_median", decimal]);
    }
    chart(measured, "n_measured", count, bars);
    parts.push(note(text(medians ? "trend_note_downloads" : "trend_note_measured", ruleValues)), trendTable(figures, heads));
  }
  const last = report.measurements?.reference_date;
  if (last) parts.push(note(text("trend_last", { date: last })));
  if (!now.level?.trend) parts.push(note(text("trend_country_only")));
  byId("months").replaceChildren(...parts);
};

