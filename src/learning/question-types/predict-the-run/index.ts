import { oneOf } from '../choice.ts';
import type { QuestionType } from '../questionType.ts';

/** One option, chosen before a run that then shows whether it holds. */
export const predictTheRun: QuestionType<'predict-the-run'> = {
  type: 'predict-the-run',
  ...oneOf('Choose what the run will show. You can watch it afterwards.'),
};
