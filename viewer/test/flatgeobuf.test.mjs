// FlatGeobuf by ranges: the official client gets the right schools of a box, and little else.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize } from 'flatgeobuf/lib/mjs/geojson.js';
import { country, serve } from './country.mjs';

// The client tells every step of its way.
console.debug = () => {};

let made;
let server;

before(async () => {
  made = country({ schools: 40000 });
  server = await serve(made.dir);
});
after(() => {
  server.stop();
  made.remove();
});

test('the schools of a box come by ranges', async (t) => {
  const all = JSON.parse(readFileSync(join(made.dir, 'schools.geojson'), 'utf8')).features
    .filter((feature) => feature.geometry !== null);
  const [lon, lat] = all[all.length >> 1].geometry.coordinates;
  const rect = { minX: lon - 0.2, minY: lat - 0.2, maxX: lon + 0.2, maxY: lat + 0.2 };
  const isIn = ({ geometry: { coordinates: [x, y] } }) => x >= rect.minX && x <= rect.maxX && y >= rect.minY && y <= rect.maxY;
  const rows = (features) => features.map(({ properties }) => properties.source_row).sort((a, b) => a - b);
  let bytes = 0;
  const whole = globalThis.fetch;
  globalThis.fetch = async (...request) => {
    const answer = await whole(...request);
    bytes += Number(answer.headers.get('content-length'));
    assert.equal(answer.status, 206);
    return answer;
  };
  t.after(() => { globalThis.fetch = whole; });
  const found = [];
  for await (const feature of deserialize(`${server.url}data/schools.fgb`, { rect })) found.push(feature);
  assert.deepEqual(rows(found), rows(all.filter(isIn)));
  const { size } = statSync(join(made.dir, 'schools.fgb'));
  t.diagnostic(`${found.length} of ${all.length} schools by ${bytes} of ${size} bytes`);
  assert.ok(bytes < size / 10);
});
