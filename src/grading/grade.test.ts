import { expect, it } from 'vitest';
import { models } from '../services/models.ts';
import { criteria, emptyDesign, grade, Grading, parseCriteria, type GradableDesign, type GradableScenario } from './index.ts';

const scenario: GradableScenario = {
  palette: ['sdk-producer', 'kinesis-streams'],
  fixed: {
    nodes: [
      { id: 'web', kind: 'traffic', config: { recordsPerSecond: 1500, payloadBytes: 200, keys: 'random' } },
      { id: 'app', kind: 'stream-reader', config: {}, open: ['pollInterval'] },
    ],
    edges: [],
  },
  recipe: {},
  length: '12s',
  seeds: [1, 2],
  facts: 'notes',
  criteria: [
    { id: 'loss', kind: 'no-loss', params: {}, title: 'Nothing is lost', why: 'kds-shard-write-rps' },
    { id: 'shards', kind: 'open-shards-at-most', params: { count: 3 }, title: 'Three shards', why: 'kds-shard-def' },
    { id: 'cost', kind: 'cost-below', params: { par: true, pointsPerHour: 1 }, title: 'Cheap', why: 'kds-shard-def' },
  ],
};
const edges = [
  { from: 'web', to: 'put' },
  { from: 'put', to: 'clicks' },
  { from: 'clicks', to: 'app' },
];
const design = (shardCount: number, more: Partial<GradableDesign> = {}): GradableDesign => ({
  nodes: [
    { id: 'put', kind: 'sdk-producer', config: { retry: 'none' } },
    { id: 'clicks', kind: 'kinesis-streams', config: { shardCount } },
  ],
  edges,
  interventions: [],
  ...more,
});
const types = (result: ReturnType<typeof grade>) => result.verdicts.map(({ verdict }) => verdict.type);

it('passes a design that meets every needed criterion; a missed par is shown and does not fail it', () => {
  const result = grade(scenario, design(3), { models });
  expect(types(result)).toEqual(['met', 'met', 'missed']);
  expect(result.passes).toBe(true);
  expect(result.verdicts[2]).toMatchObject({ needed: false });
});

it('fails a design with the fact that explains it, its first moment and a cause', () => {
  const result = grade(scenario, design(1), { models });
  expect(result.passes).toBe(false);
  expect(result.verdicts[0]).toMatchObject({ verdict: { type: 'missed', why: 'kds-shard-write-rps' } });
  expect(result.verdicts[0]!.cause!.steps.length).toBeGreaterThan(1);
});

it('cannot grade the empty design, a design that leads nowhere, or one the engine cannot read', () => {
  expect(types(grade(scenario, emptyDesign, { models }))).toEqual(['ungradable', 'ungradable', 'ungradable']);
  const open = grade(scenario, design(2, { edges: edges.slice(0, 2) }), { models });
  expect(open.verdicts[0]!.verdict).toMatchObject({
    type: 'ungradable',
    reason: expect.stringMatching(/^Nothing leads from web to a place/),
  });
  const broken = grade(
    scenario,
    { ...design(2), nodes: [{ id: 'put', kind: 'sdk-producer', config: { retri: 'none' } }] },
    { models },
  );
  expect(broken.verdicts[0]!.verdict).toMatchObject({
    type: 'ungradable',
    reason: expect.stringMatching(/nearest known one is "retry"/),
  });
});

it('keeps what the scenario gives: load, closed keys, faults and kinds outside the palette', () => {
  const reason = (given: GradableDesign) => {
    const { verdict } = grade(scenario, given, { models, seeds: [1] }).verdicts[0]!;
    return verdict.type === 'ungradable' ? verdict.reason : verdict.type;
  };
  const with_ = (node: object) => ({ ...design(3), nodes: [...design(3).nodes, node as GradableDesign['nodes'][number]] });
  expect(reason(with_({ id: 'web', config: { recordsPerSecond: 1 } }))).toMatch(
    /nodes\.web\.config\.recordsPerSecond: is given by the scenario/,
  );
  expect(reason(with_({ id: 'web', config: { stopAfter: '1s' } }))).toMatch(/given by the scenario/);
  expect(reason(with_({ id: 'app', config: { pollInterval: '500ms' } }))).toBe('met');
  expect(reason(with_({ id: 'extra', kind: 'stream-reader', config: {} }))).toMatch(/"stream-reader" cannot be used here/);
  expect(reason(design(3, { interventions: [{ at: 0, type: 'fault', node: 'clicks', name: 'internal-failure' }] }))).toMatch(
    /belongs to the scenario/,
  );
  expect(
    reason(design(3, { interventions: [{ at: 0, type: 'setConfig', node: 'web', config: { recordsPerSecond: 1 } }] })),
  ).toMatch(/given by the scenario/);
});

it('gives the same grade in small turns as in one go', () => {
  const whole = grade(scenario, design(1), { models });
  const grading = new Grading(scenario, design(1), { models });
  let turns = 0;
  const progress: number[] = [];
  for (;;) {
    const done = grading.turn(500);
    turns++;
    progress.push(grading.progress);
    if (done) {
      expect(done).toEqual(whole);
      break;
    }
  }
  expect(turns).toBeGreaterThan(5);
  expect([...progress].sort((a, b) => a - b)).toEqual(progress);
});

it('reads the criteria of a scenario strictly', () => {
  const entry = scenario.criteria[0]!;
  const { issues } = parseCriteria([
    { ...entry, kind: 'no-los' },
    { ...entry, id: 'b', params: { maxShar: 1 } },
  ]);
  expect(issues).toEqual([
    { path: 'criteria.loss.kind', problem: 'unknown kind of criterion "no-los"; the nearest known one is "no-loss"' },
    { path: 'criteria.b.params.maxShar', problem: 'unknown key "maxShar"; the nearest known one is "maxShare"' },
  ]);
  expect(() => grade({ ...scenario, criteria: [{ ...entry, kind: 'no-los' }] }, design(1), { models })).toThrow(/no-los/);
});

it('lists every kind of criterion once', () => {
  expect(new Set(criteria.map((criterion) => criterion.kind)).size).toBe(criteria.length);
});
