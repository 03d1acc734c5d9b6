import { labUrl, type LabLink } from '../src/state/labLink.ts';
import { axeProblems } from './pages/axe.ts';
import { narrow, open, keepSettings, settled, sidewaysOverflow } from './pages/app.ts';
import { clippedTexts, spaceText } from './pages/clipping.ts';
import { walkByTab } from './pages/focus.ts';
import { Lab } from './pages/lab.ts';
import { stageChanges, stageContrast, stagePicture } from './pages/picture.ts';
import { Card, itemOf, wrongAnswer } from './pages/quiz.ts';
import { routes } from './pages/routes.ts';
import { expect, test, type Page } from './pages/test.ts';

const wide = { viewport: { width: 1440, height: 900 } };
const themes = ['light', 'dark'] as const;
/** The lab two seconds before its shard is full; Play leads to the first callout. */
const beforeCallout = '/lab/kinesis?x=x.kinesis.hot-key&at=1500&paused';
/** The lab while a shard refuses records. */
const throttling = '/lab/kinesis?x=x.kinesis.hot-key&at=8000&paused';

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

async function openFeedback(page: Page): Promise<void> {
  await open(page, '/quiz/q/q.kds.008?seed=1');
  await new Card(page).answer(wrongAnswer(itemOf('q.kds.008')), 'certain');
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
      await expect(page.getByRole('option').first()).toBeVisible();
      await look('search');

      await openFeedback(page);
      await look('feedback');
      await page.getByRole('button', { name: 'Report a problem' }).click();
      await look('report');
      expect(found).toEqual([]);
    });
  });
}

const walked = ['/', '/learn', '/learn/kinesis-streams', throttling, '/quiz', '/quiz/q/q.kds.008?seed=1', '/progress', '/settings', '/glossary', '/compare'];

for (const [size, how, paths] of [
  ['1440 px', wide, walked],
  ['360 px', narrow, ['/', throttling, '/quiz/q/q.kds.037?seed=1', '/settings']],
  // What 400 % leaves of a window of 1280 × 1024.
  ['320 × 256 px', { viewport: { width: 320, height: 256 } }, ['/', '/lab/kinesis?seed=7', '/quiz/q/q.kds.003?seed=1']],
] as const) {
  test.describe(`ux 56 at ${size}`, () => {
    test.use(how);

    test(`ux 56: Tab goes through every page in its order, always to be seen, and out of it again, at ${size}`, async ({ page }) => {
      test.setTimeout(240_000);
      const problems: string[] = [];
      for (const path of paths) {
        await open(page, path);
        const walk = await walkByTab(page);
        expect(walk.stops.length, path).toBeGreaterThan(5);
        problems.push(...walk.problems.map((problem) => `${path}: ${problem}`));
      }
      expect(problems).toEqual([]);
    });
  });
}

test('ux 56: the lab reads in order: name, summary, transport, panels, parts, log, figures; the picture comes last', async ({ page }) => {
  await open(page, throttling);
  const places = ['main h1', '[data-testid=lab-summary]', '[data-testid=lab-play]', '[data-testid=lab-seek]', '#lab-controls', '[data-object]', 'ol[reversed]', '[data-testid=lab-data]', '[data-testid=lab-stage]'];
  const order = await page.evaluate((selectors) => {
    const found = selectors.map((selector) => document.querySelector(selector));
    return selectors.filter((_, i) => i > 0 && !(found[i - 1] && found[i] && found[i - 1]!.compareDocumentPosition(found[i]!) & Node.DOCUMENT_POSITION_FOLLOWING));
  }, places);
  expect(order, 'parts that do not follow the one before').toEqual([]);
});

test('ux 56: Esc closes every overlay and gives the focus back to what opened it', async ({ page }) => {
  test.setTimeout(90_000);
  const closes = async (opener: ReturnType<Page['locator']>, overlay: ReturnType<Page['locator']>) => {
    await opener.focus();
    await page.keyboard.press('Enter');
    await expect(overlay).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(overlay).toBeHidden();
    await expect(opener).toBeFocused();
  };
  await open(page, '/settings');
  await closes(page.getByRole('button', { name: 'More pages' }), page.getByRole('navigation', { name: 'More' }));
  await closes(page.getByRole('banner').getByRole('button', { name: /^Search/ }), page.getByRole('dialog', { name: 'Search' }));
  await closes(page.getByRole('button', { name: 'Erase everything' }), page.getByRole('dialog', { name: 'Erase everything?' }));
  await open(page, '/learn/kinesis-streams');
  await closes(page.locator('main button[popovertarget]').first(), page.locator(':popover-open'));
  await open(page, '/quiz/q/q.kds.003?seed=1');
  await closes(page.getByRole('button', { name: 'Report a problem' }), page.getByRole('dialog', { name: /Report/ }));
  await open(page, throttling);
  await closes(page.getByRole('button', { name: 'Share', exact: true }), page.locator(':popover-open'));
});

