import { parseArgs } from 'node:util';
import { readContent } from '../src/content/nodeSource.ts';
import { makeRegistry } from '../src/content/registry.ts';
import {
  chooseScenarios,
  entrantsOf,
  gradeEntrant,
  readDesignFile,
  seedsFor,
  type Entrant,
  type GradedDesign,
} from './grading/gradeScenarios.ts';

const help = `npm run grade -- [SCENARIO ...] [--seeds N] [--design FILE] [--json]

Runs every accepted, wrong and empty design of the scenarios and says whether each does what it should:
accepted ones meet every requirement, wrong ones miss the one they name on every seed, the empty one is ungradable.
  SCENARIO        slug, id or number (size-the-stream, s.size-the-stream, S1); default: all
  --seeds N       only the first N seeds of each scenario (five by default)
  --design FILE   grade this design instead (YAML or JSON: nodes, edges, interventions); name one scenario
  --json          print the result as JSON
  --why           print the chain of causes of every miss`;

function print(graded: GradedDesign, why: boolean): void {
  const first = graded.seeds[0]?.verdicts ?? [];
  const numbers = graded.numbers
    ? `   loss ${(graded.numbers.lossShare * 100).toFixed(2)} %, p99 ${graded.numbers.p99Ms} ms, ${graded.numbers.pointsPerHour.toFixed(1)} points an hour`
    : '';
  console.log(
    `\n${graded.asExpected ? 'ok  ' : 'FAIL'}  ${graded.scenario} / ${graded.design} (${graded.kind})   ${(graded.cpuMs / 1000).toFixed(1)} s CPU${numbers}`,
  );
  if (graded.says) console.log(`      ${graded.says}`);
  for (const [i, { criterion, needed }] of first.entries()) {
    const all = graded.seeds.map((seed) => seed.verdicts[i]!);
    const shown = all.find(({ type }) => type === 'missed') ?? all[0]!;
    const missed = all.filter(({ type }) => type === 'missed').length;
    const word = shown.type === 'missed' ? `missed ${missed}/${all.length}` : shown.type;
    console.log(
      `      ${criterion.padEnd(12)} ${word.padEnd(12)}${needed ? '' : ' (par)'} ${shown.measured ?? ''}${shown.wanted === null ? '' : `; wanted: ${shown.wanted}`}`,
    );
    if (why) for (const step of shown.cause) console.log(`          ${step}`);
  }
}

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seeds: { type: 'string' },
      design: { type: 'string' },
      json: { type: 'boolean' },
      why: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const count = values.seeds === undefined ? undefined : Number(values.seeds);
  if (count !== undefined && (!Number.isInteger(count) || count < 1 || count > 100))
    throw new Error(`--seeds ${values.seeds} is no whole number from 1 to 100`);
  const content = readContent();
  const broken = content.problems.filter(({ file }) => file.startsWith('content/scenarios/'));
  if (broken.length > 0) throw new Error(broken.map(({ file, path, problem }) => `${file}: ${path} ${problem}`).join('\n'));
  const scenarios = chooseScenarios(
    [...makeRegistry(content).all('scenario')].sort((a, b) => a.number - b.number),
    positionals,
  );
  if (values.design !== undefined && scenarios.length !== 1)
    throw new Error('--design takes the name of one scenario: npm run grade -- size-the-stream --design FILE');
  const given: Entrant | undefined =
    values.design === undefined ? undefined : { id: values.design, kind: 'given', design: readDesignFile(values.design) };
  const results: GradedDesign[] = [];
  for (const scenario of scenarios) {
    for (const entrant of given ? [given] : entrantsOf(scenario)) {
      const graded = gradeEntrant(scenario, entrant, seedsFor(scenario, count));
      results.push(graded);
      if (!values.json) print(graded, values.why ?? false);
    }
  }
  const failed = results.filter(({ asExpected }) => !asExpected);
  if (values.json) console.log(JSON.stringify(results));
  else {
    for (const { slug } of scenarios)
      console.log(
        `\n${slug}: ${(results.filter((one) => one.scenario === slug).reduce((sum, one) => sum + one.cpuMs, 0) / 1000).toFixed(1)} s CPU`,
      );
    console.log(
      `${results.length - failed.length} of ${results.length} designs as expected${failed.length > 0 ? `; not: ${failed.map(({ scenario, design }) => `${scenario}/${design}`).join(', ')}` : ''}`,
    );
  }
  return failed.length > 0 ? 1 : 0;
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(`grade: ${(error as Error).message}`);
  process.exitCode = 1;
}
