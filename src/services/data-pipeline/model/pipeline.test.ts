import { describe, expect, it } from 'vitest';
import type { PlainRecord } from '../../../sim/plainData.ts';
import { makeRegistry } from '../../../sim/registry.ts';
import { eraseModel } from '../../../sim/serviceModel.ts';
import { fakeStore } from '../../../testing/fakeStore.ts';
import { assertGoldenTrace } from '../../../testing/goldenTrace.ts';
import { recipeOf, simulate, type FinishedRun, type SimulateOptions } from '../../../testing/simulate.ts';
import { traffic } from '../../traffic/model/index.ts';
import { dataPipeline } from './index.ts';
import { crossRegionCopy } from './recipes.ts';

const models = makeRegistry([eraseModel(traffic), eraseModel(dataPipeline), eraseModel(fakeStore)]);
const minute = 60_000;
const hour = 60 * minute;
const run = (source: unknown, options: SimulateOptions = {}) => simulate(source, { models, checkInvariants: true, ...options });
const alone = (definition: unknown, config: object = {}, more: object = {}) => ({ nodes: [{ id: 'dp', kind: 'data-pipeline', config: { definition, ...config } }], length: '6h', ...more });
const statuses = (done: FinishedRun) => done.view('dp').statuses as Record<string, string>;
const starts = (done: FinishedRun, id: string) => done.events('attempt.started').filter((event) => event.subject === id).map((event) => event.atMs / minute);

const at = '2020-01-06T00:00:00';
const once = (objects: readonly object[], standard: object = {}, schedule: object = {}) => ({
  objects: [
    { id: 'Default', scheduleType: 'cron', schedule: { ref: 'S' }, workerGroup: 'wg', ...standard },
    { id: 'S', type: 'Schedule', period: '1 days', startDateTime: at, occurrences: 1, ...schedule },
    ...objects,
  ],
});
const shell = (id: string, more: object = {}) => ({ id, type: 'ShellCommandActivity', command: 'run', ...more });
const host = { taskRunners: [{ id: 'host-1', workerGroup: 'wg' }] };
const alarm = { id: 'Alarm', type: 'SnsAlarm', topicArn: 'arn:t', subject: '#{node.@status}', message: 'failed for #{node.@scheduledStartTime}' };

