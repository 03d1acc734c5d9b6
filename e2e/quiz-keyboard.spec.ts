import { open, tabTo } from './pages/app.ts';
import { backupOf, importBackup, sittingOf } from './pages/progress.ts';
import { Card, itemOf, rightAnswer, wrongAnswer } from './pages/quiz.ts';
import { expect, test } from './pages/test.ts';

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