test('ux 57: the lab is there in words: summary, named controls with units, parts, log and figures; the picture is for the eye alone', async ({ page }) => {
  await open(page, throttling);
  const main = page.locator('main');
  const tree = await main.ariaSnapshot();
  const wanted = ['heading "Kinesis Data Streams"', 'heading "Scene summary"', 'toolbar "Simulation"', 'slider "Time"', 'tab "Controls"', 'heading "Parts of the run"', 'heading "Event log"', 'table "Figures'];
  const at = wanted.map((name) => tree.indexOf(name));
  expect(wanted.filter((_, i) => at[i]! < 0), 'missing from the accessibility tree').toEqual([]);
  expect([...at].sort((a, b) => a - b)).toEqual(at);

  await expect(page.getByTestId('lab-summary')).toContainText(/over its record limit: 1,500 records a second offered, 500 refused/);
  const parts = page.locator('[data-object]');
  expect(await parts.count()).toBeGreaterThanOrEqual(4);
  await expect(main.getByRole('button', { name: /^Shard \d: over its limit, 1,000 of 1,000 records a second/ })).toBeVisible();
  await expect(main.getByRole('list').filter({ has: page.locator('button', { hasText: 'refused' }) }).first()).toBeVisible();
  expect(await page.getByTestId('lab-data').getByRole('row').count()).toBeGreaterThan(7);

  const sliders = main.getByRole('slider');
  const named = await sliders.evaluateAll((all) => all.map((slider) => ({ name: slider.getAttribute('aria-label') ?? (slider.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent).join(' '), value: slider.getAttribute('aria-valuetext') ?? '' })));
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter(({ name, value }) => name.trim() === '' || !/[a-z]/i.test(value)), 'sliders without a name or a value in words').toEqual([]);
  for (const control of await page.locator('[data-testid^=ctl-]').filter({ has: page.getByRole('slider') }).all()) {
    const { name, buttons, fields } = await control.evaluate((group) => ({ name: group.getAttribute('data-testid'), buttons: group.querySelectorAll('button').length, fields: group.querySelectorAll('input:not([type=range])').length }));
    expect({ name, hasButtons: buttons >= 2, hasField: fields >= 1 }).toEqual({ name, hasButtons: true, hasField: true });
  }

  const exposed = await page.locator('canvas').evaluateAll((all) => all.filter((canvas) => !canvas.closest('[aria-hidden=true]')).length);
  expect(await page.locator('canvas').count()).toBeGreaterThan(0);
  expect(exposed).toBe(0);
});

