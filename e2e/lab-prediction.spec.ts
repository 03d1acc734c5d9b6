import { expect, test } from './pages/test.ts';
import { Lab } from './pages/lab.ts';

test('ux 31: a prediction can be skipped', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open('?x=x.kinesis.two-limits');
  await page.getByTestId('prediction-skip').click();
  await expect(lab.root).toHaveAttribute('data-sim-state', 'running');
  await expect(page.getByTestId('lab-prediction')).toHaveCount(0);
});

test('ux 31: a chosen answer stands beside what came out, right and wrong', async ({ page }) => {
  const lab = new Lab(page);
  for (const { answer, verdict } of [
    { answer: 'First the record limit, then the data limit', verdict: 'As predicted' },
    { answer: 'The data limit, both times', verdict: 'Not as predicted' },
  ]) {
    await lab.open('?x=x.kinesis.two-limits');
    await page.getByRole('button', { name: answer, exact: true }).click();
    await expect(page.getByTestId('lab-prediction')).toContainText(`Your prediction: ${answer}`);
    await page.getByTestId('prediction-end').click();
    const outcome = page.getByTestId('prediction-outcome');
    await expect(outcome).toContainText(verdict, { timeout: 20_000 });
    await expect(outcome).toContainText('First the record limit, then the data limit');
  }
  await page.getByRole('textbox', { name: /^Why\?/ }).fill('A shard counts records and bytes apart.');
  await page.getByRole('button', { name: 'Keep' }).click();
  await expect(page.getByText('Kept on this device')).toBeVisible();
});

test('ux 31: a line drawn by numbers lies beside the line of the run', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open('?x=x.kinesis.slow-consumer');
  const numbers = page.getByRole('group', { name: 'The same in numbers' }).getByRole('spinbutton');
  await expect(numbers).toHaveCount(4);
  for (const [i, value] of ['0', '20', '40', '60'].entries()) await numbers.nth(i).fill(value);
  await page.getByRole('button', { name: 'Predict and run' }).click();
  await page.getByTestId('prediction-end').click();
  await expect(page.getByTestId('prediction-outcome')).toContainText('As predicted', { timeout: 30_000 });
  await expect(page.getByTestId('prediction-outcome')).toContainText(/At 120 s you said 40 s, it was \d/);
});

test('a number is a prediction too', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open('?x=x.kinesis.size-your-stream');
  await lab.setNumber('prediction', 3);
  await page.getByRole('button', { name: 'Predict and run' }).click();
  await page.getByTestId('prediction-end').click();
  await expect(page.getByTestId('prediction-outcome')).toContainText('As predicted', { timeout: 30_000 });
});

test('the walkthrough changes the run at each step', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open('?guide=walkthrough');
  const walk = page.getByTestId('lab-walkthrough');
  await walk.getByRole('button', { name: 'Start' }).click();
  await expect(walk).toContainText('Step 1 of 7');
  await expect(lab.control('producers').getByRole('textbox')).toHaveValue('1');
  await walk.getByRole('button', { name: 'Next' }).click();
  await expect(walk).toContainText('Step 2 of 7');
  await expect(lab.control('keys').getByRole('combobox')).toHaveValue('one');
  expect((await lab.state()).time).toBeGreaterThanOrEqual(10);
});
