import type { Page } from './test.ts';

/** Least size of whatever can be pressed, and of what a page is for, px. */
const least = 24;
const leastPrimary = 44;

/**
 * Controls that are too small to be touched, each with its size. By WCAG 2.5.8 a link within a line of text is exempt, and so is a
 * control whose 24 px circle meets no other control. Primary ones (the main button, answers, tab bar, play) need 44 px.
 */
export function smallTargets(page: Page): Promise<readonly string[]> {
  return page.evaluate(
    ([small, large]) => {
      const isShown = (element: Element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !element.closest('[inert], .visually-hidden');
      /** The part that answers a touch: the whole label of a box or radio. */
      const area = (element: Element): DOMRect => {
        const label = element.matches('input') ? ((element as HTMLInputElement).labels?.[0] ?? element) : element;
        const own = element.getBoundingClientRect();
        const box = label.getBoundingClientRect();
        return element.matches('input[type=checkbox], input[type=radio]') && box.width * box.height > own.width * own.height ? box : own;
      };
      const inText = (element: Element) =>
        element.matches('a, button') &&
        getComputedStyle(element).display.startsWith('inline') &&
        [...(element.parentElement?.childNodes ?? [])].some((node) => node !== element && node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '');
      const primary = '[data-hero-option], [data-testid=quiz-check], [data-testid=quiz-next], [data-testid=lab-play], [data-testid^=quiz-option-] input, nav[aria-label=Main] a, [class*=primary]';
      const controls = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [role=tab], [role=option]')].filter((element) => isShown(element) && area(element).width > 1);
      const areas = new Map(controls.map((element) => [element, area(element)]));
      const meets = (element: Element): boolean => {
        const own = areas.get(element)!;
        const x = own.x + own.width / 2;
        const y = own.y + own.height / 2;
        return controls.some((other) => {
          if (other === element || other.contains(element) || element.contains(other)) return false;
          const box = areas.get(other)!;
          const dx = Math.max(box.left - x, 0, x - box.right);
          const dy = Math.max(box.top - y, 0, y - box.bottom);
          const reach = small / 2 + (box.width < small || box.height < small ? small / 2 : 0);
          return Math.hypot(dx, dy) < (box.width < small || box.height < small ? Math.min(reach, small) : small / 2);
        });
      };
      return controls.flatMap((element) => {
        const { width, height } = areas.get(element)!;
        const name = `${element.tagName.toLowerCase()} "${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}" ${element.getAttribute('data-testid') ?? element.id} is ${Math.round(width)} × ${Math.round(height)}`;
        if (element.matches(primary)) return height < large - 0.5 || width < small ? [`${name}, primary`] : [];
        if ((width >= small - 0.5 && height >= small - 0.5) || inText(element) || !meets(element)) return [];
        return [name];
      });
    },
    [least, leastPrimary] as const,
  );
}
