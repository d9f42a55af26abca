// The map.

const svg = byId("regions-map");
const map = { paths: [], first: [...byId("regions").children], centers: null, view: null };

// The least of the map that is shown: one part in so many of its width.
const DEEPEST = 200;
const setView = (left, top, width) => {
  const { width: whole, height, km_per_unit: kmPerUnit } = now.level.map;
  const w = Math.min(Math.max(width, whole / DEEPEST), whole);
  const h = (w * height) / whole;
  const x = Math.min(Math.max(left, 0), whole - w);
  const y = Math.min(Math.max(top, 0), height - h);
  map.view = { x, y, w, h };
  svg.setAttribute("viewBox", `${x} ${y} ${w} ${h}`);
  svg.toggleAttribute("data-zoomed", w < whole);
  for (const id of ["few-map", "none-map"]) byId(id).setAttribute("patternTransform", `rotate(45) scale(${w / 900})`);
  drawScale(kmPerUnit);
};
const zoom = (factor) => {
  const { x, y, w, h } = map.view;
  setView(x + (w * (1 - factor)) / 2, y + (h * (1 - factor)) / 2, w * factor);
};

// The longest of 1, 2 or 5 times a power of ten kilometers within a quarter of the width.
const drawScale = (kmPerUnit) => {
  const { x, y, w, h } = map.view;
  const longest = (w * kmPerUnit) / 4;
  const power = 10 ** Math.floor(Math.log10(longest));
  const km = [5, 2, 1].map((times) => times * power).find((length) => length <= longest);
  const [left, low, tick] = [x + w * 0.03, y + h - w * 0.025, w * 0.01];
  byId("scale").replaceChildren(
    shape("path", { class: "scale", d: `M${left} ${low - tick}v${tick}h${km / kmPerUnit}v${-tick}` }),
    shape("text", { class: "scale-text", x: left, y: low - tick * 1.6, "font-size": w * 0.022 }, `${decimal(km)} km`));
};

const drawLevel = () => {
  const drawn = now.level.map;
  svg.toggleAttribute("hidden", !drawn);
  byId("map-empty").hidden = Boolean(drawn);
  document.querySelector(".zoom").hidden = !drawn;
  map.centers = null;
  map.paths = [];
  if (drawn) {
    // The first level stands in the page for those without scripts.
    map.paths = drawn.paths ? drawn.paths.map((d) => shape("path", { d })) : map.first;
    map.paths.forEach((path, row) => { path.dataset.row = row; });
    byId("borders").setAttribute("d", drawn.borders);
    setView(0, 0, drawn.width);
  }
  byId("regions").replaceChildren(...map.paths);
};

const colorMap = () => {
  const { level, measure } = now;
  svg.setAttribute("class", `map ${palette(measure)} ${map.paths.length > 1500 ? "dense" : ""}`);
  const classes = rowsOf(level).map((row) => classOf(measure, level, row));
  map.paths.forEach((path, row) => path.setAttribute("class", classes[row]));
  byId("map-caption").textContent = `${level.level} · ${measureName(measure)}`;
  svg.setAttribute("aria-label", text("map_label", {
    regions: count(classes.length), level: level.level, measure: measureName(measure) }));
  drawLegend(classes);
};

const classLabel = (measure, index) => {
  const breaks = breaksOf(measure);
  const [low, high] = [edge(measure, breaks[index - 1] ?? 0), breaks[index]];
  if (high !== undefined) return `${low} – < ${edge(measure, high)}`;
  return measure.isSpeed ? `≥ ${low}` : `${low} – ${wholeShare(1)}`;
};
const drawLegend = (classes) => {
  const { measure } = now;
  const rows = [...breaksOf(measure), null].map((_, index) => ["k" + index, classLabel(measure, index)]);
  // How much is known is a figure like others where little is.
  if (measure.of !== "any") rows.push(["few", text("legend_few_" + measure.of, ruleValues)]);
  rows.push(["none", text("legend_none")]);
  const legend = byId("legend");
  legend.className = "legend " + palette(measure);
  legend.tBodies[0].replaceChildren(...rows.map(([name, label]) => element("tr", {},
    element("td", {}, shape("svg", { viewBox: "0 0 20 14", "aria-hidden": "true" },
      shape("rect", { class: name, width: 20, height: 14 }))),
    element("th", { scope: "row" }, label),
    element("td", {}, count(classes.filter((other) => other === name).length)))));
};

