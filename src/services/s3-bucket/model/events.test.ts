import { describe, expect, it } from 'vitest';
import { recipeOf, simulate, simulationOf } from '../../../testing/simulate.ts';
import { assertRowsConserved } from '../../../testing/conservation.ts';

const told = (nodes: readonly object[], edges: readonly object[], bucket: object = {}) => ({
  nodes: [
    { id: 'web', kind: 'traffic', config: { recordsPerSecond: 1, payloadBytes: 1000, keys: 5, stopAfter: 300_000 } },
    { id: 'put', kind: 'sdk-producer' },
    { id: 'hose', kind: 'firehose', config: { bufferSize: '1MiB', bufferInterval: '60s' } },
    { id: 'lake', kind: 's3-bucket', config: bucket },
    ...nodes,
  ],
  edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'hose' }, { from: 'hose', to: 'lake' }, ...edges],
});

describe('events of a bucket', () => {
  it('to a function carry the records of their objects; the bucket is then no end', () => {
    const run = simulate(told([{ id: 'fn', kind: 'lambda-function' }], [{ from: 'lake', to: 'fn' }]), { length: '500s' });
    expect(Object.keys(run.summary.sinks)).toEqual(['fn']);
    expect(run.summary.records).toMatchObject({ born: 300, delivered: 300, duplicates: 0 });
    expect(run.metric('lake', 'EventsSent').sum).toBe(run.view('lake').dataObjects);
    expect(run.metric('fn', 'Invocations').sum).toBe(run.view('lake').dataObjects);
  });

  it('to a queue, and from it to a function', () => {
    const run = simulate(told([{ id: 'jobs', kind: 'sqs-queue' }, { id: 'fn', kind: 'lambda-function' }], [{ from: 'lake', to: 'jobs' }, { from: 'jobs', to: 'fn' }]), { length: '500s' });
    expect(run.summary.records).toMatchObject({ delivered: 300, duplicates: 0 });
  });

  it('rows are accounted for while a lifecycle rule empties the bucket', () => {
    const simulation = simulationOf(recipeOf(told([{ id: 'fn', kind: 'lambda-function', config: { errorRate: 0.5 } }], [{ from: 'lake', to: 'fn' }], { expireAfter: 90_000 }), { length: 600_000 }));
    for (let at = 0; at <= 600_000; at += 10_000) {
      simulation.runUntil(at);
      assertRowsConserved(simulation);
    }
    expect(simulation.records.totals().delivered).toBeGreaterThan(200);
    expect(simulation.trace.events().some((event) => event.type === 'objects.expired')).toBe(true);
  });
});
