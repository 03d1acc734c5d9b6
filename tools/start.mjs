// `npm start`: builds the app and serves it on 127.0.0.1 (PORT, or 4173, or the next free port).
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';

if (process.argv.includes('--help')) {
  console.log('npm start\n\nBuilds Headwater and serves it on 127.0.0.1:4173. PORT=n chooses another port; a port in use makes it take the next free one. Opens a browser where there is one; NO_OPEN=1 does not.');
  process.exit(0);
}
const wanted = process.env.PORT === undefined ? 4173 : Number(process.env.PORT);
if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65535) {
  console.error(`start: PORT=${process.env.PORT} is no port; use a whole number from 1 to 65535`);
  process.exit(1);
}

const isFree = (port) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

console.log('Building Headwater …');
const vite = ['node_modules/vite/bin/vite.js'];
const built = spawnSync(process.execPath, [...vite, 'build', '--logLevel', 'warn'], { stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);

let port = wanted;
while (port < 65535 && !(await isFree(port))) port++;
if (port !== wanted) console.log(`Port ${wanted} is in use; taking ${port}.`);
const server = spawn(process.execPath, [...vite, 'preview', '--host', '127.0.0.1', '--port', String(port), '--strictPort', '--logLevel', 'warn'], { stdio: ['ignore', 'inherit', 'inherit'] });
const address = `http://127.0.0.1:${port}/`;
for (let tries = 0; tries < 100 && (await isFree(port)); tries++) await new Promise((resolve) => setTimeout(resolve, 50));
console.log(`Headwater is at ${address}   (Ctrl+C stops it)`);
open();
server.on('exit', (code) => process.exit(code ?? 0));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal));

function open() {
  if (process.env.NO_OPEN || process.env.CI) return;
  const [command, args] = process.platform === 'darwin' ? ['open', [address]] : process.platform === 'win32' ? ['cmd', ['/c', 'start', '', address]] : ['xdg-open', [address]];
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
  const opener = spawn(command, args, { stdio: 'ignore', detached: true });
  opener.on('error', () => {});
  opener.unref();
}
