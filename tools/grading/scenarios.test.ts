import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { readContent } from '../../src/content/nodeSource.ts';
import { makeRegistry } from '../../src/content/registry.ts';
import { parseCriteria } from '../../src/grading/index.ts';
import { chooseScenarios, entrantsOf, gradeEntrant, readDesignFile, seedsFor, type GradedDesign } from './gradeScenarios.ts';

const scenarios = makeRegistry(readContent()).all('scenario');
let graded: readonly GradedDesign[] = [];

// The command itself, with one seed; it takes all five by default.
beforeAll(() => {
  const tsx = fileURLToPath(new URL('../../node_modules/tsx/dist/cli.mjs', import.meta.url));
  const command = fileURLToPath(new URL('../grade.ts', import.meta.url));
  const { stdout, stderr } = spawnSync(process.execPath, [tsx, command, '--seeds', '1', '--json'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (stdout === '') throw new Error(stderr);
  graded = JSON.parse(stdout) as readonly GradedDesign[];
}, 300_000);

describe.each(scenarios.map((scenario) => [scenario.slug, scenario] as const))('%s', (_, scenario) => {
  it('has criteria that the grader reads', () => {
    expect(parseCriteria(scenario.criteria).issues).toEqual([]);
    expect(parseCriteria(scenario.criteria).ready.some(({ needed }) => needed)).toBe(true);
  });

  it('does what each of its designs should, the empty one too', () => {
    const own = graded.filter((design) => design.scenario === scenario.slug);
    expect(own.map(({ design }) => design).sort()).toEqual(
      entrantsOf(scenario)
        .map(({ id }) => id)
        .sort(),
    );
    expect(own.filter((design) => !design.asExpected).map(({ design, says }) => `${design}: ${says}`)).toEqual([]);
    expect(own.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['accepted', 'wrong', 'empty']));
  });
});

describe('npm run grade', () => {
  const hot = scenarios.find((scenario) => scenario.slug === 'hot-tenant')!;
  const seed = hot.seeds.slice(0, 1);

  it('finds the first four scenarios of streams by slug, id, number and folder', () => {
    expect(scenarios.map((scenario) => scenario.number)).toEqual(expect.arrayContaining([1, 4, 5, 6]));
    for (const name of ['hot-tenant', 's.hot-tenant', 'S5', 's5', 'content/scenarios/hot-tenant/'])
      expect(chooseScenarios(scenarios, [name])).toEqual([hot]);
    expect(() => chooseScenarios(scenarios, ['hot-tenand'])).toThrow(
      'there is no scenario "hot-tenand"; the nearest is "hot-tenant"',
    );
  });

  it('takes the first seeds, and goes on counting past them', () => {
    expect(seedsFor(hot, undefined)).toEqual(hot.seeds);
    expect(seedsFor(hot, 2)).toEqual([31, 32]);
    expect(seedsFor(hot, 7)).toEqual([31, 32, 33, 34, 35, 36, 37]);
  });

  it('reports an accepted design that fails, and a wrong one that does not miss what it names', () => {
    const [good] = entrantsOf(hot);
    const bad = entrantsOf(hot).find(({ id }) => id === 'random-key')!;
    const failing = gradeEntrant(hot, { ...bad, kind: 'accepted' }, seed);
    expect(failing).toMatchObject({
      asExpected: false,
      says: expect.stringMatching(/^order is missed with seed 31: [\d,]+ records/),
    });
    const passing = gradeEntrant(hot, { ...good!, kind: 'wrong', misses: 'throttle' }, seed);
    expect(passing).toMatchObject({ asExpected: false, says: 'does not miss "throttle" with seed 31' });
    expect(failing.seeds[0]!.verdicts[1]).toMatchObject({
      criterion: 'order',
      type: 'missed',
      firstAtMs: expect.any(Number),
      wanted: 'every key in order',
    });
  });

  it('says in one sentence what is wrong with a design file', () => {
    expect(() => readDesignFile('no/such/file.yaml')).toThrow('cannot read no/such/file.yaml: ENOENT');
    expect(() => readDesignFile('package.json')).not.toThrow();
    expect(() => readDesignFile('content/misconceptions/kds-a.yaml')).toThrow(/a design is a mapping/);
  });
});
