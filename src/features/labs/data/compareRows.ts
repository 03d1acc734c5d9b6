import type { MetricSeries } from '../../../sim/metrics.ts';
import type { Branch } from '../../../state/runStore.ts';
import type { DataColumn } from '../panel.ts';
import { digits } from '../words.ts';

export interface ComparedRow {
  readonly id: string;
  readonly title: string;
  readonly before: string;
  readonly now: string;
}

function totalOf(column: DataColumn, series: readonly MetricSeries[], until: number): number {
  let total = 0;
  for (const one of series) {
    if (!column.metrics.includes(one.metric)) continue;
    for (let i = 0; i < one.sum.length && one.from + i * one.stepMs < until; i++) {
      if (column.take === 'max') total = Math.max(total, one.max[i]!);
      else total += one.sum[i]!;
    }
  }
  return total / (column.per ?? 1);
}

/** Each figure over the stretch of time that both runs have gone: sums, or the largest value. */
export function compareRows(columns: readonly DataColumn[], branch: Branch, seconds: readonly MetricSeries[], until: number): readonly ComparedRow[] {
  return columns.map((column) => ({
    id: column.id,
    title: column.take === 'max' ? `${column.title}, largest` : column.title,
    before: digits(totalOf(column, branch.seconds, until), 2),
    now: digits(totalOf(column, seconds, until), 2),
  }));
}
