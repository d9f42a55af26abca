// Texts that want to be markup or script, in every field that the viewer shows and in its address: they stay text.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { deserialize } from 'flatgeobuf/lib/mjs/geojson.js';
import { cornerOf, names } from '../../tests/browser/hostile.mjs';
import { launch, openMap, settled } from './browser.mjs';
import { hostileCountry, serve } from './country.mjs';

const ELEMENTS = [
  // Those of the page.
  'html', 'head', 'meta', 'title', 'link', 'body', 'script', 'div', 'aside', 'h1', 'p', 'form', 'label', 'select', 'fieldset', 'legend',
  'input', 'ul', 'section', 'option', 'span', 'bdi', 'h2', 'dl', 'dt', 'dd', 'li', 'button',
  // That of MapLibre.
  'canvas',
];

/** In the page: notes what elements there ever are, and whether any of them brings a handler or an address along. */
function inPage() {
  window.seen = new Set();
  const note = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    window.seen.add(node.localName);
    for (const { name, value } of node.attributes) {
      if (/^on|^srcdoc$/.test(name) || (/^(href|src|action)$/.test(name) && /^\s*javascript:/i.test(value))) window.seen.add(`${node.localName} ${name}`);
    }
    node.childNodes.forEach(note);
  };
  new MutationObserver((changes) => changes.forEach(({ target, addedNodes }) => [target, ...addedNodes].forEach(note)))
    .observe(document, { subtree: true, childList: true, attributes: true });
  /** What the page tells of a region or school. */
  window.told = () => {
    const details = document.getElementById('details');
    const rows = [...details.querySelectorAll('dt')].map((name) => [name.textContent, name.nextElementSibling.textContent]);
    return { title: details.querySelector('h2')?.textContent, ...Object.fromEntries(rows) };
  };
}

/** Holds a page to silence: nothing ran, and no text became an element. */
async function assertText({ page, faults }) {
  assert.equal(await page.evaluate(() => window.hostile), undefined, 'a text ran');
  assert.deepEqual(await page.evaluate((known) => [...window.seen].filter((name) => !known.includes(name)), ELEMENTS), []);
  assert.equal(await page.locator('script').count(), 1);
  assert.equal(await page.title(), 'Schools and the internet');
  assert.deepEqual(faults, []);
  await page.close();
}

// A view of all the squares.
const [ZOOM, LAT, LON] = [8.9, 0.55, 0.5];
const northing = (lat) => (Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) * 180) / Math.PI;

/** Where in the picture of the map a place is, from its middle. */
function pixelsTo([lon, lat]) {
  const scale = (512 * 2 ** ZOOM) / 360;
  return [(lon - LON) * scale, (northing(LAT) - northing(lat)) * scale];
}

/** Clicks at places, and returns what the page tells of each. */
const clicked = (page, places) => page.locator('#map canvas').evaluate((canvas, points) => {
  const box = canvas.getBoundingClientRect();
  return points.map(([x, y]) => {
    const at = { bubbles: true, clientX: box.x + box.width / 2 + x, clientY: box.y + box.height / 2 + y };
    for (const kind of ['mousedown', 'mouseup', 'click']) canvas.dispatchEvent(new MouseEvent(kind, at));
    return window.told();
  });
}, places.map(pixelsTo));

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

