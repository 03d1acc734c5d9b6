import { expect, test } from './pages/test.ts';
import { Lab } from './pages/lab.ts';

test('ux 30: every numeric control has label, unit, less and more, a field, and pulls in what is out of range', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  const groups = page.locator('[data-testid^="ctl-"][role="group"]');
  await expect(groups.first()).toBeVisible();
  const count = await groups.count();
  expect(count).toBeGreaterThanOrEqual(8);
  for (let i = 0; i < count; i++) {
    const group = groups.nth(i);
    const label = (await group.getByRole('slider').getAttribute('aria-label'))!;
    await expect(group).toHaveAccessibleName(label);
    await expect(group.getByRole('button', { name: `Less: ${label}` })).toBeVisible();
    await expect(group.getByRole('button', { name: `More: ${label}` })).toBeVisible();
    await expect(group.getByRole('slider')).toHaveAttribute('aria-valuetext', /\d.*[a-z]/i);
    const field = group.getByRole('textbox');
    const name = await field.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent ?? '');
    expect(name).toContain(label);

    const before = await field.inputValue();
    await field.fill('99999999');
    await field.press('Enter');
    await expect(group.getByText(/the most this control takes/)).toBeVisible();
    await field.fill(before);
    await field.press('Enter');
    await expect(field).toHaveValue(before);
  }
});

test('a control moved while the run is on acts at once and stands in the run', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open('?seed=7');
  await lab.play.click();
  await expect.poll(async () => (await lab.state()).time).toBeGreaterThan(1);
  await lab.setNumber('rate', 400);
  await expect(lab.tile('written')).toContainText('800 records/s');
  await expect(page.getByTestId('deed-0')).toBeVisible();
});

test('a call that AWS would refuse is refused, with its error and the note', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open('?seed=7');
  await lab.seek(2000);
  await lab.setNumber('shards', 9);
  const refusal = page.getByRole('region', { name: 'UpdateShardCount was refused' });
  await expect(refusal).toContainText('LimitExceededException');
  await expect(refusal).toContainText('Current open shard count: 2, Target shard count: 9');
  await expect(refusal.getByRole('link')).toHaveAttribute('href', /\/learn\/kinesis-streams#/);
  await expect(lab.control('shards').getByRole('textbox')).toHaveValue('2');
});

test('ux 29: the facts switch reruns the lab, and changed limits show both values with their source', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open('?facts=today');
  await expect(page.getByRole('radio', { name: 'Today' })).toBeChecked();
  await expect(lab.control('retention').getByRole('slider')).toBeVisible();
  await lab.setNumber('retention', 8760);
  await expect(lab.control('retention').getByRole('textbox')).toHaveValue('8,760');
  await lab.control('retention').getByRole('button', { name: /Longest retention/ }).click();
  const both = page.getByText('365 days').first();
  await expect(both).toBeVisible();
  await expect(page.getByText(/Source: Kinesis Data Streams Developer Guide/).first()).toBeVisible();
  await page.keyboard.press('Escape');

  await lab.open();
  await page.getByRole('radio', { name: 'Notes' }).check();
  await lab.setNumber('retention', 8760);
  await expect(lab.control('retention').getByRole('textbox')).toHaveValue('168');
});

test('a changed set-up repeats the run up to now', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open('?seed=7');
  await lab.seek(6000);
  await lab.setNumber('producers', 4);
  await expect(page.getByRole('button', { name: /^Producer put-4:/ })).toBeVisible();
  await expect(lab.root).toHaveAttribute('data-sim-time', '6.000');
  await expect(lab.tile('written')).toContainText('800 records/s');
});
