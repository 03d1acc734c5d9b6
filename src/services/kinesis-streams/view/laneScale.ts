/** Where the records of a shard's log lie along its lane. The newest record is at the tip; distances are counted from there. */
export interface LaneScale {
  /** Pixels from the tip over which every mark has its own place. */
  readonly near: number;
  /** Pixels from the tip to the retention horizon: beyond `near`, age is squeezed. */
  readonly length: number;
  /** Pixels between two marks. */
  readonly pitch: number;
  /** Records that one mark stands for. */
  readonly perMark: number;
  /** Marks side by side, for a log drawn as a column. */
  readonly across: number;
}

/** Makes room for the squeezed part: a sixth of the lane, 20 to 56 px. */
export function laneScale(length: number, pitch: number, perMark: number, across = 1): LaneScale {
  const far = Math.min(length / 2, Math.max(20, Math.min(56, length / 6)));
  return { near: length - far, length, pitch, perMark, across };
}

/** Records between the tip and the far end of the part that is drawn mark by mark. */
export function nearRecords({ near, pitch, perMark, across }: LaneScale): number {
  return (near / pitch) * perMark * across;
}

/**
 * Pixels from the tip for a position that lies `behind` records before it, in a log that holds `held` records.
 * Squeezed by logarithm beyond the near part, so that the oldest record held always lies at the horizon.
 */
export function distanceFromTip(scale: LaneScale, behind: number, held: number): number {
  if (behind <= 0) return 0;
  const near = nearRecords(scale);
  if (behind <= near) return (behind / scale.perMark / scale.across) * scale.pitch;
  const far = Math.max(held, near * 1.0001);
  return scale.near + (scale.length - scale.near) * Math.min(1, Math.log(behind / near) / Math.log(far / near));
}

/**
 * How old the record `behind` the tip is, in ms. SIMPLIFIED: as if the records held had come in evenly; a snapshot tells the age
 * of the oldest one only.
 */
export function ageBehind(behind: number, held: number, oldestAgeMs: number): number {
  return held <= 0 ? 0 : (oldestAgeMs * Math.min(behind, held)) / held;
}
