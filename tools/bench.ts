import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { atMost, type Bar } from './bench/bar.ts';
import { browserBars } from './bench/browser.ts';
import { endpointBars } from './bench/endpoint.ts';
import { engineBars } from './bench/engine.ts';
import { kernelBars } from './bench/kernel.ts';
import { seekBars } from './bench/seeking.ts';
import { serviceBars } from './bench/services.ts';

const help = `npm run bench [-- --quick] [--browser] [--json]

Measures the engine against its bars (ARCHITECTURE.md): ratios taken in one run, medians of interleaved rounds.
  --quick     fewer rounds and shorter runs
  --browser   the bars that need a browser as well (builds a page, drives Chromium)
  --only N    one bar
  --json      print JSON`;

function memoryBars(quick: boolean): Bar[] {
  const run = spawnSync(process.execPath, ['--expose-gc', '--import', 'tsx', 'tools/bench/memory.ts', quick ? '3' : '7'], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`the memory run failed: ${run.stderr.slice(-400)}`);
  const figures = JSON.parse(run.stdout) as { firstDay: number; lastDay: number; bytesPerRow: number; history: number };
  return [
    atMost(5, `memory after ${quick ? 3 : 7} days / after 1`, figures.lastDay / figures.firstDay, 1.1, 'x'),
    atMost(5, 'bytes for each record held', figures.bytesPerRow, 32, 'B'),
    atMost(5, 'history: keyframes and roll-ups', figures.history / 1048576, 32, 'MiB'),
  ];
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { quick: { type: 'boolean' }, browser: { type: 'boolean' }, json: { type: 'boolean' }, only: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const quick = values.quick ?? false;
  if (!existsSync(new URL('./bench/peers/node_modules', import.meta.url))) {
    console.error('bench: installing what it measures itself against …');
    spawnSync('npm', ['ci', '--prefix', 'tools/bench/peers'], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  const wanted = (bar: number) => values.only === undefined || Number(values.only) === bar;
  const bars: Bar[] = [];
  if (wanted(1) || wanted(2)) bars.push(...(await engineBars(quick)));
  if (wanted(1)) bars.push(...serviceBars(quick));
  if (wanted(3)) bars.push(...(await kernelBars(quick)));
  if (wanted(5)) bars.push(...memoryBars(quick));
  if (wanted(11)) bars.push(...seekBars(quick));
  if (wanted(13)) bars.push(...(await endpointBars(quick)));
  if (values.browser) bars.push(...(await browserBars()));
  const machine = `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`;
  if (values.json) console.log(JSON.stringify({ machine, bars }));
  else {
    console.log(machine);
    for (const bar of bars) console.log(`${bar.holds ? ' ok ' : 'OVER'}  bar ${String(bar.bar).padStart(2)}  ${bar.name.padEnd(56)} ${String(bar.value).padStart(9)} ${bar.unit.padEnd(20)} ${bar.wanted}`);
  }
  return bars.every((bar) => bar.holds) ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`bench: ${(error as Error).message}`);
  process.exitCode = 1;
}
