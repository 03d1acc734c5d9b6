import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { limitsOf } from '../../../sim/limits.ts';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { ServiceBench } from '../../../testing/serviceBench.ts';
import { codeOf, responseOf } from '../../../testing/streamBench.ts';
import { parseFunctionConfig } from './config.ts';
import { Invoke, InvokeAsync, transformResults } from './operations.ts';

const event = (b: ServiceBench, sizes: readonly number[] = [100], key = 'a') => ({ source: 'aws:sns' as const, records: b.batch(sizes, key), payloadBytes: 1000 });
const units = (b: ServiceBench) => Object.fromEntries(b.simulation.costUnits().map((cost) => [cost.unit, cost.amount]));
const queue = { nodes: [{ id: 'dead', kind: 'sqs-queue' }], edges: [{ from: 'it.failures', to: 'dead.in' }] };

describe('a run', () => {
  it('takes its base, its records and, in a new environment, a cold start', () => {
    const b = new ServiceBench('lambda-function', ['in'], { durationBase: 10, durationPerRecord: 2.5, coldStart: 300, keepWarm: 60_000 });
    responseOf(b.ask('in', Invoke, event(b, [1, 2, 3])));
    expect(b.now).toBe(300 + 18);
    b.waitUntil(1000);
    responseOf(b.ask('in', Invoke, event(b, [1, 2, 3])));
    expect(b.now).toBe(1018);
    b.waitUntil(100_000);
    responseOf(b.ask('in', Invoke, event(b, [1])));
    expect(b.now).toBe(100_000 + 300 + 13);
    expect(b.view()).toMatchObject({ invocations: 3, coldStarts: 2 });
    expect(b.simulation.records.totals().delivered).toBe(7);
    assertRowsConserved(b.simulation);
  });

  it('is billed in steps of 100 ms in the notes, of 1 ms today', () => {
    for (const [facts, ms] of [['notes', 200], ['today', 120]] as const) {
      const b = new ServiceBench('lambda-function', ['in'], { durationBase: 120, durationPerRecord: 0, coldStart: 0, memory: 1024 }, { facts });
      b.ask('in', Invoke, event(b));
      expect(units(b)).toEqual({ 'lambda-request': 1, 'lambda-gigabyte-second': ms / 1000 });
    }
  });

  it('beyond the concurrency limit is throttled', () => {
    const b = new ServiceBench('lambda-function', ['in'], { concurrency: 2, durationBase: 1000, coldStart: 0 });
    const ids = [1, 2, 3].map(() => b.begin('in', Invoke, event(b)));
    b.wait(2000);
    expect(ids.map((id) => codeOf(b.reply(Invoke, id)!))).toEqual(['ok', 'ok', 'TooManyRequestsException']);
    expect(b.metric('Throttles')).toBe(1);
    expect(b.events('function.throttled')).toHaveLength(1);
    expect(codeOf(b.ask('in', Invoke, event(b)))).toBe('ok');
  });

  it('of no concurrency never begins', () => {
    const b = new ServiceBench('lambda-function', ['in'], { concurrency: 0 });
    expect(codeOf(b.ask('in', Invoke, event(b)))).toBe('TooManyRequestsException');
  });

  it('that is too slow ends at its timeout, and leaves the record with its caller', () => {
    const b = new ServiceBench('lambda-function', ['in'], { durationPerRecord: 2000, timeout: 3000, coldStart: 0 });
    expect(codeOf(b.ask('in', Invoke, event(b, [1, 2])))).toBe('TaskTimedOut');
    expect(b.now).toBe(3000);
    expect(b.simulation.records.totals()).toMatchObject({ delivered: 0, lost: 0, inTransit: 2 });
    assertRowsConserved(b.simulation);
  });

  it('fails by chance, by class of record, and by order', () => {
    const b = new ServiceBench('lambda-function', ['in'], { errorRate: 0.3, failOn: ['poison'], coldStart: 0 });
    let failed = 0;
    for (let i = 0; i < 400; i++) if (codeOf(b.ask('in', Invoke, event(b))) === 'FunctionError') failed++;
    expect(failed).toBeGreaterThan(90);
    expect(failed).toBeLessThan(150);
    expect(codeOf(b.ask('in', Invoke, event(b, [1], 'poison/7')))).toBe('FunctionError');
    const c = new ServiceBench('lambda-function', ['in'], {});
    c.intervene({ type: 'fault', name: 'errors', duration: 1000 });
    expect(codeOf(c.ask('in', Invoke, event(c)))).toBe('FunctionError');
    c.waitUntil(2000);
    expect(codeOf(c.ask('in', Invoke, event(c)))).toBe('ok');
  });

  it('has limits for its request and its response', () => {
    const b = new ServiceBench('lambda-function', ['in', 'transform'], { outputFactor: 3 });
    const mib = 1024 * 1024;
    expect(codeOf(b.ask('in', Invoke, { ...event(b), payloadBytes: 6 * mib + 1 }))).toBe('RequestTooLargeException');
    const large = (bytes: number) => b.ask('transform', Invoke, { source: 'aws:firehose', records: b.batch([bytes]), payloadBytes: 100 });
    expect(codeOf(large(2 * mib))).toBe('ResponseSizeTooLarge');
    expect(codeOf(large(mib))).toBe('ok');
  });
});

