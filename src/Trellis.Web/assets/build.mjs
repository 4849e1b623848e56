// Puts the styles together into out/, each file beside its compressed forms. Nothing is fetched here and nothing is left to the browser but to show it.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const system = join(here, 'node_modules/@digdir/designsystemet-css/dist');
const out = join(here, 'out');
const read = (...parts) => readFileSync(join(...parts), 'utf8');

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

// The order of the system's own layers stands in its index, so it comes first; what is in no layer, as ours, is stronger than all of them.
const styles = [read(system, 'src/index.css'), read(system, 'theme/designsystemet.css'), smaller(read(here, 'theme.css')), smaller(read(here, 'site.css'))].join('\n');
keep('site.css', styles);
for (const script of ['site.js', 'passkey.js', 'unsent.js', 'worker.js']) keep(script, read(here, script));
// The library of maps comes as it is. It names the file it was made from, which is not served.
const maps = join(here, 'node_modules/maplibre-gl/dist');
keep('map.js', read(here, 'map.js'));
for (const part of ['maplibre-gl.mjs', 'maplibre-gl-worker.mjs', 'maplibre-gl.css']) keep(part, read(maps, part).replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'));
keep('icon.svg', read(here, 'icon.svg'));
for (const icon of ['icon-192.png', 'icon-512.png']) copyFileSync(join(here, icon), join(out, icon)); // they are packed already

function keep(name, text) {
  const bytes = Buffer.from(text, 'utf8');
  writeFileSync(join(out, name), bytes);
  writeFileSync(join(out, name + '.gz'), gzipSync(bytes, { level: 9 }));
  writeFileSync(join(out, name + '.br'), brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}

/** Without comments and the blanks at the beginning of lines. */
function smaller(css) {
  return css.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s+/gm, '').replace(/\n+/g, '\n');
}
