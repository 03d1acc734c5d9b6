import { chromium } from 'playwright';
import { build, preview } from 'vite';
import { chromiumArgs, chromiumPath } from '../chromium.ts';
import { models } from '../../src/services/models.ts';
import { Simulation } from '../../src/sim/simulation.ts';
import { atMost, type Bar } from './bar.ts';
import { shardRecipe } from './probe.ts';

interface PageFigures {
  readonly digest: string;
  readonly readMsP95: number;
}

/** Bars 7 and 12: a snapshot of 1,000 shards read on the main thread, and the same digest in a Chromium worker. */
export async function browserBars(): Promise<Bar[]> {
  const outDir = 'node_modules/.cache/bench-page';
  await build({ root: 'tools/bench/page', configFile: false, logLevel: 'error', build: { outDir: `../../../${outDir}`, emptyOutDir: true }, worker: { format: 'es' } });
  const server = await preview({ root: 'tools/bench/page', configFile: false, logLevel: 'error', build: { outDir: `../../../${outDir}` }, preview: { host: '127.0.0.1', port: 4190 } });
  const browser = await chromium.launch({ ...(chromiumPath ? { executablePath: chromiumPath } : {}), args: chromiumArgs });
  try {
    const page = await browser.newPage();
    await page.goto('http://127.0.0.1:4190/');
    await page.waitForFunction(() => 'figures' in window, undefined, { timeout: 120_000 });
    const figures = (await page.evaluate('window.figures')) as PageFigures;
    const recipe = shardRecipe(1000, 20, 10_000, 10_000);
    const simulation = new Simulation(recipe, { models });
    simulation.runUntil(10_000);
    return [
      atMost(7, 'reading a snapshot of 1,000 shards, p95', figures.readMsP95, 0.1, 'ms'),
      atMost(12, 'digest in a Chromium worker differs from Node', figures.digest === simulation.digest() ? 0 : 1, 0, ''),
    ];
  } finally {
    await browser.close();
    await server.close();
  }
}
