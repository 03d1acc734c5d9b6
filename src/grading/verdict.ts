/** What a criterion says of one run. Everything is plain data. */
export type Judgement =
  | {
      readonly type: 'met';
      readonly measured: string;
      readonly wanted: string;
      readonly badness: number;
      /** Room left, as a share of the bound: 0.1 is a tenth to spare. Absent where the bound is 0. */
      readonly margin?: number | undefined;
    }
  | {
      readonly type: 'missed';
      readonly measured: string;
      readonly wanted: string;
      /** Larger is worse; compared between runs of one criterion only. */
      readonly badness: number;
      /** How far the bound is overstepped, as a share of it, below 0: -0.05 is a near miss. Absent where the bound is 0. */
      readonly margin?: number | undefined;
      /** Moments to jump to, ms, earliest first; the first is where the violation begins. */
      readonly evidence: readonly number[];
      /** Node that was watched, where it is one. */
      readonly node?: string | undefined;
    }
  | { readonly type: 'ungradable'; readonly reason: string };

/** A judgement with the fact that explains a miss. */
export type Verdict = Exclude<Judgement, { type: 'missed' }> | (Extract<Judgement, { type: 'missed' }> & { readonly why: string });

/** One step of an explanation: when, where, and a sentence. */
export interface CauseStep {
  readonly atMs: number;
  readonly node?: string | undefined;
  readonly text: string;
}

/** From the first violating moment back to what brought it about: at most five steps, in order of time. */
export interface Cause {
  /** Where the timeline jumps to. */
  readonly atMs: number;
  /** What is to be looked at there. */
  readonly node?: string | undefined;
  readonly steps: readonly CauseStep[];
}

export interface CriterionVerdict {
  /** Id of the scenario's criterion. */
  readonly criterion: string;
  readonly kind: string;
  readonly title: string;
  /** False for a par: shown, never needed to pass. */
  readonly needed: boolean;
  readonly verdict: Verdict;
  /** Why it was missed, told from this run's trace. */
  readonly cause?: Cause | undefined;
}

/** The three numbers beside par. */
export interface ShownNumbers {
  /** Records lost, as a share of those born. */
  readonly lossShare: number;
  /** 99th percentile from birth to delivery, ms; the slowest sink. */
  readonly p99Ms: number;
  /** Points of the price table for an hour of such a run. */
  readonly pointsPerHour: number;
}

export interface SeedResult {
  readonly seed: number;
  readonly digest: string;
  readonly verdicts: readonly CriterionVerdict[];
  readonly numbers: ShownNumbers;
}

/** Pass or fail for each criterion, by its worst seed. No points, no blended score. */
export interface Grade {
  readonly verdicts: readonly (CriterionVerdict & { readonly worstSeed: number })[];
  /** Every needed criterion is met on every seed. */
  readonly passes: boolean;
  readonly seeds: readonly SeedResult[];
  /** The worst of each over the seeds; absent when nothing could be run. */
  readonly numbers?: ShownNumbers | undefined;
}
