// The map of an output folder.
// The build that runs under a strict Content-Security-Policy: its worker is a file of its own.
import maplibregl from 'maplibre-gl/dist/maplibre-gl-csp.js';
import { PMTiles, Protocol } from 'pmtiles';
import './style.css';
import { MEASURES, STATUS } from './classes.js';
import { TILES, extent, openFolder, reading, regions, schoolsIn } from './data.js';
import { REGION_LAYERS, SCHOOL_LAYERS, addPatterns, addRegions, addSchools, emptyStyle, outline, removeRegions, showMeasure, showStatus } from './layers.js';
import { hideDetails, notice, options, showHeadline, showLegend, showRegion, showSchool, showSources, statusBoxes } from './panel.js';
import { search } from './search.js';
import { chosen, chosenSome, keep } from './settings.js';

// More schools than this slow a map down; zoomed in, all of a place are shown.
const MOST_SCHOOLS = 20000;

start().catch((error) => notice('folder', `The folder cannot be shown: ${error.message}`));

async function start() {
  const folder = await openFolder();
  const state = {
    level: chosen('level', folder.levels, folder.levels.at(-1)),
    measure: chosen('measure', Object.keys(MEASURES), 'unconnected_share_of_known'),
    status: chosenSome('status', Object.keys(STATUS)),
  };
  showHeadline(folder.report);
  showSources(folder.report, folder.settings.basemap);
  showLegend(folder.report, state);
  if (folder.levels.length === 0) notice('regions', 'The folder has no regions that a map can show: run with --formats flatgeobuf or pmtiles.');
  maplibregl.setWorkerUrl('worker.js');
  const map = new maplibregl.Map({
    container: 'map', style: emptyStyle(folder.settings), hash: 'map', attributionControl: false,
    dragRotate: false, pitchWithRotate: false, maxZoom: 18, ...(await home(folder, state.level)),
  });
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), 'top-left');
  map.addControl(new maplibregl.ScaleControl({ maxWidth: 120 }));
  map.on('error', ({ error }) => notice('map', `A part of the map is missing: ${error?.message ?? 'it could not be drawn'}`));
  await map.once('load');
  addPatterns(map);
  if (folder.tiles !== null) map.addSource('tiles', { type: 'vector', url: `pmtiles://${folder.tiles}` });
  await tryLevel(map, folder, state);
  await showSchools(map, folder);
  if (folder.hasSchools) showStatus(map, state.status);
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

/** Where the map opens: on the regions, which schools with mistaken positions may lie far from. */
async function home(folder, level) {
  // Regions that cannot be read are told of where they are to be shown.
  let bounds = await extent(folder, level).catch(() => null);
  if (folder.tiles !== null) {
    const protocol = new Protocol();
    maplibregl.addProtocol('pmtiles', protocol.tile);
    const archive = new PMTiles(folder.tiles);
    protocol.add(archive);
    const header = await reading(TILES, () => archive.getHeader());
    bounds ??= [[header.minLon, header.minLat], [header.maxLon, header.maxLat]];
  }
  return bounds === null ? {} : { bounds, fitBoundsOptions: { padding: 24 } };
}

/** Shows a level in place of the one before, or tells why it cannot be. */
async function tryLevel(map, folder, state) {
  try {
    await showLevel(map, folder, state);
    notice('level', '');
  } catch (error) {
    notice('level', `The regions cannot be shown: ${error.message}`);
  }
}

async function showLevel(map, folder, { level, measure }) {
  if (level === undefined) return;
  removeRegions(map);
  if (folder.tiles !== null) {
    addRegions(map, 'tiles', `regions_${level}`);
  } else {
    if (map.getSource('regions')) map.removeSource('regions');
    map.addSource('regions', { type: 'geojson', data: await regions(folder, level), generateId: true, maxzoom: 12 });
    addRegions(map, 'regions');
  }
  showMeasure(map, measure, folder.report.policy);
}

/** Shows schools from tiles, else those of the place in sight from FlatGeobuf. */
async function showSchools(map, folder) {
  if (!folder.hasSchools) return;
  if (folder.tiles !== null) {
    addSchools(map, 'tiles', 'schools');
    return;
  }
  map.addSource('schools', { type: 'geojson', data: { type: 'FeatureCollection', features: [] } });
  addSchools(map, 'schools');
  let number = 0;
  const update = async () => {
    number += 1;
    const mine = number;
    try {
      const { features, hasMore } = await schoolsIn(map.getBounds().toArray().flat(), MOST_SCHOOLS);
      if (mine !== number) return;
      map.getSource('schools').setData(features);
      notice('schools', hasMore ? `Only ${MOST_SCHOOLS} of the schools in sight are shown: zoom in to see all.` : '');
    } catch (error) {
      notice('schools', `The schools cannot be shown: ${error.message}`);
    }
  };
  map.on('moveend', update);
  await update();
}

function listen(map, folder, state) {
  const searchAgain = search(folder, () => state.level, ({ properties, box: [west, south, east, north] }) => {
    showRegion(properties);
    outline(map, ['==', ['get', folder.tiles === null ? 'region_id' : 'id'], properties.region_id]);
    map.fitBounds([[west, south], [east, north]], { padding: 60, maxZoom: 12, animate: false });
  });
  options('level', folder.levels.map((level) => [level, level]), state.level, async (level) => {
    state.level = level;
    keep('level', level);
    hideDetails();
    showLegend(folder.report, state);
    searchAgain();
    await tryLevel(map, folder, state);
  });
  options('measure', Object.entries(MEASURES), state.measure, (measure) => {
    state.measure = measure;
    keep('measure', measure);
    if (map.getLayer('regions-fill')) showMeasure(map, measure, folder.report.policy);
    showLegend(folder.report, state);
  });
  statusBoxes(state.status, (words) => {
    state.status = words;
    keep('status', words.join('.'));
    if (folder.hasSchools) showStatus(map, words);
  });
  map.on('click', (event) => show(map, event.point));
  for (const layer of [...REGION_LAYERS, ...SCHOOL_LAYERS]) {
    map.on('mouseenter', layer, () => { map.getCanvas().style.cursor = 'pointer'; });
    map.on('mouseleave', layer, () => { map.getCanvas().style.cursor = ''; });
  }
}

/** Shows what lies at a point: a school before its region. */
function show(map, point) {
  const at = (layers) => map.queryRenderedFeatures(point, { layers: layers.filter((layer) => map.getLayer(layer)) })[0];
  const region = at(REGION_LAYERS);
  outline(map, ['==', ['id'], region?.id ?? -1]);
  const school = at(SCHOOL_LAYERS);
  if (school) showSchool(school.properties);
  else if (region) showRegion(region.properties);
  else hideDetails();
}
