import { allOrNothing, type QuestionType } from '../questionType.ts';

const grouped = /^[-+]?\d{1,3}(?:[, \u00a0\u202f]\d{3})+(?:\.\d+)?$/;
const plain = /^[-+]?(?:\d+\.?\d*|\.\d+)$/;

/** The number a learner typed, with or without thousands separators (1,500 or 1 500) and with or without the unit behind it; undefined when it is not one number. */
export function readNumber(text: string, unit: string): number | undefined {
  const trimmed = text.trim();
  const end = unit !== '' && trimmed.toLowerCase().endsWith(unit.toLowerCase()) ? trimmed.length - unit.length : trimmed.length;
  const bare = trimmed.slice(0, end).trim();
  if (plain.test(bare)) return Number(bare);
  if (grouped.test(bare)) return Number(bare.replace(/[, \u00a0\u202f]/g, ''));
  return undefined;
}

/** Tolerances are written in decimals, and 0.1 + 0.2 is not 0.3: the last bits must not decide. */
function within(value: number, answer: number, tolerance: number): boolean {
  return Math.abs(value - answer) <= tolerance + 1e-9 * Math.max(1, Math.abs(answer));
}

/** A number with a unit; right within the key's tolerance. */
export const numeric: QuestionType<'numeric'> = {
  type: 'numeric',
  instruction: (prompt) => `Give a number of ${prompt.unit}.`,
  readiness(prompt, answer) {
    if (answer === undefined || answer.text.trim() === '') return 'empty';
    return readNumber(answer.text, prompt.unit) === undefined ? 'partial' : 'ready';
  },
  score(key, answer) {
    const value = answer && readNumber(answer.text, key.unit);
    return allOrNothing(value !== undefined && within(value, key.answer, key.tolerance));
  },
  parts: () => ({}),
};
