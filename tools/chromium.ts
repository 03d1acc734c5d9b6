import { existsSync, readFileSync } from 'node:fs';

const found = new URL('../node_modules/.cache/chromium-path', import.meta.url);

/** The Chromium that tests drive: CHROMIUM_PATH, or what tools/setup.mjs found. */
export const chromiumPath = process.env.CHROMIUM_PATH ?? (existsSync(found) ? readFileSync(found, 'utf8').trim() : undefined);

/** Quiet, without a GPU, and without asking anybody outside for anything. */
export const chromiumArgs = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];
