import { oneOf } from '../choice.ts';
import type { QuestionType } from '../questionType.ts';

/** One correct option among several. */
export const single: QuestionType<'single'> = { type: 'single', ...oneOf('Choose one.') };
