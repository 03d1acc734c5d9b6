import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../sim/limits.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { ServiceBench, type ServiceBenchOptions } from '../../../testing/serviceBench.ts';
import type { Operation } from '../../../sim/calls.ts';
import { makeBatch } from '../../../sim/records/recordBatch.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import { copyPlain } from '../../../base/copyPlain.ts';
import { draw, drawOnCredit, itemBytes, newBank, readUnits, refill, writeUnits } from './capacity.ts';
import { parseTableConfig } from './config.ts';
import { BatchWriteItem, conditionHolds, DeleteItem, GetItem, itemOperations, PutItem, Query, sameValue, Scan, UpdateItem, updatedItem } from './operations.ts';

function bench(config: PlainRecord = {}, options: ServiceBenchOptions = {}) {
  const of = new ServiceBench('dynamodb-table', ['items', 'records'], config, options);
  const ask = <Req, Res>(op: Operation<Req, Res>, request: Req) => of.ask(itemOperations.includes(op.name) ? 'items' : 'records', op, request);
  return {
    simulation: of.simulation,
    ask,
    get<Req, Res>(op: Operation<Req, Res>, request: Req): Res {
      const reply = ask(op, request);
      if (!reply.ok) throw new Error(reply.error.code);
      return reply.response;
    },
    code<Req, Res>(op: Operation<Req, Res>, request: Req): string {
      const reply = ask(op, request);
      return reply.ok ? 'ok' : reply.error.code;
    },
    batch(sizes: readonly number[], keys: readonly string[] = []) {
      const batches = sizes.map((size, i) => of.batch([size], keys[i]));
      return makeBatch({ count: sizes.length, rows: Uint32Array.from(batches, ({ rows }) => rows[0]!), keys: Uint32Array.from(batches, (one) => one.keys[0]!), bytes: Uint32Array.from(sizes) });
    },
    wait: (ms: number) => of.wait(ms),
    now: () => of.now,
    events: (type: string) => of.events(type),
    metric: (name: string) => of.metric(name),
    view: () => of.view(),
    cost: (unit: string) => of.simulation.costUnits().find((entry) => entry.node === 'it' && entry.unit === unit)?.amount ?? 0,
  };
}