describe('golden cases of Data Pipeline', () => {
  it('DP-04: three activities of 20 minutes share one resource of an hour; a resource of 20 minutes comes three times', () => {
    const with20 = (resourceSchedule: string) =>
      run(
        alone(
          {
            objects: [
              { id: 'Default', scheduleType: 'cron', schedule: { ref: 'Twenty' } },
              { id: 'Twenty', type: 'Schedule', period: '20 minutes', startDateTime: at, occurrences: 3 },
              { id: 'Hour', type: 'Schedule', period: '1 hours', startDateTime: at, occurrences: 1 },
              { id: 'Machine', type: 'Ec2Resource', schedule: { ref: resourceSchedule } },
              shell('Work', { runsOn: { ref: 'Machine' } }),
            ],
          },
          { activityTime: '3m' },
          { length: '3h' },
        ),
      );
    const shared = with20('Hour');
    expect(starts(shared, 'Work')).toHaveLength(3);
    expect(shared.events('resource.starting')).toHaveLength(1);
    const own = with20('Twenty');
    expect(starts(own, 'Work')).toHaveLength(3);
    expect(own.events('resource.starting')).toHaveLength(3);
    expect(shared.view('dp').pipelineState).toBe('FINISHED');
  });

  it('DP-05: three attempts ten minutes apart, the end after 35 minutes, one alarm', () => {
    const done = run(alone(once([shell('Work', { maximumRetries: 2, retryDelay: '10 minutes', onFail: { ref: 'Alarm' } }), alarm]), { ...host, activityTime: '5m', failing: { Work: 'always' } }));
    expect(starts(done, 'Work')).toEqual([0, 15, 30]);
    expect(done.events('object.failed').map((event) => event.atMs / minute)).toEqual([35]);
    expect(done.metric('dp', 'AlarmsSent').sum).toBe(1);
    expect((done.view('dp').alarms as unknown as { subject: string; message: string }[])[0]).toMatchObject({ subject: 'FAILED', message: 'failed for 2020-01-06T00:00:00Z' });
  });

  const chain = (mode: string) =>
    once(
      [
        { id: 'inNode', type: 'S3DataNode', directoryPath: 's3://a/' },
        { id: 'outNode', type: 'S3DataNode', directoryPath: 's3://b/' },
        { id: 'midNode', type: 'S3DataNode', directoryPath: 's3://c/' },
        { id: 'endNode', type: 'S3DataNode', directoryPath: 's3://d/' },
        { id: 'A', type: 'CopyActivity', input: { ref: 'inNode' }, output: { ref: 'outNode' } },
        { id: 'B', type: 'CopyActivity', input: { ref: 'outNode' }, output: { ref: 'midNode' } },
        { id: 'C', type: 'CopyActivity', input: { ref: 'midNode' }, output: { ref: 'endNode' } },
      ],
      { failureAndRerunMode: mode, maximumRetries: 0 },
    );

  it('DP-07: in cascade mode a failure takes all consumers with it', () => {
    const done = run(alone(chain('cascade'), { ...host, failing: { A: 'always' } }));
    expect(statuses(done)).toMatchObject({ A: 'FAILED', outNode: 'CASCADE_FAILED', B: 'CASCADE_FAILED', C: 'CASCADE_FAILED', inNode: 'FINISHED' });
  });

  it('DP-08: without it they wait', () => {
    const done = run(alone(chain('none'), { ...host, failing: { A: 'always' } }));
    expect(statuses(done)).toMatchObject({ A: 'FAILED', B: 'WAITING_ON_DEPENDENCIES', C: 'WAITING_ON_DEPENDENCIES' });
  });

  it('a rerun of the root cause brings its consumers back', () => {
    const done = run(alone(chain('cascade'), { ...host, failing: { A: 1 } }, { interventions: [{ at: '1h', type: 'operate', node: 'dp', operation: 'SetStatus', request: { objectId: 'A', status: 'RERUN' } }] }));
    expect(statuses(done)).toMatchObject({ A: 'FINISHED', outNode: 'FINISHED', B: 'FINISHED', C: 'FINISHED' });
    expect(done.view('dp').pipelineState).toBe('FINISHED');
    assertGoldenTrace(done, new URL('./golden/cascade-and-rerun.trace', import.meta.url));
  });

  it('a rerun of a cascade-failed object alone returns it to where it was', () => {
    const done = run(alone(chain('cascade'), { ...host, failing: { A: 'always' } }, { interventions: [{ at: '1h', type: 'operate', node: 'dp', operation: 'SetStatus', request: { objectId: 'B', status: 'RERUN' } }] }));
    expect(done.events('object.rerun').map((event) => event.subject)).toContain('B');
    expect(statuses(done)).toMatchObject({ A: 'FAILED', B: 'CASCADE_FAILED' });
  });

  const gated = (more: object = {}) => once([{ id: 'Ready', type: 'S3KeyExists', s3Key: 's3://in/_SUCCESS', ...more }, shell('Work', { precondition: { ref: 'Ready' } })]);

  it('DP-11: an activity waits for its precondition, or fails when that times out', () => {
    const passed = run(alone(gated(), { ...host, keys: { 's3://in/_SUCCESS': '7m' } }));
    expect(starts(passed, 'Work')).toEqual([7]);
    const timedOut = run(alone(gated({ preconditionTimeout: '5 minutes' }), { ...host, keys: { 's3://in/_SUCCESS': '7m' } }));
    expect(timedOut.events('object.failed').find((event) => event.subject === 'Work')!.atMs / minute).toBe(5);
    expect(starts(timedOut, 'Work')).toEqual([]);
  });
});

