import { open, settled } from './pages/app.ts';
import { Lab } from './pages/lab.ts';
import { backupOf, importBackup, sittingOf } from './pages/progress.ts';
import { Card, itemOf, rightAnswer, wrongAnswer } from './pages/quiz.ts';
import { expect, test } from './pages/test.ts';

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
