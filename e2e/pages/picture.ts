import type { Page } from './test.ts';

/** Waits until the stage has a picture, and puts what reads it into the page. */
async function readable(page: Page): Promise<void> {
  await page.locator('[data-testid=lab-stage] canvas').first().waitFor({ state: 'attached' });
  await page.evaluate(() => {
    const layers = () => [...document.querySelectorAll<HTMLCanvasElement>('[data-testid=lab-stage] canvas')];
    const stagePixels = () => layers().map((layer) => new Uint32Array(layer.getContext('2d')!.getImageData(0, 0, layer.width, layer.height).data.buffer));
    const isSamePicture: Window['isSamePicture'] = (a, b) => a.length === b.length && a.every((layer, i) => layer.length === b[i]!.length && layer.every((pixel, k) => pixel === b[i]![k]));
    Object.assign(window, { stagePixels, isSamePicture });
  });
}

declare global {
  interface Window {
    /** The pixels of the layers of the stage as they stand. */
    stagePixels(): Uint32Array<ArrayBuffer>[];
    isSamePicture(a: readonly Uint32Array<ArrayBuffer>[], b: readonly Uint32Array<ArrayBuffer>[]): boolean;
  }
}

/** The picture of the stage once it stands still (for ten frames), as a digest: equal when no pixel differs. */
export async function stagePicture(page: Page): Promise<string> {
  await readable(page);
  return page.evaluate(async () => {
    let before = window.stagePixels();
    for (let still = 0; still < 10; ) {
      await new Promise(requestAnimationFrame);
      const now = window.stagePixels();
      still = window.isSamePicture(now, before) && now.some((layer) => layer.some((pixel) => pixel !== 0)) ? still + 1 : 0;
      before = now;
    }
    const bytes = await new Blob(before).arrayBuffer();
    return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  });
}

/** How often the picture of the stage changes within so many ms. */
export async function stageChanges(page: Page, ms: number): Promise<number> {
  await readable(page);
  return page.evaluate(async (for_) => {
    const end = performance.now() + for_;
    let before = window.stagePixels();
    let changes = 0;
    while (performance.now() < end) {
      await new Promise(requestAnimationFrame);
      const now = window.stagePixels();
      if (!window.isSamePicture(now, before)) changes++;
      before = now;
    }
    return changes;
  }, ms);
}

/** The greatest WCAG contrast between two colours that each cover at least 20 px of the stage. */
export async function stageContrast(page: Page): Promise<number> {
  await stagePicture(page);
  return page.evaluate(() => {
    const counts = new Map<number, number>();
    // One pixel is alpha, blue, green, red, from the highest byte to the lowest.
    for (const layer of window.stagePixels()) for (const pixel of layer) if (pixel >>> 24 === 255) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
    const linear = (part: number) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
    const lights = [...counts].filter(([, count]) => count >= 20).map(([pixel]) => 0.2126 * linear(pixel & 255) + 0.7152 * linear((pixel >> 8) & 255) + 0.0722 * linear((pixel >> 16) & 255));
    return lights.length < 2 ? 1 : (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
  });
}
