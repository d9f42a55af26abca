// The sources of the viewer in, the files that the command serves out: src/ → dist/.
import { build } from 'esbuild';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';

const packages = ['maplibre-gl', 'pmtiles', 'fflate', 'flatgeobuf', 'flatbuffers'];
const licenseNames = ['LICENSE', 'LICENSE.txt', 'LICENSE.md'];

await rm('dist', { recursive: true, force: true });
await mkdir('dist');
await build({
  entryPoints: { app: 'src/main.js' },
  outdir: 'dist',
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  charset: 'utf8',
  loader: { '.svg': 'dataurl' },
  // The client of FlatGeobuf tells every step of its way.
  pure: ['console.debug'],
  legalComments: 'none',
  logLevel: 'warning',
});
await copyFile('node_modules/maplibre-gl/dist/maplibre-gl-csp-worker.js', 'dist/worker.js');
await copyFile('src/index.html', 'dist/index.html');
await writeFile('dist/licenses.txt', (await Promise.all(packages.map(license))).join('\n\n'));

async function license(name) {
  const { version } = JSON.parse(await readFile(`node_modules/${name}/package.json`, 'utf8'));
  for (const file of licenseNames) {
    const text = await readFile(`node_modules/${name}/${file}`, 'utf8').catch(() => null);
    if (text !== null) return `${name} ${version}\n\n${text.trim()}\n`;
  }
  const { license, author } = JSON.parse(await readFile(`node_modules/${name}/package.json`, 'utf8'));
  return `${name}\n\n${license}, ${author?.name ?? author ?? ''}\n`;
}
