import { progressSchema } from '../src/state/progressRows.ts';
import { open } from './pages/app.ts';
import { backupOf, chooseBackup, progressOf, sittingOf } from './pages/progress.ts';
import { Card, itemOf, rightAnswer } from './pages/quiz.ts';
import { expect, test } from './pages/test.ts';

test.describe('a backup that cannot be used', () => {
  const good = backupOf({ sessions: [sittingOf('e2e-one', [['q.kds.003', 1]])] });
  const changed = (change: (file: Record<string, unknown>) => void) => {
    const file = JSON.parse(good) as Record<string, unknown>;
    change(file);
    return JSON.stringify(file);
  };
  const cases: readonly { readonly name: string; readonly text: string; readonly place: RegExp; readonly cure: RegExp }[] = [
    { name: 'cut in the middle', text: good.slice(0, Math.floor(good.length / 2)), place: /no complete JSON/, cure: /choose the original, or export once more/ },
    { name: 'from a newer version', text: changed((file) => (file.schema = progressSchema + 7)), place: new RegExp(`schema ${progressSchema + 7}`), cure: /reload the page/i },
    { name: 'of another program', text: JSON.stringify({ hello: 1 }), place: /"app": "headwater"/, cure: /headwater-backup/ },
    { name: 'a design', text: JSON.stringify({ app: 'headwater', nodes: [] }), place: /design, not a backup/, cure: /choose the file/ },
    {
      name: 'damaged in one row',
      text: changed((file) => ((file.progress as { sessions: { startedAt: unknown }[] }).sessions[0]!.startedAt = 'yesterday')),
      place: /progress\.sessions\[0\].*startedAt/,
      cure: /choose an older one, or mend/,
    },
    { name: 'empty', text: '', place: /no complete JSON/, cure: /export once more/ },
  ];
  test('a backup that is cut, newer, damaged or of something else is refused with its place and a cure, and changes nothing', async ({ page }) => {
    await open(page, '/quiz/q/q.kds.003?seed=1');
    await new Card(page).answer(rightAnswer(itemOf('q.kds.003')), 'fairly');
    const before = await progressOf(page);
    await open(page, '/settings');
    const main = page.locator('main');
    for (const [i, { name, text, place, cure }] of cases.entries()) {
      await chooseBackup(page, text, `mine-${i}.json`);
      await expect(main, name).toContainText(`mine-${i}.json cannot be used`);
      await expect(main, name).toContainText(place);
      await expect(main, name).toContainText(cure);
      await expect(main, name).toContainText('Nothing was changed.');
      await expect(page.getByRole('dialog'), name).toHaveCount(0);
    }
    expect(await progressOf(page)).toBe(before);
  });
});
