// What report.json tells, as plain tables.

const plainTable = (heads, rows) => element("div", { class: "scroll", tabindex: 0 }, element("table", {},
  element("thead", {}, element("tr", {}, ...heads.map(([key, kind = ""]) =>
    element("th", { scope: "col", class: kind }, text(key))))),
  element("tbody", {}, ...rows.map((cells) => element("tr", {}, ...cells.map((cell, index) => {
    const kind = heads[index][1] ?? "";
    const [tag, scope] = index === 0 ? ["th", "row"] : ["td", null];
    return element(tag, { scope, class: kind }, named(kind === "number" ? count(cell) : cell ?? ""));
  }))))));
const numbers = (keys) => keys.map((key) => [key, "number"]);
const part = (title, told, heads, rows) => [
  element("h3", {}, text(title)), ...(told ? [note(told)] : []), ...(rows.length > 0 ? [plainTable(heads, rows)] : []),
];

const PLACEMENTS = ["inside", "border", "snapped", "stated", "outside", "no_position"];
const SEVERITIES = ["refused", "repaired", "doubted"];
const drawQuality = () => {
  const rows = Object.entries(report.schools).map(([name, n]) => [text(name), n]);
  const measured = Object.entries(report.measurements?.rows ?? {}).map(([name, n]) => [text("measurement_" + name), n]);
  const levels = Object.entries(report.levels).map(([level, placed]) => [level, ...PLACEMENTS.map((name) => placed[name])]);
  const checks = data.checks.map((one) => [one.check, ...SEVERITIES.map((severity) => one[severity]), one.first]);
  const words = report.status_values.map((one) => [one.value, one.column, one.read_as, one.rows]);
  const cut = { shown: count(words.length), all: count(data.n_status_values) };
  byId("quality").append(
    ...part("quality_rows", text("quality_rows_note"), [["rows"], ["number", "number"]], rows),
    ...(measured.length > 0 ? part("quality_measurements", text("quality_measurements_note"), [["rows"], ["number", "number"]], measured) : []),
    ...part("quality_places", text("quality_places_note"), [["map_level"], ...numbers(PLACEMENTS)], levels),
    ...part("quality_checks", text(checks.length > 0 ? "quality_checks_note" : "quality_no_checks"),
      [["check"], ...numbers(SEVERITIES), ["first_place", "value"]], checks),
    ...part("quality_words", text(words.length > 0 ? "quality_words_cut" : "quality_no_words", cut),
      [["word_value", "value"], ["word_column"], ["word_read_as"], ["word_rows", "number"]], words));
};
const told = (value) => {
  if (Array.isArray(value)) return value.map(told).join("; ");
  if (typeof value === "boolean") return text(value ? "yes" : "no");
  if (typeof value === "string") return value;
  if (value === null || typeof value === "number") return decimal(value);
  // A word to which the caller gave a meaning.
  return `${value.field}: ${value.word} → ${value.meaning}`;
};
const MEASUREMENT_RULES = ["reference_date", "since", "until", "time_zone", "recent_days", "min_tests"];
const drawPolicy = () => {
  const isSaid = ([, value]) => !(Array.isArray(value) && value.length === 0);
  const label = (key) => data.texts["policy_" + key] ?? key;
  const ofMeasurements = MEASUREMENT_RULES.map((key) => [key, report.measurements?.[key]]);
  const rules = [...Object.entries(report.policy), ...ofMeasurements.filter(([, value]) => (value ?? null) !== null)];
  byId("policy").append(plainTable([["rule"], ["value", "value"]], rules.filter(isSaid).map(([key, value]) => [label(key), told(value)])));
  const inputs = Object.values(report.inputs).flat().flatMap((file) => [file, ...(file.beside ?? [])])
    .map((file) => [file.file, file.level ?? "", file.format ?? "", file.rows_read, file.bytes, file.sha256]);
  const files = report.files.map((file) => [file.name, file.features, file.sha256]);
  byId("provenance").append(
    ...part("provenance_inputs", "", [["file", "value"], ["map_level"], ["format"], ...numbers(["rows", "bytes"]), ["sha256", "hash"]],
      inputs),
    ...part("provenance_files", "", [["file"], ["rows", "number"], ["sha256", "hash"]], files));
};

