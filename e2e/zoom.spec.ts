import { narrow, open, sidewaysOverflow } from './pages/app.ts';
import { clippedTexts, spaceText } from './pages/clipping.ts';
import { throttling } from './pages/lab.ts';
import { routes } from './pages/routes.ts';
import { smallTargets } from './pages/targets.ts';
import { expect, test } from './pages/test.ts';

for (const [name, viewport, deviceScaleFactor] of [
  ['320 px (400 % of 1280)', { width: 320, height: 640 }, 1],
  ['200 % of 1280', { width: 640, height: 450 }, 2],
] as const) {
  test.describe(`ux 61 at ${name}`, () => {
    test.use({ viewport, deviceScaleFactor });

    test(`ux 61: at ${name} no route scrolls sideways, and nothing is cut off, with the reader's own spacing too`, async ({ page }) => {
      test.setTimeout(240_000);
      const problems: string[] = [];
      for (const { path } of [...routes, { path: throttling }]) {
        await open(page, path);
        const look = async (how: string) => {
          const overflow = await sidewaysOverflow(page);
          if (overflow > 0) problems.push(`${path}${how}: scrolls ${overflow} px sideways`);
          problems.push(...(await clippedTexts(page)).map((text) => `${path}${how}: ${text}`));
        };
        await look('');
        await spaceText(page);
        await look(' (spaced)');
      }
      expect(problems).toEqual([]);
    });
  });
}

test.describe('at 360 px', () => {
  test.use(narrow);

  test('ux 62: no route scrolls sideways, and everything to be touched is large enough', async ({ page }) => {
    test.setTimeout(180_000);
    const problems: string[] = [];
    for (const route of routes) {
      await open(page, route.path);
      const overflow = await sidewaysOverflow(page);
      if (overflow > 0) problems.push(`${route.path} scrolls ${overflow} px sideways`);
      problems.push(...(await smallTargets(page)).map((target) => `${route.path}: ${target}`));
    }
    expect(problems).toEqual([]);
  });
});
