import { expect, it } from 'vitest';
import { readContent } from '../../content/nodeSource.ts';
import { isTemplate, type ChoiceItem, type Item, type NumericItem, type OrderItem, type Question } from '../../content/types.ts';
import { draws } from '../../learning/template.ts';
import { parseLabLink } from '../../state/labLink.ts';
import { answerText, runOption, seeItHappen } from './labLinks.ts';

const back = { path: '/quiz/practice?n=10&session=a-b', label: 'Back to question 7' };
const questions = readContent().entries.flatMap((entry): Question[] => (entry.kind === 'question' ? [entry.value] : []));

function itemsOf(question: Question): readonly Item[] {
  if (!isTemplate(question)) return [question];
  const drawn = draws(question, 3);
  return drawn.ok ? drawn.value.map((draw) => draw.item) : [];
}

it('every question with a run, and every option of it, has a link that the lab can read back', async () => {
  let read = 0;
  for (const item of questions.flatMap(itemsOf)) {
    const options = 'options' in item ? item.options.map((option) => runOption(item, option.id, back)) : [];
    for (const url of [seeItHappen(item, null, back), ...options]) {
      if (url === undefined) continue;
      const link = await parseLabLink(url.slice(url.indexOf('#')));
      expect(link.ok ? [] : [item.id, ...link.error]).toEqual([]);
      expect(url.length).toBeLessThan(4096);
      read++;
    }
  }
  expect(read).toBeGreaterThan(200);
});

it('carries the answer as the prediction, what the option changes, and the way back', async () => {
  const item = questions.find((question): question is ChoiceItem => question.type === 'single' && !isTemplate(question) && question.sim?.mode === 'change');
  const wrong = item?.options.find((option) => !option.correct && option.change !== undefined);
  if (!item || !wrong) throw new Error('no item of mode change');
  const url = runOption(item, wrong.id, back) ?? '';
  const link = await parseLabLink(url.slice(url.indexOf('#')));
  expect(link).toMatchObject({ ok: true, value: { back: back.path, backLabel: back.label, changes: wrong.change, prediction: { prompt: item.stem, answer: wrong.text }, facts: item.sim?.facts } });
});

it('shows a right answer with what it changes, not the run that it mends', async () => {
  const item = questions.find((question): question is ChoiceItem => question.type === 'multiple' && !isTemplate(question) && question.sim?.mode === 'change');
  const right = item?.options.filter((option) => option.correct) ?? [];
  if (!item || right.length < 2) throw new Error('no such item');
  for (const option of right) {
    const url = seeItHappen(item, null, back, option.id) ?? '';
    expect(await parseLabLink(url.slice(url.indexOf('#')))).toMatchObject({ ok: true, value: { changes: option.change } });
  }
});

it('puts answers of every type into words', () => {
  const numeric = questions.find((question): question is NumericItem => question.type === 'numeric' && !isTemplate(question));
  expect(numeric && answerText(numeric, { type: 'numeric', text: '3' })).toBe(`3 ${numeric?.numeric.unit}`);
  const order = questions.find((question): question is OrderItem => question.type === 'order' && !isTemplate(question));
  expect(order && answerText(order, { type: 'order', order: order.order.steps.map((step) => step.id) })).toContain(' → ');
  expect(numeric && answerText(numeric, null)).toBeUndefined();
});
