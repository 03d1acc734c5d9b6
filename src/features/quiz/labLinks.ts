import type { Item } from '../../content/types.ts';
import { readNumber } from '../../learning/question-types/numeric/index.ts';
import type { Answer } from '../../learning/question-types/questionType.ts';
import { sections } from '../../state/catalogue.ts';
import { labUrl, type LabLink } from '../../state/labLink.ts';

/** Where a run should lead back to. */
export interface BackTo {
  readonly path: string;
  readonly label: string;
}

/** Slug of the lab panel on which a topic runs. */
export function panelOf(topic: string): string {
  return sections.find((section) => section.topics.some((own) => own === topic))?.panel ?? 'kinesis';
}

/**
 * Address of the run that proves an item, at its telling moment, with the learner's answer as the prediction; undefined for
 * items that no run proves. Where options change the recipe, the run has the change of a right one: `rightId`, or the first.
 */
export function seeItHappen(item: Item, answer: Answer | null, back: BackTo, rightId?: string): string | undefined {
  const right = 'options' in item ? item.options.find((option) => option.correct && (rightId === undefined || option.id === rightId)) : undefined;
  return runOf(item, answerText(item, answer), back, right?.change === undefined ? {} : { changes: right.change });
}

/** Address of the run with what an option does to it: the run that shows why it is right or wrong. */
export function runOption(item: Item, optionId: string, back: BackTo): string | undefined {
  if (!('options' in item)) return undefined;
  const option = item.options.find((candidate) => candidate.id === optionId);
  return option && runOf(item, option.text, back, option.change === undefined ? {} : { changes: option.change });
}

function runOf(item: Item, answer: string | undefined, back: BackTo, part: Pick<LabLink, 'changes'> = {}): string | undefined {
  if (!item.sim) return undefined;
  const { recipe, length, seed, facts, seeAt } = item.sim;
  return labUrl({
    panel: panelOf(item.topic),
    recipe,
    length,
    seed,
    facts,
    back: back.path,
    backLabel: back.label,
    ...(seeAt === undefined ? {} : { atMs: seeAt }),
    ...(answer === undefined ? {} : { prediction: { prompt: item.stem, answer } }),
    ...part,
  });
}

/** An answer in words, as a prediction shows it; undefined for none. */
export function answerText(item: Item, answer: Answer | null): string | undefined {
  if (answer === null) return undefined;
  if (answer.type === 'numeric') {
    const unit = item.type === 'numeric' ? item.numeric.unit : '';
    return readNumber(answer.text, unit) === undefined ? undefined : `${answer.text} ${unit}`.trim();
  }
  const join = (texts: readonly (string | undefined)[], by: string) => texts.filter((text) => text !== undefined).join(by).slice(0, 490) || undefined;
  if (answer.type === 'order') return item.type === 'order' ? join(answer.order.map((id) => item.order.steps.find((step) => step.id === id)?.text), ' → ') : undefined;
  if (answer.type === 'match') {
    return item.type === 'match' ? join(item.match.rows.map((row) => `${row.text}: ${item.match.choices.find((choice) => choice.id === answer.pairs[row.id])?.text ?? '–'}`), '; ') : undefined;
  }
  return 'options' in item ? join(item.options.filter((option) => answer.chosen.includes(option.id)).map((option) => option.text), '; ') : undefined;
}
