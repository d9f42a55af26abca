// All together.

const drawMeasure = () => {
  colorMap();
  drawHistogram();
};
const drawAll = () => {
  now.page = 0;
  drawLevel();
  drawMeasure();
  drawRanking();
  drawTable();
  choose(null);
};
const startChoices = () => {
  const [level, measure] = [byId("level"), byId("measure")];
  level.append(...data.levels.map((one, value) => element("option", { value }, one.level)));
  measure.append(...measures.map((one, value) => element("option", { value }, measureName(one))));
  level.onchange = () => {
    now.level = data.levels[level.value];
    drawAll();
  };
  measure.onchange = () => {
    now.measure = measures[measure.value];
    drawMeasure();
  };
};
byId("trend").hidden = !trend;
document.querySelectorAll(".controls, #map-help, #distribution, #ranking, #quality").forEach((node) => { node.hidden = false; });
if (now.level) {
  startChoices();
  startMap();
  startTable();
  drawAll();
}
drawQuality();
drawPolicy();
