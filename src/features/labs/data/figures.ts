import type { MetricSeries } from '../../../sim/metrics.ts';
import type { DataColumn } from '../panel.ts';

/** Figures of one second, from `at` seconds on; one for each column. */
export interface FigureRow {
  readonly at: number;
  readonly values: readonly number[];
}

/** The figures of the last `count` full seconds up to a moment, newest first. */
export function figureRows(columns: readonly DataColumn[], seconds: readonly MetricSeries[], until: number, count: number): readonly FigureRow[] {
  const last = Math.floor(until / 1000) - 1;
  const rows: FigureRow[] = [];
  for (let second = last; second > last - count && second >= 0; second--) {
    rows.push({ at: second, values: columns.map((column) => figure(column, seconds, second * 1000)) });
  }
  return rows;
}

function figure(column: DataColumn, seconds: readonly MetricSeries[], at: number): number {
  let value = 0;
  for (const series of seconds) {
    if (!column.metrics.includes(series.metric)) continue;
    const i = (at - series.from) / series.stepMs;
    if (column.take === 'max') value = Math.max(value, series.max[i] ?? 0);
    else value += series.sum[i] ?? 0;
  }
  return value / (column.per ?? 1);
}

const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);

/** Rows as CSV with a header, oldest first. */
export function csvOf(columns: readonly DataColumn[], rows: readonly FigureRow[]): string {
  const lines = [['second', ...columns.map((column) => column.title)].map(cell).join(',')];
  for (const row of [...rows].reverse()) lines.push([row.at, ...row.values.map((value) => Number(value.toFixed(4)))].join(','));
  return `${lines.join('\n')}\n`;
}
