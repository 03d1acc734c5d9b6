import type { FinishedRun } from './finishedRun.ts';

export interface Window {
  /** Start, ms. */
  readonly from: number;
  /** Per metric asked for, over all nodes: the sum of its values, how many there were, and the largest. */
  readonly values: readonly { readonly sum: number; readonly samples: number; readonly max: number }[];
}

const minuteMs = 60_000;

/** Whole minutes of the run; undefined where only hours were kept. What lies after the last whole minute is left out. */
export function minuteWindows(run: FinishedRun, metrics: readonly string[]): readonly Window[] | undefined {
  return windowsOf(run, metrics, minuteMs);
}

/** The finest windows that were kept for the whole run, and their length. */
export function finestWindows(run: FinishedRun, metrics: readonly string[]): readonly Window[] {
  return windowsOf(run, metrics, run.series[0]?.stepMs ?? minuteMs) ?? [];
}

function windowsOf(run: FinishedRun, metrics: readonly string[], windowMs: number): readonly Window[] | undefined {
  const stepMs = run.series[0]?.stepMs ?? windowMs;
  if (stepMs > windowMs) return undefined;
  const perWindow = windowMs / stepMs;
  const windows: Window[] = [];
  for (let w = 0; (w + 1) * windowMs <= run.lengthMs; w++) {
    const values = metrics.map((metric) => {
      const value = { sum: 0, samples: 0, max: 0 };
      for (const series of run.series) {
        if (series.metric !== metric) continue;
        for (let i = w * perWindow; i < (w + 1) * perWindow; i++) {
          value.sum += series.sum[i] ?? 0;
          value.samples += series.samples[i] ?? 0;
          value.max = Math.max(value.max, series.max[i] ?? 0);
        }
      }
      return value;
    });
    windows.push({ from: w * windowMs, values });
  }
  return windows;
}
