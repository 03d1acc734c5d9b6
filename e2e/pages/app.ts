import { expect, type Locator, type Page } from './test.ts';
import type { Settings } from '../../src/state/settings.ts';

/** The 360 px screen of the checks, touched with a finger. */
export const narrow = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } as const;

/** Waits until a page shows what it is about: no frame, no waiting text, every run on it loaded. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('.fp-static')).toHaveCount(0);
  await expect(page.locator('main h1').first()).toBeAttached();
  await expect(page.locator('main')).not.toHaveAttribute('aria-busy', 'true');
  await expect(page.getByText(/^(Fetching|Choosing|Loading) .*…$/)).toHaveCount(0);
  if (new URL(page.url()).pathname === '/') await expect(page.locator('.fp-hero [data-lab]')).toBeAttached();
  await expect(page.locator('[data-lab][data-digest=""]')).toHaveCount(0);
}

/** Opens an address as somebody who follows a link would, and waits until it is ready. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await settled(page);
}

/** Settings kept from an earlier visit; the page may change them afterwards. */
export async function keepSettings(page: Page, settings: Partial<Settings>): Promise<void> {
  await page.addInitScript((json) => {
    try {
      if (localStorage.getItem('headwater.settings') === null) localStorage.setItem('headwater.settings', json);
    } catch {
      // A page without storage has no settings to keep.
    }
  }, JSON.stringify(settings));
}

/** Presses what is in view where it stands: `click` would first scroll the page under a bar that sticks to the top. */
export async function press(page: Page, target: Locator): Promise<void> {
  const box = await target.boundingBox();
  if (!box) throw new Error(`${target.toString()} is not on the page`);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

/** Presses Tab until the element has the focus; fails after `most` presses. */
export async function tabTo(page: Page, target: Locator, most = 120): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses <= most; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${most} presses of Tab do not lead to ${target.toString()}`);
}

/** How far the page scrolls sideways beyond its window, px. */
export function sidewaysOverflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** The element with the focus, as a person would name it. */
export function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    return element === null || element === document.body ? 'nothing' : `${element.tagName.toLowerCase()} ${element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 60) ?? ''}`;
  });
}
