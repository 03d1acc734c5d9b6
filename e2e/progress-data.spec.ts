import { readFile } from 'node:fs/promises';
import { open, settled } from './pages/app.ts';
import { Lab } from './pages/lab.ts';
import { backupOf, chooseBackup, progressOf, sittingOf, tables } from './pages/progress.ts';
import { Card, itemOf, rightAnswer, wrongAnswer } from './pages/quiz.ts';
import { storedRows } from './pages/stored.ts';
import { expect, test, type Page } from './pages/test.ts';

/** Three answers, a flag and a skipped prediction: something in every table. */
async function learnSomething(page: Page): Promise<void> {
  const card = new Card(page);
  for (const [id, right] of [
    ['q.kds.003', true],
    ['q.kds.019', false],
    ['q.kds.037', true],
  ] as const) {
    await open(page, `/quiz/q/${id}?seed=1`);
    if (right) await card.root.getByTestId('quiz-flag').click();
    // Less than a second is not written down as time of study.
    if (id === 'q.kds.003') await page.waitForTimeout(1200);
    await card.answer(right ? rightAnswer(itemOf(id)) : wrongAnswer(itemOf(id)), 'certain');
  }
  await open(page, '/lab/kinesis?x=x.kinesis.hot-key');
  await page.getByTestId('prediction-skip').click();
  await expect.poll(async () => (await storedRows(page, 'predictions')).length).toBe(1);
}

async function exportText(page: Page): Promise<string> {
  await open(page, '/settings');
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const download = await saving;
  expect(download.suggestedFilename()).toMatch(/^headwater-backup-\d{4}-\d\d-\d\d\.json$/);
  return readFile(await download.path(), 'utf8');
}

test('ux 67: export, erase and import give back exactly the progress there was', async ({ page }) => {
  test.setTimeout(90_000);
  await learnSomething(page);
  for (const table of ['cards', 'flags', 'minutes'] as const) await expect.poll(async () => (await storedRows(page, table)).length, { message: table }).toBeGreaterThan(0);
  const text = await exportText(page);
  const before = await progressOf(page);
  expect(JSON.parse(before)).toMatchObject({ attempts: [{}, {}, {}] });

  await page.getByRole('button', { name: 'Erase everything' }).click();
  const dialog = page.getByRole('dialog', { name: 'Erase everything?' });
  await expect(dialog.getByRole('button', { name: 'Erase' })).toBeDisabled();
  await dialog.getByLabel('Type ERASE to confirm').fill('erase');
  await expect(dialog.getByRole('button', { name: 'Erase' })).toBeDisabled();
  await dialog.getByLabel('Type ERASE to confirm').fill('ERASE');
  await dialog.getByRole('button', { name: 'Erase' }).click();
  await expect(page.getByText('Everything is erased from this device.')).toBeVisible();
  for (const table of [...tables, 'keyed'] as const) expect(await storedRows(page, table), table).toEqual([]);
  await open(page, '/progress');
  await expect(page.locator('main')).not.toContainText('q.kds');

  await open(page, '/settings');
  await chooseBackup(page, text);
  const restore = page.getByRole('dialog', { name: 'Restore this backup?' });
  await expect(restore).toContainText('3 answers');
  await restore.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByText('Restored.')).toBeVisible();
  expect(await progressOf(page)).toBe(before);
  await page.reload();
  await settled(page);
  expect(await progressOf(page)).toBe(before);
});

test('ux 67: an import that is called off changes nothing', async ({ page }) => {
  await open(page, '/quiz/q/q.kds.003?seed=1');
  await new Card(page).answer(rightAnswer(itemOf('q.kds.003')), 'fairly');
  const before = await progressOf(page);
  await open(page, '/settings');
  await chooseBackup(page, backupOf({ sessions: [sittingOf('e2e-other', [['q.kds.003', 1]])] }));
  await page.getByRole('dialog', { name: 'Restore this backup?' }).getByRole('button', { name: 'Keep what I have' }).click();
  expect(await progressOf(page)).toBe(before);
});

test.describe('without storage', () => {
  test('ux 67: with IndexedDB blocked the app says so inline and still runs', async ({ page }) => {
    await page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('blocked', 'SecurityError');
      };
      IDBFactory.prototype.databases = () => Promise.reject(new DOMException('blocked', 'SecurityError'));
    });
    await open(page, '/');
    await page.locator('[data-hero-option="1"]').click();
    await expect(page.getByText(/your answer lasts until this page is closed/)).toBeVisible();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Quiz/ }).click();
    await settled(page);
    const warning = page.getByTestId('storage-warning');
    await expect(warning).toBeVisible();
    await expect(warning.getByRole('link', { name: 'Export now' })).toBeVisible();
    await page.getByRole('link', { name: 'Start practice' }).click();
    const card = new Card(page);
    await expect(card.root).toBeVisible();
    await expect(warning).toBeVisible();
    await open(page, '/quiz/q/q.kds.003?seed=1');
    await card.answer(rightAnswer(itemOf('q.kds.003')), 'fairly');
    await expect(card.verdict).toHaveText('Right');
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Progress' }).click();
    await settled(page);
    await expect(page.getByTestId('storage-warning')).toBeVisible();
    const lab = new Lab(page);
    await lab.open('?seed=7&at=3000&paused');
    await lab.play.click();
    await lab.expectState('running');
  });

  test('with localStorage blocked the settings say so and hold until the page closes', async ({ page }) => {
    await page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get() {
          throw new DOMException('blocked', 'SecurityError');
        },
      });
    });
    await open(page, '/settings');
    await expect(page.getByText('This browser refuses to store settings')).toBeVisible();
    await page.getByRole('radio', { name: 'Dark' }).check({ force: true });
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  });
});
