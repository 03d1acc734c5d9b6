import { expect, test } from './pages/test.ts';
import { Lab } from './pages/lab.ts';

test('ux 15: five consumers that poll once a second are served, a sixth is refused', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open('?seed=7');
  await lab.setNumber('consumers', 5);
  await expect(page.getByRole('button', { name: /^consumer-5:/ })).toBeVisible();
  await lab.seek(20_000);
  await expect(page.getByTestId('lab-data').locator('tbody tr')).toHaveCount(20);
  await expect(page.getByTestId('evt-e.kds.read5')).toHaveCount(0);

  await lab.tab('Controls');
  await lab.setNumber('consumers', 6);
  await expect(page.getByRole('button', { name: /^consumer-6:/ })).toBeVisible();
  await expect(page.getByTestId('evt-e.kds.read5')).toBeVisible();
  await page.getByTestId('evt-e.kds.read5').click();
  await expect(page.locator('[data-event="e.kds.read5"]')).toContainText('five GetRecords calls a second');
});
