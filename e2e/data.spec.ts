import { readFile } from 'node:fs/promises';
import { progressSchema } from '../src/state/progressRows.ts';
import { labUrl, type LabLink } from '../src/state/labLink.ts';
import { toBase64Url } from '../src/state/labLinkCode.ts';
import { open, settled } from './pages/app.ts';
import { Lab } from './pages/lab.ts';
import { backupOf, chooseBackup, sittingOf } from './pages/progress.ts';
import { Card, itemOf, rightAnswer, wrongAnswer } from './pages/quiz.ts';
import { storedRows } from './pages/stored.ts';
import { expect, test, type Page } from './pages/test.ts';

const tables = ['attempts', 'cards', 'sessions', 'predictions', 'flags', 'minutes'] as const;

/** All progress as it lies in the browser, in one text that is equal when it is equal. */
async function progressOf(page: Page): Promise<string> {
  const rows = await Promise.all(tables.map(async (table) => [table, [...(await storedRows(page, table))].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))] as const));
  return JSON.stringify(Object.fromEntries(rows), null, 1);
}

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
  const text = await exportText(page);
  const before = await progressOf(page);
  expect(JSON.parse(before)).toMatchObject({ attempts: [{}, {}, {}] });
  for (const table of ['cards', 'flags', 'minutes'] as const) expect((await storedRows(page, table)).length, table).toBeGreaterThan(0);

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

test.describe('a backup that cannot be used', () => {
  const good = backupOf({ sessions: [sittingOf('e2e-one', [['q.kds.003', 1]])] });
  const changed = (change: (file: Record<string, unknown>) => void) => {
    const file = JSON.parse(good) as Record<string, unknown>;
    change(file);
    return JSON.stringify(file);
  };
  const cases: readonly { readonly name: string; readonly text: string; readonly place: RegExp; readonly cure: RegExp }[] = [
    { name: 'cut in the middle', text: good.slice(0, Math.floor(good.length / 2)), place: /no complete JSON/, cure: /choose the original, or export once more/ },
    { name: 'from a newer version', text: changed((file) => (file.schema = progressSchema + 7)), place: new RegExp(`schema ${progressSchema + 7}`), cure: /reload the page/i },
    { name: 'of another program', text: JSON.stringify({ hello: 1 }), place: /"app": "headwater"/, cure: /headwater-backup/ },
    { name: 'a design', text: JSON.stringify({ app: 'headwater', nodes: [] }), place: /design, not a backup/, cure: /choose the file/ },
    {
      name: 'damaged in one row',
      text: changed((file) => ((file.progress as { sessions: { startedAt: unknown }[] }).sessions[0]!.startedAt = 'yesterday')),
      place: /progress\.sessions\[0\].*startedAt/,
      cure: /choose an older one, or mend/,
    },
    { name: 'empty', text: '', place: /no complete JSON/, cure: /export once more/ },
  ];
  test('a backup that is cut, newer, damaged or of something else is refused with its place and a cure, and changes nothing', async ({ page }) => {
    await open(page, '/quiz/q/q.kds.003?seed=1');
    await new Card(page).answer(rightAnswer(itemOf('q.kds.003')), 'fairly');
    const before = await progressOf(page);
    await open(page, '/settings');
    const main = page.locator('main');
    for (const [i, { name, text, place, cure }] of cases.entries()) {
      await chooseBackup(page, text, `mine-${i}.json`);
      await expect(main, name).toContainText(`mine-${i}.json cannot be used`);
      await expect(main, name).toContainText(place);
      await expect(main, name).toContainText(cure);
      await expect(main, name).toContainText('Nothing was changed.');
      await expect(page.getByRole('dialog'), name).toHaveCount(0);
    }
    expect(await progressOf(page)).toBe(before);
  });
});

