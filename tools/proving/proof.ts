/** What came of recomputing one key: nothing to say when it agrees. */
export interface Disagreement {
  /** What the content says is right. */
  readonly keyed: string;
  /** What the engine says. */
  readonly computed: string;
}

/** Both sides of a key as text. */
export function compared(keyed: string, computed: string): Disagreement | undefined {
  return keyed === computed ? undefined : { keyed, computed };
}

export function broken(keyed: string, says: string): Disagreement {
  return { keyed, computed: `cannot be computed: ${says}` };
}

/** A measured value as a number key is compared: scaled, then rounded. */
export function scaled(value: number, scale = 1, round?: 'ceil' | 'floor' | 'nearest'): number {
  const exact = value * scale;
  // Figures such as 0.6 × 5 must not round up for a last binary digit.
  const clean = Math.abs(exact - Math.round(exact)) < 1e-9 * Math.max(1, Math.abs(exact)) ? Math.round(exact) : exact;
  return round === 'ceil'
    ? Math.ceil(clean)
    : round === 'floor'
      ? Math.floor(clean)
      : round === 'nearest'
        ? Math.round(clean)
        : clean;
}

/** Within the tolerance, both ends included. */
export function near(value: number, answer: number, tolerance: number): boolean {
  return Math.abs(value - answer) <= tolerance + 1e-9 * Math.max(1, Math.abs(answer));
}
