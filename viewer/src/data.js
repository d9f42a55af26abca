// The files of an output folder in, what the map shows out.
import { deserialize } from 'flatgeobuf/lib/mjs/geojson.js';
import { HttpReader } from 'flatgeobuf/lib/mjs/http-reader.js';

export const TILES = 'schoolreach.pmtiles';
const SCHOOLS = 'schools.fgb';
// Where Mercator's map ends, about.
const LAST_LAT_DEG = 85;
export const url = (name) => new URL(`data/${encodeURIComponent(name)}`, location.href).href;

/** What the folder holds. */
export async function openFolder() {
  const [report, settings] = await Promise.all(['data/report.json', 'settings.json'].map(json));
  const names = new Set(report.files.map((file) => file.name));
  const levels = Object.keys(report.levels).filter((level) =>
    names.has(TILES) || names.has(`regions_${level}.fgb`) || names.has(`regions_${level}.geojson`));
  return { report, settings, names, levels, tiles: names.has(TILES) ? url(TILES) : null, hasSchools: names.has(TILES) || names.has(SCHOOLS) };
}

async function fetched(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`HTTP status ${answer.status}`);
  return answer;
}

const json = (path) => reading(path.split('/').at(-1), async () => (await fetched(path)).json());

/** What comes of reading a file; an error says which one it is. */
export async function reading(name, read) {
  try {
    return await read();
  } catch (cause) {
    throw new Error(`${name}: ${cause.message}`, { cause });
  }
}

/** The features of a level, all of them: without tiles there is no other way to see the whole. */
export async function regions(folder, level) {
  if (folder.names.has(`regions_${level}.geojson`)) return json(url(`regions_${level}.geojson`));
  const file = `regions_${level}.fgb`;
  return reading(file, async () => collection(await all(deserialize((await fetched(url(file))).body))));
}

/** Names of a level with the box of each region, for the search; null where no file tells. */
export async function names(folder, level) {
  const file = [`regions_${level}.fgb`, `regions_${level}.geojson`].find((name) => folder.names.has(name));
  return file === undefined ? null : reading(file, () => named(file));
}

async function named(file) {
  const features = file.endsWith('.fgb')
    ? deserialize((await fetched(url(file))).body)
    : (await json(url(file))).features;
  const found = [];
  for await (const { properties, geometry } of features) {
    if (geometry === null) continue;
    found.push({ properties, box: boxOf(geometry.coordinates.flat(geometry.type === 'Polygon' ? 1 : 2)) });
  }
  return found;
}

/** The box of all regions of a level: its file tells without its features, else they do; null where no file tells. */
export async function extent(folder, level) {
  const file = `regions_${level}.fgb`;
  const box = folder.names.has(file)
    ? await reading(file, async () => (await HttpReader.open(url(file), false)).header.envelope)
    : boxOf((await names(folder, level) ?? []).flatMap(({ box: [west, south, east, north] }) => [[west, south], [east, north]]));
  if (box === null || !(box[0] <= box[2])) return null;
  const [west, south, east, north] = box;
  return [[west, Math.max(south, -LAST_LAT_DEG)], [east, Math.min(north, LAST_LAT_DEG)]];
}

function boxOf(vertices) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of vertices) {
    box[0] = Math.min(box[0], lon);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lon);
    box[3] = Math.max(box[3], lat);
  }
  return box;
}

/** Schools in a box, at most so many, and whether there are more. Only the bytes of the box are fetched. */
export function schoolsIn([west, south, east, north], most) {
  return reading(SCHOOLS, () => schoolsOf({ minX: west, minY: south, maxX: east, maxY: north }, most));
}

async function schoolsOf(rect, most) {
  const features = [];
  for await (const feature of deserialize(url(SCHOOLS), { rect })) {
    if (features.length === most) return { features: collection(features), hasMore: true };
    features.push(feature);
  }
  return { features: collection(features), hasMore: false };
}

async function all(features) {
  const found = [];
  for await (const feature of features) found.push(feature);
  return found;
}

const collection = (features) => ({ type: 'FeatureCollection', features });
