import { labUrl, type LabLink } from '../src/state/labLink.ts';
import { keepSettings, open } from './pages/app.ts';
import { Lab, throttling } from './pages/lab.ts';
import { expect, test } from './pages/test.ts';

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
  await expect(main.getByRole('button', { name: /^Shard \d: over its record limit, 1,000 of 1,000 records a second/ })).toBeVisible();
  await expect(main.getByRole('list').filter({ has: page.locator('button', { hasText: 'refused' }) }).first()).toBeVisible();
  expect(await page.getByTestId('lab-data').getByRole('row').count()).toBeGreaterThan(7);

  await new Lab(page).tab('Controls');
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

test('parts are found by arrow keys, and Enter opens what there is to know', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open('?seed=7&at=4000');
  const parts = page.getByRole('region', { name: 'Parts of the run' }).getByRole('button');
  await parts.first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(parts.nth(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('shardId-000000000001')).toBeVisible();
  await page.getByRole('button', { name: 'Split shard 1' }).click();
  await expect(page.getByTestId('lab-summary')).toContainText('UPDATING');
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