test.describe('a link that cannot be opened', () => {
  const encoded = (value: unknown) => `#s=0.${toBase64Url(new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)))}`;
  const hotKey = 'web: traffic(rate=1500/s, size=200B, keys=1) -> clicks: kinesis-streams(shards=1)';
  const good = { v: 1, recipe: hotKey, facts: 'notes', seed: 7, atMs: 3000 };
  const script = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
  const cases: readonly { readonly name: string; readonly hash: string; readonly says: RegExp }[] = [
    { name: 'cut short', hash: encoded(good).slice(0, -40), says: /was cut|copy the whole link again/i },
    { name: 'with a stray sign', hash: `${encoded(good).slice(0, 60)}!${encoded(good).slice(60)}`, says: /"!" at place \d+.*copy the whole link again/i },
    { name: 'packed in a way to come', hash: '#s=9.AAAA', says: /packed in way 9.*reload the page/i },
    { name: 'of a version to come', hash: encoded({ ...good, v: 12 }), says: /version 12.*reload the page/i },
    { name: 'far too long', hash: `#s=0.${'A'.repeat(9000)}`, says: /at most 8,000.*save it as a file/i },
    { name: 'not inflatable', hash: '#s=1.AAAAAAAA', says: /cannot be unpacked|copy the whole link again/i },
    { name: 'with an unknown key', hash: encoded({ ...good, sede: 8 }), says: /"sede" is not known.*"seed"/ },
    { name: 'with a script in a text', hash: encoded({ ...good, prediction: { prompt: script, answer: 'yes' } }), says: /prediction\.prompt holds markup/ },
    { name: 'with a script as its recipe', hash: encoded({ ...good, recipe: script }), says: /recipe holds markup/ },
    { name: 'that leads back to another site', hash: encoded({ ...good, back: '//evil.example/x' }), says: /back is an address inside this app/ },
    { name: 'with a prototype in its config', hash: encoded(`{"v":1,"facts":"notes","recipe":{"nodes":[{"id":"web","kind":"traffic","config":{"__proto__":{"polluted":1}}}]}}`), says: /no plain name|__proto__/ },
  ];
  const problems = (page: Page) => page.locator('[data-lab]').getByRole('listitem');
  const refusal = (page: Page) => page.getByRole('heading', { name: 'Not everything could be opened' });

  test('ux 33: a link that is cut, too long, of a version to come or full of script says what is wrong, and runs nothing of it', async ({ page }) => {
    const lab = new Lab(page);
    for (const { name, hash, says } of cases) {
      await page.goto(`/lab/kinesis${hash}`);
      await expect(problems(page).filter({ hasText: says }).first(), name).toBeVisible();
      await expect(refusal(page), name).toBeVisible();
      expect(await page.evaluate(() => ['hacked' in window, 'polluted' in {}]), name).toEqual([false, false]);
      await lab.expectTime(0);
      await lab.expectState('paused');
    }
    await lab.play.click();
    await expect.poll(() => lab.time()).toBeGreaterThan(0);
  });

  test('ux 33: a bad link that is opened first leaves a lab that works', async ({ page }) => {
    const lab = new Lab(page);
    await lab.open(encoded({ ...good, recipe: script }));
    await expect(refusal(page)).toBeVisible();
    await lab.expectTime(0);
    await lab.play.click();
    await expect.poll(() => lab.time()).toBeGreaterThan(0);
  });

  test('a recipe that the engine does not take, brought by a link, is refused with place and cure', async ({ page }) => {
    for (const { name, recipe, says } of [
      { name: 'an unknown kind', recipe: 'web: traffic(rate=10/s) -> clicks: kinesis-stream(shards=1)', says: /kinesis-stream.*kinesis-streams/s },
      { name: 'an unknown config key', recipe: { nodes: [{ id: 'clicks', kind: 'kinesis-streams', config: { shardCuont: 2 } }] }, says: /shardCuont.*shardCount/s },
      { name: 'a value out of range', recipe: { nodes: [{ id: 'clicks', kind: 'kinesis-streams', config: { retentionPeriodHours: -3 } }] }, says: /retentionPeriodHours/ },
      { name: 'an edge to nowhere', recipe: { nodes: [{ id: 'web', kind: 'traffic' }], edges: [{ from: 'web', to: 'nobody' }] }, says: /nobody/ },
    ] satisfies { name: string; recipe: LabLink['recipe']; says: RegExp }[]) {
      await page.goto(labUrl({ recipe, facts: 'notes', seed: 7 }));
      await expect(refusal(page), name).toBeVisible();
      await expect(problems(page).filter({ hasText: says }).first(), name).toBeVisible();
    }
  });

  test('an experiment that does not exist is named, and the lab opens as it begins', async ({ page }) => {
    const lab = new Lab(page);
    await lab.open('?x=x.kinesis.nope');
    await expect(lab.root).toContainText('There is no experiment "x.kinesis.nope"');
    await lab.play.click();
    await expect.poll(() => lab.time()).toBeGreaterThan(0);
  });
});

