import { labUrl, type LabLink } from '../src/state/labLink.ts';
import { toBase64Url } from '../src/state/labLinkCode.ts';
import { Lab } from './pages/lab.ts';
import { expect, test, type Page } from './pages/test.ts';

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
