// The viewer in a browser: what a person does with it.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { launch, openMap, settled } from './browser.mjs';
import { country, serve } from './country.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** Looks for a region and goes there. */
async function find(page, words) {
  await page.locator('#search').fill(words);
  await page.locator('#found button').first().click();
  await settled(page);
}

const details = (page) => page.locator('#details');

for (const formats of ['geojson,flatgeobuf,csv,pmtiles', 'flatgeobuf']) {
  describe(`a folder with ${formats}`, () => {
    let made;
    let server;
    before(async () => {
      made = country({ formats });
      server = await serve(made.dir);
    });
    after(() => {
      server.stop();
      made.remove();
    });

    test('a region shows its figures on a click', async () => {
      const { page, faults } = await openMap(browser, server.url);
      assert.match(await page.locator('#headline').textContent(), /of known status/);
      await page.locator('#status input').evaluateAll((boxes) => boxes.forEach((box) => box.click()));
      await find(page, made.names[5]);
      await details(page).evaluate((shown) => shown.replaceChildren());
      await page.locator('#map').click();
      await details(page).locator('h2').waitFor();
      const text = await details(page).textContent();
      assert.match(text, /Schools\d+/);
      assert.match(text, /Not connected, of schools of known status/);
      assert.deepEqual(faults, []);
      await page.close();
    });

    test('a search finds a region and goes there', async () => {
      const { page, faults } = await openMap(browser, server.url);
      const region = made.names[5];
      await find(page, region.toUpperCase());
      assert.equal(await details(page).locator('h2').textContent(), region);
      assert.match(page.url(), /map=/);
      assert.deepEqual(faults, []);
      await page.close();
    });

    test('a link keeps the place, the level, the measure and the statuses', async () => {
      const { page, faults } = await openMap(browser, server.url);
      await page.locator('#level').selectOption('adm1');
      await page.locator('#measure').selectOption('known_share');
      await page.locator('#status input[value="connected"]').uncheck();
      await settled(page);
      const link = page.url();
      await page.close();
      const again = await openMap(browser, link);
      assert.equal(await again.page.locator('#level').inputValue(), 'adm1');
      assert.equal(await again.page.locator('#measure').inputValue(), 'known_share');
      assert.equal(await again.page.locator('#status input[value="connected"]').isChecked(), false);
      assert.equal(await again.page.locator('#status input[value="unknown"]').isChecked(), true);
      assert.deepEqual([...faults, ...again.faults], []);
      await again.page.close();
    });
  });
}

test('the map opens on the regions, and a click beside them tells of nothing', async () => {
  const made = country();
  const server = await serve(made.dir);
  const { page, faults } = await openMap(browser, server.url);
  // Positions of some schools are mistaken: far west of the country.
  await page.locator('#status input').evaluateAll((boxes) => boxes.forEach((box) => box.click()));
  await page.locator('#map').click();
  await details(page).locator('h2').waitFor();
  await page.locator('#map').click({ position: { x: 3, y: 300 } });
  assert.equal(await details(page).textContent(), '');
  assert.deepEqual(faults, []);
  await page.close();
  server.stop();
  made.remove();
});

test('the legend explains lines and dots', async () => {
  const made = country();
  const server = await serve(made.dir);
  const { page } = await openMap(browser, server.url);
  const legend = () => page.locator('#legend div').allInnerTexts();
  const [known, nothing] = [/^Too little known: fewer than \d+ schools/, 'No data: nothing to divide by'];
  const rows = await legend();
  assert.equal(rows.length, 7);
  assert.match(rows[5], known);
  assert.equal(rows[6], nothing);
  await page.locator('#measure').selectOption('known_share');
  assert.deepEqual((await legend()).slice(5), [nothing]);
  await page.close();
  server.stop();
  made.remove();
});

for (const [formats, missing, told] of [
  ['flatgeobuf', 'regions_adm2.fgb', /The regions cannot be shown: regions_adm2.fgb: HTTP status 404/],
  ['flatgeobuf', 'schools.fgb', /The schools cannot be shown: schools.fgb: HTTP request failed: 404/],
  ['pmtiles', 'schoolreach.pmtiles', /The folder cannot be shown: schoolreach.pmtiles: Bad response code: 404/],
  ['csv', 'regions_adm2.csv', /The folder has no regions that a map can show/],
]) {
  test(`a folder with ${formats} without ${missing} says so`, async () => {
    const made = country({ formats });
    rmSync(join(made.dir, missing));
    const server = await serve(made.dir);
    const page = await browser.newPage();
    const errors = [];
    page.on('pageerror', (error) => errors.push(error));
    await page.goto(server.url);
    await page.locator('#notice').getByText(told).waitFor();
    assert.match(await page.locator('#headline').textContent(), /of known status/);
    assert.deepEqual(errors, []);
    await page.close();
    server.stop();
    made.remove();
  });
}
