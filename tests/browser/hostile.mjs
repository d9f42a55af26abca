// A country in which every text that the input may choose wants to be markup or script. Every script in it sets
// `hostile` in the window, so that a page can tell whether one ran. The report page and the map are tested with it.

import { writeFileSync } from "node:fs";
import { join } from "node:path";

const script = "window.hostile=1";
const texts = [
  `</script><script>${script}</script>`,
  `</SCRIPT ><svg/onload=${script}>`,
  `<img src=x onerror=${script}>`,
  `"><svg onload=${script}>`,
  `'><img src=x onerror='${script}'>`,
  `" onmouseover="${script}" onfocus="${script}" autofocus x="`,
  `javascript:${script}`,
  `<!--<script>${script}//`,
  `--><script>${script}</script>`,
  `]]><script>${script}</script>`,
  `</title><script>${script}</script>`,
  `</style><script>${script}</script>`,
  `</bdi></th></table><iframe srcdoc='<script>parent.${script}</script>'>`,
  `<a href=javascript:${script} autofocus>`,
  `<base href=//example.org><script src=a></script>`,
  `<math><mtext><style><img src=x onerror=${script}>`,
  `\u2028${script}\u2029`,
  `\\u003cscript\\u003e${script}\\u003c/script\\u003e`,
  `&lt;script&gt;${script}&lt;/script&gt;`,
  "${" + script + "}{{" + script + "}}{{data}}",
];
const around = [
  ["", ""],
  ["S\u00e3o ", " \u202eatad"],
  ["\u0000", "\u0007\u001b[2J"],
  ["\ufeff\u200f\u2066", "\u{1f4a5}\u0301\u0301"],
  ["=cmd|' /C calc'!A0", "\t"],
];
/** Names that want to run: as markup, script, address, template or formula; the last is very long. */
export const names = around.flatMap(([before, after]) => texts.map((text) => before + text + after));
names.push("<b>".repeat(10_000));

const quoted = (text) => `"${text.replaceAll('"', '""')}"`;

/** Where the square of a name begins: each is a tenth of a degree wide, ten lie in a row. Its school is in its middle. */
export const cornerOf = (row) => [(row % 10) / 10, Math.floor(row / 10) / 10];

const region = (name, row, parent) => {
  const [west, south] = cornerOf(row);
  const [east, north] = [west + 0.1, south + 0.1];
  const ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
  const properties = { id: `${row}${name}`, name, parent_id: parent, parent_name: parent };
  return { type: "Feature", properties, geometry: { type: "Polygon", coordinates: [ring] } };
};

const school = (name, row) => {
  const [lon, lat] = cornerOf(row).map((degrees) => degrees + 0.05);
  return [quoted(`${row}${name}`), quoted(name), lon, lat, quoted(row % 3 === 0 ? name : "no")].join(",");
};

/** Writes the inputs into a folder, and returns the arguments that name them. */
export const writeHostile = (folder) => {
  const header = `<img src=x onerror=${script}>`;
  const rows = names.map(school);
  const schools = join(folder, `<img src=x onerror=${script}>.csv`);
  writeFileSync(schools, ["school_id_govt,school_name,longitude,latitude," + quoted(header), ...rows, ""].join("\n"));
  const args = ["--schools", schools, "--country", texts[2], "--column", `schools.connectivity=${header}`, "--regions"];
  for (const [level, size] of [["adm1", 60], ["adm2", names.length]]) {
    const features = names.slice(0, size).map((name, row) => region(name, row, level === "adm1" ? "" : names[row % 60]));
    const path = join(folder, `${level}.geojson`);
    writeFileSync(path, JSON.stringify({ type: "FeatureCollection", features }));
    args.push(`${level}=${path}`);
  }
  return args;
};
