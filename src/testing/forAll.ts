import fc from 'fast-check';

export interface ForAllOptions {
  /** Fixed, so that a red run repeats. */
  readonly seed: number;
  readonly runs?: number;
}

/** A property over drawn values: always the same draws for a seed; a failure prints the smallest value found that breaks it. */
export function assertForAll<T>(values: fc.Arbitrary<T>, holds: (value: T) => void, { seed, runs = 100 }: ForAllOptions): void {
  fc.assert(
    fc.property(values, (value) => {
      holds(value);
    }),
    { seed, numRuns: runs },
  );
}
