import { expect, it } from 'vitest';
import { normalQuantile } from './normalQuantile.ts';

it('the normal quantile agrees with the published table, and is odd about one half', () => {
  for (const [p, x] of [[0.5, 0], [0.75, 0.67448975], [0.975, 1.95996398], [0.99, 2.32634787], [0.999, 3.09023231], [0.9999, 3.71901649]] as const) {
    expect(normalQuantile(p)).toBeCloseTo(x, 6);
    expect(normalQuantile(1 - p)).toBeCloseTo(-x, 6);
  }
});
