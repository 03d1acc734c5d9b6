import { fail, type Result } from '../base/result.ts';
import { parseFields, type ConfigIssue, type Fields } from '../sim/config.ts';
import { limitsOf } from '../sim/limits.ts';
import { isPlainRecord } from '../sim/plainData.ts';
import type { FinishedRun } from './finishedRun.ts';
import type { Judgement } from './verdict.ts';

/** One kind of requirement: reads its parameters, judges a finished run, names the trace events that explain a miss. */
export interface Criterion<Params extends object> {
  readonly kind: string;
  /** What it asks for, in one sentence. */
  readonly says: string;
  readonly fields: Fields<Params>;
  /** Trace types in which the violation shows itself, the most telling first. */
  readonly shows: readonly string[];
  parse(raw: unknown): Result<Params, readonly ConfigIssue[]>;
  judge(run: FinishedRun, params: Params): Judgement;
}

export type AnyCriterion = Criterion<object>;

/** Erases the parameters' type, so that a list of criteria has one type. */
export function eraseCriterion<Params extends object>(criterion: Criterion<Params>): AnyCriterion {
  return criterion as unknown as AnyCriterion;
}

interface Definition<Params extends object> {
  readonly kind: string;
  readonly says: string;
  readonly fields: Fields<Params>;
  /** Parameters without which the criterion asks for nothing. */
  readonly required: readonly (keyof Params & string)[];
  readonly shows: readonly string[];
  judge(run: FinishedRun, params: Params): Judgement;
}

const ranges = limitsOf('notes');

/** A criterion from its table of parameters; unknown and missing parameters are named. */
export function defineCriterion<Params extends object>({ required, ...definition }: Definition<Params>): Criterion<Params> {
  return {
    ...definition,
    parse(raw) {
      const given = isPlainRecord(raw) ? raw : {};
      const missing = required
        .filter((name) => given[name] === undefined)
        .map((name) => ({ path: name, problem: `is missing: ${definition.fields[name].says}` }));
      const parsed = parseFields<Params>(raw, definition.fields, ranges);
      if (missing.length === 0) return parsed;
      return fail([...missing, ...(parsed.ok ? [] : parsed.error)]);
    },
  };
}

/** What is left of a bound from above, as a share of it; undefined for a bound of 0. */
export function marginBelow(value: number, bound: number): number | undefined {
  return bound === 0 ? undefined : (bound - value) / bound;
}
