// The map of an output folder.
// The build that runs under a strict Content-Security-Policy: its worker is a file of its own.
import maplibregl from 'maplibre-gl/dist/maplibre-gl-csp.js';
import { PMTiles, Protocol } from 'pmtiles';
import './style.css';
import { MEASURES, STATUS } from './classes.js';
import { openFolder, regions, schoolsIn } from './data.js';
import { REGION_LAYERS, SCHOOL_LAYERS, addPatterns, addRegions, addSchools, emptyStyle, removeRegions, showMeasure, showStatus } from './layers.js';
import { notice, options, showHeadline, showLegend, showRegion, showSchool, showSources, statusBoxes } from './panel.js';
import { search } from './search.js';
import { chosen, chosenSome, keep } from './settings.js';

// More schools than this slow a map down; zoomed in, all of a place are shown.
const MOST_SCHOOLS = 20000;

start().catch((error) => notice(`The folder cannot be shown: ${error.message}`));

async function start() {
  const folder = await openFolder();
  const state = {
    level: chosen('level', folder.levels, folder.levels.at(-1)),
    measure: chosen('measure', Object.keys(MEASURES), 'unconnected_share_of_known'),
    status: chosenSome('status', Object.keys(STATUS)),
  };
  showHeadline(folder.report);
  showSources(folder.report);
  showLegend(state.measure, folder.report.policy, folder.tiles !== null);
  maplibregl.setWorkerUrl('worker.js');
  const map = new maplibregl.Map({
    container: 'map', style: emptyStyle(folder.settings), hash: 'map', attributionControl: false,
    dragRotate: false, pitchWithRotate: false, maxZoom: 18, ...(await home(folder)),
  });
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), 'top-left');
  map.addControl(new maplibregl.ScaleControl({ maxWidth: 120 }));
  map.on('error', ({ error }) => notice(error?.message ?? 'The map could not be drawn'));
  await map.once('load');
  addPatterns(map);
  await showSchools(map, folder);
  await showLevel(map, folder, state);
  if (schoolsShown(folder)) showStatus(map, state.status);
  listen(map, folder, state);
  tellState(map);
}

/** Tells the page whether the map is still: for who waits for it. */
function tellState(map) {
  const tell = (word) => () => { document.documentElement.dataset.state = word; };
  map.on('idle', tell('idle'));
  map.on('movestart', tell('busy'));
  map.triggerRepaint();
}

/** Where the map opens: on all that the folder holds. */
async function home(folder) {
  if (folder.tiles === null) return {};
  const protocol = new Protocol();
  maplibregl.addProtocol('pmtiles', protocol.tile);
  const archive = new PMTiles(folder.tiles);
  protocol.add(archive);
  const header = await archive.getHeader();
  return { bounds: [[header.minLon, header.minLat], [header.maxLon, header.maxLat]], fitBoundsOptions: { padding: 24 } };
}

const schoolsShown = (folder) => folder.tiles !== null || folder.names.has('schools.fgb');

/** Shows a level in place of the one before. */
async function showLevel(map, folder, { level, measure }) {
  if (level === undefined) return;
  removeRegions(map);
  if (folder.tiles !== null) {
    addRegions(map, 'tiles', `regions_${level}`);
  } else {
    if (map.getSource('regions')) map.removeSource('regions');
    const data = await regions(folder, level);
    map.addSource('regions', { type: 'geojson', data, generateId: true, maxzoom: 12 });
    addRegions(map, 'regions');
    if (!location.hash.includes('map=')) fitTo(map, data);
  }
  showMeasure(map, measure, folder.report.policy);
}

function fitTo(map, data) {
  const bounds = new maplibregl.LngLatBounds();
  for (const { geometry } of data.features) {
    if (geometry === null) continue;
    for (const vertex of geometry.coordinates.flat(geometry.type === 'Polygon' ? 1 : 2)) bounds.extend(vertex);
  }
  if (!bounds.isEmpty()) map.fitBounds(bounds, { padding: 24, animate: false });
}

/** Shows schools from tiles, else those of the place in sight from FlatGeobuf. */
async function showSchools(map, folder) {
  if (folder.tiles !== null) {
    map.addSource('tiles', { type: 'vector', url: `pmtiles://${folder.tiles}` });
    addSchools(map, 'tiles', 'schools');
    return;
  }
  if (!schoolsShown(folder)) return;
  map.addSource('schools', { type: 'geojson', data: { type: 'FeatureCollection', features: [] } });
  addSchools(map, 'schools');
  let number = 0;
  const update = async () => {
    number += 1;
    const mine = number;
    const { features, hasMore } = await schoolsIn(folder, map.getBounds().toArray().flat(), MOST_SCHOOLS);
    if (mine !== number) return;
    map.getSource('schools').setData(features);
    notice(hasMore ? `Only ${MOST_SCHOOLS} of the schools in sight are shown: zoom in to see all.` : '');
  };
  map.on('moveend', update);
  await update();
}

function listen(map, folder, state) {
  const { policy } = folder.report;
  options('level', folder.levels.map((level) => [level, level]), state.level, async (level) => {
    state.level = level;
    keep('level', level);
    await showLevel(map, folder, state);
  });
  options('measure', Object.entries(MEASURES), state.measure, (measure) => {
    state.measure = measure;
    keep('measure', measure);
    showMeasure(map, measure, policy);
    showLegend(measure, policy, folder.tiles !== null);
  });
  statusBoxes(state.status, (words) => {
    state.status = words;
    keep('status', words.join('.'));
    if (schoolsShown(folder)) showStatus(map, words);
  });
  search(folder, () => state.level, (region) => {
    showRegion(region.properties);
    const [west, south, east, north] = region.box;
    map.fitBounds([[west, south], [east, north]], { padding: 60, maxZoom: 12, animate: false });
  });
  map.on('click', (event) => show(map, event.point));
  for (const layer of [...REGION_LAYERS, ...SCHOOL_LAYERS]) {
    if (!map.getLayer(layer)) continue;
    map.on('mouseenter', layer, () => { map.getCanvas().style.cursor = 'pointer'; });
    map.on('mouseleave', layer, () => { map.getCanvas().style.cursor = ''; });
  }
}

/** Shows what lies at a point: a school before its region. */
function show(map, point) {
  const at = (layers) => map.queryRenderedFeatures(point, { layers: layers.filter((layer) => map.getLayer(layer)) })[0];
  const region = at(REGION_LAYERS);
  map.setFilter('regions-chosen', ['==', ['id'], region?.id ?? -1]);
  const school = at(SCHOOL_LAYERS);
  if (school) showSchool(school.properties);
  else if (region) showRegion(region.properties);
}
