import { keepSettings, open, settled } from './pages/app.ts';
import { throttling } from './pages/lab.ts';
import { stageContrast, stagePicture } from './pages/picture.ts';
import { openFeedback } from './pages/quiz.ts';
import { expect, test, type Page } from './pages/test.ts';

test.describe('ux 60', () => {
  test.use({ forcedColors: 'active' });

  test('ux 60: with forced colours every page keeps its texts, its gauges and its picture', async ({ page }, info) => {
    test.setTimeout(120_000);
    const shoot = async (name: string) => info.attach(name, { body: await page.screenshot({ fullPage: false }), contentType: 'image/png' });
    const legible = () =>
      page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('main *')].flatMap((element) => {
          const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '');
          if (!own || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || element.closest('.visually-hidden')) return [];
          const style = getComputedStyle(element);
          let ground = 'rgba(0, 0, 0, 0)';
          for (let at: Element | null = element; at && ground === 'rgba(0, 0, 0, 0)'; at = at.parentElement) ground = getComputedStyle(at).backgroundColor;
          return style.color === ground ? [`"${element.textContent?.trim().slice(0, 40)}" is ${style.color} on ${ground}`] : [];
        }),
      );

    await open(page, '/');
    await expect(page.locator('[data-hero-option="1"]')).toBeVisible();
    expect(await legible()).toEqual([]);
    await shoot('start page');

    await open(page, throttling);
    expect(await stageContrast(page), 'contrast on the stage').toBeGreaterThan(7);
    await expect(page.getByTestId('lab-summary')).toContainText('over its record limit');
    await expect(page.locator('[data-tile]').first()).toBeVisible();
    expect(await legible()).toEqual([]);
    await shoot('lab');

    await openFeedback(page);
    await expect(page.getByTestId('quiz-certain-wrong')).toBeVisible();
    for (const word of ['Right', 'Your answer']) await expect(page.getByText(word, { exact: true }).first()).toBeVisible();
    expect(await legible()).toEqual([]);
    await shoot('feedback');

    await open(page, '/settings');
    const checked = page.getByRole('radio', { name: 'System' }).first();
    const [on, off] = await Promise.all(
      [checked, page.getByRole('radio', { name: 'Dark' })].map((radio) => radio.evaluate((input) => {
        const { backgroundColor, color, borderColor, boxShadow } = getComputedStyle(input.closest('label')!);
        const span = getComputedStyle(input.nextElementSibling ?? input);
        return [backgroundColor, color, borderColor, boxShadow, span.backgroundColor, span.color, span.fontWeight].join();
      })),
    );
    expect(on, 'a chosen segment looks like the others').not.toBe(off);
    await shoot('settings');
  });
});

test.describe('ux 65', () => {
  /** Whether the page is still the one that was loaded. */
  const mark = (page: Page) => page.evaluate(() => void Object.assign(window, { stillHere: true }));
  const isSamePage = (page: Page) => page.evaluate(() => 'stillHere' in window);
  const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

  test('ux 65: a change of the system theme applies at once, canvas included', async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await open(page, throttling);
    await mark(page);
    const [lightGround, lightPicture] = [await ground(page), await stagePicture(page)];
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect.poll(() => ground(page)).not.toBe(lightGround);
    await expect.poll(async () => (await stagePicture(page)) === lightPicture).toBe(false);
    expect(await isSamePage(page)).toBe(true);
  });

  test('ux 65: the theme button goes through system, light and dark without a reload', async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await open(page, throttling);
    await mark(page);
    const picture = await stagePicture(page);
    expect((await stagePicture(page)) === picture, 'the picture of a run that stands still stays the same').toBe(true);
    await page.getByRole('button', { name: 'Theme: system. Switch to light' }).click();
    await page.getByRole('button', { name: 'Theme: light. Switch to dark' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect.poll(async () => (await stagePicture(page)) === picture).toBe(false);
    await page.getByRole('button', { name: 'Theme: dark. Switch to system' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
    expect((await stagePicture(page)) === picture, 'the picture is the same after dark and back').toBe(true);
    expect(await isSamePage(page)).toBe(true);
  });

  test('ux 65: a kept theme is there before the first paint', async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await keepSettings(page, { theme: 'dark' });
    await page.addInitScript(() => {
      const seen: string[] = [];
      Object.assign(window, { themesSeen: seen });
      const look = () => document.body && seen.push(document.documentElement.dataset.theme ?? 'none');
      new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-theme'] });
    });
    for (const path of ['/', '/settings']) {
      await open(page, path);
      const themesSeen = await page.evaluate(() => [...new Set((window as unknown as { themesSeen: string[] }).themesSeen)]);
      expect(themesSeen, path).toEqual(['dark']);
    }
  });

  test('ux 65: another tab of the same browser follows', async ({ page, context }) => {
    await open(page, '/about');
    const other = await context.newPage();
    await other.goto('/settings');
    await settled(other);
    await other.getByRole('radio', { name: 'Dark' }).check({ force: true });
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  });
});
