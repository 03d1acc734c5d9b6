import { expect, test } from './pages/test.ts';
import { Lab } from './pages/lab.ts';

const hotKey = '?x=x.kinesis.hot-key&speed=4';

/** Figures of one second from the table: written and refused records. */
async function figures(lab: Lab, second: number): Promise<{ written: number; refused: number }> {
  const row = lab.page.getByTestId('lab-data').locator('tbody tr').filter({ has: lab.page.getByRole('rowheader', { name: String(second), exact: true }) });
  const cells = await row.locator('td').allInnerTexts();
  const number = (text: string | undefined) => Number((text ?? 'x').replace(/,/g, ''));
  return { written: number(cells[0]), refused: number(cells[2]) };
}

test('ux 13: one hot key throttles one shard, by 500 a second, and the callout leads on', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open(hotKey);
  await page.getByRole('button', { name: 'One shard throttles while the other idles' }).click();
  await expect(lab.callout).toBeVisible({ timeout: 20_000 });
  await expect(page.locator('[data-event="e.kds.wpte"]')).toBeVisible();
  await expect(lab.root).toHaveAttribute('data-sim-state', 'paused');
  expect((await lab.state()).time).toBeLessThan(2.2);

  await lab.seek(8000);
  expect((await figures(lab, 0)).refused).toBe(0);
  for (const second of [3, 4, 5, 6, 7]) {
    const { refused } = await figures(lab, second);
    expect(Math.abs(refused - 500)).toBeLessThanOrEqual(5);
  }
  await expect(page.getByRole('button', { name: /^Shard 0: idle, 0 of 1,000 records a second/ })).toBeVisible();

  const note = lab.callout.getByRole('link', { name: 'Note ›' });
  const address = (await note.getAttribute('href'))!;
  expect(address).toMatch(/\/learn\/kinesis-streams#shard-limits$/);
  await lab.callout.getByRole('link', { name: 'Question ›' }).click();
  await expect(page.getByTestId('quiz-item')).toBeVisible();
  await note.click();
  await expect(page.locator('#shard-limits')).toBeVisible();
});

test('ux 14: many keys end the refusals within three seconds', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open(hotKey);
  await page.getByTestId('prediction-skip').click();
  await expect(lab.callout).toBeVisible({ timeout: 20_000 });
  await lab.seek(5000);
  await expect(lab.tile('refused')).toContainText('500 records/s');
  await lab.callout.getByRole('button', { name: 'Use many keys' }).click();
  await expect(lab.root).toHaveAttribute('data-sim-state', 'running');
  await lab.seek(9000);
  await expect(lab.tile('refused')).toContainText('0 records/s');
  expect((await figures(lab, 8)).refused).toBe(0);
  expect((await figures(lab, 4)).refused).toBe(500);
});

test('ux 14: splitting the shard of one key changes nothing, and the lab says why', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open(hotKey);
  await page.getByTestId('prediction-skip').click();
  await expect(lab.callout).toBeVisible({ timeout: 20_000 });
  await lab.callout.getByRole('button', { name: 'Split this shard' }).click();
  await expect(lab.root).toHaveAttribute('data-sim-state', 'running');
  await lab.seek(45_000);
  await expect(page.getByTestId('evt-e.kds.split-nohelp')).toBeVisible();
  for (const second of [36, 40, 44]) expect(Math.abs((await figures(lab, second)).refused - 500)).toBeLessThanOrEqual(5);
  await page.getByTestId('evt-e.kds.split-nohelp').click();
  await expect(page.locator('[data-event="e.kds.split-nohelp"]')).toContainText('The split changed nothing');
});