describe('feature 23', () => {
  it('a schedule of 5 minutes is refused, with the object and the field', () => {
    expect(() => recipeOf(alone(once([shell('Work')], {}, { period: '5 minutes' })), { models })).toThrow(/definition\.S\.period: the period must be at least 15 minutes; got 5 minutes/);
  });

  it('an activity is held until its precondition passes', () => {
    const late = crossRegionCopy({ sourceTable: 'orders', sourceRegion: 'us-east-1', targetTable: 'copy', targetRegion: 'eu-west-1', startDateTime: at });
    const done = run(alone(late, { sources: [{ node: 'Source', records: 100, readyFrom: '97m', readyTo: '97m' }] }, { length: '5h' }));
    expect(starts(done, 'CopyTable')[0]).toBe(97 + 8);
    expect(done.metric('dp', 'PartialReads').sum).toBe(0);
    expect(done.summary.records).toMatchObject({ born: 100, delivered: 100 });
    assertGoldenTrace(done, new URL('./golden/late-precondition.trace', import.meta.url));
  });
});

describe('schedules', () => {
  it('missed periods are made up for at the pace of one new instance every 5 minutes, oldest first', () => {
    const done = run(alone(once([shell('Work')], { scheduleType: 'timeseries' }, { period: '1 hours', startDateTime: '2020-01-05T19:30:00', occurrences: 7 }), { ...host, activityTime: '4m' }));
    // Due at 20:30 … 23:30 (four missed), then 0:30, 1:30 and 2:30.
    expect(starts(done, 'Work')).toEqual([0, 5, 10, 15, 30, 90, 150]);
    expect(done.events('instance.backfilled')).toHaveLength(4);
    assertGoldenTrace(done, new URL('./golden/backfill.trace', import.meta.url));
  });

  it('at most five instances of an object are active', () => {
    const done = run(alone(once([shell('Work')], {}, { period: '15 minutes', startDateTime: '2020-01-05T12:00:00', occurrences: 60 }), { taskRunners: [] }));
    expect(done.view('dp').instancesByStatus).toEqual({ WAITING_FOR_RUNNER: 5 });
  });

  it('a start more than a day back is refused, unless told where to begin', () => {
    const old = alone(once([shell('Work')], {}, { startDateTime: '2020-01-01T00:00:00', occurrences: undefined }), host, { length: '26h', interventions: [{ at: '1h', type: 'operate', node: 'dp', operation: 'ActivatePipeline', request: { startTimestamp: '2020-01-06T12:00:00' } }] });
    const done = run(JSON.parse(JSON.stringify(old)));
    expect(done.events('operation.refused')[0]!.detail.message).toContain('accidental backfill');
    expect(starts(done, 'Work')).toEqual([24 * 60]);
  });

  it('FIRST_ACTIVATION_DATE_TIME is the moment of activation', () => {
    const definition = once([shell('Work')], {}, { startDateTime: undefined, startAt: 'FIRST_ACTIVATION_DATE_TIME', period: '1 hours', occurrences: 2 });
    const done = run(alone(JSON.parse(JSON.stringify(definition)), { ...host, activation: 'manual' }, { interventions: [{ at: '17m', type: 'operate', node: 'dp', operation: 'ActivatePipeline', request: {} }] }));
    expect(starts(done, 'Work')).toEqual([17, 77]);
  });

  it('an on-demand pipeline runs once each time it is activated', () => {
    const definition = { objects: [{ id: 'Default', scheduleType: 'ondemand', workerGroup: 'wg' }, shell('Work')] };
    const again = ['1h', '2h'].map((when) => ({ at: when, type: 'operate', node: 'dp', operation: 'ActivatePipeline', request: {} }));
    expect(starts(run(alone(definition, host, { interventions: again })), 'Work')).toEqual([0, 60, 120]);
  });

  it('what is late is told once', () => {
    const done = run(alone(once([shell('Work', { lateAfterTimeout: '30 minutes', onLateAction: { ref: 'Alarm' } }), alarm]), { taskRunners: [] }));
    expect(done.events('object.late').map((event) => event.atMs / minute)).toEqual([30]);
    expect(done.metric('dp', 'AlarmsSent').sum).toBe(1);
  });

  it('deactivating cancels what runs, or lets it end', () => {
    const off = (cancelActive: boolean) => run(alone(once([shell('Work')]), { ...host, activityTime: '1h' }, { interventions: [{ at: '10m', type: 'operate', node: 'dp', operation: 'DeactivatePipeline', request: { cancelActive } }] }));
    expect(statuses(off(true))).toEqual({ Work: 'CANCELED' });
    expect(statuses(off(false))).toEqual({ Work: 'FINISHED' });
    expect(off(false).view('dp').pipelineState).toBe('INACTIVE');
  });
});

