import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { useEffect } from 'react';
import { MemoryRouter, Route, Routes, useLocation } from 'react-router';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChoiceItem, NumericItem, OrderItem, Question } from '../../content/types.ts';
import { memoryStorage } from '../../state/progressDb.ts';
import { ProgressContext } from '../../state/progressHooks.tsx';
import { createProgressStore, type ProgressStore } from '../../state/progressStore.ts';
import { defaultSettings } from '../../state/settings.ts';
import { settingsStore } from '../../state/settingsStore.ts';
import { makeQuizData, QuizDataContext } from './quizData.ts';
import { Component as QuizPages } from './routes.tsx';

const common = { version: 1, level: 'apply', edition: 'both', topic: 'kds', note: 'n.kds.a', source: { title: 'Guide', read: '2026-11-22' } } as const;
const choice = (n: number, part: Partial<ChoiceItem> = {}): ChoiceItem => ({
  ...common, id: `q.kds.${n}`, type: 'single', choose: 1, facts: [`f${n}`], concept: `c.${n % 5}`, stem: `Question number ${n}?`, hint: 'Think of the limit.',
  options: ['a', 'b', 'c'].map((id) => ({
    id, text: `Option ${id}`, correct: id === 'b', rationale: `Because of ${id}.`, misconception: id === 'b' ? 'correct' : `m.${id}`, ...(id === 'b' ? {} : { rightIf: `the moon were ${id}.` }),
  })),
  sim: { mode: 'observe', recipe: 'traffic(rate=1500/s) -> kinesis-streams(shards=1)', length: '20s', seed: 7, facts: 'notes', seeAt: 500 },
  ...part,
});
const several = choice(50, { type: 'multiple', choose: 2, options: ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, text: `Option ${id}`, correct: id < 'c', rationale: 'r', misconception: id < 'c' ? 'correct' : 'm.x' })) });
const number: NumericItem = { ...common, id: 'q.kds.n', type: 'numeric', facts: ['fn'], stem: 'How many shards?', numeric: { answer: 3, unit: 'shards', tolerance: 0, min: 1, max: 9, step: 1, rationale: 'Rounded up.', misreadings: [] } };
const order: OrderItem = { ...common, id: 'q.kds.o', type: 'order', facts: ['fo'], stem: 'In which order?', order: { steps: ['one', 'two'].map((id) => ({ id, text: `Step ${id}`, rationale: `Why ${id}.` })) } };

const links = { find: (id: string) => ({ id, kind: 'note' as const, title: id, href: `/learn/x#${id}` }), itemsTesting: () => [], itemsOn: () => [], notesOn: () => [], labsShowing: () => [] };
const misconceptions = [{ id: 'm.a', believes: 'It is the moon.', contrast: 'n.kds.a' }];

let clock = 0;
let store: ProgressStore;
let address = '';

function Address() {
  const { pathname, search } = useLocation();
  useEffect(() => {
    address = pathname + search;
  }, [pathname, search]);
  return null;
}

async function open(path: string, questions: readonly Question[]) {
  const data = Promise.resolve(makeQuizData(questions, { concepts: [], confusable: [] }, misconceptions, links, [{ topic: 'kds', title: 'Kinesis Data Streams' }]));
  const progress = Promise.resolve(store);
  const [loadProgress, loadData] = [() => progress, () => data];
  await act(async () => {
    render(
      <ProgressContext value={loadProgress}>
        <QuizDataContext value={loadData}>
          <MemoryRouter initialEntries={[path]}>
            <Address />
            <Routes>
              <Route path="quiz/*" element={<QuizPages />} />
              <Route path="*" element={<p>elsewhere</p>} />
            </Routes>
          </MemoryRouter>
        </QuizDataContext>
      </ProgressContext>,
    );
  });
  return screen.findByTestId('quiz-item');
}

const press = (key: string, target: Element = document.body) => act(async () => void fireEvent.keyDown(target, { key }));
const click = (testId: string) => act(async () => void fireEvent.click(screen.getByTestId(testId)));
const input = (id: string) => within(screen.getByTestId(`quiz-option-${id}`)).getByRole<HTMLInputElement>(screen.queryAllByRole('checkbox').length > 0 ? 'checkbox' : 'radio');
const choose = (id: string) => act(async () => void fireEvent.click(input(id)));
const verdict = () => screen.queryByTestId('quiz-verdict');

beforeEach(async () => {
  clock = Date.UTC(2026, 0, 1, 20);
  let ids = 0;
  settingsStore.getState().change(defaultSettings);
  store = await createProgressStore({
    storage: memoryStorage(), refused: null, now: () => clock, newId: () => `id-${++ids}`, offsetMinutes: () => 0, settings: { get: () => settingsStore.getState(), subscribe: () => {} },
  });
});
afterEach(cleanup);

