import type { Page } from './test.ts';

/** The picture of the stage once it stands still (for ten frames): equal when no pixel differs. */
export function stagePicture(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const look = () => [...document.querySelectorAll<HTMLCanvasElement>('[data-testid=lab-stage] canvas')].map((canvas) => canvas.toDataURL()).join();
    let before = look();
    for (let still = 0; still < 10; ) {
      await new Promise(requestAnimationFrame);
      const now = look();
      still = now === before ? still + 1 : 0;
      before = now;
    }
    return before;
  });
}

/** How often the picture of the stage changes within so many ms. */
export function stageChanges(page: Page, ms: number): Promise<number> {
  return page.evaluate(async (for_) => {
    const canvases = [...document.querySelectorAll<HTMLCanvasElement>('[data-testid=lab-stage] canvas')];
    const look = () => canvases.map((canvas) => canvas.toDataURL('image/webp', 0.5)).join();
    const end = performance.now() + for_;
    let before = look();
    let changes = 0;
    while (performance.now() < end) {
      await new Promise(requestAnimationFrame);
      const now = look();
      if (now !== before) changes++;
      before = now;
    }
    return changes;
  }, ms);
}

/** The greatest WCAG contrast between two colours that each cover at least 20 px of the stage. */
export function stageContrast(page: Page): Promise<number> {
  return page.evaluate(() => {
    const counts = new Map<number, number>();
    for (const canvas of document.querySelectorAll<HTMLCanvasElement>('[data-testid=lab-stage] canvas')) {
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
      for (let i = 0; i < data.length; i += 4) {
        if (data[i + 3]! < 255) continue;
        const colour = (data[i]! << 16) | (data[i + 1]! << 8) | data[i + 2]!;
        counts.set(colour, (counts.get(colour) ?? 0) + 1);
      }
    }
    const linear = (part: number) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
    const lights = [...counts].filter(([, count]) => count >= 20).map(([colour]) => 0.2126 * linear(colour >> 16) + 0.7152 * linear((colour >> 8) & 255) + 0.0722 * linear(colour & 255));
    return lights.length < 2 ? 1 : (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05);
  });
}
