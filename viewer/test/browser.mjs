// A browser for the tests: Chromium with software rendering, which notes what a page must not do.
import { chromium } from 'playwright-core';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const args = [
  '--headless', '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader',
];

export const launch = () => chromium.launch({ executablePath, args });

/** Opens a page, in which `script` runs first, and waits until its map is still; `faults` fills with errors, dialogs, and
 * requests to elsewhere. */
export async function openMap(browser, url, script = () => {}) {
  const page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  await page.addInitScript(script);
  const faults = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('dialog', (dialog) => faults.push(`dialog: ${dialog.message()}`));
  page.on('popup', (popup) => faults.push(`popup: ${popup.url()}`));
  page.on('request', (request) => {
    const address = new URL(request.url());
    const isOwn = address.origin === new URL(url).origin || ['data:', 'blob:'].includes(address.protocol);
    if (!isOwn) faults.push(`request to ${address.origin}`);
  });
  await page.goto(url);
  await idle(page);
  return { page, faults };
}

/** Waits until what was just done is drawn. */
export async function settled(page) {
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await idle(page);
}

const idle = (page) => page.waitForFunction(() => document.documentElement.dataset.state === 'idle', null, { timeout: 60000 });
