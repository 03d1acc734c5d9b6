import { describe, expect, it } from 'vitest';
import { parseBytes } from './quantities.ts';

describe('sizes as people write them', () => {
  it.each([
    ['200B', 200],
    ['1KiB', 1024],
    ['5MB', 5e6],
    ['200TB', 200e12],
    ['1.5PB', 1.5e15],
    ['2TiB', 2 * 2 ** 40],
  ])('%s', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes);
  });

  it('an unknown unit is not read', () => {
    expect(parseBytes('3XB')).toBeUndefined();
  });
});
