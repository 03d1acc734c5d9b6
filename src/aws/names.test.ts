import { expect, it } from 'vitest';
import { isQueueName } from './names.ts';

it('names of queues: letters, digits, hyphens and underscores, and the suffix of a FIFO queue', () => {
  const names: readonly (readonly [name: string, fifo: boolean, is: boolean])[] = [
    ['orders-2_x', false, true],
    ['orders.fifo', true, true],
    ['orders.fifo', false, false],
    ['orders', true, false],
    ['or ders', false, false],
    ['a/b', false, false],
    ['', false, false],
    ['.fifo', true, false],
    ['a'.repeat(80), false, true],
    ['a'.repeat(81), false, false],
    [`${'a'.repeat(75)}.fifo`, true, true],
    [`${'a'.repeat(76)}.fifo`, true, false],
  ];
  expect(names.filter(([name, fifo, is]) => isQueueName(name, fifo, 80) !== is)).toEqual([]);
});
