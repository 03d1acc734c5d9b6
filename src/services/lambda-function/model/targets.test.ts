/** What the code writes to: each kind of target takes the records, and one that refuses makes the run fail. */
import { describe, expect, it } from 'vitest';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { ServiceBench } from '../../../testing/serviceBench.ts';
import { simulate } from '../../../testing/simulate.ts';
import { codeOf } from '../../../testing/streamBench.ts';
import { Invoke } from './operations.ts';

type Node = { readonly id: string; readonly kind: string; readonly config?: Record<string, number | string> };
const quick = { coldStart: 0, durationBase: 10, durationPerRecord: 0 };
const event = (b: ServiceBench, count: number, bytes = 100) => ({ source: 'aws:sns' as const, records: b.batch(Array.from({ length: count }, () => bytes)), payloadBytes: 1000 });
const bench = (port: string, nodes: readonly Node[], edges: readonly { readonly from: string; readonly to: string }[], limitOverrides = {}) =>
  new ServiceBench('lambda-function', ['in'], quick, { nodes, edges: [{ from: `it.${port}`, to: edges.length > 0 || nodes[0]!.kind !== 'dynamodb-table' ? `${nodes[0]!.id}.in` : `${nodes[0]!.id}.records` }, ...edges], limitOverrides });

describe('targets', () => {
  it('a table: 25 items a call, and they have arrived', () => {
    const b = bench('table', [{ id: 'table', kind: 'dynamodb-table' }], []);
    expect(codeOf(b.ask('in', Invoke, event(b, 60)))).toBe('ok');
    expect(b.simulation.records.totals()).toMatchObject({ delivered: 60, duplicates: 0 });
    expect(b.metric('ConsumedWriteCapacityUnits', 'table')).toBe(60);
    b.intervene({ type: 'fault', node: 'table', name: 'throttle', duration: 1000 });
    expect(codeOf(b.ask('in', Invoke, event(b, 5)))).toBe('FunctionError');
    expect(b.simulation.records.totals()).toMatchObject({ delivered: 60, inTransit: 5 });
    assertRowsConserved(b.simulation);
  });

  it('a table that leaves items unprocessed fails the run; what it took is there', () => {
    const b = bench('table', [{ id: 'table', kind: 'dynamodb-table', config: { writeCapacityUnits: 1, burstSeconds: 0 } }], []);
    expect(codeOf(b.ask('in', Invoke, event(b, 20)))).toBe('FunctionError');
    const { delivered } = b.simulation.records.totals();
    expect(delivered).toBeGreaterThan(0);
    expect(delivered).toBeLessThan(20);
    assertRowsConserved(b.simulation);
  });

  it('a topic: ten messages a call, on to its subscribers', () => {
    const b = bench('topic', [{ id: 'topic', kind: 'sns-topic' }, { id: 'jobs', kind: 'sqs-queue' }], [{ from: 'topic.queue', to: 'jobs.in' }]);
    expect(codeOf(b.ask('in', Invoke, event(b, 25)))).toBe('ok');
    b.wait(5000);
    expect(b.metric('NumberOfMessagesPublished', 'topic')).toBe(25);
    expect(b.metric('NumberOfMessagesSent', 'jobs')).toBe(25);
    b.intervene({ type: 'fault', node: 'topic', name: 'unavailable', duration: 1000 });
    expect(codeOf(b.ask('in', Invoke, event(b, 5)))).toBe('FunctionError');
    expect(b.metric('NumberOfMessagesPublished', 'topic')).toBe(25);
    assertRowsConserved(b.simulation);
  });

  it('a queue: ten messages a call', () => {
    const b = bench('messages', [{ id: 'jobs', kind: 'sqs-queue' }], []);
    expect(codeOf(b.ask('in', Invoke, event(b, 25)))).toBe('ok');
    expect(b.metric('NumberOfMessagesSent', 'jobs')).toBe(25);
    // One message of 300 KB is more than a queue takes.
    expect(codeOf(b.ask('in', Invoke, event(b, 1, 300_000)))).toBe('FunctionError');
    assertRowsConserved(b.simulation);
  });

  it('a delivery stream: 500 records a call; a quota that refuses one entry fails the run', () => {
    const b = bench('delivery', [{ id: 'hose', kind: 'firehose', config: { bufferSize: '1MiB', bufferInterval: '60s' } }, { id: 'lake', kind: 's3-bucket' }], [{ from: 'hose.bucket', to: 'lake.in' }], { 'firehose.direct-put.large-region-records-per-second': 600 });
    expect(codeOf(b.ask('in', Invoke, event(b, 501)))).toBe('ok');
    expect(b.metric('IncomingPutRequests', 'hose')).toBe(2);
    expect(codeOf(b.ask('in', Invoke, event(b, 400)))).toBe('FunctionError');
    // 600 fit into the second; the ten milliseconds of each run add six apiece.
    expect(b.metric('IncomingRecords', 'hose')).toBe(606);
    b.waitUntil(61_000);
    expect(b.simulation.records.totals()).toMatchObject({ delivered: 606, lost: 0 });
    assertRowsConserved(b.simulation);
  });

  it('a producer in the process takes records at once and does not hold up the run', () => {
    const b = bench(
      'producer',
      [{ id: 'put', kind: 'sdk-producer', config: { linger: 2000 } }, { id: 'clicks', kind: 'kinesis-streams' }, { id: 'reader', kind: 'stream-reader' }],
      [{ from: 'put.out', to: 'clicks.in' }, { from: 'clicks.out', to: 'reader.in' }],
    );
    expect(codeOf(b.ask('in', Invoke, event(b, 20)))).toBe('ok');
    expect(b.now).toBe(10);
    expect(b.metric('IncomingRecords', 'clicks')).toBe(0);
    b.waitUntil(10_000);
    expect(b.simulation.records.totals()).toMatchObject({ delivered: 20, duplicates: 0, lost: 0 });
    assertRowsConserved(b.simulation);
  });

  it('several at once: the run ends with the last answer, and all of them have the records', () => {
    const b = new ServiceBench('lambda-function', ['in'], quick, {
      nodes: [{ id: 'table', kind: 'dynamodb-table' }, { id: 'lake', kind: 's3-bucket' }],
      edges: [{ from: 'it.table', to: 'table.records' }, { from: 'it.bucket', to: 'lake.in' }],
    });
    expect(codeOf(b.ask('in', Invoke, event(b, 4)))).toBe('ok');
    expect(b.view('lake')).toMatchObject({ dataObjects: 1, dataBytes: 400 });
    expect(b.metric('ConsumedWriteCapacityUnits', 'table')).toBe(4);
    b.intervene({ type: 'fault', node: 'lake', name: 'outage' });
    expect(codeOf(b.ask('in', Invoke, event(b, 4)))).toBe('FunctionError');
    assertRowsConserved(b.simulation);
  });

  it('a batch of a stream is written again after a target has refused it, and nothing is lost', () => {
    const run = simulate(
      {
        nodes: [
          { id: 'web', kind: 'traffic', config: { recordsPerSecond: 40, payloadBytes: 100, keys: 5, stopAfter: 10_000 } },
          { id: 'put', kind: 'sdk-producer' },
          { id: 'clicks', kind: 'kinesis-streams' },
          { id: 'fn', kind: 'lambda-function', config: { durationPerRecord: 0 } },
          { id: 'table', kind: 'dynamodb-table', config: { writeCapacityUnits: 100, burstSeconds: 1 } },
        ],
        edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'clicks' }, { from: 'clicks', to: 'fn' }, { from: 'fn', to: 'table' }],
      },
      { length: '60s', interventions: [{ at: 3000, type: 'fault', node: 'table', name: 'throttle', duration: 4000 }] },
    );
    expect(run.events('batch.retried').length).toBeGreaterThan(0);
    expect(run.summary.records).toMatchObject({ born: 400, delivered: 400, lost: 0 });
  });
});
