import { Lab } from './pages/lab.ts';
import { expect, test, type Page } from './pages/test.ts';

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
