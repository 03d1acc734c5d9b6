import { expect, test } from './pages/test.ts';
import { Lab } from './pages/lab.ts';

test('check 57: the lab is there in words, in reading order, and the picture is hidden from readers', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open('?seed=7&at=4000');
  await expect(page.getByRole('region', { name: 'Scene summary' })).toContainText('2 open shards');
  await expect(page.getByRole('toolbar', { name: 'Simulation' })).toBeVisible();
  await expect(page.getByRole('group', { name: 'Records per second, each' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Parts of the run' }).getByRole('button').first()).toHaveAccessibleName(/^Shard 0: /);
  await expect(page.getByRole('region', { name: 'Event log' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Figures by second' }).getByRole('table')).toBeVisible();
  const order = await page.evaluate(() => {
    const parts = ['h1', '[data-testid=lab-summary]', '[role=toolbar]', '[data-testid=ctl-shards]', '[data-testid=lab-data]', 'canvas'].map((selector) => document.querySelector(selector));
    return parts.map((part, i) => (i === 0 ? true : Boolean(part && parts[i - 1] && parts[i - 1]!.compareDocumentPosition(part) & Node.DOCUMENT_POSITION_FOLLOWING)));
  });
  expect(order).toEqual([true, true, true, true, true, true]);
  expect(await page.locator('canvas').evaluateAll((all) => all.every((canvas) => canvas.closest('[aria-hidden="true"]') !== null))).toBe(true);
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

test('check 58: at most one message in three seconds, and throttling is told once when it begins and once when it ends', async ({ page }) => {
  test.setTimeout(80_000);
  const lab = new Lab(page);
  await page.addInitScript(() => localStorage.setItem('headwater.settings', JSON.stringify({ pauseOnNewEvents: false })));
  await lab.open('?x=x.kinesis.hot-key&guide=explore&speed=4');
  await page.evaluate(() => {
    const region = document.querySelector('[data-testid=lab-announcer]')!;
    const heard: { at: number; text: string }[] = [];
    (window as unknown as { heard: typeof heard }).heard = heard;
    new MutationObserver(() => heard.push({ at: performance.now(), text: region.textContent ?? '' })).observe(region, { childList: true, characterData: true, subtree: true });
  });
  await lab.play.click();
  await lab.runPast(20);
  await lab.tab('Controls');
  await lab.control('keys').getByRole('combobox').selectOption('random');
  await lab.runPast(56);
  await page.waitForTimeout(3500);
  const heard = await page.evaluate(() => (window as unknown as { heard: { at: number; text: string }[] }).heard);
  expect(heard.length).toBeGreaterThan(1);
  for (let i = 1; i < heard.length; i++) expect(heard[i]!.at - heard[i - 1]!.at).toBeGreaterThan(2900);
  const about = heard.map((message) => message.text).join('\n');
  expect(about.match(/Throttling began/g)).toHaveLength(1);
  expect(about.match(/Throttling ended/g)).toHaveLength(1);
});
