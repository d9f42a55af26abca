// Nothing in; the output folder of a run over a made country, and the command that made it, out.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

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

/** Names that would run if they were taken for markup. */
const HOSTILE = [
  '<img src=x onerror="window.ran=1">',
  '"><script>window.ran=1</script>',
  '<svg/onload=window.ran=1>',
  "javascript:window.ran=1//'\"",
  '{{constructor.constructor("window.ran=1")()}}',
  '</title><iframe srcdoc="<script>parent.ran=1</script>">',
];

/** A country whose regions and schools have such names. */
export function hostileCountry() {
  const place = mkdtempSync(join(tmpdir(), 'schoolreach-'));
  const input = join(place, 'input');
  mkdirSync(input);
  const square = (west) => [[[west, 0], [west + 1, 0], [west + 1, 1], [west, 1], [west, 0]]];
  const features = HOSTILE.map((name, index) => ({
    type: 'Feature',
    properties: { shapeID: `id-${index}${name}`, shapeName: name },
    geometry: { type: 'Polygon', coordinates: square(index) },
  }));
  const quoted = (text) => `"${text.replaceAll('"', '""')}"`;
  const rows = HOSTILE.map((name, index) => [quoted(name), quoted(name), index + 0.5, 0.5, index % 2 ? 'yes' : 'no'].join(','));
  const [regions, schools] = [join(input, 'adm1.geojson'), join(input, 'schools.csv')];
  writeFileSync(regions, JSON.stringify({ type: 'FeatureCollection', features }));
  writeFileSync(schools, ['school_id_govt,school_name,longitude,latitude,connectivity', ...rows, ''].join('\n'));
  return { ...result(place, schools, [`adm1=${regions}`], 'geojson,flatgeobuf,csv,pmtiles'), names: HOSTILE };
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
