import { describe, expect, it } from 'vitest';
import type { PlainRecord } from '../../../sim/plainData.ts';
import { crossRegionCopy } from './recipes.ts';
import { alone, at, host, hour, minute, once, run, shell, starts, statuses } from './pipelines.fixture.ts';

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

  const several = (outputs: readonly string[], inputs = ['In1', 'In2']) =>
    once(
      [
        { id: 'In1', type: 'SqlDataNode', table: 'a' },
        { id: 'In2', type: 'SqlDataNode', table: 'b' },
        { id: 'Out1', type: 'S3DataNode', directoryPath: 's3://one/' },
        { id: 'Out2', type: 'S3DataNode', directoryPath: 's3://two/' },
        shell('Join', { input: inputs.map((ref) => ({ ref })), output: outputs.map((ref) => ({ ref })), retryDelay: '5 minutes' }),
      ],
      {},
      { startDateTime: '2020-01-06T01:00:00' },
    );
  const sources = [{ node: 'In1', records: 40, readyFrom: '10m', readyTo: '10m' }, { node: 'In2', records: 2, readyFrom: '20m', readyTo: '20m' }];

  it('an activity reads all its inputs, and writes all of it to each output', () => {
    const done = run({
      nodes: [{ id: 'dp', kind: 'data-pipeline', config: { definition: several(['Out1', 'Out2']), ...host, sources } }, { id: 'one', kind: 'fake-store' }, { id: 'two', kind: 'fake-store' }],
      edges: [{ from: 'dp.bucket', to: 'one' }, { from: 'dp.bucket', to: 'two' }],
      length: '3h',
    });
    for (const bucket of ['one', 'two']) expect(done.summary.sinks[bucket]).toMatchObject({ delivered: 42, duplicates: 0 });
    // One object for each input.
    expect(done.view('one').calls).toBe(2);
    expect(done.metric('dp', 'RecordsMoved').sum).toBe(84);
    expect(done.summary.records).toMatchObject({ born: 42, delivered: 42, inTransit: 0 });
  });

  it('outputs that are not wired get the records once', () => {
    const done = run(alone(several(['Out1', 'Out2']), { ...host, sources }));
    expect(done.summary.records).toMatchObject({ born: 42, delivered: 42, duplicates: 0 });
  });

  it('where a later output fails, what was read goes back to its input, and an output written before gets it twice', () => {
    const done = run({
      nodes: [{ id: 'dp', kind: 'data-pipeline', config: { definition: several(['Out1', 'Out2']), ...host, sources } }, { id: 'one', kind: 'fake-store' }, { id: 'two', kind: 'fake-store', config: { down: true } }],
      edges: [{ from: 'dp.bucket', to: 'one' }, { from: 'dp.bucket', to: 'two' }],
      length: '3h',
    });
    expect(statuses(done).Join).toBe('FAILED');
    expect(done.view('dp').waitingRecords).toMatchObject({ In1: 40, In2: 2 });
    expect(done.summary.sinks['one']).toMatchObject({ delivered: 42, duplicates: 84 });
    expect(done.summary.records).toMatchObject({ born: 42, lost: 0, inTransit: 42 });
  });
});
