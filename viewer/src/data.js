// The files of an output folder in, what the map shows out.
import { deserialize } from 'flatgeobuf/lib/mjs/geojson.js';

const TILES = 'schoolreach.pmtiles';
export const url = (name) => new URL(`data/${encodeURIComponent(name)}`, location.href).href;

/** What the folder holds. */
export async function openFolder() {
  const [report, settings] = await Promise.all(['data/report.json', 'settings.json'].map(json));
  const names = new Set(report.files.map((file) => file.name));
  const levels = Object.keys(report.levels).filter((level) =>
    names.has(TILES) || names.has(`regions_${level}.fgb`) || names.has(`regions_${level}.geojson`));
  return { report, settings, names, levels, tiles: names.has(TILES) ? url(TILES) : null };
}

async function json(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

/** The features of a level, all of them: without tiles there is no other way to see the whole. */
export async function regions(folder, level) {
  if (folder.names.has(`regions_${level}.geojson`)) return json(url(`regions_${level}.geojson`));
  const answer = await fetch(url(`regions_${level}.fgb`));
  return collection(await all(deserialize(answer.body)));
}

/** Names of a level with the box of each region, for the search; null where no file tells. */
export async function names(folder, level) {
  const file = [`regions_${level}.fgb`, `regions_${level}.geojson`].find((name) => folder.names.has(name));
  if (file === undefined) return null;
  const features = file.endsWith('.fgb')
    ? deserialize((await fetch(url(file))).body)
    : (await json(url(file))).features;
  const found = [];
  for await (const { properties, geometry } of features) {
    if (geometry === null) continue;
    found.push({ properties, box: boxOf(geometry.coordinates.flat(geometry.type === 'Polygon' ? 1 : 2)) });
  }
  return found;
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
export async function schoolsIn(folder, [west, south, east, north], most) {
  const rect = { minX: west, minY: south, maxX: east, maxY: north };
  const features = [];
  for await (const feature of deserialize(url('schools.fgb'), { rect })) {
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
