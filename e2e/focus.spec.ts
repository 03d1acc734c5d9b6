import { narrow, open } from './pages/app.ts';
import { walkByTab } from './pages/focus.ts';
import { throttling } from './pages/lab.ts';
import { expect, test, type Page } from './pages/test.ts';

const wide = { viewport: { width: 1440, height: 900 } };
const walked = ['/', '/learn', '/learn/kinesis-streams', throttling, '/quiz', '/quiz/q/q.kds.008?seed=1', '/progress', '/settings', '/glossary', '/compare'];

for (const [size, how, paths] of [
  ['1440 px', wide, walked],
  ['360 px', narrow, ['/', throttling, '/quiz/q/q.kds.037?seed=1', '/settings']],
  // What 400 % leaves of a window of 1280 × 1024.
  ['320 × 256 px', { viewport: { width: 320, height: 256 } }, ['/', '/lab/kinesis?seed=7', '/quiz/q/q.kds.003?seed=1']],
] as const) {
  test.describe(`ux 56 at ${size}`, () => {
    test.use(how);

    test(`ux 56: Tab goes through every page in its order, always to be seen, and out of it again, at ${size}`, async ({ page }) => {
      test.setTimeout(240_000);
      const problems: string[] = [];
      for (const path of paths) {
        await open(page, path);
        const walk = await walkByTab(page);
        expect(walk.stops.length, path).toBeGreaterThan(5);
        problems.push(...walk.problems.map((problem) => `${path}: ${problem}`));
      }
      expect(problems).toEqual([]);
    });
  });
}

test('ux 56: the lab reads in order: name, summary, transport, panels, parts, log, figures; the picture comes last', async ({ page }) => {
  await open(page, throttling);
  const places = ['main h1', '[data-testid=lab-summary]', '[data-testid=lab-play]', '[data-testid=lab-seek]', '#lab-controls', '[data-object]', 'ol[reversed]', '[data-testid=lab-data]', '[data-testid=lab-stage]'];
  const order = await page.evaluate((selectors) => {
    const found = selectors.map((selector) => document.querySelector(selector));
    return selectors.filter((_, i) => i > 0 && !(found[i - 1] && found[i] && found[i - 1]!.compareDocumentPosition(found[i]!) & Node.DOCUMENT_POSITION_FOLLOWING));
  }, places);
  expect(order, 'parts that do not follow the one before').toEqual([]);
});

test('ux 56: Esc closes every overlay and gives the focus back to what opened it', async ({ page }) => {
  test.setTimeout(90_000);
  const closes = async (opener: ReturnType<Page['locator']>, overlay: ReturnType<Page['locator']>) => {
    await opener.focus();
    await page.keyboard.press('Enter');
    await expect(overlay).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(overlay).toBeHidden();
    await expect(opener).toBeFocused();
  };
  await open(page, '/settings');
  await closes(page.getByRole('button', { name: 'More pages' }), page.getByRole('navigation', { name: 'More' }));
  await closes(page.getByRole('banner').getByRole('button', { name: /^Search/ }), page.getByRole('dialog', { name: 'Search' }));
  await closes(page.getByRole('button', { name: 'Erase everything' }), page.getByRole('dialog', { name: 'Erase everything?' }));
  await open(page, '/learn/kinesis-streams');
  await closes(page.locator('main button[popovertarget]').first(), page.locator(':popover-open'));
  await open(page, '/quiz/q/q.kds.003?seed=1');
  await closes(page.getByRole('button', { name: 'Report a problem' }), page.getByRole('dialog', { name: /Report/ }));
  await open(page, throttling);
  await closes(page.getByRole('button', { name: 'Share', exact: true }), page.locator(':popover-open'));
});
