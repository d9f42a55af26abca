// Measures: which counts are divided by which, and which regions too little is known of.

const STATUS = ["not_connected", "unknown", "connected"];
const minSchools = data.rule.min_schools;
const isEnough = (level, row) => level.enough[row] === "1";
const ENOUGH = {
  known: isEnough,
  any: () => true,
  measured: (level, row) => level.n_measured[row] >= minSchools,
};
const MEASURES = [
  { key: "unconnected_share_of_known", part: ["n_not_connected"], whole: ["n_connected", "n_not_connected"], of: "known" },
  { key: "unconnected_share_min", part: ["n_not_connected"], whole: ["n_schools"], of: "known" },
  { key: "unconnected_share_max", part: ["n_not_connected", "n_unknown"], whole: ["n_schools"], of: "known" },
  { key: "known_share", part: ["n_connected", "n_not_connected"], whole: ["n_schools"], of: "any", isGood: true },
  {
    key: "students_share_of_known", part: ["n_students_not_connected"],
    whole: ["n_students_connected", "n_students_not_connected"], of: "known",
  },
  { key: "download_mbps_median", of: "measured", isGood: true, isSpeed: true },
];
const OF_KNOWN = MEASURES[0];
const measures = MEASURES.filter((measure) => (measure.part ?? [measure.key]).every((name) => data.national[name]));
const sum = (level, names, row) => names.reduce((total, name) => total + level[name][row], 0);
const valueOf = (measure, level, row) => {
  if (measure.isSpeed) return level[measure.key][row];
  const whole = sum(level, measure.whole, row);
  return whole > 0 ? sum(level, measure.part, row) / whole : null;
};
const breaksOf = (measure) => (measure.isSpeed ? data.speed_breaks : data.share_breaks);
const shown = (measure, value) => (measure.isSpeed ? decimal(value) : share(value));
const edge = (measure, value) => (measure.isSpeed ? decimal(value) : wholeShare(value));
const binOf = (limits, value) => limits.filter((limit) => value >= limit).length;
const classOf = (measure, level, row) => {
  const value = valueOf(measure, level, row);
  if (value === null) return "none";
  return ENOUGH[measure.of](level, row) ? "k" + binOf(breaksOf(measure), value) : "few";
};
const palette = (measure) => (measure.isGood ? "cool" : "warm");
const measureName = (measure) => text("measure_" + measure.key);
const ruleValues = { schools: count(minSchools), share: wholeShare(data.rule.min_known) };
const partOf = (part, whole) => text("detail_of", { part: count(part), whole: count(whole) });
const parentOf = (level, row) => level.parents[level.parent[row]] ?? "";
const rowsOf = (level) => Array.from(level.name, (_, row) => row);

// What is shown now.

const now = {
  level: data.levels[0], measure: OF_KNOWN, chosen: null,
  sort: { column: "n_not_connected", falling: true }, page: 0, query: "", show: "all",
};

