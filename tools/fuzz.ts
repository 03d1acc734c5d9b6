import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs, stripVTControlCharacters } from 'node:util';
import { models } from '../src/services/models.ts';
import { drawGraph, legalRecipe } from '../src/testing/drawnGraphs.ts';
import { checkRun } from '../src/testing/runGraph.ts';

const help = `npm run fuzz [-- --seeds 500] [--from 1] [--stop]

Draws legal graphs of up to twelve services with random settings, loads and faults, and runs each with every invariant checked.
  --seeds N   how many graphs
  --from N    the first seed
  --stop      stops at the first failure
A failure leaves its recipe in node_modules/.cache/fuzz and prints the command that repeats it.`;

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '500' }, from: { type: 'string', default: '1' }, stop: { type: 'boolean' }, help: { type: 'boolean' } } });

/** CPU time of this process, ms: what other work on the machine takes does not count. */
const cpuMs = (): number => process.cpuUsage().user / 1000;

function main(): number {
  if (values.help) {
    console.log(help);
    return 0;
  }
  const from = Number(values.from);
  const seeds = Number(values.seeds);
  if (!Number.isInteger(from) || !Number.isInteger(seeds) || seeds < 1) throw new Error('--seeds and --from are whole numbers');
  const folder = new URL('../node_modules/.cache/fuzz/', import.meta.url);
  const seen = new Map<string, number>();
  let passed = 0;
  let failed = 0;
  let refused = 0;
  let events = 0;
  for (let seed = from; seed < from + seeds; seed++) {
    const legal = legalRecipe(drawGraph(seed, models), models);
    if ('refused' in legal) {
      refused++;
      continue;
    }
    for (const { kind } of legal.raw.nodes) seen.set(kind, (seen.get(kind) ?? 0) + 1);
    try {
      events += checkRun(legal.recipe, models, cpuMs).events;
      passed++;
    } catch (error) {
      failed++;
      mkdirSync(folder, { recursive: true });
      writeFileSync(new URL(`${seed}.json`, folder), JSON.stringify(legal.raw, null, 2));
      console.error(`seed ${seed} (${legal.raw.nodes.map(({ kind }) => kind).join(', ')}): ${stripVTControlCharacters((error as Error).message).slice(0, 400)}\n  npm run sim -- node_modules/.cache/fuzz/${seed}.json`);
      if (values.stop) break;
    }
  }
  const never = models.kinds.filter((kind) => !seen.has(kind));
  console.log(`${passed} graphs passed, ${failed} failed, ${refused} refused as no graph at all; ${events.toLocaleString('en-GB')} events; kinds never drawn: ${never.join(', ') || 'none'}`);
  return failed > 0 || passed === 0 || (seeds >= 100 && never.length > 0) ? 1 : 0;
}

process.exitCode = main();
