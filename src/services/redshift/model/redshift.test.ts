import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../sim/limits.ts';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { ServiceBench } from '../../../testing/serviceBench.ts';
import { codeOf } from '../../../testing/streamBench.ts';
import { parseWarehouseConfig } from './config.ts';
import { Copy } from './operations.ts';

const request = (b: ServiceBench, sizes: readonly number[]) => ({ table: 't', keys: ['k'], records: b.batch(sizes) });

describe('COPY', () => {
  it('takes a fixed time and the time of its data over all nodes; records arrive at its end', () => {
    const b = new ServiceBench('redshift', ['in'], { nodes: 2, bytesPerSecondPerNode: 1_000_000, copyStart: 2000 });
    expect(codeOf(b.ask('in', Copy, request(b, [1_000_000, 2_000_000])))).toBe('ok');
    expect(b.now).toBe(3500);
    expect(b.simulation.records.totals()).toMatchObject({ delivered: 2, latencyMs: { max: 3500 } });
    assertRowsConserved(b.simulation);
  });

  it('waits for a slot', () => {
    const b = new ServiceBench('redshift', ['in'], { concurrentCopies: 1, copyStart: 1000 });
    b.begin('in', Copy, request(b, []));
    b.ask('in', Copy, request(b, []));
    expect(b.now).toBe(2000);
    expect(b.events('copy.queued')).toHaveLength(1);
  });

  it('an outage rolls it back and refuses the next', () => {
    const b = new ServiceBench('redshift', ['in'], { copyStart: 5000 });
    const id = b.begin('in', Copy, request(b, [1, 2, 3]));
    b.wait(1000);
    b.intervene({ type: 'fault', name: 'outage', duration: 10_000 });
    b.wait(0);
    expect(codeOf(b.reply(Copy, id)!)).toBe('ConnectionFailed');
    assertRowsConserved(b.simulation);
    expect(codeOf(b.ask('in', Copy, request(b, [1])))).toBe('ConnectionFailed');
    b.waitUntil(20_000);
    expect(codeOf(b.ask('in', Copy, request(b, [1])))).toBe('ok');
    expect(b.simulation.records.totals()).toMatchObject({ delivered: 1, lost: 0 });
    expect(b.view()).toMatchObject({ copies: 1, failedCopies: 2 });
  });

  it('slow: ten times as long', () => {
    const b = new ServiceBench('redshift', ['in'], { copyStart: 100 });
    b.intervene({ type: 'fault', name: 'slow' });
    b.ask('in', Copy, request(b, []));
    expect(b.now).toBe(1000);
  });

  it('settings never throw', () => expect(() => assertForAll(fc.anything(), (raw) => void parseWarehouseConfig(raw, limitsOf('notes')), { seed: 51, runs: 200 })).not.toThrow());
});
