import { expect, it } from 'vitest';
import { Digest } from '../../base/digest.ts';
import { limitsOf } from '../limits.ts';
import { MetricTable } from '../metrics.ts';
import { NodeContext, type Kernel } from '../nodeContext.ts';
import { Rng } from '../rng.ts';
import { Trace } from '../trace.ts';
import type { Wire } from '../wiring.ts';
import { rawContent } from './content.ts';
import { KeyTable } from './keyTable.ts';
import { PayloadTable } from './payloadTable.ts';
import { RecordTable } from './recordTable.ts';

const wire = (from: number, to: number): Wire => ({ from, to, fromPort: 'out', toPort: 'in', caller: from, latencyMs: 5, loseReplies: 0, loseRequests: 0 });

/** Rule 0 sends to stream 1 and queue 2; 3 reads the stream, 4 the queue. */
function run() {
  const keys = new KeyTable();
  const payloads = new PayloadTable(1);
  const kernel: Kernel = {
    now: 0,
    recipe: { startsAt: 0 },
    account: '123456789012',
    limits: limitsOf('notes'),
    keys,
    payloads,
    records: new RecordTable(),
    metrics: new MetricTable(),
    trace: new Trace(),
    assets: new Map(),
    wires: [wire(0, 1), wire(0, 2), wire(1, 3), wire(2, 4)],
    nodes: [0, 1, 2, 3, 4].map((n) => ({ id: `n${n}`, rng: Rng.of(1, `n${n}`) })),
    following: -1,
    hops: [],
    schedule: () => 0,
    cancel: () => undefined,
    callOver: () => undefined,
    replyTo: () => undefined,
    keep: () => undefined,
    bill: () => undefined,
    sinkNumber: () => 0,
  };
  const { records } = kernel;
  const classOf = payloads.addClasses('devices', [{ temp: '{{row}}' }]);
  const birth = () => records.birth(0, keys.intern('k'), 10, classOf);
  return { records, birth, contexts: kernel.nodes.map(({ id }, i) => new NodeContext(kernel, i, id)) };
}

const seen = ({ contexts }: ReturnType<typeof run>, row: number) => contexts.map((context) => context.payload(row));
const hash = (records: RecordTable) => {
  const digest = new Digest(1, 2);
  records.hashInto(digest);
  return digest.hex();
};

it('a record reshaped for a neighbour is changed there and behind it, and nowhere else', () => {
  const all = run();
  const row = all.birth();
  all.contexts[0]!.reshape(row, 0, { t: 1 });
  expect(seen(all, row)).toEqual([{ temp: 0 }, { t: 1 }, { temp: 0 }, { t: 1 }, { temp: 0 }]);
  all.contexts[0]!.reshape(row, 1, { q: 2 });
  expect(seen(all, row)).toEqual([{ temp: 0 }, { t: 1 }, { q: 2 }, { t: 1 }, { q: 2 }]);
  all.contexts[3]!.reshape(row, undefined, 'read');
  expect(seen(all, row)).toEqual([{ temp: 0 }, { t: 1 }, { q: 2 }, 'read', { q: 2 }]);
});

it('what is set without a place is carried wherever nothing else was set', () => {
  const all = run();
  const row = all.birth();
  all.records.setContent(row, 'born with');
  all.contexts[0]!.reshape(row, 1, null);
  expect(seen(all, row)).toEqual(['born with', 'born with', null, 'born with', null]);
});

it('a copy keeps what it had; digests tell contents apart', () => {
  const all = run();
  const row = all.birth();
  const before = hash(all.records);
  all.records.setContent(row, 'one');
  const copy = all.records.clone();
  const one = hash(copy);
  all.records.setContent(row, 'two');
  expect([copy.content(row, []), all.records.content(row, [])]).toEqual(['one', 'two']);
  expect(hash(copy)).toBe(one);
  expect(new Set([before, one, hash(all.records)]).size).toBe(3);
});

it('a content goes with the last hold of its row, and comes back with a keyframe from before', () => {
  const all = run();
  const rows = [all.birth(), all.birth()];
  for (const row of rows) all.records.setContent(row, `row ${row}`);
  all.contexts[0]!.reshape(rows[0]!, 0, 'changed');
  const before = all.records.clone();
  all.records.releaseRow(rows[0]!, 'expired');
  expect([all.records.content(rows[0]!, [1]), all.records.content(rows[1]!, [])]).toEqual([undefined, 'row 1']);
  expect([before.content(rows[0]!, [1]), before.content(rows[0]!, [])]).toEqual(['changed', 'row 0']);
});

it('contents go when their block of rows is let go of', () => {
  const all = run();
  const rows = Uint32Array.from({ length: 4096 }, () => all.birth());
  all.records.setContent(7, 'seven');
  all.records.release(rows, 'expired');
  expect(all.records.content(7, [])).toBeUndefined();
  expect(() => all.records.setContent(7, 'again')).toThrow('row 7 is not held by anybody');
});

it('bytes of a client are read as JSON or text where they are, and come back as they were', () => {
  const all = run();
  const context = all.contexts[0]!;
  const look = (bytes: string | Uint8Array) => {
    const row = all.birth();
    all.records.setContent(row, rawContent(Buffer.from(bytes).toString('base64')));
    return [context.payload(row), Buffer.from(context.data(row) ?? '', 'base64').equals(Buffer.from(bytes))];
  };
  expect(look('{ "a":1 }')).toEqual([{ a: 1 }, true]);
  expect(look('plain é')).toEqual(['plain é', true]);
  expect(look('{not json')).toEqual(['{not json', true]);
  expect(look('12')).toEqual(['12', true]);
  expect(look(Uint8Array.of(255, 0, 1))).toEqual([undefined, true]);
  const template = all.birth();
  expect(Buffer.from(context.data(template)!, 'base64').toString()).toBe(JSON.stringify(context.payload(template)));
});
