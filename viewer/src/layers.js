// A folder and choices in, the sources and layers of the map out.
import { NO_DATA_COLOR, PATTERN_COLOR, STATUS, TOGETHER, fillColor, hasNoShare, tooLittleKnown } from './classes.js';

const BASEMAP = 'basemap';
export const REGION_LAYERS = ['regions-fill'];
export const SCHOOL_LAYERS = ['schools-groups', 'schools-each'];

/** The style without anything of the folder; a basemap only where the person who started the server named one. */
export function emptyStyle(settings) {
  const background = { id: 'background', type: 'background', paint: { 'background-color': '#eef2f4' } };
  if (settings.basemap === null) return { version: 8, sources: {}, layers: [background] };
  const source = { type: 'raster', tiles: [settings.basemap], tileSize: 256 };
  return { version: 8, sources: { [BASEMAP]: source }, layers: [background, { id: BASEMAP, type: 'raster', source: BASEMAP }] };
}

/** Adds the layers of a level below the schools. */
export function addRegions(map, source, sourceLayer) {
  const before = map.getLayer('schools-groups') ? 'schools-groups' : undefined;
  const base = { source, ...(sourceLayer && { 'source-layer': sourceLayer }) };
  map.addLayer({ ...base, id: 'regions-fill', type: 'fill', paint: { 'fill-opacity': 0.85, 'fill-color': NO_DATA_COLOR } }, before);
  map.addLayer({ ...base, id: 'regions-hatch', type: 'fill', paint: { 'fill-pattern': 'hatch' } }, before);
  map.addLayer({ ...base, id: 'regions-none', type: 'fill', paint: { 'fill-pattern': 'dots' } }, before);
  map.addLayer({ ...base, id: 'regions-edge', type: 'line', filter: ['!', ['has', 'n_regions']], paint: { 'line-color': '#5b646a', 'line-width': ['interpolate', ['linear'], ['zoom'], 3, 0.15, 7, 0.7, 10, 1.2] } }, before);
  map.addLayer({ ...base, id: 'regions-chosen', type: 'line', filter: ['==', ['id'], -1], paint: { 'line-color': '#111', 'line-width': 2.5 } }, before);
}

/** Removes the layers of a level. */
export function removeRegions(map) {
  for (const id of ['regions-chosen', 'regions-edge', 'regions-none', 'regions-hatch', 'regions-fill']) {
    if (map.getLayer(id)) map.removeLayer(id);
  }
}

/** Outlines the regions of the level that a filter names. */
export function outline(map, filter) {
  if (map.getLayer('regions-chosen')) map.setFilter('regions-chosen', filter);
}

/** Colors the regions by a measure; how much is known hatches no share of what is known. */
export function showMeasure(map, measure, policy) {
  map.setPaintProperty('regions-fill', 'fill-color', fillColor(measure, policy));
  map.setFilter('regions-hatch', ['all', ['!', hasNoShare(measure)], tooLittleKnown(policy)]);
  map.setFilter('regions-none', hasNoShare(measure));
  map.setLayoutProperty('regions-hatch', 'visibility', measure === 'known_share' ? 'none' : 'visible');
}

/** Adds groups of schools, and schools. */
export function addSchools(map, source, sourceLayer) {
  const base = { source, ...(sourceLayer && { 'source-layer': sourceLayer }) };
  const stroke = { 'circle-stroke-color': '#5b646a', 'circle-stroke-width': 0.5 };
  map.addLayer({ ...base, id: 'schools-groups', type: 'circle', paint: stroke });
  map.addLayer({
    ...base, id: 'schools-each', type: 'circle',
    paint: {
      ...stroke,
      'circle-color': ['match', ['get', 'connectivity_status'], ...Object.entries(STATUS).flatMap(([word, { color }]) => [word, color]), '#000'],
      'circle-radius': ['interpolate', ['linear'], ['zoom'], 3, 0.8, 6, 2, 8, 3, 12, 6],
      'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 6, 0, 10, 1],
    },
  });
}

/** Shows the schools of some statuses; a group counts for those of them that it has, and is gray where none is known. */
export function showStatus(map, words) {
  const counts = words.map((word) => ['coalesce', ['get', `n_${word}`], 0]);
  const count = counts.length === 0 ? ['literal', 0] : ['+', 0, ...counts];
  const shown = (word) => (words.includes(word) ? ['coalesce', ['get', `n_${word}`], 0] : 0);
  const unconnected = shown('not_connected');
  const known = ['+', unconnected, shown('connected')];
  map.setFilter('schools-groups', ['all', ['has', 'n_schools'], ['>', count, 0]]);
  map.setPaintProperty('schools-groups', 'circle-radius', ['interpolate', ['linear'], ['sqrt', count], 1, 1.6, 30, 6, 100, 9]);
  map.setPaintProperty('schools-groups', 'circle-opacity', 0.9);
  const share = ['/', unconnected, ['max', 1, known]];
  const colors = TOGETHER.flatMap((color, index) => [index / (TOGETHER.length - 1), color]);
  map.setPaintProperty('schools-groups', 'circle-color', [
    'case', ['==', known, 0], STATUS.unknown.color, ['interpolate', ['linear'], share, ...colors],
  ]);
  map.setFilter('schools-each', ['all', ['!', ['has', 'n_schools']], ['in', ['get', 'connectivity_status'], ['literal', words]]]);
}

/** Adds the patterns of regions without a class: lines where too little is known, dots where there is no share. */
export function addPatterns(map) {
  map.addImage('hatch', pattern(8, (x, y) => (x + y) % 8 < 2));
  map.addImage('dots', pattern(8, (x, y) => x % 8 < 2 && y % 8 < 2));
}

const INK = [1, 3, 5].map((start) => parseInt(PATTERN_COLOR.slice(start, start + 2), 16));

function pattern(side, isInk) {
  const data = new Uint8ClampedArray(side * side * 4);
  for (let index = 0; index < side * side; index += 1) {
    if (isInk(index % side, Math.floor(index / side))) data.set([...INK, 255], index * 4);
  }
  return { width: side, height: side, data };
}
