import fc from 'fast-check';
import { describe, it } from 'vitest';
import { assertConservedThroughout, assertSameWhenLeft } from '../../../testing/everyStep.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { recipeOf } from '../../../testing/simulate.ts';
import { host, hour, models } from './pipelines.fixture.ts';

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
      fc.record({ at: fc.integer({ min: 0, max: 7 * hour }), type: fc.constant('fault'), node: fc.constant('dp'), name: fc.constantFrom('task-runner-down', 'activity-fails', 'resource-lost'), duration: fc.constantFrom(1000, 400_000, 3_000_000) }),
      fc.record({ at: fc.integer({ min: 0, max: 7 * hour }), type: fc.constant('operate'), node: fc.constant('dp'), operation: fc.constant('SetStatus'), request: fc.record({ objectId: fc.constantFrom('A', 'B', 'Out', 'Machine', 'Ready', 'no'), status: fc.constantFrom('RERUN', 'CANCEL', 'PAUSE', 'RESUME', 'MARK_FINISHED') }) }),
      fc.record({ at: fc.integer({ min: 0, max: 7 * hour }), type: fc.constant('operate'), node: fc.constant('dp'), operation: fc.constant('DeactivatePipeline'), request: fc.record({ cancelActive: fc.boolean() }) }),
      fc.record({ at: fc.integer({ min: 0, max: 7 * hour }), type: fc.constant('operate'), node: fc.constant('dp'), operation: fc.constant('ActivatePipeline'), request: fc.constantFrom({}, { startTimestamp: '2020-01-06T05:00:00' }) }),
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
      { id: 'Side', type: 'S3DataNode', directoryPath: 's3://side/' },
      { id: 'Alarm', type: 'SnsAlarm', topicArn: 'arn:topic', subject: '#{node.@status}', message: '#{node.@scheduledStartTime}' },
      { id: 'Ready', type: 'Exists', ...place, ...(timeout ? { preconditionTimeout: timeout } : {}) },
      { id: 'A', type: 'CopyActivity', input: { ref: 'In' }, output: { ref: 'Out' }, ...place, precondition: { ref: 'Ready' } },
      { id: 'B', type: 'CopyActivity', input: { ref: 'Out' }, output: { ref: 'End' }, ...place, maximumRetries: 1, onFail: { ref: 'Alarm' }, onSuccess: { ref: 'Alarm' } },
      { id: 'C', type: 'ShellCommandActivity', command: 'x', input: [{ ref: 'Out' }, { ref: 'In' }], output: [{ ref: 'Side' }, { ref: 'End' }], ...place, dependsOn: { ref: 'B' } },
    ],
  };
  return {
    nodes: [
      { id: 'app', kind: 'traffic', config: { recordsPerSecond: 0.01, payloadBytes: 500_000, keys: 3 } },
      { id: 'dp', kind: 'data-pipeline', config: { definition, ...host, activityTime, failing, passesAt: { Ready: passesAt } } },
      ...(wired ? [{ id: 'target', kind: 'fake-store' }, { id: 'topic', kind: 'fake-topic', config: { refusals: 2 } }] : []),
    ],
    edges: [{ from: 'app', to: 'dp' }, ...(wired ? [{ from: 'dp.bucket', to: 'target' }, { from: 'dp.topic', to: 'topic' }] : [])],
    interventions,
    length: '8h',
    seed,
  };
}

describe('at every step', { timeout: 60_000 }, () => {
  it('all rows are accounted for, under random definitions, commands and faults', () => {
    assertForAll(drawn, (config) => assertConservedThroughout(recipeOf(recipeFrom(config), { models }), models, 3_600_007), { seed: 81, runs: 12 });
  });

  it('a run that was left and come back to is the same run', () => {
    assertForAll(drawn, (config) => assertSameWhenLeft(recipeOf(recipeFrom(config), { models }), models), { seed: 82, runs: 5 });
  });
});
