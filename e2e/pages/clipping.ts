import type { Page } from './test.ts';

/** The text spacing that WCAG 1.4.12 lets a reader set. Put in through the CSSOM, which the page's policy allows. */
export async function spaceText(page: Page): Promise<void> {
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }');
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  });
}

/** Texts that are cut off: their box hides what does not fit, and something does not. */
export function clippedTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main *, header *, nav *, footer *')].flatMap((element) => {
      const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '');
      if (!hasText || !element.checkVisibility({ visibilityProperty: true }) || element.closest('.visually-hidden, [aria-hidden=true]')) return [];
      for (let box: HTMLElement | null = element; box && box !== document.body; box = box.parentElement) {
        const { overflowX, overflowY, position } = getComputedStyle(box);
        if (position === 'fixed') break;
        const own = element.getBoundingClientRect();
        const frame = box.getBoundingClientRect();
        if (frame.width < 2) return [];
        const hides = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
        if (box === element) {
          if ((hides(overflowX) && box.scrollWidth > box.clientWidth + 1) || (hides(overflowY) && box.scrollHeight > box.clientHeight + 1)) return [`"${element.textContent?.trim().slice(0, 50)}" does not fit its box`];
        } else if ((hides(overflowX) && (own.right > frame.right + 1 || own.left < frame.left - 1)) || (hides(overflowY) && (own.bottom > frame.bottom + 1 || own.top < frame.top - 1))) {
          return [`"${element.textContent?.trim().slice(0, 50)}" is cut off by ${box.tagName.toLowerCase()}.${box.className}`];
        }
        // What scrolls may be scrolled to.
        if (/auto|scroll/.test(overflowX + overflowY)) break;
      }
      return [];
    }),
  );
}
