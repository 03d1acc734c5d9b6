import { expect, it } from 'vitest';
import { criteria } from '../../src/grading/index.ts';
import { stories } from '../../src/grading/stories.ts';
import { traceTypes } from '../proving/traceTypes.ts';

const types = traceTypes();

it('finds the trace types in the sources of the models', () => {
  expect(types).toEqual(
    expect.arrayContaining(['records.refused', 'shard.split', 'shard.merged', 'reader.lagging', 'order.broken', 'put.partial']),
  );
  expect(types.every((type) => /^[a-z]+\.[a-z-]+(\.[a-z-]+)?$/.test(type))).toBe(true);
});

it('explains misses with events that can happen, each told by one story', () => {
  const told = stories.map((story) => story.type);
  expect(new Set(told).size).toBe(told.length);
  const used = [...criteria.flatMap((criterion) => criterion.shows), ...stories.flatMap((story) => story.causedBy), ...told];
  expect([...new Set(used)].filter((type) => !types.includes(type))).toEqual([]);
  expect([...new Set(criteria.flatMap((criterion) => criterion.shows))].filter((type) => !told.includes(type))).toEqual([]);
});
