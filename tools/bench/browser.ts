import { chromium, type Browser } from 'playwright';
import { build, preview } from 'vite';
import { chromiumArgs, chromiumPath } from '../chromium.ts';
import { models } from '../../src/services/models.ts';
import { Simulation } from '../../src/sim/simulation.ts';
import { atMost, figure, type Bar } from './bar.ts';
import { shardRecipe } from './probe.ts';

interface PageFigures {
  readonly digest: string;
  readonly readMsP50: number;
  readonly readMsP95: number;
  readonly unpackMsP95: number;
  readonly snapshots: number;
  readonly isolated: boolean;
}

/** Only an isolated page has a clock finer than 0.1 ms. */
const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** Bars 7 and 12: a snapshot of 1,000 shards read on the main thread, and the same digest in a Chromium worker. */
export async function browserBars(): Promise<Bar[]> {
  const outDir = 'node_modules/.cache/bench-page';
  await build({
    root: 'tools/bench/page',
    configFile: false,
    logLevel: 'error',
    build: { outDir: `../../../${outDir}`, emptyOutDir: true },
    worker: { format: 'es' },
  });
  const server = await preview({
    root: 'tools/bench/page',
    configFile: false,
    logLevel: 'error',
    build: { outDir: `../../../${outDir}` },
    preview: { host: '127.0.0.1', port: 4190, headers: isolation },
  });
  let browser: Browser | undefined;
  try {
    browser = await chromium.launch({ ...(chromiumPath ? { executablePath: chromiumPath } : {}), args: chromiumArgs });
    const page = await browser.newPage();
    await page.goto('http://127.0.0.1:4190/');
    await page.waitForFunction(() => 'figures' in window, undefined, { timeout: 120_000 });
    const figures = (await page.evaluate('window.figures')) as PageFigures;
    const recipe = shardRecipe(1000, 20, 20_000, 10_000);
    const simulation = new Simulation(recipe, { models });
    simulation.runUntil(20_000);
    if (!figures.isolated || figures.snapshots < 100)
      throw new Error(
        `the page took ${figures.snapshots} snapshots with a ${figures.isolated ? 'fine' : 'coarse'} clock: too little to judge by`,
      );
    return [
      figure(7, `unpacking one of ${figures.snapshots} snapshots, p95`, figures.unpackMsP95, 'ms'),
      figure(7, 'reading a snapshot of 1,000 shards, median', figures.readMsP50, 'ms'),
      atMost(7, 'reading a snapshot of 1,000 shards, p95', figures.readMsP95, 0.1, 'ms'),
      atMost(12, 'digest in a Chromium worker differs from Node', figures.digest === simulation.digest() ? 0 : 1, 0, ''),
    ];
  } finally {
    await browser?.close();
    await server.close();
  }
}
