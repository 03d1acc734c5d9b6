import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeRegistry } from '../../../sim/registry.ts';
import { eraseModel } from '../../../sim/serviceModel.ts';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { fakeStore } from '../../../testing/fakeStore.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { recipeOf, simulationOf } from '../../../testing/simulate.ts';
import { traffic } from '../../traffic/model/index.ts';
import { dataPipeline } from './index.ts';

const models = makeRegistry([eraseModel(traffic), eraseModel(dataPipeline), eraseModel(fakeStore)]);
const hour = 3_600_000;
const host = { taskRunners: [{ id: 'host-1', workerGroup: 'wg' }] };

const drawn = fc.record({
  runsOn: fc.boolean(),
  mode: fc.constantFrom('none', 'cascade'),
  type: fc.constantFrom('cron', 'timeseries'),
  period: fc.constantFrom('15 minutes', '1 hours', '5 hours'),
  activityTime: fc.constantFrom('1m', '7m', '50m'),
  failing: fc.record({ A: fc.constantFrom(0, 1, 4), B: fc.constantFrom(0, 2, 'always') }),
  passesAt: fc.constantFrom('0s', '40m', 'never'),
  timeout: fc.constantFrom(undefined, '20 minutes'),
  seed: fc.integer({ min: 1, max: 99 }),
  interventions: fc.array(
    fc.oneof(
      fc.record({ at: fc.integer({ min: 0, max: 10 * hour }), type: fc.constant('fault'), node: fc.constant('dp'), name: fc.constantFrom('task-runner-down', 'activity-fails', 'resource-lost'), duration: fc.constantFrom(1000, 400_000, 3_000_000) }),
      fc.record({ at: fc.integer({ min: 0, max: 10 * hour }), type: fc.constant('operate'), node: fc.constant('dp'), operation: fc.constant('SetStatus'), request: fc.record({ objectId: fc.constantFrom('A', 'B', 'Out', 'Machine', 'Ready', 'no'), status: fc.constantFrom('RERUN', 'CANCEL', 'PAUSE', 'RESUME', 'MARK_FINISHED') }) }),
      fc.record({ at: fc.integer({ min: 0, max: 10 * hour }), type: fc.constant('operate'), node: fc.constant('dp'), operation: fc.constant('DeactivatePipeline'), request: fc.record({ cancelActive: fc.boolean() }) }),
      fc.record({ at: fc.integer({ min: 0, max: 10 * hour }), type: fc.constant('operate'), node: fc.constant('dp'), operation: fc.constant('ActivatePipeline'), request: fc.constantFrom({}, { startTimestamp: '2020-01-06T05:00:00' }) }),
    ),
    { maxLength: 5 },
  ),
  wired: fc.boolean(),
});

function recipeFrom({ runsOn, mode, type, period, activityTime, failing, passesAt, timeout, interventions, wired, seed }: { readonly [K in keyof (typeof drawn extends fc.Arbitrary<infer T> ? T : never)]: (typeof drawn extends fc.Arbitrary<infer T> ? T : never)[K] }) {
  const place = runsOn ? { runsOn: { ref: 'Machine' } } : { workerGroup: 'wg' };
  const definition = {
    objects: [
      { id: 'Default', scheduleType: type, schedule: { ref: 'S' }, failureAndRerunMode: mode },
      { id: 'S', type: 'Schedule', period, startDateTime: '2020-01-05T20:00:00' },
      { id: 'Machine', type: 'Ec2Resource', terminateAfter: '2 hours' },
      { id: 'In', type: 'SqlDataNode', table: 't' },
      { id: 'Out', type: 'S3DataNode', directoryPath: 's3://mid/' },
      { id: 'End', type: 'S3DataNode', directoryPath: 's3://target/' },
      { id: 'Ready', type: 'Exists', ...place, ...(timeout ? { preconditionTimeout: timeout } : {}) },
      { id: 'A', type: 'CopyActivity', input: { ref: 'In' }, output: { ref: 'Out' }, ...place, precondition: { ref: 'Ready' } },
      { id: 'B', type: 'CopyActivity', input: { ref: 'Out' }, output: { ref: 'End' }, ...place, maximumRetries: 1 },
    ],
  };
  return {
    nodes: [
      { id: 'app', kind: 'traffic', config: { recordsPerSecond: 0.01, payloadBytes: 500_000, keys: 3 } },
      { id: 'dp', kind: 'data-pipeline', config: { definition, ...host, activityTime, failing, passesAt: { Ready: passesAt } } },
      ...(wired ? [{ id: 'target', kind: 'fake-store' }] : []),
    ],
    edges: [{ from: 'app', to: 'dp' }, ...(wired ? [{ from: 'dp.bucket', to: 'target' }] : [])],
    interventions,
    length: '12h',
    seed,
  };
}

describe('at every step', { timeout: 120_000 }, () => {
  it('all rows are accounted for, under random definitions, commands and faults', () => {
    assertForAll(
      drawn,
      (config) => {
        const recipe = recipeOf(recipeFrom(config), { models });
        const simulation = simulationOf(recipe, { models, checkInvariants: true });
        for (let time = 0; time <= recipe.length; time += 1_800_007) {
          const status = simulation.runUntil(time);
          if (status.type !== 'reached') throw new Error(JSON.stringify(status));
          assertRowsConserved(simulation);
        }
      },
      { seed: 81, runs: 40 },
    );
  });

  it('a run that was left and come back to is the same run', () => {
    assertForAll(
      drawn,
      (config) => {
        const recipe = recipeOf(recipeFrom(config), { models });
        const straight = simulationOf(recipe, { models });
        straight.runUntil(recipe.length);
        const stepped = simulationOf(recipe, { models });
        stepped.runUntil(7_000_001);
        const kept = stepped.checkpoint();
        stepped.runUntil(30_000_000);
        stepped.restore(kept);
        for (let time = 7_000_001; time < recipe.length; time += 3_000_017) stepped.runUntil(time);
        stepped.runUntil(recipe.length);
        expect(stepped.digest()).toBe(straight.digest());
      },
      { seed: 82, runs: 12 },
    );
  });

  it('thirty days of hourly runs leave no growing state', () => {
    const recipe = recipeOf({ ...recipeFrom({ runsOn: true, mode: 'cascade', type: 'cron', period: '1 hours', activityTime: '7m', failing: { A: 4, B: 2 }, passesAt: '0s', timeout: undefined, seed: 1, interventions: [], wired: false }), length: '30d' }, { models });
    const simulation = simulationOf(recipe, { models });
    const size = () =>
      JSON.stringify(simulation.nodes[1]!.state, (_, value: unknown) => (value instanceof Map ? [...value] : ArrayBuffer.isView(value) ? (value as Uint32Array).length : value)).length;
    simulation.runUntil(10 * 24 * hour);
    const early = size();
    simulation.runUntil(30 * 24 * hour);
    expect(size()).toBeLessThan(early * 1.1);
    expect(simulation.records.totals().delivered).toBeGreaterThan(25_000);
  });
});