describe('Task Runners', () => {
  it('worker groups match to the letter', () => {
    expect(starts(run(alone(once([shell('Work')]), { taskRunners: [{ id: 'h', workerGroup: 'WG' }] })), 'Work')).toEqual([]);
  });

  it('a runner has two threads for tasks', () => {
    const done = run(alone(once([shell('A'), shell('B'), shell('C')]), { ...host, activityTime: '10m' }));
    expect([starts(done, 'A'), starts(done, 'B'), starts(done, 'C')]).toEqual([[0], [0], [10]]);
  });

  it('polls every 90 seconds while there is nothing to do, and reports every minute while there is', () => {
    const done = run(alone(once([shell('Work')], {}, { startDateTime: '2020-01-06T03:00:00' }), { ...host, activityTime: '30m' }, { length: '4h' }));
    expect(done.metric('dp', 'PollForTask').sum).toBeGreaterThanOrEqual((4 * 3600) / 90 - 1);
    expect(done.metric('dp', 'ReportTaskProgress').sum).toBe(30);
    expect(done.metric('dp', 'ReportTaskRunnerHeartbeat').sum).toBeGreaterThanOrEqual(14);
  });

  it('silence of five minutes costs the task, and another runner takes it after the delay', () => {
    const done = run(alone(once([shell('Work')]), { taskRunners: [{ id: 'h1', workerGroup: 'wg' }, { id: 'h2', workerGroup: 'wg' }], activityTime: '20m' }, { interventions: [{ at: '10m', type: 'fault', node: 'dp', name: 'task-runner-down', target: 'h1' }] }));
    expect(done.events('task.stalled').map((event) => event.atMs / minute)).toEqual([15]);
    expect(starts(done, 'Work')).toEqual([0, 25]);
    expect(statuses(done)).toEqual({ Work: 'FINISHED' });
  });

  it('an attempt that takes too long is tried again', () => {
    const done = run(alone(once([shell('Work', { attemptTimeout: '15 minutes', retryDelay: '5 minutes', maximumRetries: 1 })]), { ...host, activityTime: '1h' }));
    expect(starts(done, 'Work')).toEqual([0, 20]);
    expect(statuses(done)).toEqual({ Work: 'FAILED' });
  });

  it('a user-managed precondition is run by the runner, and asked again', () => {
    const done = run(alone(once([{ id: 'Ready', type: 'ShellCommandPrecondition', command: 'test', workerGroup: 'wg' }, shell('Work', { precondition: { ref: 'Ready' } })]), { ...host, passesAt: { Ready: '10m' } }));
    expect(starts(done, 'Work')[0]).toBeGreaterThanOrEqual(10);
    expect(starts(done, 'Work')[0]).toBeLessThan(12);
  });
});

const onMachine = (machine: object = {}, work: object = {}) => once([{ id: 'Machine', type: 'Ec2Resource', ...machine }, shell('Work', { runsOn: { ref: 'Machine' }, ...work })]);

