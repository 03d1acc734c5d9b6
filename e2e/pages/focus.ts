import type { Page } from './test.ts';

/** One stop of the Tab key. */
interface Stop {
  readonly name: string;
  /** What is wrong with it, in words. */
  readonly problems: readonly string[];
  /** The focus has left the page's own elements, or come back to the first one. */
  readonly over: boolean;
}

/** Looks at the element with the focus: does it follow the one before, can it be seen, and can the focus on it be seen. */
function lookAtFocus(): Stop {
  const state = window as unknown as { focusBefore?: Element; focusFirst?: Element };
  const element = document.activeElement;
  if (element === null || element === document.body || element === state.focusFirst) return { name: '', problems: [], over: true };
  state.focusFirst ??= element;
  const before = state.focusBefore;
  // A date has several stops inside, with a mark of their own.
  if (element === before) return { name: 'inside the same', problems: [], over: false };
  state.focusBefore = element;
  const name = `${element.tagName.toLowerCase()} "${(element.getAttribute('aria-label') ?? (element as HTMLInputElement).labels?.[0]?.textContent ?? element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 50)}"`;
  const problems: string[] = [];
  if (before && !(before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)) problems.push('comes before the stop that was left, in the document');

  const related = (hit: Element | null) => hit !== null && (element.contains(hit) || hit.contains(element) || (element.closest('label') !== null && hit.closest('label') === element.closest('label')));
  const box = element.getBoundingClientRect();
  const own = box.width > 2 ? box : (element.closest('label') ?? element).getBoundingClientRect();
  const left = Math.max(own.left, 0);
  const right = Math.min(own.right, innerWidth);
  const top = Math.max(own.top, 0);
  const bottom = Math.min(own.bottom, innerHeight);
  if (right <= left || bottom <= top) problems.push('stands outside the window');
  else {
    const hits = [0.5, 0.1, 0.9].flatMap((x) => [0.5, 0.1, 0.9].map((y) => document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y)));
    const covered = hits.filter((hit) => !related(hit));
    // A label in front of its own control, or a gap between two lines of a link, still leaves most of it to be seen.
    if (covered.length > hits.length / 2) problems.push(`is hidden by ${covered[0]?.tagName.toLowerCase() ?? 'something'}.${String(covered[0]?.className)}`);
  }

  /** Any CSS colour as red, green, blue, alpha. */
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
  const rgba = (colour: string): readonly number[] => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (colour: string) => {
    const [r = 0, g = 0, b = 0] = rgba(colour).map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (from: Element | null): string => {
    for (let at = from; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (rgba(backgroundColor)[3]! > 250) return backgroundColor;
    }
    return 'white';
  };
  const family: Element[] = [];
  for (let at: Element | null = element; at && family.length < 4; at = at.parentElement) family.push(at);
  const ringed = family.find((at) => {
    if (!at.checkVisibility({ opacityProperty: true })) return false;
    const style = getComputedStyle(at);
    return style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2 && rgba(style.outlineColor)[3]! > 250;
  });
  if (!ringed) problems.push('shows no outline of 2 px');
  else {
    const { outlineColor, outlineOffset } = getComputedStyle(ringed);
    const [a, b] = [luminance(outlineColor), luminance(ground(Number.parseFloat(outlineOffset) < 0 ? ringed : ringed.parentElement))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 3) problems.push(`has an outline of contrast ${contrast.toFixed(1)}`);
  }
  return { name, problems, over: false };
}

/** Goes through a page with Tab until the focus has left it: the stops, and what is wrong with any. Fails on a page that does not let go. */
export async function walkByTab(page: Page, most = 400): Promise<{ readonly stops: readonly string[]; readonly problems: readonly string[] }> {
  await page.evaluate(() => {
    const state = window as unknown as { focusBefore?: Element | undefined; focusFirst?: Element | undefined };
    state.focusBefore = undefined;
    state.focusFirst = undefined;
    (document.activeElement as HTMLElement | null)?.blur();
    window.scrollTo(0, 0);
  });
  const stops: string[] = [];
  const problems: string[] = [];
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(lookAtFocus);
    if (stop.over && presses > 0) return { stops, problems };
    stops.push(stop.name);
    problems.push(...stop.problems.map((problem) => `${stop.name} ${problem}`));
  }
  throw new Error(`${most} presses of Tab do not lead out of the page; the last stops: ${stops.slice(-5).join(', ')}`);
}