describe('items', () => {
  it('are found by the value of an attribute; what is read costs half a unit for each 4 KB', () => {
    const table = bench();
    for (let i = 0; i < 6; i++) table.get(PutItem, { key: `k${i}`, item: { id: `k${i}`, owner: i % 3 === 0 ? 'a' : 'b', fill: 'x'.repeat(4000) } });
    const before = table.metric('ConsumedReadCapacityUnits');
    expect(table.get(Query, { attribute: 'owner', equals: 'a' }).items.map(([key]) => key)).toEqual(['k0', 'k3']);
    // Two items of a little under 4 KB.
    expect(table.metric('ConsumedReadCapacityUnits') - before).toBe(1);
    expect(table.get(Query, { attribute: 'owner', equals: 'c' }).items).toEqual([]);
  });

  it('are put, read, updated and deleted; an attribute set to null goes', () => {
    const table = bench();
    table.get(PutItem, { key: 'a', item: { id: 'a', n: 1, x: 'y' } });
    expect(table.get(GetItem, { key: 'a' }).item).toEqual({ id: 'a', n: 1, x: 'y' });
    expect(table.get(UpdateItem, { key: 'a', set: { n: 2, x: null } }).item).toEqual({ id: 'a', n: 2 });
    expect(table.get(Scan, {}).items).toEqual([['a', { id: 'a', n: 2 }]]);
    table.get(DeleteItem, { key: 'a' });
    expect(table.get(GetItem, { key: 'a' }).item).toBeNull();
  });

  it('are written only when the condition holds, and a refused write costs as much', () => {
    const table = bench();
    expect(table.code(PutItem, { key: 'a', item: { id: 'a', n: 1 }, condition: { id: null } })).toBe('ok');
    expect(table.code(PutItem, { key: 'a', item: { id: 'a', n: 9 }, condition: { id: null } })).toBe('ConditionalCheckFailedException');
    expect(table.code(UpdateItem, { key: 'a', set: { n: 2 }, condition: { n: 1 } })).toBe('ok');
    expect(table.code(UpdateItem, { key: 'a', set: { n: 3 }, condition: { n: 1 } })).toBe('ConditionalCheckFailedException');
    expect(table.code(UpdateItem, { key: 'b', set: { n: 3 }, condition: { n: 1 } })).toBe('ConditionalCheckFailedException');
    expect(table.code(DeleteItem, { key: 'a', condition: { n: 1 } })).toBe('ConditionalCheckFailedException');
    expect(table.get(GetItem, { key: 'a' }).item).toEqual({ id: 'a', n: 2 });
    expect(table.metric('ConditionalCheckFailedRequests')).toBe(4);
    expect(table.metric('ConsumedWriteCapacityUnits')).toBe(6);
  });

  it('beyond 400 KB are refused', () => {
    expect(bench().code(PutItem, { key: 'a', item: { id: 'a', blob: 'x'.repeat(410_000) } })).toBe('ValidationException');
  });

  it('compares values by what they hold', () => {
    expect([sameValue([1, { a: 'b' }], [1, { a: 'b' }]), sameValue([1], { 0: 1 }), sameValue(null, {}), sameValue({ a: 1 }, { a: 1, b: 2 })]).toEqual([true, false, false, false]);
    expect([conditionHolds(undefined, { a: null }), conditionHolds({ a: 1 }, { a: null }), conditionHolds(undefined, undefined), conditionHolds(undefined, { a: 1 })]).toEqual([true, false, true, false]);
    expect(Object.isFrozen(updatedItem(undefined, { a: 1 }))).toBe(true);
  });
});

describe('capacity', () => {
  it('counts units by size', () => {
    expect([writeUnits(0, 1024), writeUnits(1024, 1024), writeUnits(1025, 1024)]).toEqual([1, 1, 2]);
    expect([readUnits(0, 4096, true), readUnits(4097, 4096, true), readUnits(4096, 4096, false)]).toEqual([1, 2, 0.5]);
    // Names and values: 2 + 5, 1 + 3 (a number of 4 digits), 1 + 1.
    expect(itemBytes({ id: 'h\u00e9ll', n: 1234, t: true })).toBe(2 + 5 + 1 + 3 + 1 + 1);
    expect(itemBytes({ list: ['ab', 'c'], map: { k: 'v' } })).toBe(4 + 3 + 1 + 2 + 1 + 1 + 3 + 3 + 1 + 1 + 1);
  });

  it('a bank fills by the rate, holds five minutes of it, and never goes into debt by a write', () => {
    const bank = newBank(10, 0, 0);
    for (let i = 0; i < 10; i++) expect(draw(bank, 1, 10, 300_000)).toBe(true);
    expect(draw(bank, 1, 10, 300_000)).toBe(false);
    refill(bank, 10, 300_000, 99);
    expect(draw(bank, 1, 10, 300_000)).toBe(false);
    refill(bank, 10, 300_000, 100);
    expect(draw(bank, 1, 10, 300_000)).toBe(true);
    refill(bank, 10, 300_000, 10_000_000);
    expect(bank.level).toBe(3_000_000);
    expect(draw(bank, 5000, 10, 300_000)).toBe(true);
    expect(drawOnCredit(bank, 1)).toBe(false);
  });

  it('throttles what is over, and says so', () => {
    const table = bench({ writeCapacityUnits: 5, burstSeconds: 0 });
    const codes = Array.from({ length: 7 }, () => table.code(PutItem, { key: 'a', item: { id: 'a' } }));
    expect(codes.filter((code) => code === 'ok')).toHaveLength(5);
    expect(codes[5]).toBe('ProvisionedThroughputExceededException');
    expect(table.events('table.throttled')[0]!.detail).toMatchObject({ what: 'writes', operation: 'PutItem', capacityUnits: 5 });
    table.wait(1000);
    expect(table.code(PutItem, { key: 'a', item: { id: 'a' } })).toBe('ok');
    expect(table.metric('WriteThrottleEvents')).toBe(2);
  });

  it('raised by UpdateTable counts at once; a bad request is refused', () => {
    const table = bench({ writeCapacityUnits: 1, burstSeconds: 0 });
    table.simulation.apply({ type: 'operate', node: 'it', operation: 'UpdateTable', request: { WriteCapacityUnits: 100 } });
    table.wait(1000);
    for (let i = 0; i < 90; i++) expect(table.code(PutItem, { key: 'a', item: { id: 'a' } })).toBe('ok');
    expect(table.events('table.updated')).toHaveLength(1);
    for (const request of [{ WriteCapacityUnits: 0 }, { BillingMode: 'PAY_PER_REQUEST' }]) table.simulation.apply({ type: 'operate', node: 'it', operation: 'UpdateTable', request });
    expect(table.events('operation.refused').length).toBeGreaterThan(0);
  });

  it('on demand is not throttled and bills by request', () => {
    const table = bench({}, { facts: 'today' });
    for (let i = 0; i < 500; i++) expect(table.code(PutItem, { key: 'a', item: { id: 'a' } })).toBe('ok');
    expect(table.code(GetItem, { key: 'a', ConsistentRead: true })).toBe('ok');
    expect([table.cost('write-request-unit'), table.cost('read-request-unit'), table.cost('write-capacity-unit-hour')]).toEqual([500, 1, 0]);
  });

  it('provisioned bills by the hour', () => {
    const table = bench({ writeCapacityUnits: 10, readCapacityUnits: 4 });
    table.wait(2 * 3_600_000);
    expect([table.cost('write-capacity-unit-hour'), table.cost('read-capacity-unit-hour')]).toEqual([20, 8]);
  });
});

