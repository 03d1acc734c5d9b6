import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { PlainRecord } from '../../../sim/plainData.ts';
import { copyPlain } from '../../../base/copyPlain.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { ServiceBench } from '../../../testing/serviceBench.ts';
import { codeOf, responseOf } from '../../../testing/streamBench.ts';
import { recipeOf } from '../../../testing/simulate.ts';
import fc from 'fast-check';
import { parseBucketConfig } from './config.ts';
import { limitsOf } from '../../../sim/limits.ts';
import { ObjectTable, rowsOfRuns, runsOf } from './objectTable.ts';
import { DeleteObject, GetObject, ListObjectsV2, PutObject, ReadObject, type ObjectPurpose } from './operations.ts';

function bench(config = {}, ports: readonly string[] = ['in'], options = {}) {
  const it = new ServiceBench('s3-bucket', ports, config, options);
  const put = (Key: string, purpose: ObjectPurpose = 'data', sizes = [100, 200], keepsRows?: boolean) => it.ask(ports[0]!, PutObject, { Key, purpose, records: it.batch(sizes), bytes: sizes.reduce((a, b) => a + b, 0), keepsRows });
  return { it, put };
}
/** A function at the `out` side keeps a bucket from being an end: here a cluster that never reads. */
const totals = (it: ServiceBench) => it.simulation.records.totals();

describe('objects', () => {
  it('of data are deliveries', () => {
    const { it: b, put } = bench();
    responseOf(put('a/1'));
    expect(totals(b)).toMatchObject({ born: 2, delivered: 2, parked: 0, duplicates: 0 });
    expect(b.view()).toMatchObject({ objects: 1, bytes: 300, newestKey: 'a/1', dataObjects: 1 });
    assertRowsConserved(b.simulation);
  });

  it('of failures and manifests set their records aside; staged and backed-up ones are neither delivered nor lost', () => {
    const { it: b, put } = bench({}, ['in']);
    put('errors/1', 'failed');
    expect(totals(b)).toMatchObject({ delivered: 0, parked: 2 });
    put('errors/manifest', 'manifest');
    expect(totals(b).parked).toBe(4);
    put('stage/1', 'staging');
    put('backup/1', 'backup');
    expect(totals(b)).toMatchObject({ born: 8, delivered: 0, parked: 4, inTransit: 4, lost: 0 });
    assertRowsConserved(b.simulation);
  });

  it('that are staged without their rows hold none', () => {
    const { it: b, put } = bench();
    put('stage/1', 'staging', [10], false);
    expect(responseOf(b.ask('in', PutObject, { Key: 'x', purpose: 'data', records: b.batch([]), bytes: 0 })).ETag).toBeTruthy();
    assertRowsConserved(b.simulation);
    expect(b.simulation.records.holds(0)).toBe(1);
  });

  it('put again replace the older one: bytes count once, and so do the same records; others are copies', () => {
    const { it: b } = bench();
    const records = b.batch([100]);
    for (let i = 0; i < 2; i++) b.ask('in', PutObject, { Key: 'same', purpose: 'data', records, bytes: 100 });
    expect(b.view()).toMatchObject({ objects: 1, bytes: 100 });
    expect(totals(b).duplicates).toBe(0);
    expect(b.events('object.rewritten')).toHaveLength(1);
    b.ask('in', PutObject, { Key: 'other', purpose: 'data', records, bytes: 100 });
    expect(totals(b).duplicates).toBe(1);
    expect(b.events('records.duplicated')).toHaveLength(1);
  });

  it('are remembered by name up to a number, and counted all the same', () => {
    const { it: b, put } = bench({ keepNewest: 3 });
    for (let i = 0; i < 400; i++) put(`k${i}`, 'data', [10]);
    expect(b.view()).toMatchObject({ objects: 400, bytes: 4000, remembered: 3 });
    put('failed', 'failed', [1]);
    for (let i = 0; i < 400; i++) put(`l${i}`, 'data', [10]);
    expect(b.view()).toMatchObject({ objects: 801, remembered: 4 });
    assertRowsConserved(b.simulation);
  });
});

