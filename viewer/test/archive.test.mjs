// The archive of tiles, read by the official clients.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { tileIdToZxy } from 'pmtiles';
import { layersOf, openArchive, tilesOf } from './archive.mjs';
import { country } from './country.mjs';

let made;
let archive;

before(async () => {
  made = country({ schools: 5000 });
  archive = await openArchive(join(made.dir, 'schoolreach.pmtiles'));
});
after(() => made.remove());

test('the header and metadata are those of a clustered archive of vector tiles', async () => {
  const header = await archive.getHeader();
  assert.equal(header.specVersion, 3);
  assert.equal(header.clustered, true);
  assert.equal(header.tileType, 1);
  assert.equal(header.minZoom, 0);
  assert.equal(header.maxZoom, made.report.tiles.deepest_zoom);
  assert.ok(header.rootDirectoryLength <= 16384 - 127);
  const { vector_layers: layers, ...told } = await archive.getMetadata();
  const { attribution } = told;
  assert.ok(Object.values(told).every((value) => typeof value === 'string'), 'tippecanoe takes no other');
  assert.deepEqual(layers.map((layer) => layer.id), ['regions_adm1', 'regions_adm2', 'schools']);
  assert.equal(attribution, 'schools.csv, adm1.geojson, adm2.geojson');
  const tiles = await tilesOf(archive);
  assert.deepEqual(tiles, tiles.toSorted((a, b) => a - b));
  assert.equal(header.numAddressedTiles, tiles.length);
});

test('every zoom has every school and every region', async () => {
  const sums = new Map();
  for (const [z, x, y] of (await tilesOf(archive)).map(tileIdToZxy)) {
    const layers = await layersOf(archive, z, x, y);
    const sum = sums.get(z) ?? { schools: 0, regions: new Map() };
    sums.set(z, sum);
    for (let index = 0; index < (layers.schools?.length ?? 0); index += 1) {
      const { properties } = layers.schools.feature(index);
      sum.schools += properties.n_schools ?? 1;
      const [[{ x: left, y: top }]] = layers.schools.feature(index).loadGeometry();
      assert.ok(left >= 0 && left < 4096 && top >= 0 && top < 4096, 'no school lies in a buffer');
    }
    for (let index = 0; index < (layers.regions_adm2?.length ?? 0); index += 1) {
      const feature = layers.regions_adm2.feature(index);
      sum.regions.set(feature.id, feature.properties);
    }
  }
  assert.equal(sums.size, made.report.tiles.deepest_zoom + 1);
  for (const [zoom, { schools, regions }] of sums) {
    assert.equal(schools, made.report.tiles.schools, `schools of zoom ${zoom}`);
    assert.equal(regions.size, made.report.tiles.levels[1].regions, `regions of zoom ${zoom}`);
    const counted = [...regions.values()].reduce((sum, { n_schools }) => sum + n_schools, 0);
    const { inside, border, snapped, stated } = made.report.levels.adm2;
    assert.equal(counted, inside + border + snapped + stated, `counts of zoom ${zoom}`);
  }
});

const KINDS = { string: 'String', boolean: 'Boolean', number: 'Number' };

test('tiles keep the rules of the specification, and the metadata say what they hold', async () => {
  const { vector_layers: told } = await archive.getMetadata();
  const fields = new Map(told.map((layer) => [layer.id, layer.fields]));
  const used = new Map(told.map((layer) => [layer.id, new Set()]));
  for (const [z, x, y] of (await tilesOf(archive)).map(tileIdToZxy)) {
    const layers = Object.values(await layersOf(archive, z, x, y));
    assert.ok(layers.length > 0, 'no tile is empty');
    for (const layer of layers) {
      assert.deepEqual([layer.version, layer.extent, fields.has(layer.name)], [2, 4096, true]);
      const features = Array.from({ length: layer.length }, (_, index) => layer.feature(index));
      assert.ok(features.length > 0, 'no layer is empty');
      assert.equal(new Set(features.map(({ id }) => id)).size, features.length, 'ids are unique in a layer');
      for (const feature of features) {
        assert.ok(feature.id > 0);
        for (const [key, value] of Object.entries(feature.properties)) {
          assert.equal(KINDS[typeof value], fields.get(layer.name)[key], `${layer.name}: ${key}`);
          used.get(layer.name).add(key);
        }
        if (layer.name === 'schools') assert.equal(feature.type, 1);
        else assertPolygons(feature);
      }
    }
  }
  // Regions of the first level have no parent.
  used.get('regions_adm1').add('parent_name');
  for (const [name, keys] of used) assert.deepEqual([...keys].sort(), Object.keys(fields.get(name)).sort(), name);
});

/** Holes, which have a negative area, follow the shell that they lie in; all rings keep within the buffer. */
function assertPolygons(feature) {
  assert.equal(feature.type, 3);
  let shell = 0;
  for (const ring of feature.loadGeometry()) {
    assert.ok(ring.length >= 4 && ring.every(({ x, y }) => Math.min(x, y) >= -64 && Math.max(x, y) <= 4096 + 64));
    for (let index = 1; index < ring.length; index += 1) {
      assert.ok(ring[index].x !== ring[index - 1].x || ring[index].y !== ring[index - 1].y, 'every step leads on');
    }
    const area = areaOf(ring);
    assert.notEqual(area, 0);
    if (area > 0) shell = area;
    else assert.ok(-area < shell, 'a hole is smaller than its shell');
  }
}

function areaOf(ring) {
  let sum = 0;
  for (let index = 1; index < ring.length; index += 1) {
    sum += ring[index - 1].x * ring[index].y - ring[index].x * ring[index - 1].y;
  }
  return sum;
}