describe('BatchWriteItem', () => {
  it('returns as unprocessed what finds no capacity, and fails when nothing was written', () => {
    const table = bench({ writeCapacityUnits: 10, burstSeconds: 0 });
    const { outcome } = table.get(BatchWriteItem, { records: table.batch([1024, 1025, 5000, 3000, 1000]) });
    // 1 + 2 + 5 units; 3 more are too many, the last one fits.
    expect([...outcome.code]).toEqual([0, 0, 0, 1, 0]);
    expect(outcome.codes[outcome.code[3]! - 1]).toBe('ProvisionedThroughputExceededException');
    expect(table.simulation.records.totals().delivered).toBe(4);
    expect(table.code(BatchWriteItem, { records: table.batch([9000, 9000]) })).toBe('ProvisionedThroughputExceededException');
  });

  it('takes 1 to 25 items of at most 400 KB, and 16 MB in all', () => {
    const table = bench({ writeCapacityUnits: 40_000 });
    expect(table.code(BatchWriteItem, { records: table.batch(Array.from({ length: 25 }, () => 100)) })).toBe('ok');
    expect(table.code(BatchWriteItem, { records: table.batch(Array.from({ length: 26 }, () => 100)) })).toBe('ValidationException');
    expect(table.code(BatchWriteItem, { records: table.batch([]) })).toBe('ValidationException');
    expect(table.code(BatchWriteItem, { records: table.batch([400 * 1024]) })).toBe('ok');
    expect(table.code(BatchWriteItem, { records: table.batch([400 * 1024 + 1]) })).toBe('ValidationException');
    const overridden = bench({ writeCapacityUnits: 40_000 }, { limitOverrides: { 'dynamodb.batch-write.max-bytes': 1000 } });
    expect(overridden.code(BatchWriteItem, { records: overridden.batch([600, 600]) })).toBe('ValidationException');
  });

  it('the same records again are duplicates under keys of their own, and overwrite under the id of the event', () => {
    for (const [itemKey, items, duplicates] of [['unique', 6, 3], ['event-id', 3, 0], ['partition-key', 2, 0]] as const) {
      const table = bench({ itemKey, writeCapacityUnits: 100 });
      const records = table.batch([10, 10, 10], ['a', 'b', 'a']);
      table.get(BatchWriteItem, { records });
      table.get(BatchWriteItem, { records });
      expect([table.simulation.records.totals().duplicates, table.view().itemCount], itemKey).toEqual([duplicates, items]);
      expect(table.events('items.overwritten'), itemKey).toHaveLength(itemKey === 'unique' ? 0 : 1);
    }
  });
});