describe('reading', () => {
  const readers = { nodes: [{ id: 'other', kind: 's3-bucket' }], edges: [] };
  it('lists by prefix and order, a page at a time, and gives rows back', () => {
    const b = new ServiceBench('s3-bucket', ['in'], {}, readers);
    for (const Key of ['b/2', 'a/1', 'b/1', 'b/3']) b.ask('in', PutObject, { Key, purpose: 'failed', records: b.batch([7, 8]), bytes: 15 });
    // The hand reads over the same edge: a bucket answers every operation at each port.
    const first = responseOf(b.ask('in', ListObjectsV2, { Prefix: 'b/', MaxKeys: 2 }));
    expect(first).toMatchObject({ Contents: [{ Key: 'b/1' }, { Key: 'b/2' }], IsTruncated: true });
    expect(responseOf(b.ask('in', ListObjectsV2, { Prefix: 'b/', StartAfter: 'b/2', MaxKeys: 2 }))).toMatchObject({ Contents: [{ Key: 'b/3', count: 2, bytes: 15 }], IsTruncated: false });
    const got = responseOf(b.ask('in', GetObject, { Key: 'b/1' }));
    expect([...got.records.rows]).toEqual([4, 5]);
    expect([...got.records.bytes]).toEqual([7, 8]);
    expect(codeOf(b.ask('in', GetObject, { Key: 'none' }))).toBe('NoSuchKey');
    responseOf(b.ask('in', DeleteObject, { Key: 'b/1' }));
    expect(codeOf(b.ask('in', GetObject, { Key: 'b/1' }))).toBe('NoSuchKey');
    assertRowsConserved(b.simulation);
  });
});

describe('trouble', () => {
  it('an outage fails every request, and ends', () => {
    const { it: b, put } = bench();
    b.intervene({ type: 'fault', name: 'outage', duration: 5000 });
    expect(codeOf(put('a'))).toBe('ServiceUnavailable');
    b.waitUntil(5000);
    expect(codeOf(put('a'))).toBe('ok');
    expect(b.metric('5xxErrors')).toBe(1);
    expect(b.events('bucket.unavailable')).toHaveLength(1);
  });

  it('slow: requests take ten times as long', () => {
    const { it: b, put } = bench({ requestTime: 30, bytesPerSecond: 1_000_000 });
    put('a', 'data', [1000]);
    expect(b.now).toBe(31);
    b.intervene({ type: 'fault', name: 'slow' });
    put('b', 'data', [1000]);
    expect(b.now).toBe(31 + 310);
  });

  it('more requests than a prefix takes are told to slow down', () => {
    const { it: b } = bench({}, ['in'], { limitOverrides: { 's3.prefix.put-requests-per-second': 2 } });
    const ids = [1, 2, 3].map((n) => b.begin('in', PutObject, { Key: `k${n}`, purpose: 'data', records: b.batch([1]), bytes: 1 }));
    b.wait(100);
    expect(ids.map((id) => codeOf(b.reply(PutObject, id)!))).toEqual(['ok', 'ok', 'SlowDown']);
    b.wait(1000);
    expect(codeOf(b.ask('in', PutObject, { Key: 'k3', purpose: 'data', records: b.batch([1]), bytes: 1 }))).toBe('ok');
  });

  it('a lifecycle rule deletes what is old enough, and with it what lay nowhere else', () => {
    const { it: b, put } = bench({ expireAfter: 120_000 });
    put('old', 'failed');
    b.waitUntil(100_000);
    put('young');
    b.waitUntil(200_000);
    expect(b.view()).toMatchObject({ objects: 1, newestKey: 'young' });
    expect(b.events('objects.expired')).toHaveLength(1);
    assertRowsConserved(b.simulation);
  });

  it('keys and sizes have limits', () => {
    const { put } = bench();
    expect(codeOf(put('x'.repeat(1025)))).toBe('KeyTooLongError');
    expect(codeOf(put(''))).toBe('KeyTooLongError');
  });
});

