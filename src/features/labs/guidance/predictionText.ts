import type { Prediction } from '../../../content/types.ts';
import { digits } from '../words.ts';

/** What a learner said: the id of an option, a number, ids in order, or points of a line as [seconds, value]. */
export type PredictionAnswer = string | number | readonly string[] | readonly (readonly [number, number])[];

const isPoints = (answer: readonly unknown[]): answer is readonly (readonly [number, number])[] => answer.every((entry) => Array.isArray(entry));

/** An answer in words. */
export function answerText(prediction: Prediction, answer: PredictionAnswer): string {
  const optionText = (id: string) => ('options' in prediction ? (prediction.options.find((option) => option.id === id)?.text ?? id) : id);
  if (typeof answer === 'number') return `${digits(answer, 2)}${prediction.type === 'number' ? ` ${prediction.unit}` : ''}`;
  if (typeof answer === 'string') return optionText(answer);
  if (isPoints(answer)) return answer.map(([at, value]) => `${digits(value, 1)}${prediction.type === 'sketch' ? ` ${prediction.unit}` : ''} at ${digits(at)} s`).join(', ');
  return (answer as readonly string[]).map(optionText).join(', then ');
}

/** Whether an answer was right, by the run where it tells (`measured`, in the prediction's unit), else by the key. */
export function isRight(prediction: Prediction, answer: PredictionAnswer, measured: number | undefined): boolean {
  switch (prediction.type) {
    case 'choose':
      return answer === prediction.answer;
    case 'number':
      return typeof answer === 'number' && Math.abs(answer - (measured ?? prediction.answer)) <= prediction.tolerance;
    case 'order':
      return Array.isArray(answer) && answer.length === prediction.answer.length && prediction.answer.every((id, i) => answer[i] === id);
    case 'sketch': {
      const key = prediction.answer;
      if (!key || typeof answer !== 'object') return false;
      const points = answer as readonly (readonly [number, number])[];
      return key.every(([at, value]) => Math.abs(valueAt(points, at) - value) <= (prediction.tolerance ?? 0));
    }
  }
}

/** The value of a line of straight pieces at a time; beyond its ends, that of the end. */
export function valueAt(points: readonly (readonly [number, number])[], at: number): number {
  const [first] = points;
  if (!first) return 0;
  if (at <= first[0]) return first[1];
  for (let i = 1; i < points.length; i++) {
    const [t0, v0] = points[i - 1]!;
    const [t1, v1] = points[i]!;
    if (at <= t1) return t1 === t0 ? v1 : v0 + ((v1 - v0) * (at - t0)) / (t1 - t0);
  }
  return points[points.length - 1]![1];
}

/** What the key says, in words. */
export function keyText(prediction: Prediction): string {
  switch (prediction.type) {
    case 'choose':
    case 'number':
    case 'order':
      return answerText(prediction, prediction.answer);
    case 'sketch':
      return prediction.answer ? answerText(prediction, prediction.answer) : '';
  }
}