describe('faults', () => {
  it('throttle and outage last their time, or until recovered', () => {
    const table = bench();
    table.simulation.apply({ type: 'fault', node: 'it', name: 'throttle', duration: 500 });
    expect(table.code(Scan, {})).toBe('ProvisionedThroughputExceededException');
    table.wait(500);
    expect(table.code(Scan, {})).toBe('ok');
    table.simulation.apply({ type: 'fault', node: 'it', name: 'outage' });
    table.wait(100_000);
    expect(table.code(PutItem, { key: 'a', item: {} })).toBe('ServiceUnavailable');
    expect(table.code(BatchWriteItem, { records: table.batch([10]) })).toBe('ServiceUnavailable');
    table.simulation.apply({ type: 'recover', node: 'it', name: 'outage' });
    expect(table.code(PutItem, { key: 'a', item: {} })).toBe('ok');
    expect(table.metric('SystemErrors')).toBe(2);
  });
});

it('a copy of the state is a table of its own', () => {
  const table = bench();
  table.get(PutItem, { key: 'a', item: { id: 'a' } });
  const checkpoint = table.simulation.checkpoint();
  const digest = table.simulation.digest();
  table.get(PutItem, { key: 'b', item: { id: 'b' } });
  table.simulation.restore(checkpoint);
  expect(table.simulation.digest()).toBe(digest);
  expect(() => copyPlain(table.simulation.nodes[1]!.state)).not.toThrow();
});

it('any calls keep the invariants, and the bank never gives more than it took in', () => {
  const call = fc.record({ wait: fc.constantFrom(0, 1, 300, 40_000), op: fc.constantFrom('put', 'scan', 'batch', 'delete'), size: fc.constantFrom(1, 900, 5000), key: fc.constantFrom('a', 'b', 'c') });
  assertForAll(
    fc.tuple(fc.integer({ min: 1, max: 20 }), fc.constantFrom(0, 10, 300), fc.array(call, { maxLength: 60, size: 'max' })),
    ([units, burstSeconds, calls]) => {
      const table = bench({ writeCapacityUnits: units, readCapacityUnits: units, burstSeconds });
      for (const { wait, op, size, key } of calls) {
        table.wait(wait);
        if (op === 'put') table.ask(PutItem, { key, item: { id: key, blob: 'x'.repeat(size) } });
        else if (op === 'scan') table.ask(Scan, {});
        else if (op === 'delete') table.ask(DeleteItem, { key });
        else table.ask(BatchWriteItem, { records: table.batch([size, size]) });
      }
      expect(table.metric('ConsumedWriteCapacityUnits')).toBeLessThanOrEqual(units * (Math.max(1, burstSeconds) + table.now() / 1000));
    },
    { seed: 31, runs: 60 },
  );
});

it('no configuration makes the parser throw', () => {
  assertForAll(fc.anything(), (raw) => void parseTableConfig(raw, limitsOf('notes')), { seed: 5, runs: 300 });
  expect(parseTableConfig({ billingMode: 'PAY_PER_REQUEST' }, limitsOf('notes')).ok).toBe(false);
  const wrong = parseTableConfig({ writeCapacityUnit: 5 }, limitsOf('notes'));
  expect(wrong.ok ? '' : wrong.error[0]!.problem).toContain('writeCapacityUnits');
});
