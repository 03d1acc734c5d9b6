import { readContent } from '../../src/content/nodeSource.ts';
import { toKey } from '../../src/content/prompt.ts';
import { isTemplate, type Item } from '../../src/content/types.ts';
import type { Answer } from '../../src/learning/question-types/questionType.ts';
import { instantiate } from '../../src/learning/template.ts';
import { open, tabTo } from './app.ts';
import { expect, type Locator, type Page } from './test.ts';

const content = readContent();

/** All questions that the app can ask, as they were written. */
export const questions = content.entries.flatMap((entry) => (entry.kind === 'question' ? [entry.value] : []));
/** Concept ids with the facts they hold. */
export const concepts = content.entries.flatMap((entry) => (entry.kind === 'concept' ? [entry.value] : []));

/** The question with this id; of a template, the draw with this seed. */
export function itemOf(id: string, seed = 1): Item {
  const question = questions.find((candidate) => candidate.id === id);
  if (!question) throw new Error(`no question ${id}`);
  if (!isTemplate(question)) return question;
  const drawn = instantiate(question, seed);
  if (!drawn.ok) throw new Error(drawn.error);
  return drawn.value.item;
}

/** The keyed answer. */
export function rightAnswer(item: Item): Answer {
  const key = toKey(item);
  switch (key.type) {
    case 'numeric':
      return { type: 'numeric', text: String(key.answer) };
    case 'order':
      return { type: 'order', order: key.steps };
    case 'match':
      return { type: 'match', pairs: key.pairs };
    default:
      return { type: key.type, chosen: key.correct };
  }
}

/** An answer that is complete and gets no full marks. */
export function wrongAnswer(item: Item): Answer {
  const key = toKey(item);
  switch (key.type) {
    case 'numeric':
      return { type: 'numeric', text: String(key.answer + key.tolerance + 1) };
    case 'order':
      return { type: 'order', order: [...key.steps].reverse() };
    case 'match': {
      const rows = Object.keys(key.pairs);
      const first = key.pairs[rows[0]!]!;
      const other = item.type === 'match' ? item.match.choices.find((choice) => choice.id !== first)?.id : undefined;
      return { type: 'match', pairs: { ...key.pairs, [rows[0]!]: other ?? first } };
    }
    default: {
      const lures = 'options' in item ? item.options.filter((option) => !option.correct).map((option) => option.id) : [];
      return { type: key.type, chosen: [...lures, ...key.correct].slice(0, key.correct.length) };
    }
  }
}

export type Confidence = 'guessing' | 'fairly' | 'certain' | 'skip';

/** The question on show, through what a learner sees and presses. */
export class Card {
  readonly page: Page;
  readonly root: Locator;

  constructor(page: Page) {
    this.page = page;
    this.root = page.getByTestId('quiz-item');
  }

  get check(): Locator {
    return this.root.getByTestId('quiz-check');
  }

  get next(): Locator {
    return this.root.getByTestId('quiz-next');
  }

  get verdict(): Locator {
    return this.root.getByTestId('quiz-verdict');
  }

  option(id: string): Locator {
    return this.root.getByTestId(`quiz-option-${id}`);
  }

  async id(): Promise<string> {
    return (await this.root.getAttribute('data-item')) ?? '';
  }

  confidence(level: Confidence): Locator {
    const choice = this.root.getByTestId(`quiz-confidence-${level}`);
    return level === 'skip' ? choice : choice.getByRole('radio');
  }

  /** Gives an answer with the pointer. */
  async give(answer: Answer): Promise<void> {
    if ('chosen' in answer) for (const id of answer.chosen) await this.option(id).click();
    else if (answer.type === 'numeric') await this.root.getByTestId('quiz-number').fill(answer.text);
    else if (answer.type === 'match') for (const [row, choice] of Object.entries(answer.pairs)) await this.option(row).getByRole('combobox').selectOption(choice);
    else {
      // Down first, so that an order that is right from the start counts as given as well.
      await this.option(answer.order[0]!).getByRole('button', { name: /(down|up)$/ }).and(this.page.locator(':enabled')).last().click();
      for (const [place, id] of answer.order.entries()) {
        while ((await this.place(id)) > place) await this.option(id).getByRole('button', { name: /up$/ }).click();
      }
    }
  }

  /** Gives an answer with Tab, arrows and Space alone. */
  async giveByKeyboard(answer: Answer): Promise<void> {
    const { keyboard } = this.page;
    if (answer.type === 'multiple') {
      for (const id of answer.chosen) {
        await tabTo(this.page, this.option(id).getByRole('checkbox'));
        await keyboard.press('Space');
      }
    } else if ('chosen' in answer) {
      const wanted = this.option(answer.chosen[0]!).getByRole('radio');
      await tabTo(this.page, this.root.getByRole('radio').first());
      await keyboard.press('Space');
      for (let presses = 0; presses < 9 && !(await wanted.isChecked()); presses++) await keyboard.press('ArrowDown');
    } else if (answer.type === 'numeric') {
      await tabTo(this.page, this.root.getByTestId('quiz-number'));
      await keyboard.type(answer.text);
    } else if (answer.type === 'match') {
      for (const [row, choice] of Object.entries(answer.pairs)) {
        const list = this.option(row).getByRole('combobox');
        await tabTo(this.page, list);
        const values = await list.evaluate((select: HTMLSelectElement) => [...select.options].map((option) => option.value));
        for (let presses = 0; presses < values.indexOf(choice); presses++) await keyboard.press('ArrowDown');
        await expect(list).toHaveValue(choice);
      }
    } else {
      let moved = false;
      for (const [place, id] of answer.order.entries()) {
        if ((await this.place(id)) === place) continue;
        moved = true;
        await this.carry(id, place);
      }
      if (!moved) {
        // An order that was right from the start counts as given once a step has been moved.
        await this.carry(answer.order[0]!, 1);
        await this.carry(answer.order[0]!, 0);
      }
    }
  }

  /** Picks a step up, moves it with the arrows and puts it down. */
  private async carry(id: string, to: number): Promise<void> {
    const { keyboard } = this.page;
    await tabTo(this.page, this.option(id).locator('[data-control=handle]'));
    await keyboard.press('Space');
    for (let at = await this.place(id); at !== to; ) {
      await keyboard.press(at > to ? 'ArrowUp' : 'ArrowDown');
      at += at > to ? -1 : 1;
      await expect.poll(() => this.place(id)).toBe(at);
    }
    await keyboard.press('Space');
  }

  /** At which place a step of an order question stands, from 0. */
  private place(id: string): Promise<number> {
    return this.root.locator('[data-step]').evaluateAll((steps, wanted) => steps.findIndex((step) => step.getAttribute('data-step') === wanted), id);
  }

  /** Answers with the pointer, says how sure, and checks. */
  async answer(answer: Answer, confidence: Confidence): Promise<void> {
    await this.give(answer);
    await this.confidence(confidence).click();
    await this.check.click();
    await expect(this.root).toHaveAttribute('data-checked', 'true');
  }
}

/** A question with its full feedback on show: answered wrongly, for certain. */
export async function openFeedback(page: Page): Promise<void> {
  await open(page, '/quiz/q/q.kds.008?seed=1');
  await new Card(page).answer(wrongAnswer(itemOf('q.kds.008')), 'certain');
}