describe('bills', () => {
  it('requests, and what lies here by the hour', () => {
    const { it: b } = bench({ requestTime: 0, bytesPerSecond: 1e12 });
    b.ask('in', PutObject, { Key: 'a', purpose: 'data', records: b.batch([1]), bytes: 2e9 });
    b.wait(3_600_000);
    const units = Object.fromEntries(b.simulation.costUnits().map((cost) => [cost.unit, cost.amount]));
    expect(units['s3-put-request']).toBe(1);
    expect(units['s3-gigabyte-hour']).toBeCloseTo(2, 2);
  });
});

describe('the object table', () => {
  it('runs give back their rows', () => {
    assertForAll(fc.array(fc.nat(60)), (rows) => expect([...rowsOfRuns(runsOf(Uint32Array.from(rows)))]).toEqual(rows), { seed: 91 });
  });

  it('does what a map does, and clones go their own ways', () => {
    const command = fc.tuple(fc.constantFrom('put', 'delete', 'clone'), fc.nat(400));
    assertForAll(
      fc.array(command, { maxLength: 1500 }),
      (commands) => {
        let table = new ObjectTable();
        const map = new Map<string, number>();
        let kept: { table: ObjectTable; map: Map<string, number> } | undefined;
        commands.forEach(([what, n], i) => {
          const key = `key-${n}`;
          if (what === 'put') {
            expect(table.put({ key, purpose: 'data', bytes: i, count: 0, storedAt: i, runs: new Uint32Array(0), content: undefined })?.bytes).toBe(map.get(key));
            map.set(key, i);
          } else if (what === 'delete') {
            expect(table.delete(key)?.bytes).toBe(map.get(key));
            map.delete(key);
          } else {
            kept = { table, map: new Map(map) };
            table = copyPlain(table);
          }
        });
        for (const of of [{ table, map }, ...(kept ? [kept] : [])]) {
          expect(of.table.size).toBe(of.map.size);
          for (const [key, bytes] of of.map) expect(of.table.get(key)?.bytes).toBe(bytes);
          let seen = 0;
          of.table.visit(() => seen++);
          expect(seen).toBe(of.map.size);
        }
      },
      { seed: 92, runs: 60 },
    );
  });
});

describe('configuration', () => {
  it('never throws, whatever it is given', () => {
    assertForAll(fc.anything(), (raw) => void parseBucketConfig(raw, limitsOf('today')), { seed: 93, runs: 300 });
  });
  it('names the nearest key', () => {
    const parsed = parseBucketConfig({ expireAftr: 1 }, limitsOf('notes'));
    expect(parsed.ok ? '' : parsed.error[0]!.problem).toContain('expireAfter');
  });
  it('ports are found by what one end is called', () => {
    expect(() => recipeOf({ nodes: [{ id: 'a', kind: 's3-bucket' }, { id: 'b', kind: 's3-bucket' }], edges: [{ from: 'a', to: 'b' }], length: 1000 })).toThrow(/cannot send/);
  });
});

