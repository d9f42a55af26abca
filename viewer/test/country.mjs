// Nothing in; the output folder of a run over a made country, and the command that made it, out.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { writeHostile } from '../../tests/browser/hostile.mjs';

/** The command, built with the features `view` and `pmtiles`. */
export const command = resolve(process.env.SCHOOLREACH ?? '../target/debug/schoolreach');

/** Makes a country and runs the main job on it. */
export function country({ schools = 3000, formats = 'geojson,flatgeobuf,csv,pmtiles' } = {}) {
  const place = mkdtempSync(join(tmpdir(), 'schoolreach-'));
  const input = join(place, 'input');
  execFileSync(command, ['generate', '--out', input, '--schools', String(schools), '--quiet']);
  const levels = ['adm1', 'adm2'].map((level) => `${level}=${join(input, `${level}.geojson`)}`);
  const { features } = JSON.parse(readFileSync(join(input, 'adm2.geojson'), 'utf8'));
  const names = features.map(({ properties }) => properties.region_name);
  return { ...result(place, join(input, 'schools.csv'), levels, formats), names };
}

/** A country in which every text wants to run, with its texts. */
export function hostileCountry(formats) {
  const place = mkdtempSync(join(tmpdir(), 'schoolreach-'));
  const dir = join(place, 'result');
  execFileSync(command, ['run', ...writeHostile(place), '--out', dir, '--formats', formats, '--quiet']);
  return { dir, remove: () => rmSync(place, { recursive: true }) };
}

/** Runs the main job. */
function result(place, schools, levels, formats) {
  const dir = join(place, 'result');
  const regions = levels.flatMap((level) => ['--regions', level]);
  execFileSync(command, ['run', '--schools', schools, ...regions, '--out', dir, '--formats', formats, '--quiet']);
  const report = JSON.parse(readFileSync(join(dir, 'report.json'), 'utf8'));
  return { dir, report, remove: () => rmSync(place, { recursive: true }) };
}

/** Serves a folder; `url` is where. */
export async function serve(dir, ...options) {
  const child = spawn(command, ['view', dir, '--no-open', ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
  const url = await new Promise((found, failed) => {
    let said = '';
    child.stderr.on('data', (bytes) => {
      said += bytes;
      const [address] = said.match(/http:\/\/127\.0\.0\.1:\d+\//) ?? [];
      if (address) found(address);
    });
    child.on('exit', () => failed(new Error(`the server ended: ${said}`)));
  });
  return { url, stop: () => child.kill() };
}
