import type { Item } from '../src/content/types.ts';
import { toReveal } from '../src/content/prompt.ts';
import { open } from './pages/app.ts';
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
