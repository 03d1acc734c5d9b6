import { axeProblems } from './pages/axe.ts';
import { narrow, open } from './pages/app.ts';
import { Lab, throttling } from './pages/lab.ts';
import { openFeedback } from './pages/quiz.ts';
import { routes } from './pages/routes.ts';
import { expect, test, type Page } from './pages/test.ts';

const wide = { viewport: { width: 1440, height: 900 } };
const themes = ['light', 'dark'] as const;
/** The lab two seconds before its shard is full; Play leads to the first callout. */
const beforeCallout = '/lab/kinesis?x=x.kinesis.hot-key&at=1500&paused';

/** What axe finds on the page as it stands, in both themes. */
async function axeInBothThemes(page: Page, where: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme);
    found.push(...(await axeProblems(page)).map((problem) => `${where}, ${colorScheme}: ${problem}`));
  }
  return found;
}

async function openCallout(page: Page): Promise<void> {
  await open(page, beforeCallout);
  await new Lab(page).play.click();
  await expect(page.getByTestId('lab-callout')).toBeVisible();
}

for (const [size, how] of [
  ['1440 px', wide],
  ['360 px', narrow],
] as const) {
  test.describe(`ux 55 at ${size}`, () => {
    test.use(how);

    for (const part of [0, 1, 2]) {
      test(`ux 55: axe finds nothing on any route, light and dark, at ${size} (part ${part + 1} of 3)`, async ({ page }) => {
        test.setTimeout(240_000);
        const found: string[] = [];
        for (const route of routes.filter((_, i) => i % 3 === part)) {
          await open(page, route.path);
          found.push(...(await axeInBothThemes(page, route.path)));
        }
        expect(found).toEqual([]);
      });
    }

    test(`ux 55: axe finds nothing with a callout, the search, a popover, a dialog, a checked answer or a running lab on show, at ${size}`, async ({ page }) => {
      test.setTimeout(180_000);
      const found: string[] = [];
      const look = async (where: string) => void found.push(...(await axeInBothThemes(page, where)));

      await openCallout(page);
      await look('callout');
      await page.getByTestId('lab-callout').getByRole('link', { name: 'Question ›' }).click();
      await expect(page.getByTestId('lab-callout').getByTestId('quiz-item')).toBeVisible();
      await look('question in a callout');

      await open(page, throttling);
      for (const tab of ['Faults', 'Explain', 'Data'] as const) {
        const choice = page.getByRole('tab', { name: new RegExp(`^${tab}`) }).or(page.getByRole('radio', { name: tab, exact: true }));
        await choice.click({ force: true });
        await look(`lab, ${tab}`);
      }
      await page.getByRole('button', { name: 'Share', exact: true }).click();
      await look('share');

      await open(page, '/learn/kinesis-streams');
      await page.locator('main button[popovertarget]').first().click();
      await expect(page.locator(':popover-open')).toBeVisible();
      await look('then and now');

      await open(page, '/settings');
      await page.getByRole('button', { name: 'Erase everything' }).click();
      await look('erase dialog');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'More pages' }).click();
      await look('more pages');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: /^Search/ }).fill('shard');
      await expect(page.getByRole('listbox', { name: 'Results' }).getByRole('option').first()).toBeVisible();
      await look('search');

      await openFeedback(page);
      await look('feedback');
      await page.getByRole('button', { name: 'Report a problem' }).click();
      await look('report');
      expect(found).toEqual([]);
    });
  });
}
