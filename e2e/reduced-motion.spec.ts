import { keepSettings, open } from './pages/app.ts';
import { Lab, throttling } from './pages/lab.ts';
import { stageChanges } from './pages/picture.ts';
import { expect, test, type Page } from './pages/test.ts';

/** Everything on the page that would take longer than 0.01 s to change. */
function slowChanges(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap((element) =>
      [null, '::before', '::after'].flatMap((pseudo) => {
        const style = getComputedStyle(element, pseudo);
        const longest = Math.max(...`${style.transitionDuration}, ${style.animationName === 'none' ? '0s' : style.animationDuration}`.split(',').map((time) => Number.parseFloat(time) * (time.trim().endsWith('ms') ? 0.001 : 1)));
        return longest > 0.0101 ? [`${element.tagName.toLowerCase()}.${String(element.className)}${pseudo ?? ''} ${longest} s`] : [];
      }),
    ),
  );
}

test.describe('ux 59', () => {
  test.use({ reducedMotion: 'reduce' });

  test('ux 59: with reduced motion nothing on any kind of page glides', async ({ page }) => {
    test.setTimeout(90_000);
    const found: string[] = [];
    for (const path of ['/', '/learn/kinesis-streams', '/lab', throttling, '/quiz/q/q.kds.037?seed=1', '/settings', '/progress', '/compare']) {
      await open(page, path);
      found.push(...(await slowChanges(page)).map((change) => `${path}: ${change}`));
    }
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog', { name: 'Search' })).toBeVisible();
    found.push(...(await slowChanges(page)));
    expect(found).toEqual([]);
  });

  test('ux 59: with reduced motion the stage steps at most twice a second, and the lab works', async ({ page }) => {
    await keepSettings(page, { pauseOnNewEvents: false });
    const lab = new Lab(page);
    await open(page, '/lab/kinesis?seed=7');
    await lab.play.click();
    await lab.expectState('running');
    const changes = await stageChanges(page, 4000);
    expect(changes).toBeLessThanOrEqual(9);
    expect(changes).toBeGreaterThan(0);
    await lab.play.click();
    await lab.expectState('paused');
    await page.getByTestId('lab-step').click();
    await page.getByTestId('lab-reset').click();
    await lab.expectTime(0);
  });
});

test('ux 59: without that wish the stage moves: the counting of changes works', async ({ page }) => {
  await keepSettings(page, { pauseOnNewEvents: false });
  const lab = new Lab(page);
  await open(page, '/lab/kinesis?seed=7');
  await lab.play.click();
  expect(await stageChanges(page, 4000)).toBeGreaterThan(12);
});