describe('resources', () => {
  it('start when they are needed, and end with their work', () => {
    const done = run(alone(onMachine(), { activityTime: '10m' }));
    expect(starts(done, 'Work')).toEqual([3]);
    expect(statuses(done)).toEqual({ Machine: 'FINISHED', Work: 'FINISHED' });
    expect(done.metric('dp', 'ResourceSeconds').sum).toBe(13 * 60);
    expect(done.summary.cost.units.find((unit) => unit.unit === 'Ec2InstanceHours')!.amount).toBeCloseTo(13 / 60, 9);
  });

  it('that pass terminateAfter are stopped, and their work is canceled', () => {
    const done = run(alone(onMachine({ terminateAfter: '30 minutes' }), { activityTime: '2h' }));
    expect(done.events('resource.timed-out').map((event) => event.atMs / minute)).toEqual([30]);
    expect(statuses(done)).toEqual({ Machine: 'TIMEDOUT', Work: 'CANCELED' });
  });

  it('that die are started again with their task, or not', () => {
    const lost = { interventions: [{ at: '5m', type: 'fault', node: 'dp', name: 'resource-lost' }] };
    const again = run(alone(onMachine(), { activityTime: '10m' }, lost));
    expect(starts(again, 'Work')).toEqual([3, 18]);
    expect(statuses(again)).toEqual({ Machine: 'FINISHED', Work: 'FINISHED' });
    const never = run(alone(onMachine({ actionOnResourceFailure: 'retryNone', failureAndRerunMode: 'cascade' }, { failureAndRerunMode: 'cascade' }), { activityTime: '10m' }, lost));
    expect(statuses(never)).toEqual({ Machine: 'FAILED', Work: 'CANCELED' });
  });

  it('Terminate as an action ends the object', () => {
    const done = run(alone(once([shell('Work', { lateAfterTimeout: '20 minutes', onLateAction: { ref: 'Stop' } }), { id: 'Stop', type: 'Terminate' }]), { taskRunners: [] }));
    expect(statuses(done)).toEqual({ Work: 'CANCELED' });
  });
});

const s3Copy = (more: object = {}) =>
  once(
    [
      { id: 'In', type: 'S3DataNode', directoryPath: 's3://in/', precondition: { ref: 'Some' } },
      { id: 'Out', type: 'S3DataNode', directoryPath: "s3://target/#{format(@scheduledStartTime,'YYYY/MM/dd')}" },
      { id: 'Some', type: 'S3PrefixNotEmpty', s3Prefix: 's3://in/' },
      { id: 'Move', type: 'CopyActivity', input: { ref: 'In' }, output: { ref: 'Out' }, ...more },
    ],
    {},
    { startDateTime: '2020-01-06T01:00:00' },
  );

