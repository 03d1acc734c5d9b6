import { expect, test } from './pages/test.ts';
import { Lab } from './pages/lab.ts';

test('ux 12: changing the past keeps the run so far as a ghost, and compares both', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open('?x=x.kinesis.hot-key&guide=explore');
  await lab.seek(12_000);
  await lab.seek(5000);
  await lab.tab('Controls');
  await lab.setNumber('shards', 4);
  const ghost = page.getByTestId('lab-ghost');
  await expect(ghost).toContainText('before: 2 shards');
  await expect(page.locator('path[data-ghost]')).toHaveCount(1);

  await lab.tab('Data');
  const compare = page.getByTestId('lab-compare');
  await expect(compare.getByRole('combobox', { name: 'Compare' })).toContainText('before: 2 shards');
  await expect(compare.getByRole('columnheader', { name: 'before: 2 shards' })).toBeVisible();
  await expect(compare.getByRole('columnheader', { name: 'Now' })).toBeVisible();

  await compare.getByRole('button', { name: 'Go back to that run' }).click();
  await expect(lab.root).toHaveAttribute('data-sim-time', '12.000');
  await lab.tab('Controls');
  await expect(lab.control('shards').getByRole('textbox')).toHaveValue('2');

  await page.getByTestId('lab-reset').click();
  await expect(ghost).toHaveCount(0);
});
