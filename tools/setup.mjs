// Runs before `npm start`, `npm test` and `npm run check` on a bare machine: only Node built-ins here, and nothing newer than Node 12 before the check.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Headwater needs Node 20.19 or later; this is ${process.version}. Install a newer Node from your package manager or version manager, then run the same command again.`);
  process.exit(1);
}

const env = { ...process.env, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' };
const run = (command, args, options = {}) => spawnSync(command, args, { stdio: 'inherit', env, shell: process.platform === 'win32', ...options });
const npm = (...args) => (process.env.npm_execpath ? run(process.execPath, [process.env.npm_execpath, ...args], { shell: false }) : run('npm', args));
const stop = (message, status = 1) => {
  console.error(`setup: ${message}`);
  process.exit(status);
};

// Packages: only when the lock file, Node or the platform changed since the last good install.
const stampFile = 'node_modules/.setup-stamp';
const stamp = createHash('sha256')
  .update(readFileSync('package-lock.json'))
  .update(`${process.versions.modules}-${process.platform}-${process.arch}`)
  .digest('hex');
if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
  console.log('setup: installing packages …');
  // NODE_ENV=production would drop the tools that build and test.
  const installed = npm('ci', '--include=dev', '--no-audit', '--no-fund');
  if (installed.status !== 0) stop('npm ci failed; see above. A network that reaches the npm registry is needed once.', installed.status ?? 1);
  writeFileSync(stampFile, stamp);
}

if (process.argv.includes('--browser')) findBrowser();

/** Tests drive a Chromium: the one named, one that is installed, Playwright's own, or Debian's package. */
function findBrowser() {
  const usual = [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/snap/bin/chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    'C:/Program Files/Google/Chrome/Application/chrome.exe',
    'C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe',
  ];
  const works = (path) => Boolean(path) && existsSync(path) && (process.platform !== 'linux' || spawnSync(path, ['--version'], { timeout: 20_000 }).status === 0);
  const playwrights = () => {
    try {
      return createRequire(import.meta.url)('playwright-core').chromium.executablePath();
    } catch {
      return undefined;
    }
  };
  let path = [process.env.CHROMIUM_PATH, process.env.CHROME_PATH, ...usual, playwrights()].find(works);
  if (!path && !process.env.CI) {
    console.log('setup: no Chromium found; asking Playwright for one …');
    run(process.execPath, ['node_modules/playwright/cli.js', 'install', 'chromium'], { shell: false, timeout: 240_000, env: { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' } });
    path = [playwrights()].find(works);
  }
  if (!path && process.platform === 'linux' && spawnSync('apt-get', ['--version']).status === 0) {
    console.log('setup: installing Chromium with apt-get …');
    const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
    const apt = (...args) => {
      const [command, ...rest] = [...sudo, 'apt-get', '-o', 'DPkg::Lock::Timeout=300', '-qq', ...args];
      return run(command, rest, { shell: false, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
    };
    apt('update');
    apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation');
    path = usual.find(works);
  }
  if (!path) stop('no Chromium was found or could be installed. Install Chrome or Chromium, or set CHROMIUM_PATH to one, and run the command again.');
  mkdirSync('node_modules/.cache', { recursive: true });
  writeFileSync('node_modules/.cache/chromium-path', path);
}
