import { expect, it } from 'vitest';
import { chance, seedOf, shuffled } from './chance.ts';

const letters = ['a', 'b', 'c', 'd', 'e'];

it('gives the same order for the same seed and leaves the input alone', () => {
  expect(shuffled(letters, 7)).toEqual(shuffled(letters, 7));
  expect(letters).toEqual(['a', 'b', 'c', 'd', 'e']);
});

it('keeps every element exactly once', () => {
  for (let seed = 0; seed < 200; seed++) expect([...shuffled(letters, seed)].sort()).toEqual(letters);
});

it('puts each element in each place about equally often', () => {
  const firsts = new Map<string, number>();
  for (let seed = 0; seed < 5000; seed++) {
    const first = shuffled(letters, seed)[0] as string;
    firsts.set(first, (firsts.get(first) ?? 0) + 1);
  }
  for (const letter of letters) expect(Math.abs((firsts.get(letter) ?? 0) - 1000)).toBeLessThan(150);
});

it('pins the stream, so that a stored seed keeps its order for ever', () => {
  expect(shuffled(letters, 42)).toMatchInlineSnapshot(`
    [
      "a",
      "e",
      "c",
      "b",
      "d",
    ]
  `);
  const random = chance(seedOf('q.kds.001'));
  expect([random.below(100), random.below(100), random.below(100)]).toMatchInlineSnapshot(`
    [
      0,
      16,
      6,
    ]
  `);
});
