import { expect, test } from './pages/test.ts';
import { readFile } from 'node:fs/promises';
import { Lab } from './pages/lab.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

async function changedRun(lab: Lab): Promise<void> {
  await lab.open('?seed=9');
  await lab.seek(4000);
  await lab.setNumber('rate', 700);
  await expect(lab.page.getByTestId('deed-0')).toBeVisible();
  await lab.seek(7250);
}

test('ux 32: a link opens in a fresh profile at the same time, seed, controls, paused', async ({ page, browser, baseURL }) => {
  const lab = new Lab(page);
  await changedRun(lab);
  const there = await lab.state();
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByTestId('lab-copy-link').click();
  await expect(page.getByText(/Link copied \(\d[\d,]* characters\)/).first()).toBeVisible();
  const address = await page.evaluate(() => navigator.clipboard.readText());
  expect(address).toContain('/lab/kinesis#s=1.');

  const other = await browser.newContext({ baseURL: baseURL ?? '' });
  const fresh = new Lab(await other.newPage());
  await fresh.page.goto(address);
  await expect.poll(() => fresh.state()).toEqual(there);
  await expect(fresh.control('rate').getByRole('textbox')).toHaveValue('700');
  await other.close();
});

test('a run saved as a file opens again where it was', async ({ page }) => {
  const lab = new Lab(page);
  await changedRun(lab);
  const there = await lab.state();
  await page.getByRole('button', { name: 'Share' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('lab-save').click()]);
  expect(download.suggestedFilename()).toMatch(/\.headwater\.json$/);
  const text = await readFile((await download.path())!, 'utf8');

  await lab.open();
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByTestId('lab-open-file').setInputFiles({ name: 'run.headwater.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await expect.poll(() => lab.state()).toEqual(there);
});

for (const [name, fragment] of [
  ['cut', '#s=1.q1YqzsgvV'],
  ['made up', '#s=0.eyJ2IjoxLCJmYWN0cyI6Im5vdGVzIiwicmVjaXBlIjoiPHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0PiJ9'],
  ['of a later version', '#s=0.eyJ2Ijo5fQ'],
] as const) {
  test(`a link that was ${name} says so, and the lab opens as it begins`, async ({ page }) => {
    const alerts: string[] = [];
    page.on('dialog', (dialog) => {
      alerts.push(dialog.message());
      void dialog.dismiss();
    });
    const lab = new Lab(page);
    await lab.open(fragment);
    await expect(page.getByRole('region', { name: 'Not everything could be opened' })).toContainText(/link/i);
    expect((await lab.state()).state).toBe('paused');
    expect(alerts).toEqual([]);
  });
}

test('a link from a question stands paused at its moment, with the way back', async ({ page }) => {
  const link = {
    v: 1,
    recipe: 'traffic(rate=1500/s, size=200B, keys=1, retry=none) -> clicks: kinesis-streams(shards=1)',
    length: '20s',
    seed: 7,
    facts: 'notes',
    changes: [{ set: 'nodes.clicks.config.shardCount', to: 2 }],
    atMs: 2500,
    back: '/quiz/q/q.kds.003',
    prediction: { prompt: 'Which limit refuses records first?', answer: 'The record limit' },
  };
  const lab = new Lab(page);
  await lab.open(`#s=0.${Buffer.from(JSON.stringify(link)).toString('base64url')}`);
  await expect(lab.root).toHaveAttribute('data-sim-time', '2.500');
  expect((await lab.state()).state).toBe('paused');
  await expect(page.getByTestId('lab-summary')).toContainText('2 open shards');
  await expect(page.getByText('Your answer: The record limit')).toBeVisible();
  await page.getByRole('link', { name: 'Back to the question' }).click();
  await expect(page).toHaveURL(/\/quiz\/q\/q\.kds\.003$/);
  await page.goBack();
  await expect(lab.root).toHaveAttribute('data-sim-time', '2.500');
});

test('a run that the engine cannot make says where and why, and the lab opens as it begins', async ({ page }) => {
  const link = { v: 1, facts: 'notes', recipe: { nodes: [{ id: 'clicks', kind: 'kinesis-stream', config: {} }] } };
  const lab = new Lab(page);
  await lab.open(`#s=0.${Buffer.from(JSON.stringify(link)).toString('base64url')}`);
  const box = page.getByRole('region', { name: 'Not everything could be opened' });
  await expect(box).toContainText('clicks.kind');
  await expect(box).toContainText('kinesis-streams');
  await expect(page.getByTestId('lab-summary')).toContainText('2 open shards');
});

test('Back finds the run where it was left', async ({ page }) => {
  const lab = new Lab(page);
  await lab.open('?seed=7');
  await lab.seek(8400);
  await page.getByRole('link', { name: 'Glossary' }).last().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Glossary' })).toBeVisible();
  await page.goBack();
  await expect(lab.root).toHaveAttribute('data-sim-time', '8.400');
});
