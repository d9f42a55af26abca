// Opens report.html from disk in Chromium and uses it as a person does: nothing may fail, and nothing may be asked for.
//
// node report.mjs PROGRAM: the pages are those of its demo, and of a country whose names want to be markup.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

import { writeHostile } from "./hostile.mjs";

assert.ok(process.argv[2], "expected the path of the program");
const program = resolve(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), "schoolreach-browser-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const demo = join(folder, "demo", "report.html");
const hostile = join(folder, "hostile", "report.html");
execFileSync(program, ["demo", "--quiet", "--out", join(folder, "demo")]);
execFileSync(program, ["run", "--quiet", "--out", join(folder, "hostile"), ...writeHostile(folder)]);
const [trend, measured] = ["trend", "measured"].map((name) => join(folder, name, "report.html"));
const made = join(folder, "made");
execFileSync(program, ["generate", "--quiet", "--out", made, "--schools", "2000", "--measurements", "20000"]);
for (const [page, option] of [[trend, ["--trend"]], [measured, []]]) {
  execFileSync(program, [
    "run", "--quiet", "--out", dirname(page), "--schools", join(made, "schools.csv"), "--measurements", join(made, "measurements.csv"),
    "--regions", `adm1=${join(made, "adm1.geojson")}`, `adm2=${join(made, "adm2.geojson")}`, ...option,
  ]);
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});

/** Opens a page, lets `use` have it, and holds it to silence: no error, no dialog, no request but its own. */
const open = async (path, options, use) => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const url = pathToFileURL(path).href;
  const faults = [];
  page.on("console", (message) => faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => faults.push(`dialog: ${dialog.message()}`));
  page.on("popup", (popup) => faults.push(`popup: ${popup.url()}`));
  page.on("request", (request) => {
    if (request.url() !== url) faults.push(`request: ${request.url()}`);
  });
  await page.goto(url);
  await use(page);
  assert.deepEqual(faults, []);
  await context.close();
};

const text = (page, selector) => page.locator(selector).first().innerText();
const column = (page, number) => page.locator(`#figures tbody tr > :nth-child(${number})`).allInnerTexts();
const numbers = (cells) => cells.map((cell) => Number(cell.replaceAll(",", "")));

