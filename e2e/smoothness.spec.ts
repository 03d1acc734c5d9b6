import { labUrl } from '../src/state/labLink.ts';
import { keepSettings, open } from './pages/app.ts';
import { Lab } from './pages/lab.ts';
import { expect, test, type Page } from './pages/test.ts';

interface Watched {
  /** Marks and other small pictures drawn since it was last set to 0. */
  drawn: number;
  longTasks: number[];
  /** How long each press took until the next picture, ms; by interaction. */
  presses: Map<number, number>;
}

/** Counts what is drawn, and keeps long tasks and the time of presses, from the next navigation on. */
async function watchFrames(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watched: Watched = { drawn: 0, longTasks: [], presses: new Map() };
    Object.assign(window, { watched });
    const plain = CanvasRenderingContext2D.prototype.drawImage as (...args: unknown[]) => void;
    Object.assign(CanvasRenderingContext2D.prototype, {
      drawImage(this: CanvasRenderingContext2D, ...args: unknown[]) {
        watched.drawn++;
        plain.apply(this, args);
      },
    });
    new PerformanceObserver((list) => watched.longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    new PerformanceObserver((list) => {
      for (const { interactionId, duration } of list.getEntries() as PerformanceEventTiming[]) if (interactionId) watched.presses.set(interactionId, Math.max(duration, watched.presses.get(interactionId) ?? 0));
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
  });
}

/** Medians over so many ms: time between frames, and what was drawn in one; and the longest task, ms. */
function frames(page: Page, ms: number): Promise<{ readonly gapMs: number; readonly drawn: number; readonly longestTaskMs: number }> {
  return page.evaluate(async (for_) => {
    const { watched } = window as unknown as { watched: Watched };
    const gaps: number[] = [];
    const drawn: number[] = [];
    watched.longTasks = [];
    const end = performance.now() + for_;
    for (let before = performance.now(); before < end; ) {
      watched.drawn = 0;
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      gaps.push(now - before);
      drawn.push(watched.drawn);
      before = now;
    }
    const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;
    return { gapMs: median(gaps), drawn: median(drawn), longestTaskMs: Math.max(0, ...watched.longTasks) };
  }, ms);
}

/** How much longer equal work takes than at its fastest, because others use the machine as well: 1 when none does. */
function slowdown(page: Page): Promise<number> {
  return page.evaluate(() => {
    const took: number[] = [];
    for (const end = performance.now() + 1500; performance.now() < end; ) {
      const began = performance.now();
      let sum = 0;
      for (let i = 0; i < 8_000_000; i++) sum = (sum + i * i) | 0;
      took.push(performance.now() - began + (sum === 0.5 ? 1 : 0));
    }
    took.sort((a, b) => a - b);
    return took[took.length >> 1]! / took[0]!;
  });
}

// As many marks as the stage ever shows at this size: with more shards, the lanes are too thin for marks and are drawn by colour.
test('ux 34: the fullest stage keeps 50 frames a second, no long task, and controls that answer within 200 ms', async ({ page }, info) => {
  test.setTimeout(120_000);
  await keepSettings(page, { pauseOnNewEvents: false });
  await watchFrames(page);
  await open(page, labUrl({ recipe: 'web: traffic(rate=19800/s, size=200B, keys=random) -> clicks: kinesis-streams(shards=20) -> app: stream-reader(count=1)', length: '900s', seed: 7, facts: 'notes', atMs: 20_000 }));
  const lab = new Lab(page);
  await lab.expectTime(20_000);
  const presses = () => page.evaluate(() => [...(window as unknown as { watched: Watched }).watched.presses.values()]);

  // A busy machine gets the time that it takes longer for anything, and three goes; a slow page fails them all.
  const goes: { readonly slower: number; readonly gapMs: number; readonly drawn: number; readonly longestTaskMs: number; readonly slowestPressMs: number }[] = [];
  const isSmooth = ({ slower, gapMs, longestTaskMs, slowestPressMs }: (typeof goes)[number]) => gapMs <= 20 * slower && longestTaskMs < 200 * slower && slowestPressMs < 200 * slower;
  while (goes.length < 3 && !goes.some(isSmooth)) {
    const before = await slowdown(page);
    await lab.play.click();
    const from = await lab.time();
    await expect.poll(() => lab.time()).toBeGreaterThan(from + 2);
    const running = await frames(page, 3000);
    await page.evaluate(() => (window as unknown as { watched: Watched }).watched.presses.clear());
    for (let round = 0; round < 3; round++) {
      await lab.tab('Faults');
      await lab.tab('Controls');
      await lab.control('rate').getByRole('button', { name: round % 2 === 0 ? /^Less/ : /^More/ }).click();
    }
    await expect.poll(async () => (await presses()).length).toBeGreaterThan(4);
    await lab.play.click();
    await lab.expectState('paused');
    goes.push({ ...running, slowestPressMs: Math.max(...(await presses())), slower: Math.max(before, await slowdown(page)) });
  }
  info.annotations.push({ type: 'frames', description: JSON.stringify(goes) });
  expect(goes[0]!.drawn, 'marks in view').toBeGreaterThan(800);
  expect(goes.some(isSmooth), JSON.stringify(goes)).toBe(true);
});
