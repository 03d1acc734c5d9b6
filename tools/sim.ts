import { parseArgs } from 'node:util';
import { models } from '../src/services/models.ts';
import { bound, defaultOf, type Field } from '../src/sim/config.ts';
import { limitsOf } from '../src/sim/limits.ts';
import { parseRecipe } from '../src/sim/parseRecipe.ts';
import { parseDuration } from '../src/sim/quantities.ts';
import { Simulation } from '../src/sim/simulation.ts';
import { summarize, type RunSummary } from '../src/sim/summary.ts';
import { loadAssets } from './assets.ts';
import { readRecipeFile, sayIssues } from './readRecipe.ts';

const help = `npm run sim -- --recipe FILE [--until MS] [--seed N] [--facts notes|today] [--json] [--trace]
npm run sim -- --kinds [--json]

Runs a recipe (YAML, JSON or topology text; - reads standard input) in Node.
  --until MS      stop there (a number of ms, or 30s, 5m); default: the recipe's length
  --seed N        seed instead of the recipe's
  --facts E       edition of the rules: notes (default) or today
  --json          print the result as JSON
  --trace         print the trace as well
  --invariants    check the invariants after every event
  --kinds         print every kind of node with its config keys, faults and operations`;

function kinds() {
  const describe = (field: Field) => {
    const of = (edition: 'notes' | 'today') => {
      const limits = limitsOf(edition);
      return { default: defaultOf(field, limits), min: bound(field.min, limits), max: bound(field.max, limits) };
    };
    return { type: field.type, says: field.says, unit: field.unit, short: field.short, choices: field.choices, todayOnly: field.todayOnly, notes: of('notes'), today: of('today') };
  };
  return models.kinds.map((kind) => {
    const model = models.get(kind);
    return { kind, says: model.says, ports: model.ports, config: Object.fromEntries(Object.entries(model.fields).map(([name, field]) => [name, describe(field)])), faults: model.faults, operations: model.operations };
  });
}

function printSummary(summary: RunSummary, trace: boolean): void {
  const { records } = summary;
  console.log(`status ${summary.status}${summary.says ? ` (${summary.says})` : ''}   digest ${summary.digest}   time ${summary.nowMs / 1000} s   facts ${summary.facts}   seed ${summary.seed}`);
  console.log(`records  born ${records.born}  delivered ${records.delivered}  lost ${records.lost}  parked ${records.parked}  in transit ${records.inTransit}  duplicates ${records.duplicates}  order violations ${records.orderViolations}`);
  console.log(`latency  p50 ${records.latencyMs.p50} ms  p99 ${records.latencyMs.p99} ms  max ${records.latencyMs.max} ms   lost by ${JSON.stringify(records.lostBy)}`);
  for (const [id, node] of Object.entries(summary.nodes)) {
    console.log(`\n${id} (${node.kind})`);
    for (const [name, metric] of Object.entries(node.metrics)) console.log(`  ${name.padEnd(42)} sum ${String(Math.round(metric.sum * 100) / 100).padStart(12)}  max ${String(metric.max).padStart(10)}  a second at most ${metric.perSecondMax}`);
  }
  if (trace) for (const event of summary.events) console.log(`${(event.atMs / 1000).toFixed(3).padStart(10)}s  ${event.node.padEnd(16)} ${event.type.padEnd(20)} ${event.subject.padEnd(24)} x${event.count} ${JSON.stringify(event.detail)}`);
}

function main(): number {
  const { values } = parseArgs({
    options: { recipe: { type: 'string' }, until: { type: 'string' }, seed: { type: 'string' }, facts: { type: 'string' }, json: { type: 'boolean' }, trace: { type: 'boolean' }, kinds: { type: 'boolean' }, invariants: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  if (values.kinds) {
    console.log(values.json ? JSON.stringify(kinds(), null, 1) : kinds().map((kind) => `${kind.kind}: ${kind.says}\n${Object.entries(kind.config).map(([name, field]) => `  ${name} (${field.type}${field.unit ? `, ${field.unit}` : ''}; default ${JSON.stringify(field.notes.default)}): ${field.says}`).join('\n')}`).join('\n\n'));
    return 0;
  }
  if (!values.recipe) throw new Error('--recipe FILE is missing; --help shows how');
  const until = values.until === undefined ? undefined : parseDuration(values.until);
  if (values.until !== undefined && (until === undefined || !Number.isInteger(until) || until < 0)) throw new Error(`--until ${values.until} is no time; write 30000 or 30s`);
  const seed = values.seed === undefined ? undefined : Number(values.seed);
  if (seed !== undefined && !Number.isInteger(seed)) throw new Error(`--seed ${values.seed} is no whole number`);
  if (values.facts !== undefined && values.facts !== 'notes' && values.facts !== 'today') throw new Error(`--facts must be notes or today; got ${values.facts}`);
  const parsed = parseRecipe(readRecipeFile(values.recipe), models, { seed, facts: values.facts });
  if (!parsed.ok) throw new Error(`${values.recipe}: ${sayIssues(parsed.error)}`);
  const recipe = parsed.value;
  const simulation = new Simulation(recipe, { models, assets: loadAssets(recipe), checkInvariants: values.invariants ?? false });
  const status = simulation.runUntil(until ?? recipe.length);
  const summary = summarize(simulation, status);
  if (values.json) console.log(JSON.stringify(summary, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)));
  else printSummary(summary, values.trace ?? false);
  return summary.status === 'budget-exhausted' || summary.status === 'invariant-broken' ? 1 : 0;
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(`sim: ${(error as Error).message}`);
  process.exitCode = 1;
}