describe('bodies', () => {
  const kept = () => {
    const b = new ServiceBench('s3-bucket', ['in'], { keepBodies: true });
    const { records } = b.simulation;
    const put = (Key: string, texts: readonly string[], purpose: ObjectPurpose = 'data', content?: PlainRecord) => {
      const batch = b.batch(texts.map((text) => text.length));
      batch.rows.forEach((row, i) => records.setContent(row, texts[i]!));
      return responseOf(b.ask('in', PutObject, { Key, purpose, records: batch, bytes: 1, content, headers: { 'content-type': 'text/plain' } }));
    };
    const read = (Key: string, head = false) => responseOf(b.ask('in', ReadObject, { Key, head }));
    return { b, put, read };
  };

  it('are the records one after another; the ETag is their MD5; sizes are those of the bodies', () => {
    const { b, put, read } = kept();
    expect(put('a', ['one,', 'two']).ETag).toBe(put('a2', ['one,', 'two']).ETag);
    const { object, body } = read('a');
    expect([Buffer.from(body!).toString(), object.bytes, object.headers]).toEqual(['one,two', 7, { 'content-type': 'text/plain' }]);
    expect(object.ETag).toBe(`"${createHash('md5').update('one,two').digest('hex')}"`);
    expect(read('a', true)).toMatchObject({ body: undefined, object: { bytes: 7 } });
    expect(codeOf(b.ask('in', ReadObject, { Key: 'none', head: true }))).toBe('NoSuchKey');
    expect(totals(b)).toMatchObject({ delivered: 4, inTransit: 0 });
    assertRowsConserved(b.simulation);
  });

  it('of failures tell each record with its reason', () => {
    const { put, read } = kept();
    put('errors/1', ['x', 'y'], 'failed', { errorCode: 'Because' });
    const lines = Buffer.from(read('errors/1').body!).toString().trim().split('\n').map((line) => JSON.parse(line) as unknown);
    expect(lines).toEqual([{ errorCode: 'Because', rawData: 'eA==' }, { errorCode: 'Because', rawData: 'eQ==' }]);
  });

  it('of opaque records are not there; nor are those of a bucket that keeps none', () => {
    const { b, read } = kept();
    b.ask('in', PutObject, { Key: 'opaque', purpose: 'data', records: b.batch([5]), bytes: 5 });
    expect(read('opaque')).toMatchObject({ body: undefined, object: { bytes: 5 } });
    const { it: other, put } = bench();
    put('a');
    expect(responseOf(other.ask('in', ReadObject, { Key: 'a', head: false })).body).toBeUndefined();
  });

  it('keep every name', () => {
    const b = new ServiceBench('s3-bucket', ['in'], { keepBodies: true, keepNewest: 2 });
    for (let i = 0; i < 20; i++) b.ask('in', PutObject, { Key: `k${i}`, purpose: 'data', records: b.batch([1]), bytes: 1 });
    expect(b.view()).toMatchObject({ objects: 20, remembered: 20 });
  });
});

describe('a listing with a delimiter', () => {
  it('tells folders once, and goes on after them', () => {
    const { it: b, put } = bench();
    for (const key of ['a', 'b/1', 'b/2', 'c', 'd/x/1', 'd/y']) put(key, 'failed', [1]);
    const ask = (more: object) => responseOf(b.ask('in', ListObjectsV2, { Prefix: '', MaxKeys: 1000, Delimiter: '/', ...more }));
    expect(ask({})).toMatchObject({ Contents: [{ Key: 'a' }, { Key: 'c' }], CommonPrefixes: ['b/', 'd/'], IsTruncated: false });
    expect(ask({ Prefix: 'd/' })).toMatchObject({ Contents: [{ Key: 'd/y' }], CommonPrefixes: ['d/x/'] });
    expect(ask({ MaxKeys: 2 })).toMatchObject({ CommonPrefixes: ['b/'], IsTruncated: true, Last: 'b/' });
    expect(ask({ MaxKeys: 2, ContinueAfter: 'b/' })).toMatchObject({ Contents: [{ Key: 'c' }], CommonPrefixes: ['d/'], IsTruncated: false });
    expect(ask({ StartAfter: 'b/1' })).toMatchObject({ Contents: [{ Key: 'c' }], CommonPrefixes: ['b/', 'd/'] });
    expect(ask({ MaxKeys: 0 })).toMatchObject({ Contents: [], CommonPrefixes: [], IsTruncated: false });
  });
});
