import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** JavaScript that a first visit needs, gzip kB; see the performance bars in ARCHITECTURE.md. */
const homeMaxKb = 110;
const labMaxKb = 150;

const dist = new URL('../dist/', import.meta.url);
const gzipKb = (file: string) => gzipSync(readFileSync(new URL(file, dist))).length / 1000;

/** Scripts that index.html loads before anything is shown. */
function homeScripts(): string[] {
  const html = readFileSync(new URL('index.html', dist), 'utf8');
  return [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map((match) => match[1]!);
}

const home = homeScripts();
const homeKb = home.reduce((sum, file) => sum + gzipKb(file), 0);
const worker = readdirSync(new URL('assets/', dist)).filter((file) => /^sim\.worker-.*\.js$/.test(file));
const hero = readdirSync(new URL('assets/', dist)).filter((file) => /^Hero-.*\.js$/.test(file));
if (home.length === 0 || worker.length !== 1 || hero.length !== 1) throw new Error(`sizes: found ${home.length} home scripts, ${worker.length} workers and ${hero.length} heroes; build first`);

/** A chunk and all that it imports before it can run. */
function withImports(file: string, into = new Set<string>()): Set<string> {
  if (into.has(file)) return into;
  into.add(file);
  for (const match of readFileSync(new URL(file, dist), 'utf8').matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) withImports(`assets/${match[1]!}`, into);
  return into;
}

const lab = [...new Set([...home, ...hero.flatMap((file) => [...withImports(`assets/${file}`)]), ...worker.map((file) => `assets/${file}`)])];
const labKb = lab.reduce((sum, file) => sum + gzipKb(file), 0);
console.log(`home ${homeKb.toFixed(1)} kB of at most ${homeMaxKb} (${home.length} files); with hero and worker ${labKb.toFixed(1)} kB of at most ${labMaxKb} (${lab.length} files)`);
if (homeKb > homeMaxKb) {
  console.error('sizes: home is over its bar; see what a chunk holds with npx vite build --logLevel info');
  process.exitCode = 1;
}
// The lab's bar is not met yet. Reported here until it is.
if (labKb > labMaxKb) console.log(`sizes: the first playable lab is ${(labKb - labMaxKb).toFixed(1)} kB over its bar`);
