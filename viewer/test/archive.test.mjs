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
  const { vector_layers: layers, attribution } = await archive.getMetadata();
  assert.deepEqual(layers.map((layer) => layer.id), ['regions_adm1', 'regions_adm2', 'schools']);
  assert.equal(attribution, 'schools.csv, adm1.geojson, adm2.geojson');
  const tiles = await tilesOf(archive);
  assert.deepEqual(tiles, tiles.toSorted((a, b) => a - b));
  assert.equal(header.numAddressedTiles, tiles.length);
});

test('every zoom has every school and every region, and rings are wound as the specification says', async () => {
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
      for (const [ring] of [feature.loadGeometry()]) assert.ok(areaOf(ring) > 0, 'the first ring is a shell');
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

function areaOf(ring) {
  let sum = 0;
  for (let index = 1; index < ring.length; index += 1) {
    sum += ring[index - 1].x * ring[index].y - ring[index].x * ring[index - 1].y;
  }
  return sum;
}
