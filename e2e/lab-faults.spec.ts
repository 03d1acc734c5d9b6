import { expect, test } from './pages/test.ts';
import { Lab } from './pages/lab.ts';

const faults = [
  { id: 'burst', runOn: 14_000 },
  { id: 'crash', runOn: 14_000 },
  { id: 'slow', runOn: 14_000 },
  { id: 'poison', runOn: 14_000 },
  { id: 'timeout', runOn: 20_000 },
  { id: 'internal-failure', runOn: 14_000 },
];

for (const { id, runOn } of faults) {
  test(`ux 28: the fault ${id} leaves a marker, changes the scene, and can be undone`, async ({ page }) => {
    const lab = new Lab(page);
    // 45 records a millisecond of work: a consumer that a fault can make late.
    await lab.open('?seed=7');
    await lab.setNumber('rate', 900);
    await lab.setNumber('processing', 0.5);
    await lab.seek(runOn);
    const summary = page.getByTestId('lab-summary');
    await expect(summary).toContainText('open shards');
    const calm = { summary: await summary.innerText(), objects: await page.getByRole('region', { name: 'Parts of the run' }).innerText(), digest: (await lab.state()).digest };

    await lab.seek(10_000);
    await lab.tab('Faults');
    await page.getByTestId(`fault-${id}`).click();
    const marker = page.getByRole('button', { name: /^Fault: .*at 10 seconds$/ });
    await expect(marker).toBeVisible();
    await lab.seek(runOn);
    await expect.poll(async () => [await summary.innerText(), await page.getByRole('region', { name: 'Parts of the run' }).innerText()].join()).not.toBe([calm.summary, calm.objects].join());

    await lab.tab('Faults');
    await page.getByRole('button', { name: 'Undo fault' }).click();
    await expect(lab.root).toHaveAttribute('data-sim-time', '9.999');
    await expect(marker).toHaveCount(0);
    await lab.seek(runOn);
    expect((await lab.state()).digest).toBe(calm.digest);
  });
}

test('an open-ended fault becomes a way to recover', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open('?seed=7');
  await lab.seek(5000);
  await lab.tab('Faults');
  const poison = page.getByTestId('fault-poison');
  await poison.click();
  await expect(poison).toHaveText(/^Recover now/);
  await poison.click();
  await expect(poison).not.toHaveText(/Recover/);
});