describe('a question', () => {
  it('gives nothing away before the check, and everything after, right ones first, with focus on the verdict', async () => {
    const card = await open('/quiz/q/q.kds.1', [choice(1)]);
    expect(card.textContent).not.toMatch(/Because|moon|Guide/);
    await choose('a');
    await click('quiz-check');
    expect(document.activeElement).toBe(verdict());
    expect(verdict()?.textContent).toMatch(/^Not quite — [ABC]$/);
    expect(screen.getAllByTestId(/^quiz-rationale-/).map((block) => block.dataset['testid'])).toEqual(['quiz-rationale-b', 'quiz-rationale-a', 'quiz-rationale-c']);
    expect(screen.getByRole('link', { name: /See it happen/ }).getAttribute('href')).toMatch(/^\/lab\/kinesis#s=0\./);
    expect(screen.getByRole('link', { name: /Run my answer/ })).toBeTruthy();
    expect(screen.getAllByRole('link', { name: /^Note on/ })).toHaveLength(3);
  });

  it('asked for a check without an answer says what is missing', async () => {
    await open('/quiz/q/q.kds.50', [several]);
    await click('quiz-check');
    expect(screen.getByText('No answer yet. Choose two.')).toBeTruthy();
    await choose('a');
    await click('quiz-check');
    expect(screen.getByText('The answer is not complete. Choose two.')).toBeTruthy();
    expect(verdict()).toBeNull();
  });

  it('blocks a third tick where two are asked for, and names what was right of a half right answer', async () => {
    await open('/quiz/q/q.kds.50', [several]);
    for (const id of ['a', 'c', 'd']) await choose(id);
    expect([input('a').checked, input('c').checked, input('d').checked]).toEqual([true, true, false]);
    expect(screen.getByText('2 of 2 chosen')).toBeTruthy();
    await click('quiz-check');
    expect(screen.getByText(/^You had [A-E]; [A-E] was missing/)).toBeTruthy();
    expect(store.getState().attempts[0]).toMatchObject({ right: false, partly: true });
  });

  it('answered wrongly with certainty shows the full card, and is due the next day', async () => {
    await open('/quiz/q/q.kds.1', [choice(1)]);
    await choose('a');
    await press('c');
    await press('Enter');
    const card = screen.getByTestId('quiz-certain-wrong');
    expect(card.textContent).toMatch(/Your answer would be right if… the moon were a\./);
    expect(card.textContent).toMatch(/It is the moon\./);
    const due = () => [...store.getState().cards.values()].filter((c) => c.dueAt <= clock).length;
    expect(due()).toBe(0);
    clock = Date.UTC(2026, 0, 2, 6);
    expect(due()).toBe(1);
  });

  it('right by guessing says that it will come back sooner; right and certain offers "too easy"', async () => {
    await open('/quiz/q/q.kds.1', [choice(1)]);
    await choose('b');
    await press('z');
    await press('Enter');
    expect(screen.getByText(/you were guessing — it’ll come back sooner/)).toBeTruthy();
    expect(screen.queryByTestId('quiz-too-easy')).toBeNull();
    cleanup();
    await open('/quiz/q/q.kds.2', [choice(2)]);
    await choose('b');
    await press('c');
    await press('Enter');
    await click('quiz-too-easy');
    expect(store.getState().attempts.at(-1)).toMatchObject({ easy: true });
  });

  it('keeps answer, confidence and feedback when one comes back from the lab', async () => {
    await open('/quiz/q/q.kds.1', [choice(1)]);
    await choose('a');
    await press('x');
    cleanup();
    await open('/quiz/q/q.kds.1', [choice(1)]);
    expect(input('a').checked).toBe(true);
    await press('Enter');
    const line = verdict()?.textContent;
    cleanup();
    await open('/quiz/q/q.kds.1', [choice(1)]);
    expect(verdict()?.textContent).toBe(line);
    expect(store.getState().attempts).toHaveLength(1);
  });

  it('takes a number typed with its unit, and says when it is none', async () => {
    await open('/quiz/q/q.kds.n', [number]);
    const field = screen.getByRole('textbox', { name: 'Your answer, in shards' });
    await act(async () => void fireEvent.change(field, { target: { value: 'three' } }));
    expect(screen.getByText(/no single number/)).toBeTruthy();
    await act(async () => void fireEvent.change(field, { target: { value: '3 shards' } }));
    await act(async () => void fireEvent.submit(field));
    expect(verdict()?.textContent).toBe('Right');
  });

  it('orders steps by button and by Space and arrows', async () => {
    await open('/quiz/q/q.kds.o', [order]);
    const shown = () => screen.getAllByRole('listitem').map((item) => item.dataset['step']);
    expect(shown()).toEqual(['two', 'one']);
    await act(async () => void fireEvent.click(screen.getByRole('button', { name: 'Move step 2 up' })));
    expect(shown()).toEqual(['one', 'two']);
    const handle = screen.getByRole('button', { name: /^Step 1 Step one$/ });
    await act(async () => void fireEvent.click(handle));
    await press('ArrowDown', handle);
    expect(shown()).toEqual(['two', 'one']);
  });
});

describe('keys', () => {
  it('choose by digit, show the hint, flag, and go to the note', async () => {
    await open('/quiz/q/q.kds.1', [choice(1)]);
    await press('2');
    expect(screen.getAllByRole<HTMLInputElement>('radio').slice(0, 3).map((radio) => radio.checked)).toEqual([false, true, false]);
    await press('h');
    expect(screen.getByText('Think of the limit.')).toBeTruthy();
    await press('f');
    expect(store.getState().flags.get('q.kds.1')?.on).toBe(true);
    await press('Enter');
    expect(store.getState().attempts[0]?.hintUsed).toBe(true);
    await press('n');
    expect(address).toBe('/learn/x');
  });

  it('do nothing in text fields, when switched off, or with Ctrl', async () => {
    await open('/quiz/q/q.kds.n', [number]);
    const field = screen.getByRole('textbox');
    for (const key of ['c', '1', 'f', 'h']) await press(key, field);
    expect(store.getState().flags.size).toBe(0);
    expect(screen.getAllByRole<HTMLInputElement>('radio').some((radio) => radio.checked)).toBe(false);
    settingsStore.getState().change({ shortcuts: false });
    await press('f');
    settingsStore.getState().change({ shortcuts: true });
    await act(async () => void fireEvent.keyDown(document.body, { key: 'f', ctrlKey: true }));
    expect(store.getState().flags.size).toBe(0);
  });

  it('follow the settings when remapped', async () => {
    await open('/quiz/q/q.kds.1', [choice(1)]);
    settingsStore.getState().change({ keymap: { 'quiz.flag': 'G' } });
    await press('f');
    expect(store.getState().flags.size).toBe(0);
    await press('g');
    expect(store.getState().flags.get('q.kds.1')?.on).toBe(true);
  });
});

describe('a sitting', () => {
  const questions = Array.from({ length: 12 }, (_, n) => choice(n));

  it('wants a confidence or a skip, then goes question by question to the result', async () => {
    await open('/quiz/practice?n=2', questions);
    expect(address).toMatch(/^\/quiz\/practice\?n=2&session=/);
    await choose('b');
    await click('quiz-check');
    expect(screen.getByText('How sure are you? Choose one of the three, or skip.')).toBeTruthy();
    await click('quiz-confidence-skip');
    await click('quiz-check');
    expect(verdict()?.textContent).toBe('Right');
    await press('Enter');
    expect(screen.getByText('2 of 2')).toBeTruthy();
    await choose('a');
    await press('x');
    await press('Enter');
    await click('quiz-next');
    expect(address).toMatch(/^\/quiz\/results\//);
    expect(screen.getByTestId('quiz-headline').textContent).toBe('1 of 2 · 50 % (likely range 9–90 %)');
    expect(store.getState().attempts.map((attempt) => attempt.confidence)).toEqual([null, 'fairly']);
  });

  it('asks the concept of a certain mistake again after at least six others', async () => {
    await open('/quiz/practice?n=10', questions);
    const asked: string[] = [];
    const conceptNow = () => questions.find((q) => q.id === screen.getByTestId('quiz-item').dataset['item'])?.concept ?? '';
    for (let i = 0; i < 20 && address.startsWith('/quiz/practice'); i++) {
      asked.push(conceptNow());
      await choose(i === 0 ? 'a' : 'b');
      await press('c');
      await press('Enter');
      await press('Enter');
    }
    const again = asked.lastIndexOf(asked[0] ?? '');
    expect(again).toBeGreaterThanOrEqual(7);
  });

  it('goes on where it was left', async () => {
    await open('/quiz/practice?n=5', questions);
    await choose('b');
    await press('z');
    await press('Enter');
    await press('Enter');
    await choose('c');
    const [left, item] = [address, screen.getByTestId('quiz-item').dataset['item']];
    cleanup();
    await open(left, questions);
    expect(screen.getByText('2 of 5')).toBeTruthy();
    expect(screen.getByTestId('quiz-item').dataset['item']).toBe(item);
    expect(input('c').checked).toBe(true);
    expect(store.getState().keyed.get('lastPlace')).toEqual({ title: 'Practice, question 2 of 5', path: left });
  });

  it('of reviews asks what is due and nothing else', async () => {
    await open('/quiz/q/q.kds.3', questions);
    await choose('a');
    await press('Enter');
    cleanup();
    clock += 3 * 86_400_000;
    const card = await open('/quiz/review', questions);
    expect(card.dataset['item']).toBe('q.kds.3');
    expect(screen.getByText('1 of 1')).toBeTruthy();
  });
});
