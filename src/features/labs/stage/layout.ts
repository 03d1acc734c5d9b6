import { layoutCompact } from './layoutCompact.ts';
import { layoutWide } from './layoutWide.ts';
import type { LayoutInput, StageLayout, StageSize } from './layoutTypes.ts';

export type * from './layoutTypes.ts';

/** Below this width the drawing is compact unless told otherwise, px. */
export const compactBelow = 430;

/** Rectangles for everything on the stage. Pure: the same sizes give the same picture. */
export function layoutStage(input: LayoutInput, compact: boolean): StageLayout {
  return compact ? layoutCompact(input) : layoutWide(input);
}

/** How many shards can be drawn as rows (or columns) of their own at this size. */
export function rowsThatFit({ width, height, scale }: StageSize, compact: boolean): number {
  if (compact) return Math.max(2, Math.min(8, Math.floor((width - 12) / (40 * scale))));
  return Math.max(3, Math.floor((height - 54 * scale) / (15 * scale)));
}
