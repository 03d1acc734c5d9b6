/** A marker's place in the lane: horizontal middle in px, row from the top, and what else it stands for. */
export interface Placed<T> {
  readonly x: number;
  readonly row: number;
  readonly items: readonly T[];
}

/** Width that a marker needs, px: a target of 26 and a gap. */
export const markerWidth = 28;
const rowsMax = 3;

/**
 * Places markers in time order: beside each other where there is room, else one row lower; where three rows are full, markers
 * join the nearest one. `at` is each item's moment as a fraction of the lane.
 */
export function placeMarkers<T>(items: readonly T[], at: (item: T) => number, width: number): readonly Placed<T>[] {
  const rows: { x: number; index: number }[] = [];
  const placed: { x: number; row: number; items: T[] }[] = [];
  const half = markerWidth / 2;
  for (const item of [...items].sort((a, b) => at(a) - at(b))) {
    const x = Math.min(Math.max(half, at(item) * width), Math.max(half, width - half));
    let row = rows.findIndex((last) => last.x + markerWidth <= x);
    if (row < 0 && rows.length < rowsMax) row = rows.length;
    if (row < 0) {
      const nearest = rows.reduce((best, last) => (last.x > best.x ? last : best));
      placed[nearest.index]!.items.push(item);
      continue;
    }
    rows[row] = { x, index: placed.length };
    placed.push({ x, row, items: [item] });
  }
  return placed;
}
