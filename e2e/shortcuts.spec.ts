import { open } from './pages/app.ts';
import { Lab } from './pages/lab.ts';
import { Card, itemOf, rightAnswer } from './pages/quiz.ts';
import { expect, test } from './pages/test.ts';

test.describe('ux 64', () => {
  test('ux 64: single keys do nothing in text fields', async ({ page }) => {
    await open(page, '/quiz/q/q.kds.019?seed=1');
    const card = new Card(page);
    const field = card.root.getByTestId('quiz-number');
    await field.click();
    await page.keyboard.type('hfzxcsnj1k?');
    await expect(field).toHaveValue('hfzxcsnj1k?');
    await expect(card.root.getByTestId('quiz-flag')).toHaveAttribute('aria-pressed', 'false');
    await expect(card.root.getByRole('radio', { checked: true })).toHaveCount(0);
    await expect(card.root.getByTestId('quiz-hint')).toBeVisible();
    await expect(page).toHaveURL(/\/quiz\/q\/q\.kds\.019/);

    const lab = new Lab(page);
    await lab.open('?seed=7&at=3000&paused&tab=data');
    const seed = page.getByRole('textbox', { name: 'Seed' });
    await seed.click();
    await page.keyboard.type('kr.,n ');
    await lab.expectState('paused');
    await lab.expectTime(3_000);
    await expect(seed).toHaveValue(/kr\.,n/);
  });

  test('ux 64: switched off, no single key acts, and everything still works', async ({ page }) => {
    await open(page, '/settings');
    await page.getByRole('switch', { name: 'Single-key shortcuts' }).uncheck();
    const lab = new Lab(page);
    await lab.open('?seed=7&at=3000&paused');
    await page.locator('main h1').focus();
    for (const key of ['Space', 'k', 'r', '.', ',', 'n']) await page.keyboard.press(key);
    await lab.expectState('paused');
    await lab.expectTime(3_000);
    await page.getByTestId('lab-step').click();
    await expect.poll(async () => (await lab.root.getAttribute('data-sim-time')) !== '3.000').toBe(true);

    await open(page, '/quiz/q/q.kds.003?seed=1');
    const card = new Card(page);
    await page.locator('main h1').focus();
    for (const key of ['1', 'f', 'z', 'h', 's']) await page.keyboard.press(key);
    await expect(card.root.getByRole('radio', { checked: true })).toHaveCount(0);
    await expect(card.root.getByTestId('quiz-flag')).toHaveAttribute('aria-pressed', 'false');
    await expect(card.root.getByTestId('quiz-hint')).toBeVisible();
    await card.answer(rightAnswer(itemOf('q.kds.003')), 'certain');
    await expect(card.verdict).toHaveText('Right');
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog', { name: 'Search' })).toBeVisible();
  });

  test('ux 64: a key can be changed; the new one acts and the old one does not', async ({ page }) => {
    await open(page, '/settings');
    await page.getByRole('button', { name: 'Change the key of Flag for review' }).click();
    await page.keyboard.press('h');
    await expect(page.getByText(/H already means/)).toBeVisible();
    await page.keyboard.press('g');
    await expect(page.getByText(/Flag for review.* is now on G/)).toBeVisible();
    await open(page, '/quiz/q/q.kds.003?seed=1');
    const flag = new Card(page).root.getByTestId('quiz-flag');
    await page.locator('main h1').focus();
    await page.keyboard.press('f');
    await expect(flag).toHaveAttribute('aria-pressed', 'false');
    await page.keyboard.press('g');
    await expect(flag).toHaveAttribute('aria-pressed', 'true');
    await open(page, '/settings');
    await page.getByRole('button', { name: 'Back to the default keys' }).click();
    await expect(page.getByRole('button', { name: 'Back to the default keys' })).toBeDisabled();
  });

  test('ux 64: inside a lab the keys act on the run, and only there', async ({ page }) => {
    const lab = new Lab(page);
    await lab.open('?seed=7&at=3000&paused');
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Learn' }).focus();
    await page.keyboard.press('k');
    await page.keyboard.press('r');
    await lab.expectState('paused');
    await lab.expectTime(3_000);
    await lab.root.locator('h1').focus();
    await page.keyboard.press('r');
    await lab.expectTime(0);
    await page.keyboard.press('k');
    await lab.expectState('running');
    await page.keyboard.press('k');
    await lab.expectState('paused');
  });
});

test('ux 64: single-key shortcuts work inside the lab, not in text fields, and can be switched off', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open();
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('k');
  await expect(lab.root).toHaveAttribute('data-sim-state', 'running');
  await page.keyboard.press('k');
  await expect(lab.root).toHaveAttribute('data-sim-state', 'paused');

  await lab.control('rate').getByRole('textbox').focus();
  await page.keyboard.press('k');
  await page.keyboard.press('r');
  await page.waitForTimeout(200);
  expect((await lab.state()).state).toBe('paused');

  await page.evaluate(() => localStorage.setItem('headwater.settings', JSON.stringify({ shortcuts: false })));
  await lab.open();
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('k');
  await page.waitForTimeout(200);
  expect((await lab.state()).state).toBe('paused');
  await lab.play.click();
  await expect(lab.root).toHaveAttribute('data-sim-state', 'running');
});
