import { expect, test } from './pages/test.ts';
import { Lab } from './pages/lab.ts';

test('ux 35: when the worker dies the lab says so, and goes on from the last keyframe', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open('?seed=7');
  await lab.seek(12_345);
  const digest = (await lab.state()).digest;
  await lab.root.dispatchEvent('headwater:crash');
  await expect(lab.root).toHaveAttribute('data-sim-state', 'crashed');
  const box = page.getByRole('region', { name: 'The simulation stopped' });
  await expect(box.getByRole('link', { name: 'Link that repeats this run' })).toHaveAttribute('href', /\/lab\/kinesis#s=0\./);
  await box.getByRole('button', { name: 'Restart from last keyframe' }).click();
  await expect(lab.root).toHaveAttribute('data-sim-time', '10.000');
  await expect(lab.root).toHaveAttribute('data-sim-state', 'paused');
  await expect(box).toHaveCount(0);
  await lab.seek(12_345);
  expect((await lab.state()).digest).toBe(digest);
});
