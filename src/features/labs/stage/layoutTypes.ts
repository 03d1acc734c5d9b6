import type { Box, LaneBox, MeterBox, RulerBox } from '../../../services/kinesis-streams/view/index.ts';

/** One shard that is to be drawn. While a reshard is shown, both numbers run between 0 and 1. */
export interface Row {
  readonly shard: number;
  /** 0 not there yet, 1 there in full. */
  readonly presence: number;
  /** 0 open, 1 closed: closed shards need less room. */
  readonly closed: number;
}

export interface StageSize {
  readonly width: number;
  readonly height: number;
  /** Root font size over 16 px. */
  readonly scale: number;
}

export interface LayoutInput extends StageSize {
  readonly producers: number;
  readonly rows: readonly Row[];
  /** Shards that are not among `rows` because they do not fit. */
  readonly hidden: number;
}

/** How much of a shard is drawn: everything, one line of it, a bar, or one column of a narrow stage. */
export type Detail = 'full' | 'medium' | 'slim' | 'strip' | 'column' | 'narrow';

export interface LaneLayout extends LaneBox {
  readonly shard: number;
  readonly detail: Detail;
  readonly closed: boolean;
  /** Everything that belongs to the shard: for clicks. */
  readonly row: Box;
  /** Baseline and left end of the shard's name. */
  readonly name: { readonly x: number; readonly y: number; readonly max: number };
  /** Where consumer labels may stand: a line above the log. Null when there is no room. */
  readonly flags: { readonly x: number; readonly w: number; readonly y: number } | null;
  /** The number at the lane's end. */
  readonly depth: { readonly x: number; readonly y: number; readonly max: number; readonly align: 'left' | 'center' } | null;
  /** Where records enter, and the line along which they run to the tip. */
  readonly mouth: { readonly x: number; readonly y: number };
  readonly meters: readonly MeterBox[];
  /** Where the five read calls are shown; null when there is no room. */
  readonly pips: { readonly x: number; readonly y: number } | null;
  /** Distance of two marks, and how many stand side by side. */
  readonly pitch: number;
  readonly across: number;
}

export interface StageLayout extends StageSize {
  readonly compact: boolean;
  readonly producers: readonly Box[];
  readonly ruler: RulerBox;
  readonly lanes: readonly LaneLayout[];
  readonly tray: Box;
  /** Baselines of the headings; null when there is no room for them. */
  readonly headings: { readonly producers: Point; readonly lanes: Point & { readonly end: number } } | null;
  readonly legend: Box;
  /** Baselines of the two ends of the hash-key space. */
  readonly ends: readonly [Point & { align: 'left' | 'right' }, Point & { align: 'left' | 'right' }];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
