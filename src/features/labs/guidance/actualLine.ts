import type { Prediction } from '../../../content/types.ts';
import type { MetricSeries } from '../../../sim/metrics.ts';

/** A line as [seconds, value]. */
export type Points = readonly (readonly [number, number])[];

/** The series that a sketch is about (`nodes.<id>.metrics.<name>`), in the sketch's unit; steps without samples keep the value before. */
export function actualLine(prediction: Extract<Prediction, { type: 'sketch' }>, series: readonly MetricSeries[]): Points {
  const match = /^nodes\.([^.]+)\.metrics\.(.+)$/.exec(prediction.measure);
  const found = match && series.find((one) => one.node === match[1] && one.metric === match[2]);
  if (!found) return [];
  const isTime = /Milliseconds|Millis/.test(found.metric);
  const per = isTime && prediction.unit === 's' ? 1000 : 1;
  const points: (readonly [number, number])[] = [];
  let value = 0;
  for (let i = 0; i < found.samples.length; i++) {
    if (found.samples[i]! > 0) value = (isTime ? found.max[i]! : found.sum[i]!) / per;
    points.push([(found.from + i * found.stepMs) / 1000, value]);
  }
  return points;
}