test('ux 58: in 30 s at 4× there is one message in 3 s at most; throttling is told when it begins and when it ends', async ({ page }) => {
  await keepSettings(page, { pauseOnNewEvents: false, verbosity: 'summary' });
  const recipe: LabLink['recipe'] = {
    nodes: [
      { id: 'web', kind: 'traffic', config: { recordsPerSecond: 600, payloadBytes: 200, keys: 1, shape: 'burst', burst: { at: 6000, for: 8000, factor: 3 } } },
      { id: 'put', kind: 'sdk-producer', config: { retry: 'none' } },
      { id: 'clicks', kind: 'kinesis-streams', config: { shardCount: 1 } },
      { id: 'app', kind: 'stream-reader', config: { count: 1 } },
    ],
    edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'clicks' }, { from: 'clicks', to: 'app' }],
  };
  await open(page, labUrl({ recipe, length: '30s', seed: 7, facts: 'notes', speed: 4 }));
  await page.evaluate(() => {
    const said: { at: number; text: string }[] = [];
    Object.assign(window, { said });
    const region = document.querySelector('[data-testid=lab-announcer]')!;
    new MutationObserver(() => said.push({ at: performance.now(), text: region.textContent ?? '' })).observe(region, { childList: true, characterData: true, subtree: true });
  });
  const lab = new Lab(page);
  await lab.play.click();
  await expect(lab.root).toHaveAttribute('data-sim-state', 'ended', { timeout: 40_000 });
  const said = () => page.evaluate(() => (window as unknown as { said: { at: number; text: string }[] }).said);
  await expect.poll(async () => (await said()).some(({ text }) => /has ended/.test(text)), { timeout: 15_000 }).toBe(true);

  const messages = await said();
  const gaps = messages.slice(1).map(({ at }, i) => at - messages[i]!.at);
  // A timer of 3,000 ms may fire a hair early by this clock.
  expect(gaps.filter((gap) => gap < 2_990), JSON.stringify(messages)).toEqual([]);
  const texts = messages.map(({ text }) => text);
  expect(texts.filter((text) => /throttling began/i.test(text)), texts.join(' | ')).toHaveLength(1);
  expect(texts.filter((text) => /throttling ended/i.test(text)), texts.join(' | ')).toHaveLength(1);
  expect(texts.join(' ').match(/throttl/gi), texts.join(' | ')).toHaveLength(2);
});

/** Everything on the page that would take longer than 0.01 s to change. */
function slowChanges(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('*')].flatMap((element) =>
      [null, '::before', '::after'].flatMap((pseudo) => {
        const style = getComputedStyle(element, pseudo);
        const longest = Math.max(...`${style.transitionDuration}, ${style.animationName === 'none' ? '0s' : style.animationDuration}`.split(',').map((time) => Number.parseFloat(time) * (time.trim().endsWith('ms') ? 0.001 : 1)));
        return longest > 0.0101 ? [`${element.tagName.toLowerCase()}.${String(element.className)}${pseudo ?? ''} ${longest} s`] : [];
      }),
    ),
  );
}

test.describe('ux 59', () => {
  test.use({ reducedMotion: 'reduce' });

  test('ux 59: with reduced motion nothing on any kind of page glides', async ({ page }) => {
    test.setTimeout(90_000);
    const found: string[] = [];
    for (const path of ['/', '/learn/kinesis-streams', '/lab', throttling, '/quiz/q/q.kds.037?seed=1', '/settings', '/progress', '/compare']) {
      await open(page, path);
      found.push(...(await slowChanges(page)).map((change) => `${path}: ${change}`));
    }
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog', { name: 'Search' })).toBeVisible();
    found.push(...(await slowChanges(page)));
    expect(found).toEqual([]);
  });

  test('ux 59: with reduced motion the stage steps at most twice a second, and the lab works', async ({ page }) => {
    await keepSettings(page, { pauseOnNewEvents: false });
    const lab = new Lab(page);
    await open(page, '/lab/kinesis?seed=7');
    await lab.play.click();
    await lab.expectState('running');
    const changes = await stageChanges(page, 4000);
    expect(changes).toBeLessThanOrEqual(9);
    expect(changes).toBeGreaterThan(0);
    await lab.play.click();
    await lab.expectState('paused');
    await page.getByTestId('lab-step').click();
    await page.getByTestId('lab-reset').click();
    await lab.expectTime(0);
  });
});

test('ux 59: without that wish the stage moves: the counting of changes works', async ({ page }) => {
  await keepSettings(page, { pauseOnNewEvents: false });
  const lab = new Lab(page);
  await open(page, '/lab/kinesis?seed=7');
  await lab.play.click();
  expect(await stageChanges(page, 4000)).toBeGreaterThan(12);
});

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
    await expect.poll(() => stagePicture(page)).not.toBe(lightPicture);
    expect(await isSamePage(page)).toBe(true);
  });

  test('ux 65: the theme button goes through system, light and dark without a reload', async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await open(page, throttling);
    await mark(page);
    const picture = await stagePicture(page);
    await page.getByRole('button', { name: 'Theme: system. Switch to light' }).click();
    await page.getByRole('button', { name: 'Theme: light. Switch to dark' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect.poll(() => stagePicture(page)).not.toBe(picture);
    await page.getByRole('button', { name: 'Theme: dark. Switch to system' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
    await expect.poll(() => stagePicture(page)).toBe(picture);
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