for (const formats of ['flatgeobuf,pmtiles', 'flatgeobuf']) {
  describe(`a folder with ${formats}`, () => {
    let made;
    let server;
    before(async () => {
      made = hostileCountry(formats);
      server = await serve(made.dir);
    });
    after(() => {
      server.stop();
      made.remove();
    });
    const open = (hash = '') => openMap(browser, `${server.url}${hash}`, inPage);

    /** The features of a file. */
    async function features(name) {
      const found = [];
      for await (const { properties } of deserialize(new Uint8Array(readFileSync(join(made.dir, name))))) found.push(properties);
      return found;
    }

    test('texts of regions and schools stay text in their details', async () => {
      const opened = await open(`#map=${ZOOM}/${LAT}/${LON}`);
      const { page } = opened;
      const schools = await features('schools.fgb');
      assert.ok(schools.length > 80, 'schools whose texts hold a U+0000 are refused');
      const middles = schools.map(({ source_row: row }) => cornerOf(row - 2).map((degrees) => degrees + 0.05));
      assert.deepEqual(
        (await clicked(page, middles)).map(({ title, Id }) => [title, Id]),
        schools.map(({ school_name: name, school_id_govt: id }) => [name, id]),
      );
      for (const [level, size] of [['adm2', names.length], ['adm1', 60]]) {
        await page.locator('#level').selectOption(level);
        await settled(page);
        const regions = await features(`regions_${level}.fgb`);
        assert.equal(regions.length, size);
        const corners = regions.map(({ region_row: row }) => cornerOf(row - 1).map((degrees) => degrees + 0.015));
        assert.deepEqual(
          (await clicked(page, corners)).map(({ title, Id, 'Part of': parent }) => [title, Id, parent]),
          regions.map(({ region_name: name, region_id: id, parent_name: parent }) => [name, id, parent ?? undefined]),
        );
      }
      await assertText(opened);
    });

    test('a search finds what it looks for', async () => {
      const opened = await open();
      const { page } = opened;
      const regions = await features('regions_adm2.fgb');
      const found = await page.locator('#search').evaluate(async (field, texts) => {
        const first = [];
        for (const text of texts) {
          field.value = text;
          field.dispatchEvent(new Event('input'));
          await new Promise((answered) => { new MutationObserver(answered).observe(document.getElementById('found'), { childList: true }); });
          first.push(document.querySelector('#found button')?.textContent);
        }
        return first;
      }, regions.map(({ region_name: name }) => name));
      assert.deepEqual(found, regions.map(({ region_name: name, parent_name: parent }) => `${name}, ${parent}`));
      // Every move of the map takes its time.
      for (const { region_name: name, parent_name: parent } of regions.filter((_, index) => index % 20 === 0)) {
        await page.locator('#search').fill(name);
        await page.locator('#found button').first().click();
        await settled(page);
        const { title, 'Part of': partOf } = await page.evaluate(() => window.told());
        assert.deepEqual([title, partOf], [name, parent]);
      }
      await assertText(opened);
    });

    test('an address chooses nothing but what there is', async () => {
      const opened = await open();
      const { page } = opened;
      const hash = (text) => `#map=${text}&level=${text}&measure=${text}&status=${text}&${text}=${text}`;
      for (const name of names) await page.evaluate((changed) => { location.hash = changed; }, hash(name));
      for (const texts of [names, names.map(encodeURIComponent)]) {
        await page.goto('about:blank');
        await page.goto(`${server.url}${texts.map(hash).join('&')}`);
        await settled(page);
        assert.equal(await page.locator('#level').inputValue(), 'adm2');
      }
      await assertText(opened);
    });

    test('a report that someone else has written is text', async () => {
      const path = join(made.dir, 'report.json');
      const report = JSON.parse(readFileSync(path, 'utf8'), (key, value) => (typeof value === 'string' && key !== 'name' ? names[2] : value));
      const { adm1: figures } = report.levels;
      const levels = Object.fromEntries(names.map((name) => [name, figures]));
      const [input] = report.inputs.schools;
      const inputs = { schools: names.map((file) => ({ ...input, file })), regions: [] };
      writeFileSync(path, JSON.stringify({ ...report, levels: { ...report.levels, ...levels }, inputs }));
      const opened = await open();
      const { page } = opened;
      assert.ok((await page.locator('#sources').textContent()).includes(names[0]));
      const shown = await page.locator('#level option').evaluateAll((options) => options.map(({ value }) => value));
      for (const level of shown.filter((_, index) => index % 10 === 0)) await page.locator('#level').selectOption(level);
      await settled(page);
      await assertText(opened);
    });
  });
}
