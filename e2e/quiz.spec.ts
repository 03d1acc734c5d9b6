import type { Item } from '../src/content/types.ts';
import { toReveal } from '../src/content/prompt.ts';
import { open, settled, tabTo } from './pages/app.ts';
import { Lab } from './pages/lab.ts';
import { importBackup, backupOf, sittingOf } from './pages/progress.ts';
import { Card, itemOf, rightAnswer, wrongAnswer } from './pages/quiz.ts';
import { storedRows } from './pages/stored.ts';
import { expect, test, type Page } from './pages/test.ts';

/** The sitting that is under way, as it is stored. */
async function sittingNow(page: Page) {
  await expect.poll(async () => (await storedRows(page, 'sessions')).filter((row) => row.mode === 'practice' && row.endedAt === null).length).toBe(1);
  const sitting = (await storedRows(page, 'sessions')).find((row) => row.mode === 'practice' && row.endedAt === null);
  if (!sitting) throw new Error('no sitting');
  return sitting;
}

/** The question on show, with the draw that the learner sees. */
async function itemOnShow(page: Page): Promise<Item> {
  const { queue, index } = await sittingNow(page);
  const asked = queue[index]!;
  return itemOf(asked.itemId, asked.seed);
}

test('ux 38: practice tells nothing before the check, and after it why each option is right or wrong', async ({ page }) => {
  for (const id of ['q.kds.003', 'q.kds.008', 'q.kds.019', 'q.kds.037', 'q.kds.004']) {
    await open(page, `/quiz/q/${id}?seed=1`);
    const card = new Card(page);
    const item = itemOf(id);
    const secrets = [...toReveal(item).parts.flatMap((part) => [part.rationale, part.rightIf ?? part.rationale]), ...(item.type === 'numeric' ? [item.numeric.rationale] : [])];
    const told = async () => {
      const text = ((await page.locator('main').textContent()) ?? '').replace(/\s+/g, ' ');
      return secrets.filter((secret) => text.includes(secret.replace(/\s+/g, ' ').trim()));
    };

    await card.check.click();
    await expect(card.root.getByText(/No answer yet|not complete/).first(), id).toBeVisible();
    await expect(card.root).toHaveAttribute('data-checked', 'false');
    await card.give(wrongAnswer(item));
    await expect(card.verdict).toHaveCount(0);
    await expect(page.locator('[data-testid^=quiz-rationale-], [data-correct], [data-right], [data-mark]')).toHaveCount(0);
    expect(await told(), `${id} tells its reasons before the check`).toEqual([]);

    await card.check.click();
    await expect(card.verdict).toBeFocused();
    await expect(card.verdict).toContainText('Not quite');
    await expect(page.locator('[data-testid^=quiz-rationale-]')).toHaveCount(toReveal(item).parts.length);
    for (const part of toReveal(item).parts) await expect(card.root.getByTestId(`quiz-rationale-${part.id}`)).toContainText(part.rationale.replace(/\s+/g, ' ').trim().slice(0, 60));
    if ('options' in item) await expect(card.root.getByRole('link', { name: /^Note/ })).toHaveCount(item.options.length);
  }
});

