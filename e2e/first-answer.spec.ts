import { narrow, settled, tabTo } from './pages/app.ts';
import { recordStates, statesSeen } from './pages/lab.ts';
import { storedRows } from './pages/stored.ts';
import { expect, test, type Page } from './pages/test.ts';

/** What a newcomer may wait at most from asking for the page to a stream that runs, ms. */
const budgetMs = 15_000;

/** The promise after the one activation: the stream ran, and the question counts. */
async function expectRunningAndCounted(page: Page): Promise<void> {
  await expect.poll(async () => (await statesSeen(page)).map((seen) => seen.state), { timeout: budgetMs }).toContain('running');
  const running = (await statesSeen(page)).find((seen) => seen.state === 'running');
  expect(running?.at).toBeLessThan(budgetMs);
  await expect(page.getByText('Your answer is kept on this device.')).toBeVisible();
  const attempts = await storedRows(page, 'attempts');
  expect(attempts).toHaveLength(1);
  expect(attempts[0]).toMatchObject({ answer: { type: 'predict-the-run' }, mode: 'inline' });
}

/** No dialog, banner or sheet lies over the page. */
async function expectNothingInTheWay(page: Page): Promise<void> {
  await expect(page.getByRole('dialog').or(page.getByRole('alertdialog'))).toHaveCount(0);
  await expect(page.locator('dialog[open], :popover-open')).toHaveCount(0);
}

test.describe('on a desktop', () => {
  test('ux 2: the start page stands still and asks for nothing but an answer', async ({ page }) => {
    await page.goto('/');
    await settled(page);
    const lab = page.locator('.fp-hero [data-lab]');
    await expect(lab).toHaveAttribute('data-sim-state', 'paused');
    await expect(lab).toHaveAttribute('data-sim-time', '0.000');
    await expectNothingInTheWay(page);
    await expect(page.getByText(/cookie/i)).toHaveCount(0);

    const moved = await page.evaluate(async () => {
      const hero = document.querySelector('.fp-hero')!;
      const picture = () =>
        JSON.stringify([
          [...hero.querySelectorAll('*')].map((element) => element.getBoundingClientRect().toJSON() as unknown),
          [...hero.querySelectorAll('canvas')].map((canvas) => canvas.toDataURL()),
        ]);
      const before = picture();
      for (let frame = 0; frame < 60; frame++) await new Promise(requestAnimationFrame);
      const running = document.getAnimations().filter((animation) => animation.playState === 'running').length;
      return { running, same: picture() === before };
    });
    expect(moved).toEqual({ running: 0, same: true });
    await expect(lab).toHaveAttribute('data-sim-time', '0.000');
    expect(await storedRows(page, 'attempts')).toEqual([]);
  });

  test('ux 1: from a cold load, one click starts the stream and counts as an answered question', async ({ page }) => {
    await recordStates(page);
    await page.goto('/');
    await page.locator('[data-hero-option="1"]').click();
    await expectRunningAndCounted(page);
  });

  test('ux 1: one key press on an answer does the same', async ({ page }) => {
    await recordStates(page);
    await page.goto('/');
    await settled(page);
    await tabTo(page, page.locator('[data-hero-option="1"]'));
    await page.keyboard.press('Enter');
    await expectRunningAndCounted(page);
  });

  test('ux 1: so does the key of an answer, and a second answer changes nothing', async ({ page }) => {
    await recordStates(page);
    await page.goto('/');
    await settled(page);
    await page.keyboard.press('3');
    await expectRunningAndCounted(page);
    await page.keyboard.press('1');
    await expect(page.locator('[data-hero-option]')).toHaveCount(1);
    await expect(page.locator('[data-hero-option="2"]')).toHaveAttribute('aria-pressed', 'true');
    expect(await storedRows(page, 'attempts')).toHaveLength(1);
  });

  test('ux 1: an answer pressed before the app has arrived counts as well', async ({ page }) => {
    await recordStates(page);
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route(/\/assets\/.*\.js$/, async (route) => {
      await held;
      await route.continue();
    });
    await page.goto('/', { waitUntil: 'commit' });
    const early = page.locator('.fp-static [data-hero-option="1"]');
    await early.click();
    await expect(early).toHaveAttribute('aria-pressed', 'true');
    release();
    await expectRunningAndCounted(page);
  });

  test('ux 1: the run stops where the shard is full, says so, and offers what to try', async ({ page }) => {
    await page.goto('/');
    await page.locator('[data-hero-option="1"]').click();
    const callout = page.locator('.fp-hero').getByTestId('lab-callout');
    await expect(callout).toBeVisible({ timeout: budgetMs });
    await expect(page.locator('.fp-hero [data-lab]')).toHaveAttribute('data-sim-state', 'paused');
    await expect(callout.getByRole('button', { name: 'Split the shard' })).toBeVisible();
    await callout.getByRole('button', { name: 'Use many keys' }).click();
    await expect(page.locator('.fp-hero [data-lab]')).toHaveAttribute('data-sim-state', 'running');
  });
});

test.describe('on a phone', () => {
  test.use(narrow);

  test('ux 1: from a cold load at 360 px, one tap starts the stream and counts as an answered question', async ({ page }) => {
    await recordStates(page);
    await page.goto('/');
    await page.locator('[data-hero-option="1"]').tap();
    await expectRunningAndCounted(page);
  });

  test('ux 2: at 360 px nothing moves before the answer, and the question stands on the first screen', async ({ page }) => {
    await page.goto('/');
    await settled(page);
    await expect(page.locator('.fp-hero [data-lab]')).toHaveAttribute('data-sim-state', 'paused');
    await expectNothingInTheWay(page);
    await expect(page.locator('[data-hero-option="0"]')).toBeInViewport();
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });
});