await open(demo, {}, async (page) => {
  const detail = () => text(page, "#details h3");

  // Hover, click, and back to the country.
  assert.equal(await detail(), "Whole country");
  const [first, second] = await page.evaluate(() => {
    const data = JSON.parse(document.getElementById("data").textContent);
    return data.levels[0].name;
  });
  await page.locator("#regions path").nth(0).dispatchEvent("pointerover");
  assert.equal(await detail(), first);
  await page.locator("#regions-map").dispatchEvent("pointerleave");
  assert.equal(await detail(), "Whole country");
  await page.locator("#regions path").nth(1).dispatchEvent("click");
  assert.equal(await detail(), second);
  assert.equal(await text(page, "#figures tr.chosen th"), second);

  // A real pointer hits the region that it is over.
  await page.locator("#regions-map").scrollIntoViewIfNeeded();
  const [spot, under] = await page.evaluate(() => {
    const box = document.getElementById("regions-map").getBoundingClientRect();
    const at = [box.x + box.width / 2, box.y + box.height / 2];
    return [at, document.elementFromPoint(...at).dataset.row ?? null];
  });
  await page.mouse.click(...spot);
  assert.equal(await page.locator("#figures tr.chosen").count(), under === null ? 0 : 1);

  // Keys move over the map.
  await page.focus("#regions-map");
  await page.keyboard.press("Escape");
  assert.equal(await detail(), "Whole country");
  await page.keyboard.press("ArrowRight");
  const start = await detail();
  for (const key of ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]) await page.keyboard.press(key);
  assert.notEqual(start, "Whole country");
  const whole = await page.getAttribute("#regions-map", "viewBox");
  await page.keyboard.press("+");
  assert.notEqual(await page.getAttribute("#regions-map", "viewBox"), whole);
  await page.click("#zoom-all");
  assert.equal(await page.getAttribute("#regions-map", "viewBox"), whole);

  // Levels and measures.
  const n_first = await page.locator("#regions path").count();
  await page.selectOption("#level", { index: 1 });
  const n_second = await page.locator("#regions path").count();
  assert.ok(n_second > n_first, `${n_second} regions, after ${n_first}`);
  assert.match(await text(page, "#count"), new RegExp(`of ${n_second} regions`));
  await page.selectOption("#level", { index: 0 });
  assert.equal(await page.locator("#regions path").count(), n_first);
  await page.selectOption("#level", { index: 1 });
  const colors = () => page.locator("#regions path").evaluateAll((paths) => paths.map((path) => path.getAttribute("class")).join());
  const before = await colors();
  const n_measures = await page.locator("#measure option").count();
  assert.ok(n_measures >= 5);
  for (let index = 1; index < n_measures; index += 1) {
    await page.selectOption("#measure", { index });
    const legend = numbers(await page.locator("#legend td:last-child").allInnerTexts());
    assert.equal(legend.reduce((sum, n) => sum + n), n_second, "every region is in the legend");
    assert.equal(await page.locator("#histogram").count(), 1);
  }
  assert.notEqual(await colors(), before);

  // Sorting by numbers and names, by pointer and keys.
  const schools = page.locator("#figures thead th", { hasText: /^Schools/ });
  await schools.locator("button").click();
  const falling = numbers(await column(page, 3));
  assert.deepEqual(falling, [...falling].sort((a, b) => b - a));
  assert.equal(await schools.getAttribute("aria-sort"), "descending");
  await page.keyboard.press("Enter");
  const rising = numbers(await column(page, 3));
  assert.deepEqual(rising, [...rising].sort((a, b) => a - b));
  assert.equal(await schools.getAttribute("aria-sort"), "ascending");
  await page.locator("#figures thead button").first().click();
  const names = await column(page, 1);
  assert.deepEqual(names, [...names].sort(new Intl.Collator("en", { numeric: true }).compare));

  // Searching without accents and filtering.
  const wanted = names.find((name) => name.normalize("NFD") !== name) ?? names[0];
  await page.fill("#search", wanted.normalize("NFD").replace(/\p{M}/gu, "").toUpperCase());
  assert.ok((await column(page, 1)).includes(wanted));
  await page.fill("#search", "no such region at all");
  assert.equal(await page.locator("#figures tbody tr").count(), 0);
  await page.fill("#search", "");
  const shown = {};
  for (const key of ["ranked", "little", "empty"]) {
    await page.selectOption("#show", key);
    shown[key] = await page.locator("#figures tbody tr").count();
  }
  assert.equal(shown.ranked + shown.little + shown.empty, n_second, "every region is in one group");

  // A ranking leads to its region, and no text stands under its key.
  const leader = page.locator("#rankings button").first();
  await leader.click();
  assert.equal(await detail(), await leader.innerText());
  const body = await page.locator("main").innerText();
  assert.doesNotMatch(body, /\b(quality|table|map|measure|legend|ranking|policy)_[a-z]/);
});

// Narrow and dark: nothing reaches beyond the edge.
await open(demo, { viewport: { width: 360, height: 740 }, colorScheme: "dark", hasTouch: true }, async (page) => {
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), 0);
  await page.locator("#figures tbody th button").first().tap();
  assert.notEqual(await text(page, "#details h3"), "Whole country");
});