describe('data', () => {
  it('moves between buckets that are wired, by their names', () => {
    const done = run({
      nodes: [
        { id: 'app', kind: 'traffic', config: { recordsPerSecond: 1, payloadBytes: 1000, stopAfter: '10m' } },
        { id: 'load', kind: 'data-pipeline', config: { definition: { objects: [{ id: 'Default', scheduleType: 'ondemand', workerGroup: 'wg' }, { id: 'Local', type: 'SqlDataNode', table: 't' }, { id: 'First', type: 'S3DataNode', directoryPath: 's3://in/' }, { id: 'Up', type: 'CopyActivity', input: { ref: 'Local' }, output: { ref: 'First' } }] }, ...host, activation: 'manual' } },
        { id: 'in', kind: 'fake-store' },
        { id: 'dp', kind: 'data-pipeline', config: { definition: s3Copy(), ...host } },
        { id: 'target', kind: 'fake-store' },
      ],
      edges: [
        { from: 'app', to: 'load' },
        { from: 'load.bucket', to: 'in' },
        { from: 'in', to: 'dp.objects' },
        { from: 'dp.bucket', to: 'target' },
      ],
      length: '4h',
      interventions: [{ at: '80m', type: 'operate', node: 'load', operation: 'ActivatePipeline', request: {} }],
    });
    expect(done.summary.records).toMatchObject({ born: 600, delivered: 600, duplicates: 0 });
    expect(starts(done, 'Move')[0]).toBeGreaterThanOrEqual(85);
  });

  it('the cross-region copy waits for data in the wired table, and writes all of it in spite of throttling', () => {
    const definition = crossRegionCopy({ sourceTable: 'orders', sourceRegion: 'us-east-1', targetTable: 'copy', targetRegion: 'eu-west-1', startDateTime: at });
    const done = run({
      nodes: [
        { id: 'dp', kind: 'data-pipeline', config: { definition } },
        { id: 'orders', kind: 'fake-store', config: { itemsFrom: 20 * minute } },
        { id: 'copy', kind: 'fake-store' },
      ],
      edges: [
        { from: 'dp.source-table', to: 'orders' },
        { from: 'dp.table', to: 'copy' },
      ],
      length: '47h',
    });
    // Of the two tables, only the copy is where records arrive: the source's own sink gets none.
    expect(done.summary.sinks['copy']!.delivered).toBe(120);
    expect(starts(done, 'CopyTable').map(Math.floor)).toEqual([28, 24 * 60 + 8]);
  });

  it('loads a warehouse', () => {
    const definition = once([
      { id: 'Db', type: 'RedshiftDatabase', username: 'u', '*password': 'p', clusterId: 'wh' },
      { id: 'In', type: 'S3DataNode', directoryPath: 's3://nowhere/' },
      { id: 'Out', type: 'RedshiftDataNode', tableName: 'sales', database: { ref: 'Db' } },
      { id: 'Load', type: 'RedshiftCopyActivity', insertMode: 'APPEND', input: { ref: 'In' }, output: { ref: 'Out' } },
    ]);
    const done = run({ nodes: [{ id: 'app', kind: 'traffic', config: { recordsPerSecond: 1, stopAfter: '10m' } }, { id: 'dp', kind: 'data-pipeline', config: { definition: JSON.parse(JSON.stringify(definition).replace(at, '2020-01-06T00:30:00')), ...host } }, { id: 'wh', kind: 'fake-store' }], edges: [{ from: 'app', to: 'dp' }, { from: 'dp.warehouse', to: 'wh' }], length: '2h' });
    expect(done.summary.records).toMatchObject({ born: 600, delivered: 600 });
  });

  it('an output that cannot be written fails the task, and nothing is lost', () => {
    const done = run({ nodes: [{ id: 'app', kind: 'traffic', config: { recordsPerSecond: 1, stopAfter: '5m' } }, { id: 'dp', kind: 'data-pipeline', config: { definition: s3Copy(), ...host } }, { id: 'target', kind: 'fake-store', config: { down: true } }], edges: [{ from: 'app', to: 'dp' }, { from: 'dp.bucket', to: 'target' }], length: '3h' });
    expect(statuses(done).Move).toBe('FAILED');
    expect(done.summary.records).toMatchObject({ born: 300, lost: 0, inTransit: 300 });
  });

  it('without a precondition, a run at 01:00 reads what is there of a source that is ready at 02:00', () => {
    const definition = crossRegionCopy({ sourceTable: 'orders', sourceRegion: 'a', targetTable: 'copy', targetRegion: 'b', startDateTime: '2020-01-06T01:00:00' }) as unknown as { objects: PlainRecord[] };
    const open = { objects: definition.objects.map((object) => (object.id === 'Source' ? { ...object, precondition: undefined } : object)) };
    const done = run(alone(JSON.parse(JSON.stringify(open)), { sources: [{ node: 'Source', records: 120, from: 0, readyFrom: '2h', readyTo: '2h' }] }));
    expect(done.metric('dp', 'PartialReads').sum).toBe(1);
    expect(done.events('read.partial')).toHaveLength(1);
    expect(done.summary.records.delivered).toBeLessThan(120);
  });

  it('fourteen nights: all complete, no partial read, idle compute below ten minutes a night', () => {
    const definition = crossRegionCopy({ sourceTable: 'orders', sourceRegion: 'a', targetTable: 'copy', targetRegion: 'b', startDateTime: at });
    const faults = [3, 9].map((night) => ({ at: night * 24 * hour, type: 'fault', node: 'dp', name: 'activity-fails', duration: '170m' }));
    const done = run(alone(definition, { activityTime: '40m', sources: [{ node: 'Source', records: 50, readyFrom: '30m', readyTo: '130m' }] }, { length: '14d', interventions: faults }));
    expect((done.view('dp').ended as Record<string, number>)['CopyTable FINISHED']).toBe(14);
    expect(done.metric('dp', 'PartialReads').sum).toBe(0);
    expect(done.summary.records.delivered).toBe(700);
    expect(done.summary.records.latencyMs.max).toBeLessThan(5 * hour);
    const idle = done.metric('dp', 'ResourceSeconds').sum - done.metric('dp', 'TaskSeconds').sum;
    expect(idle / 14 / 60).toBeLessThan(13);
  });
});
