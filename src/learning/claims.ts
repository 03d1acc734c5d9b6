import { plainText } from '../base/plainText.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { Claim, Plain } from '../content/types.ts';
import { measure, type Measured, type MeasureProblem, type RunSummary } from '../base/measure.ts';

/** Whether a claim held in a run, and the value that decided. */
export interface Holding {
  readonly holds: boolean;
  readonly measured: Measured;
}

/** Whether the claim is true of the run. A path that leads nowhere is a problem, never "false"; something that never happened (null) is neither before nor after anything. */
export function holds(claim: Claim, summary: RunSummary, eventTypes?: readonly string[]): Result<Holding, MeasureProblem> {
  const at = measure(summary, claim.measure, eventTypes);
  if (!at.ok) return at;
  const measured = at.value;
  const says = (why: string) => fail({ path: claim.measure, says: `${claimText(claim)}: ${why}` });
  switch (claim.op) {
    case '==':
      return ok({ holds: measured === claim.value, measured });
    case '!=':
      return ok({ holds: measured !== claim.value, measured });
    case 'between': {
      const [low, high] = Array.isArray(claim.value) ? (claim.value as readonly Plain[]) : [];
      if (typeof low !== 'number' || typeof high !== 'number') return says('"between" takes a list of two numbers.');
      if (measured !== null && typeof measured !== 'number') return says(`the run gives ${JSON.stringify(measured)}, which is no number.`);
      return ok({ holds: measured !== null && measured >= low && measured <= high, measured });
    }
    default: {
      if (typeof claim.value !== 'number') return says(`"${claim.op}" compares with a number.`);
      if (measured !== null && typeof measured !== 'number') return says(`the run gives ${JSON.stringify(measured)}, which is no number.`);
      return ok({ holds: measured !== null && compare(measured, claim.op, claim.value), measured });
    }
  }
}

function compare(a: number, op: '<' | '<=' | '>=' | '>', b: number): boolean {
  return op === '<' ? a < b : op === '<=' ? a <= b : op === '>=' ? a >= b : a > b;
}

/** Whether every claim of the list is true; the first problem otherwise. An empty list asserts nothing and is a problem. */
export function allHold(claims: readonly Claim[], summary: RunSummary, eventTypes?: readonly string[]): Result<boolean, MeasureProblem> {
  if (claims.length === 0) return fail({ path: '', says: 'The list of claims is empty, so it asserts nothing.' });
  let all = true;
  for (const claim of claims) {
    const one = holds(claim, summary, eventTypes);
    if (!one.ok) return one;
    all &&= one.value.holds;
  }
  return ok(all);
}

/** The claim as one reads it aloud: `records.lost <= 0`. */
export function claimText(claim: Claim): string {
  return `${claim.measure} ${claim.op} ${Array.isArray(claim.value) ? claim.value.join(' and ') : plainText(claim.value)}`;
}