test.describe('a traffic file', () => {
  const bring = async (page: Page, name: string, content: string | Buffer) => {
    const lab = new Lab(page);
    await lab.open('?seed=7&paused&tab=data');
    await page.getByRole('button', { name: 'Bring your own file' }).click();
    await page.getByTestId('lab-file-input').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });
    return page.getByTestId('lab-file');
  };

  test('with broken lines is read; the broken lines are counted and named by number', async ({ page }) => {
    const rows = Array.from({ length: 40 }, (_, i) => (i === 6 ? 'only-one-cell' : i === 20 ? 'a,b,c,d,e' : `user-${i % 5},${i},home`));
    const panel = await bring(page, 'clicks.csv', ['user,nr,page', ...rows].join('\n'));
    await expect(panel).toContainText('38');
    await expect(panel).toContainText(/2 .*lines?|lines?.* 2/i);
    await expect(panel).toContainText(/line 8/i);
    await expect(panel).toContainText(/line 22/i);
  });

  test('that is empty, no text or without one good line is refused with place and cure, and the run stays', async ({ page }) => {
    const panel = await bring(page, 'empty.csv', '');
    await expect(panel.getByRole('alert')).toContainText('empty.csv is empty.');
    for (const { name, content, says } of [
      { name: 'head.csv', content: 'user,page', says: 'head.csv has a header row but no records.' },
      { name: 'twice.csv', content: 'user,user\n1,2', says: /twice\.csv, line 1: two columns are called "user"\. Rename one/ },
      { name: 'image.csv', content: Buffer.from([0x89, 0x50, 0, 0, 0, 1, 2]), says: /image\.csv is not a text file\. Bring CSV, NDJSON or log lines/ },
      { name: 'bad.ndjson', content: '{oops\n[1,2]\n', says: /bad\.ndjson has no line that can be read; line 1: no JSON/ },
    ]) {
      await page.getByTestId('lab-file-input').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
      await expect(panel.getByRole('alert'), name).toContainText(says);
    }
    const lab = new Lab(page);
    await lab.play.click();
    await expect.poll(() => lab.time()).toBeGreaterThan(0);
  });

  test('larger than 50 MB is refused before it is read', async ({ page }) => {
    const lab = new Lab(page);
    await lab.open('?seed=7&paused&tab=data');
    await page.getByRole('button', { name: 'Bring your own file' }).click();
    await expect(page.getByTestId('lab-file')).toBeVisible();
    // Made in the page: handing over 51 MB from outside takes longer than all else.
    await page.getByTestId('lab-file-input').evaluate((input: HTMLInputElement) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(51 * 1024 * 1024)], 'huge.csv', { type: 'text/csv' }));
      input.files = transfer.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await expect(page.getByTestId('lab-file').getByRole('alert')).toContainText('huge.csv is 51 MB; at most 50 MB can be read');
  });
});

test('a broken run file is refused with place and cure', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open('?seed=7&at=3000&paused');
  await page.getByRole('button', { name: 'Share' }).click();
  const choose = (text: string) => page.getByTestId('lab-open-file').setInputFiles({ name: 'mine.headwater.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await choose('{"app":"headwater"');
  await expect(page.getByRole('heading', { name: 'Not everything could be opened' })).toBeVisible();
  await expect(lab.root).toContainText(/JSON|cut/);
  await choose(JSON.stringify({ v: 99, recipe: 'x' }));
  await expect(lab.root).toContainText(/version|headwater/i);
  await lab.expectTime(3_000);
});
