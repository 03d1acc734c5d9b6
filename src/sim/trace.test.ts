import { expect, it } from 'vitest';
import { Digest } from '../base/digest.ts';
import { Trace } from './trace.ts';

const digest = (trace: Trace): string => {
  const hash = new Digest();
  trace.hashInto(hash);
  return hash.hex();
};

it('joins what goes on within a second: newest detail, sums added up', () => {
  const trace = new Trace();
  trace.note(100, 'clicks', 'records.refused', 'shard-0', { limit: 'byte rate' }, { refused: 2 });
  trace.note(900, 'clicks', 'records.refused', 'shard-0', { limit: 'record rate' }, { refused: 3 });
  trace.note(950, 'clicks', 'records.refused', 'shard-1', { limit: 'byte rate' }, { refused: 1 });
  trace.note(1901, 'clicks', 'records.refused', 'shard-0', { limit: 'byte rate' }, { refused: 4 });
  expect(trace.events()).toEqual([
    { at: 100, lastAt: 900, count: 2, node: 'clicks', type: 'records.refused', subject: 'shard-0', detail: { limit: 'record rate', refused: 5 } },
    { at: 950, lastAt: 950, count: 1, node: 'clicks', type: 'records.refused', subject: 'shard-1', detail: { limit: 'byte rate', refused: 1 } },
    { at: 1901, lastAt: 1901, count: 1, node: 'clicks', type: 'records.refused', subject: 'shard-0', detail: { limit: 'byte rate', refused: 4 } },
  ]);
  expect(trace.events(2).map((event) => event.at)).toEqual([1901]);
});

it('a clone keeps its own episodes: neither sees what the other notes later', () => {
  const trace = new Trace();
  trace.note(0, 'a', 'put.partial', 'put', {}, { failed: 1 });
  const copy = trace.clone();
  const before = digest(copy);
  trace.note(10, 'a', 'put.partial', 'put', {}, { failed: 1 });
  expect(digest(copy)).toBe(before);
  expect(copy.events()).toMatchObject([{ count: 1, detail: { failed: 1 } }]);
  copy.note(10, 'a', 'put.partial', 'put', {}, { failed: 1 });
  expect(digest(copy)).toBe(digest(trace));
  expect(copy.events()).toEqual(trace.events());
});

it('stays bounded, however many subjects there are: the first episodes of a type, the last one, and what still goes on', () => {
  const trace = new Trace();
  for (let i = 0; i < 20_000; i++) trace.note(i * 10, 'lake', 'object.delivered', `key-${i}`, {});
  const events = trace.events();
  expect(events.length).toBeLessThan(2000 + 4000 + 2);
  expect(events.slice(0, 2000).map(({ subject }) => subject)).toEqual(Array.from({ length: 2000 }, (_, i) => `key-${i}`));
  expect(events.at(-1)!.subject).toBe('key-19999');
  trace.note(199_995, 'lake', 'object.delivered', 'key-19999', {});
  expect(trace.events().at(-1)).toMatchObject({ subject: 'key-19999', count: 2 });
});

it('many that go on at once are all kept, and told once they are over', () => {
  const trace = new Trace();
  for (let round = 0; round < 3; round++) for (let i = 0; i < 10_000; i++) trace.note(round * 100, 'fleet', 'device.throttled', `device-${i}`, {});
  expect(trace.events()).toHaveLength(10_000);
  expect(trace.events().every(({ count }) => count === 3)).toBe(true);
});
