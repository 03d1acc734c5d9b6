import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../sim/limits.ts';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { ServiceBench } from '../../../testing/serviceBench.ts';
import { codeOf, responseOf } from '../../../testing/streamBench.ts';
import { parseSearchConfig } from './config.ts';
import { Bulk } from './operations.ts';

describe('bulk requests', () => {
  it('take the time of their documents; what does not fit into the queue is rejected one by one', () => {
    const b = new ServiceBench('search-index', ['in'], { dataNodes: 1, bytesPerSecondPerNode: 1_000_000, bulkTime: 50, queue: 1000 });
    const { outcome } = responseOf(b.ask('in', Bulk, { index: 'a', records: b.batch([600_000, 300_000, 300_000, 300_000]) }));
    expect([...outcome.code]).toEqual([0, 0, 0, 1]);
    expect(outcome.codes).toEqual(['es_rejected_execution_exception']);
    expect(b.now).toBe(1250);
    expect(b.simulation.records.totals().delivered).toBe(3);
    expect(b.view()).toMatchObject({ indexed: 3, rejected: 1, indexes: [{ name: 'a', documents: 3 }] });
    assertRowsConserved(b.simulation);
  });

  it('fail in an outage, also those under way', () => {
    const b = new ServiceBench('search-index', ['in'], { bulkTime: 1000 });
    const id = b.begin('in', Bulk, { index: 'a', records: b.batch([10]) });
    b.intervene({ type: 'fault', name: 'outage', duration: 5000 });
    b.wait(0);
    expect(codeOf(b.reply(Bulk, id)!)).toBe('ServiceUnavailable');
    expect(codeOf(b.ask('in', Bulk, { index: 'a', records: b.batch([10]) }))).toBe('ServiceUnavailable');
    b.waitUntil(6000);
    expect(codeOf(b.ask('in', Bulk, { index: 'a', records: b.batch([10]) }))).toBe('ok');
    expect(b.simulation.records.totals()).toMatchObject({ delivered: 1, lost: 0 });
    assertRowsConserved(b.simulation);
  });

  it('settings never throw', () => expect(() => assertForAll(fc.anything(), (raw) => void parseSearchConfig(raw, limitsOf('notes')), { seed: 52, runs: 200 })).not.toThrow());
});