test('ux 39: wrong while certain shows the full card, asks the concept again after six others, and comes back the next day', async ({ page }) => {
  test.setTimeout(120_000);
  await page.clock.setSystemTime('2026-11-23T09:00:00Z');
  await open(page, '/quiz/practice?n=10&mix=mixed');
  const card = new Card(page);
  const missed = await itemOnShow(page);
  const { concept: missedConcept } = (await sittingNow(page)).queue[0]!;
  await card.answer(wrongAnswer(missed), 'certain');
  const full = card.root.getByTestId('quiz-certain-wrong');
  await expect(full).toBeVisible();
  await expect(full).toContainText('at least six other questions');
  const lure = 'options' in missed ? missed.options.find((option) => !option.correct && option.rightIf !== undefined) : undefined;
  if (lure && missed.type !== 'multiple') await expect(full).toContainText('Your answer would be right if');

  const asked: string[] = [missedConcept];
  await card.next.click();
  for (;;) {
    const { queue, index } = await sittingNow(page);
    if (index !== asked.length) {
      await expect.poll(async () => (await sittingNow(page)).index).toBe(asked.length);
      continue;
    }
    asked.push(queue[index]!.concept);
    await expect(card.root).toHaveAttribute('data-item', queue[index]!.itemId);
    await card.answer(rightAnswer(await itemOnShow(page)), 'fairly');
    await card.next.click();
    if (asked.length === queue.length) break;
  }
  await expect(page).toHaveURL(/\/quiz\/results\//);
  expect(asked.lastIndexOf(missedConcept), `concepts in order: ${asked.join(', ')}`).toBeGreaterThanOrEqual(7);

  // Later the same day nothing of it is due; the next day all facts of the question are.
  await page.clock.setSystemTime('2026-11-23T22:00:00Z');
  await open(page, '/quiz');
  await expect(page.getByRole('listitem').filter({ hasText: 'Due now' })).toContainText('0 facts');
  await page.clock.setSystemTime('2026-11-24T06:00:00Z');
  await open(page, '/quiz');
  const cards = await storedRows(page, 'cards');
  const due = cards.filter((row) => row.dueAt <= Date.parse('2026-11-24T06:00:00Z')).map((row) => row.fact);
  expect(due).toEqual(expect.arrayContaining([...missed.facts]));
  await expect(page.getByRole('listitem').filter({ hasText: 'Due now' })).toContainText(`${due.length} fact`);
  await page.getByRole('link', { name: 'Start due' }).click();
  await expect(card.root).toBeVisible();
  const review = (await storedRows(page, 'sessions')).find((row) => row.mode === 'review')!;
  const reviewed = new Set(review.queue.flatMap((place) => itemOf(place.itemId, place.seed).facts));
  expect(missed.facts.filter((fact) => reviewed.has(fact)).length).toBeGreaterThan(0);
});

test.describe('ux 41', () => {
  for (const [id, atMs] of [
    ['q.kds.065', 38_000],
    ['q.kds.013', 4_000],
    ['q.kds.001', 0],
  ] as const) {
    test(`ux 41: "See it happen" of ${id} opens its run at ${atMs} ms, paused; back leads to the same question as it stood`, async ({ page }) => {
      const item = itemOf(id);
      expect(item.sim?.seeAt).toBe(atMs);
      await open(page, `/quiz/q/${id}?seed=1`);
      const card = new Card(page);
      await card.give(wrongAnswer(item));
      await card.check.click();
      const verdict = await card.verdict.textContent();
      await card.root.getByRole('link', { name: /See it happen/ }).first().click();

      const lab = new Lab(page);
      await lab.expectTime(atMs);
      await lab.expectState('paused');
      await expect(lab.root).toHaveAttribute('data-seed', String(item.sim?.seed));
      const options = 'options' in item ? item.options : [];
      const given = wrongAnswer(item);
      const chosen = 'chosen' in given ? options.find((option) => option.id === given.chosen[0])?.text : '';
      await expect(lab.root).toContainText(`Your answer: ${chosen}`);

      await lab.root.getByRole('link', { name: 'Back to the question' }).click();
      await expect(card.root).toHaveAttribute('data-item', id);
      await expect(card.root).toHaveAttribute('data-checked', 'true');
      await expect(card.verdict).toHaveText(verdict ?? '');
    });
  }

  test('ux 41: from a sitting, the way back leads to the same place of it', async ({ page }) => {
    const sitting = sittingOf('e2e-see', [['q.kds.019', 1], ['q.kds.t02', 5], ['q.kds.003', 9]]);
    await importBackup(page, backupOf({ sessions: [sitting] }));
    await open(page, sitting.path);
    const card = new Card(page);
    await card.answer(rightAnswer(itemOf('q.kds.019')), 'fairly');
    await card.next.click();
    await expect(card.root).toHaveAttribute('data-item', 'q.kds.t02');
    const item = itemOf('q.kds.t02', 5);
    await card.answer(wrongAnswer(item), 'guessing');
    const verdict = await card.verdict.textContent();
    await card.verdict.focus();
    await page.keyboard.press('s');
    const lab = new Lab(page);
    await lab.expectState('paused');
    await expect(lab.root).toHaveAttribute('data-seed', String(item.sim?.seed));
    await lab.root.getByRole('link', { name: 'Back to question 2' }).click();
    await settled(page);
    await expect(card.root).toHaveAttribute('data-item', 'q.kds.t02');
    await expect(card.root).toContainText('2 of 3');
    await expect(card.root).toHaveAttribute('data-checked', 'true');
    await expect(card.verdict).toHaveText(verdict ?? '');
    await page.reload();
    await expect(card.verdict).toHaveText(verdict ?? '');
  });
});

/** Ten questions with every kind of answer that there is. */
const ten = [
  ['q.kds.003', 11], ['q.kds.008', 12], ['q.kds.037', 13], ['q.kds.004', 14], ['q.kds.019', 15],
  ['q.kds.001', 16], ['q.kds.t02', 17], ['q.kds.t01', 18], ['q.kds.018', 19], ['q.kds.071', 20],
] as const;

test('ux 45: a practice of ten questions of every kind, with Tab, arrows, Space and Enter alone', async ({ page }) => {
  test.setTimeout(120_000);
  const sitting = sittingOf('e2e-ten', ten);
  await importBackup(page, backupOf({ sessions: [sitting] }));
  await page.getByRole('switch', { name: 'Single-key shortcuts' }).uncheck();
  await open(page, sitting.path);
  const card = new Card(page);
  for (const [i, [id, seed]] of ten.entries()) {
    await expect(card.root).toHaveAttribute('data-item', id);
    if (i > 0) await expect(card.root.locator('[data-stem]')).toBeFocused();
    const item = itemOf(id, seed);
    await card.giveByKeyboard(i % 3 === 2 ? wrongAnswer(item) : rightAnswer(item));
    await tabTo(page, card.confidence('guessing'));
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    await expect(card.confidence('fairly')).toBeChecked();
    await tabTo(page, card.check);
    await page.keyboard.press('Enter');
    await expect(card.verdict).toBeFocused();
    await expect(card.verdict).toHaveAttribute('data-right', String(i % 3 !== 2));
    await tabTo(page, card.next);
    await page.keyboard.press('Enter');
  }
  await expect(page).toHaveURL(/\/quiz\/results\//);
  await expect(page.getByTestId('quiz-headline')).toContainText('7 of 10');
  await expect(page.locator('main h1')).toBeFocused();
});

test('ux 45: the same with the keys of the quiz: digits, Z X C, Enter, H, F', async ({ page }) => {
  const sitting = sittingOf('e2e-keys', [['q.kds.003', 3], ['q.kds.008', 4], ['q.kds.065', 5]]);
  await importBackup(page, backupOf({ sessions: [sitting] }));
  await open(page, sitting.path);
  const card = new Card(page);
  for (const [id, seed] of sitting.queue.map((asked) => [asked.itemId, asked.seed] as const)) {
    await expect(card.root).toHaveAttribute('data-item', id);
    const right = rightAnswer(itemOf(id, seed));
    const inputs = card.root.locator('[data-testid^=quiz-option-] input');
    const values = await inputs.evaluateAll((all) => all.map((input) => (input as HTMLInputElement).value));
    await page.keyboard.press('f');
    await expect(card.root.getByTestId('quiz-flag')).toHaveAttribute('aria-pressed', 'true');
    if (itemOf(id, seed).hint !== undefined) {
      await page.keyboard.press('h');
      await expect(card.root.getByTestId('quiz-hint')).toHaveCount(0);
    }
    if ('chosen' in right) for (const choice of right.chosen) await page.keyboard.press(String(values.indexOf(choice) + 1));
    await page.keyboard.press('x');
    await expect(card.confidence('fairly')).toBeChecked();
    await page.keyboard.press('Enter');
    await expect(card.verdict).toHaveText('Right');
    await page.keyboard.press('Enter');
  }
  await expect(page.getByTestId('quiz-headline')).toContainText('3 of 3');
});

test.describe('ux 64', () => {
  test('ux 64: single keys do nothing in text fields', async ({ page }) => {
    await open(page, '/quiz/q/q.kds.019?seed=1');
    const card = new Card(page);
    const field = card.root.getByTestId('quiz-number');
    await field.click();
    await page.keyboard.type('hfzxcsnj1k?');
    await expect(field).toHaveValue('hfzxcsnj1k?');
    await expect(card.root.getByTestId('quiz-flag')).toHaveAttribute('aria-pressed', 'false');
    await expect(card.root.getByRole('radio', { checked: true })).toHaveCount(0);
    await expect(card.root.getByTestId('quiz-hint')).toBeVisible();
    await expect(page).toHaveURL(/\/quiz\/q\/q\.kds\.019/);

    const lab = new Lab(page);
    await lab.open('?seed=7&at=3000&paused&tab=data');
    const seed = page.getByRole('textbox', { name: 'Seed' });
    await seed.click();
    await page.keyboard.type('kr.,n ');
    await lab.expectState('paused');
    await lab.expectTime(3_000);
    await expect(seed).toHaveValue(/kr\.,n/);
  });

  test('ux 64: switched off, no single key acts, and everything still works', async ({ page }) => {
    await open(page, '/settings');
    await page.getByRole('switch', { name: 'Single-key shortcuts' }).uncheck();
    const lab = new Lab(page);
    await lab.open('?seed=7&at=3000&paused');
    await page.locator('main h1').focus();
    for (const key of ['Space', 'k', 'r', '.', ',', 'n']) await page.keyboard.press(key);
    await lab.expectState('paused');
    await lab.expectTime(3_000);
    await page.getByTestId('lab-step').click();
    await expect.poll(async () => (await lab.root.getAttribute('data-sim-time')) !== '3.000').toBe(true);

    await open(page, '/quiz/q/q.kds.003?seed=1');
    const card = new Card(page);
    await page.locator('main h1').focus();
    for (const key of ['1', 'f', 'z', 'h', 's']) await page.keyboard.press(key);
    await expect(card.root.getByRole('radio', { checked: true })).toHaveCount(0);
    await expect(card.root.getByTestId('quiz-flag')).toHaveAttribute('aria-pressed', 'false');
    await expect(card.root.getByTestId('quiz-hint')).toBeVisible();
    await card.answer(rightAnswer(itemOf('q.kds.003')), 'certain');
    await expect(card.verdict).toHaveText('Right');
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog', { name: 'Search' })).toBeVisible();
  });

  test('ux 64: a key can be changed; the new one acts and the old one does not', async ({ page }) => {
    await open(page, '/settings');
    await page.getByRole('button', { name: 'Change the key of Flag for review' }).click();
    await page.keyboard.press('h');
    await expect(page.getByText(/H already means/)).toBeVisible();
    await page.keyboard.press('g');
    await expect(page.getByText(/Flag for review.* is now on G/)).toBeVisible();
    await open(page, '/quiz/q/q.kds.003?seed=1');
    const flag = new Card(page).root.getByTestId('quiz-flag');
    await page.locator('main h1').focus();
    await page.keyboard.press('f');
    await expect(flag).toHaveAttribute('aria-pressed', 'false');
    await page.keyboard.press('g');
    await expect(flag).toHaveAttribute('aria-pressed', 'true');
    await open(page, '/settings');
    await page.getByRole('button', { name: 'Back to the default keys' }).click();
    await expect(page.getByRole('button', { name: 'Back to the default keys' })).toBeDisabled();
  });

  test('ux 64: inside a lab the keys act on the run, and only there', async ({ page }) => {
    const lab = new Lab(page);
    await lab.open('?seed=7&at=3000&paused');
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Learn' }).focus();
    await page.keyboard.press('k');
    await page.keyboard.press('r');
    await lab.expectState('paused');
    await lab.expectTime(3_000);
    await lab.root.locator('h1').focus();
    await page.keyboard.press('r');
    await lab.expectTime(0);
    await page.keyboard.press('k');
    await lab.expectState('running');
    await page.keyboard.press('k');
    await lab.expectState('paused');
  });
});
