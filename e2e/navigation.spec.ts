import { open, press, settled } from './pages/app.ts';
import { Lab } from './pages/lab.ts';
import { routes } from './pages/routes.ts';
import { expect, test, type Page } from './pages/test.ts';

const searchBox = (page: Page) => page.getByRole('dialog', { name: 'Search' }).getByRole('combobox');

test('ux 3: every route loads by its address, with one h1, a title of its own, no error and no failed request', async ({ page, watch }) => {
  test.setTimeout(180_000);
  const titles = new Map<string, string>();
  for (const route of routes) {
    await open(page, route.path);
    await expect.soft(page.locator('h1'), route.path).toHaveCount(1);
    await expect.soft(page.locator('main h1'), route.path).toHaveText(route.heading);
    await expect.soft(page, route.path).toHaveTitle(/ · Headwater$/);
    const title = await page.title();
    expect.soft(titles.get(title), `${route.path} has the title of another page: ${title}`).toBeUndefined();
    titles.set(title, route.path);
    expect.soft(watch.problems, route.path).toEqual([]);
  }
});

test('ux 3: a sitting that is over has a page of its own', async ({ page }) => {
  await open(page, '/quiz/practice?n=10');
  const card = page.getByTestId('quiz-item');
  await card.getByTestId('quiz-confidence-skip').click();
  await page.getByRole('button', { name: 'End here' }).click();
  // Nothing was answered, so there is nothing to look back on.
  await expect(page).toHaveURL(/\/quiz$/);
  await open(page, '/quiz/results/no-such-sitting');
  await expect(page.locator('h1')).toHaveCount(1);
  await expect(page.getByRole('main').getByRole('link', { name: /quiz/i }).first()).toBeVisible();
});

test('ux 4: a new page takes the focus to its h1', async ({ page }) => {
  await open(page, '/');
  for (const name of ['Learn', 'Labs', 'Build', 'Quiz', 'Progress']) {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }).click();
    await settled(page);
    await expect(page.locator('main h1')).toBeFocused();
    await expect(page.getByTestId('lab-announcer')).toContainText('Headwater');
  }
});

test('ux 4: Back restores how far a page was scrolled', async ({ page }) => {
  await open(page, '/learn/kinesis-streams');
  await page.evaluate(() => window.scrollTo(0, 2400));
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(2400);
  await press(page, page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Labs' }));
  await settled(page);
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(0);
  await page.goBack();
  await settled(page);
  await expect.poll(() => page.evaluate(() => Math.round(window.scrollY))).toBe(2400);
});

test('ux 4: Back restores the time at which a run was left, and how far its page was scrolled', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open('?seed=7&at=12000&paused');
  await lab.expectTime(12_000);
  await lab.seek(5_000);
  const digest = await lab.digest();
  await page.evaluate(() => window.scrollTo(0, 200));
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(200);
  await press(page, page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Learn' }));
  await settled(page);
  await page.goBack();
  await settled(page);
  await lab.expectTime(5_000);
  await lab.expectState('paused');
  expect(await lab.digest()).toBe(digest);
  await expect(lab.root).toHaveAttribute('data-seed', '7');
  // The same place in view: text above it may have become a few pixels taller or shorter.
  await expect.poll(() => page.evaluate(() => Math.abs(window.scrollY - 200))).toBeLessThan(8);
});

test('ux 5: Ctrl K opens the search on every route, and Esc gives the focus back', async ({ page }) => {
  test.setTimeout(180_000);
  for (const route of routes) {
    await open(page, route.path);
    const opener = page.getByRole('button', { name: 'More pages' });
    await opener.focus();
    await page.keyboard.press('Control+k');
    await expect(searchBox(page), route.path).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog', { name: 'Search' }), route.path).toHaveCount(0);
    await expect(opener, route.path).toBeFocused();
  }
});

test('ux 5: "hot shard" finds a note, an experiment and a question; Enter opens what is chosen', async ({ page }) => {
  await open(page, '/about');
  await page.getByRole('banner').getByRole('button', { name: /Search/ }).click();
  await searchBox(page).fill('hot shard');
  const list = page.getByRole('listbox', { name: 'Results' });
  for (const [group, target] of [
    ['Notes', /\/learn\/kinesis-streams#/],
    ['Experiments', /\/lab\/kinesis\?x=x\.kinesis\./],
    ['Questions', /\/quiz\/q\/q\.kds\./],
  ] as const) {
    await expect(list.getByRole('group', { name: group }).getByRole('option').first(), group).toBeVisible();
    const wanted = list.getByRole('group', { name: group }).getByRole('option').first();
    for (let presses = 0; presses < 40 && (await wanted.getAttribute('aria-selected')) !== 'true'; presses++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(target);
    await settled(page);
    await expect(page.getByRole('dialog', { name: 'Search' })).toHaveCount(0);
    await page.keyboard.press('Control+k');
    await searchBox(page).fill('hot shard');
  }
});

test('ux 7: an unknown address shows the page that was not found, with a search and ways on', async ({ page }) => {
  for (const path of ['/a/b/c', '/lab/nope', '/learn/nope', '/quiz/nope', '/quiz/q/nope']) {
    await open(page, path);
    await expect(page.locator('h1'), path).toHaveText(/not found|no such/i);
    await expect(page.locator('main').getByRole('link').first(), path).toBeVisible();
  }
  await open(page, '/nope');
  await expect(page.locator('h1')).toHaveText('Page not found');
  await expect(page.locator('main').getByRole('combobox')).toBeVisible();
  await expect.poll(() => page.locator('main').getByRole('link').count()).toBeGreaterThanOrEqual(5);
});

test('ux 8: no request leaves the origin in a full tour', async ({ page, context, baseURL }) => {
  test.setTimeout(120_000);
  const origins = new Set<string>();
  const sockets: string[] = [];
  context.on('request', (request) => {
    if (/^https?:/.test(request.url())) origins.add(new URL(request.url()).origin);
  });
  page.on('websocket', (socket) => sockets.push(socket.url()));

  await open(page, '/');
  await page.locator('[data-hero-option="0"]').click();
  await expect(page.locator('.fp-hero').getByTestId('lab-callout')).toBeVisible();
  const nav = page.getByRole('navigation', { name: 'Main' });
  await nav.getByRole('link', { name: 'Learn' }).click();
  await settled(page);
  await page.locator('main').getByRole('link', { name: /Kinesis Data Streams/ }).first().click();
  await settled(page);
  await nav.getByRole('link', { name: 'Labs' }).click();
  await settled(page);
  await page.locator('main').getByRole('link', { name: /Kinesis Data Streams/ }).first().click();
  await settled(page);
  const lab = new Lab(page);
  await lab.play.click();
  await expect.poll(() => lab.time()).toBeGreaterThan(0);
  await nav.getByRole('link', { name: 'Quiz' }).click();
  await settled(page);
  await page.getByRole('link', { name: 'Start practice' }).click();
  await expect(page.getByTestId('quiz-item')).toBeVisible();
  await nav.getByRole('link', { name: 'Progress' }).click();
  await settled(page);
  for (const path of ['Compare', 'Glossary', 'Settings', 'About']) {
    await page.getByRole('button', { name: 'More pages' }).click();
    await page.getByRole('navigation', { name: 'More' }).getByRole('link', { name: path }).click();
    await settled(page);
  }
  await page.keyboard.press('Control+k');
  await searchBox(page).fill('shard');
  await expect(page.getByRole('option').first()).toBeVisible();

  expect([...origins]).toEqual([new URL(baseURL ?? '').origin]);
  expect(sockets).toEqual([]);
});