// Two fingers zoom the map and one then moves it; neither chooses a region.
await open(demo, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }, async (page) => {
  await page.locator("#regions-map").scrollIntoViewIfNeeded();
  const { x, y, width, height } = await page.locator("#regions-map").boundingBox();
  const [left, top] = [x + width / 2, y + height / 2];
  const view = async () => (await page.getAttribute("#regions-map", "viewBox")).split(" ").map(Number);
  const session = await page.context().newCDPSession(page);
  const touch = (type, ...places) => session.send("Input.dispatchTouchEvent", {
    type, touchPoints: places.map(([touchX, touchY], id) => ({ x: touchX, y: touchY, id })) });
  const whole = await view();
  await touch("touchStart", [left - 20, top], [left + 20, top]);
  for (const apart of [30, 50, 70]) await touch("touchMove", [left - apart, top], [left + apart, top]);
  await touch("touchEnd");
  const zoomed = await view();
  assert.ok(zoomed[2] < whole[2] / 2 && zoomed[2] > whole[2] / 5, `${whole} became ${zoomed}`);
  await touch("touchStart", [left, top]);
  for (const along of [10, 30, 60]) await touch("touchMove", [left + along, top]);
  await touch("touchEnd");
  const moved = await view();
  assert.ok(moved[0] < zoomed[0], "the map goes with the finger");
  assert.equal(moved[2], zoomed[2]);
  assert.equal(await page.locator("#figures tr.chosen").count(), 0);
});

// Months of the country, then of the region that is chosen.
await open(trend, {}, async (page) => {
  const title = () => text(page, "#months h3");
  const n_months = await page.evaluate(() => JSON.parse(document.getElementById("data").textContent).trend.months.length);
  assert.equal(await title(), "Whole country");
  assert.equal(await page.locator("#months svg.chart").count(), 2);
  const region = page.locator("#figures tbody th button").first();
  await region.click();
  assert.equal(await title(), await region.innerText());
  await page.locator("#months summary").click();
  assert.equal(await page.locator("#months tbody tr").count(), n_months);
  assert.equal(await page.locator("#months rect").count(), n_months);
  await page.selectOption("#level", { index: 1 });
  assert.equal(await title(), "Whole country");
  const body = await page.locator("main").innerText();
  assert.doesNotMatch(body, /\b(trend|policy)_(?!adm)[a-z]/);
});
await open(measured, {}, async (page) => {
  assert.equal(await page.locator("#months svg.chart").count(), 1);
  await page.locator("#figures tbody th button").first().click();
  assert.equal(await text(page, "#months h3"), "Whole country");
});

// Without scripts: headline, map and table.
await open(demo, { javaScriptEnabled: false }, async (page) => {
  assert.match(await text(page, "#headline .lead"), /schools/);
  assert.ok((await page.locator("#regions path").count()) > 0);
  assert.ok((await page.locator("#figures tbody tr").count()) > 0);
  assert.ok(await page.locator("noscript p").isVisible());
});

// Names that want to be markup are text, wherever they come up.
await open(hostile, {}, async (page) => {
  const names = await page.evaluate(() => JSON.parse(document.getElementById("data").textContent).levels.flatMap((level) => level.name));
  assert.ok(names.length > 100, `${names.length} hostile names`);
  const levels = await page.locator("#level option").count();
  for (let index = 0; index < levels; index += 1) {
    await page.selectOption("#level", { index });
    const n_regions = await page.locator("#regions path").count();
    for (let row = 0; row < n_regions; row += 1) {
      await page.locator("#regions path").nth(row).dispatchEvent("pointerover");
      await page.locator("#regions path").nth(row).dispatchEvent("click");
    }
    while (await page.locator("#next").isEnabled()) {
      if (!(await page.locator("#next").isVisible())) break;
      await page.click("#next");
    }
  }
  for (const button of await page.locator("#figures button, #rankings button").all()) await button.dispatchEvent("click");
  await page.waitForTimeout(300);
  assert.equal(await page.evaluate(() => window.hostile), undefined, "a name ran");
  const elements = await page.evaluate(() =>
    [...document.querySelectorAll("img, iframe, a[href^='javascript'], base, object, embed, math, b")].length);
  assert.equal(elements, 0, "a name became an element");
  assert.equal(await page.locator("script").count(), 2);
});

await browser.close();
console.log("report.html: all as expected");
