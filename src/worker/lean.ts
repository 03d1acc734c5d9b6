import type { SimReport, Snapshot } from './protocol.ts';

/** What seldom changes and may be large: the recipe with its interventions, and the runs set aside with their series. */
type Seldom = Pick<Snapshot, 'recipe' | 'branches'>;

/** A report on its way between worker and page: a snapshot leaves out what is the same as in the one before. */
export type LeanReport = Exclude<SimReport, { type: 'snapshot' }> | { readonly type: 'snapshot'; readonly snapshot: Omit<Snapshot, keyof Seldom> & Partial<Seldom> };

/** Leaves out of each snapshot what the last one had already; for the worker's end. */
export function createThinner(): (report: SimReport) => LeanReport {
  let last: Partial<Seldom> = {};
  return (report) => {
    if (report.type !== 'snapshot') return report;
    const { recipe, branches, ...rest } = report.snapshot;
    const snapshot = { ...rest, ...(recipe === last.recipe ? {} : { recipe }), ...(branches === last.branches ? {} : { branches }) };
    last = { recipe, branches };
    return { type: 'snapshot', snapshot };
  };
}

/** Puts back what was left out; for the page's end. Throws when it never came. */
export function createFiller(): (report: LeanReport) => SimReport {
  let last: Partial<Seldom> = {};
  return (report) => {
    if (report.type !== 'snapshot') return report;
    const { recipe = last.recipe, branches = last.branches } = report.snapshot;
    if (recipe === undefined || branches === undefined) throw new Error('the first snapshot came without its recipe');
    last = { recipe, branches };
    return { type: 'snapshot', snapshot: { ...report.snapshot, recipe, branches } };
  };
}