describe('a transformation', () => {
  it('answers each record by its class', () => {
    const b = new ServiceBench('lambda-function', ['transform'], { dropped: ['d'], processingFailed: ['f'], missing: ['m'], duplicated: ['u'], changedRecordId: ['c'], outputFactor: 2 });
    const results = ['a', 'd', 'f', 'm', 'u', 'c'].map((key) => {
      const reply = responseOf(b.ask('transform', Invoke, { source: 'aws:firehose', records: b.batch([50], `${key}/1`), payloadBytes: 1000 }));
      expect(reply.bytes![0]).toBe(100);
      return transformResults[reply.results![0]!];
    });
    expect(results).toEqual(['Ok', 'Dropped', 'ProcessingFailed', 'missing', 'duplicated', 'unknown-id']);
    expect(b.simulation.records.totals().delivered).toBe(0);
    assertRowsConserved(b.simulation);
  });
});

describe('asynchronous events', () => {
  it('are accepted at once and handled later', () => {
    const b = new ServiceBench('lambda-function', ['async'], { durationBase: 500, coldStart: 0 });
    expect(responseOf(b.ask('async', InvokeAsync, event(b)))).toBeNull();
    expect(b.now).toBe(0);
    b.wait(1000);
    expect(b.simulation.records.totals().delivered).toBe(1);
  });

  it('are tried again after one minute and after two, then given up', () => {
    const b = new ServiceBench('lambda-function', ['async'], { failOn: ['*'], durationBase: 0, durationPerRecord: 0, coldStart: 0 }, queue);
    b.ask('async', InvokeAsync, event(b));
    const runs: number[] = [];
    for (let at = 1000; at <= 400_000; at += 1000) {
      const before = b.metric('Invocations');
      b.waitUntil(at);
      if (b.metric('Invocations') > before) runs.push(at);
    }
    expect(b.metric('Invocations')).toBe(3);
    expect(runs).toEqual([60_000, 180_000]);
    expect(b.metric('AsyncEventsDropped')).toBe(1);
    expect(b.view()).toMatchObject({ discarded: 1, deadLettered: 1 });
    expect(b.simulation.records.totals()).toMatchObject({ parked: 1, lost: 0 });
    assertRowsConserved(b.simulation);
  });

  it('wait under throttling, up to their age', () => {
    const b = new ServiceBench('lambda-function', ['async'], { asyncMaxAge: 600_000 });
    b.intervene({ type: 'fault', name: 'throttle', duration: 60_000 });
    b.ask('async', InvokeAsync, event(b));
    b.waitUntil(59_000);
    expect(b.metric('Invocations')).toBe(0);
    b.waitUntil(200_000);
    expect(b.simulation.records.totals().delivered).toBe(1);
    b.intervene({ type: 'fault', name: 'throttle' });
    b.ask('async', InvokeAsync, event(b));
    b.wait(3_600_000);
    expect(b.metric('AsyncEventsDropped')).toBe(1);
    assertRowsConserved(b.simulation);
  });

  it('have a smaller payload: 256 KiB, 1 MiB today', () => {
    for (const [facts, most] of [['notes', 262_144], ['today', 1_048_576]] as const) {
      const b = new ServiceBench('lambda-function', ['async'], {}, { facts });
      expect(codeOf(b.ask('async', InvokeAsync, { ...event(b), payloadBytes: most }))).toBe('ok');
      expect(codeOf(b.ask('async', InvokeAsync, { ...event(b), payloadBytes: most + 1 }))).toBe('RequestTooLargeException');
    }
  });
});

describe('targets', () => {
  it('a bucket that is down makes the run fail; one that works takes the records', () => {
    const b = new ServiceBench('lambda-function', ['in'], { coldStart: 0 }, { nodes: [{ id: 'lake', kind: 's3-bucket' }], edges: [{ from: 'it.bucket', to: 'lake.in' }] });
    expect(codeOf(b.ask('in', Invoke, event(b, [1, 2])))).toBe('ok');
    expect(b.simulation.records.totals().delivered).toBe(2);
    b.intervene({ type: 'fault', node: 'lake', name: 'outage', duration: 1000 });
    expect(codeOf(b.ask('in', Invoke, event(b)))).toBe('FunctionError');
    assertRowsConserved(b.simulation);
  });
});

describe('configuration', () => {
  it('never throws, and asks for a window with large queue batches', () => {
    assertForAll(fc.anything(), (raw) => void parseFunctionConfig(raw, limitsOf('today')), { seed: 71, runs: 300 });
    expect(parseFunctionConfig({ queueBatchSize: 100 }, limitsOf('today')).ok).toBe(false);
    expect(parseFunctionConfig({ queueBatchSize: 100, batchWindow: 1000 }, limitsOf('today')).ok).toBe(true);
    expect(parseFunctionConfig({ queueBatchSize: 11, batchWindow: 1000 }, limitsOf('notes')).ok).toBe(false);
  });
});
