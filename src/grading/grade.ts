import type { ConfigIssue } from '../sim/config.ts';
import type { RunRecipe } from '../sim/recipe.ts';
import { findCriterion } from './criteria/index.ts';
import type { AnyCriterion } from './criterion.ts';
import { firstCause } from './firstCause.ts';
import type { FinishedRun } from './finishedRun.ts';
import { RunRecorder, type RecorderOptions } from './runRecorder.ts';
import { designRecipe, notJoined, type GradableDesign, type GradableScenario, type RequiredCriterion } from './scenario.ts';
import type { CriterionVerdict, Grade, Judgement, SeedResult, ShownNumbers } from './verdict.ts';
import { worstOf } from './worst.ts';

export interface GradeOptions extends RecorderOptions {
  /** Instead of the scenario's. */
  readonly seeds?: readonly number[] | undefined;
  /** Told after each piece: the part that is done, 0 to 1. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

interface Ready {
  readonly entry: RequiredCriterion;
  readonly criterion: AnyCriterion;
  readonly params: object;
  readonly needed: boolean;
}

/** The scenario's criteria with their parameters read; what an author got wrong, with its place. */
export function parseCriteria(entries: readonly RequiredCriterion[]): {
  readonly ready: readonly Ready[];
  readonly issues: readonly ConfigIssue[];
} {
  const ready: Ready[] = [];
  const issues: ConfigIssue[] = [];
  for (const entry of entries) {
    const criterion = findCriterion(entry.kind);
    if (typeof criterion === 'string') {
      issues.push({ path: `criteria.${entry.id}.kind`, problem: criterion });
      continue;
    }
    const { par, ...params } = entry.params;
    const parsed = criterion.parse(params);
    if (parsed.ok) ready.push({ entry, criterion, params: parsed.value, needed: par !== true });
    else issues.push(...parsed.error.map((one) => ({ path: `criteria.${entry.id}.params.${one.path}`, problem: one.problem })));
  }
  return { ready, issues };
}

/** Grades a design by running it on every seed, a piece at a time. Throws on criteria that an author got wrong; a design can only be ungradable. */
export class Grading {
  readonly #criteria: readonly Ready[];
  readonly #seeds: readonly number[];
  readonly #options: GradeOptions;
  readonly #recipeOf: (seed: number) => RunRecipe | string;
  readonly #results: SeedResult[] = [];
  #recorder: RunRecorder | undefined;

  constructor(scenario: GradableScenario, design: GradableDesign, options: GradeOptions) {
    const { ready, issues } = parseCriteria(scenario.criteria);
    if (issues.length > 0) throw new Error(issues.map((issue) => `${issue.path}: ${issue.problem}`).join('; '));
    this.#criteria = ready;
    this.#seeds = options.seeds ?? scenario.seeds;
    this.#options = options;
    this.#recipeOf = (seed) => {
      const parsed = designRecipe(scenario, design, options.models, seed);
      if (!parsed.ok)
        return parsed.error.map((issue) => (issue.path ? `${issue.path}: ${issue.problem}` : issue.problem)).join('; ');
      return notJoined(parsed.value, options.models) ?? parsed.value;
    };
  }

  /** Part that is done, 0 to 1. */
  get progress(): number {
    return (this.#results.length + (this.#recorder?.progress ?? 0)) / this.#seeds.length;
  }

  /** Works for about `maxEvents` events; answers the grade once all seeds are run. */
  turn(maxEvents = Infinity): Grade | undefined {
    const seed = this.#seeds[this.#results.length]!;
    if (this.#recorder === undefined) {
      const recipe = this.#recipeOf(seed);
      if (typeof recipe === 'string') return this.#ungradable(recipe);
      this.#recorder = new RunRecorder(recipe, this.#options);
    }
    const run = this.#recorder.turn(maxEvents);
    if (run) {
      this.#recorder = undefined;
      this.#results.push(judgeRun(run, this.#criteria, seed));
    }
    this.#options.onProgress?.(this.progress);
    return this.#results.length < this.#seeds.length ? undefined : worstOf(this.#results);
  }

  #ungradable(reason: string): Grade {
    const verdicts = this.#criteria.map(({ entry, needed }): CriterionVerdict => ({
      criterion: entry.id,
      kind: entry.kind,
      title: entry.title,
      needed,
      verdict: { type: 'ungradable', reason },
    }));
    const seeds = this.#seeds.map((seed): SeedResult => ({
      seed,
      digest: '',
      verdicts,
      numbers: { lossShare: 0, p99Ms: 0, pointsPerHour: 0 },
    }));
    return { verdicts: verdicts.map((verdict) => ({ ...verdict, worstSeed: this.#seeds[0]! })), passes: false, seeds };
  }
}

/** The grade of a design, in one go. */
export function grade(scenario: GradableScenario, design: GradableDesign, options: GradeOptions): Grade {
  const grading = new Grading(scenario, design, options);
  for (;;) {
    const done = grading.turn();
    if (done) return done;
  }
}

function judgeRun(run: FinishedRun, criteria: readonly Ready[], seed: number): SeedResult {
  const broken = unusable(run);
  const verdicts = criteria.map(({ entry, criterion, params, needed }): CriterionVerdict => {
    const judgement: Judgement = broken === undefined ? criterion.judge(run, params) : { type: 'ungradable', reason: broken };
    const verdict = judgement.type === 'missed' ? { ...judgement, why: entry.why } : judgement;
    return {
      criterion: entry.id,
      kind: entry.kind,
      title: entry.title,
      needed,
      verdict,
      cause: firstCause(run, criterion, judgement),
    };
  });
  return { seed, digest: run.digest, verdicts, numbers: numbersOf(run) };
}

function unusable(run: FinishedRun): string | undefined {
  if (run.status.type === 'budget-exhausted') return `The run had to stop early: ${run.status.says}.`;
  if (run.status.type === 'invariant-broken')
    return `The simulation broke its own rule "${run.status.name}" at ${run.status.node}.`;
  return run.records.born === 0 ? 'No record was made.' : undefined;
}

function numbersOf(run: FinishedRun): ShownNumbers {
  const { born, lost } = run.records;
  return {
    lossShare: born === 0 ? 0 : lost / born,
    p99Ms: run.sinks.reduce((most, sink) => Math.max(most, sink.latencyMs.p99), 0),
    pointsPerHour: (run.cost.points * 3_600_000) / Math.max(1, run.lengthMs),
  };
}
