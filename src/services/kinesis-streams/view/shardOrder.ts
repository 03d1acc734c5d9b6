import type { StreamFrame } from './streamFrame.ts';

/** Above this many shards only open ones are listed, by range: nobody follows so many families. */
const familiesUpTo = 96;

/**
 * Shards in the order in which they are drawn: by range, each closed parent right before its children.
 * Expired shards are left out.
 */
export function shardOrder({ columns, count }: Pick<StreamFrame, 'columns' | 'count'>): number[] {
  const { state, startShare, endShare } = columns;
  const byRange = (a: number, b: number) => startShare[a]! - startShare[b]!;
  const all = Array.from({ length: count }, (_, s) => s).filter((s) => state[s] !== 2);
  if (all.length > familiesUpTo) return all.filter((s) => state[s] === 0).sort(byRange);
  const order: number[] = [];
  // Shards are numbered as they are made, so parents come before children.
  for (const s of all) {
    let at = -1;
    order.forEach((other, i) => {
      const overlaps = startShare[other]! < endShare[s]! && startShare[s]! < endShare[other]!;
      if (overlaps || startShare[other]! < startShare[s]!) at = i;
    });
    order.splice(at + 1, 0, s);
  }
  return order;
}

/** Part of a long order that fits: `size` entries around `focus`, or all of them. */
export function windowOf(order: readonly number[], size: number, focus: number): { readonly from: number; readonly rows: readonly number[] } {
  if (order.length <= size) return { from: 0, rows: order };
  const middle = Math.max(0, order.indexOf(focus));
  const from = Math.max(0, Math.min(order.length - size, middle - Math.floor(size / 2)));
  return { from, rows: order.slice(from, from + size) };
}
