// The viewer in a browser: what a person does with it.
import assert from 'node:assert/strict';
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
