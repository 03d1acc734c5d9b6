import { expect, it } from 'vitest';
import { addressOf, loadConcepts, loadEvents, loadFacts, loadLinks, loadNotePage, loadPanel, loadQuestion, loadQuestions, loadSearch, outline } from './viteSource.ts';

it('gives the page what the files hold, by topic and panel', { timeout: 60_000 }, async () => {
  const facts = await loadFacts('kds');
  expect(facts.length).toBeGreaterThan(40);
  expect(facts.every((fact) => fact.topic === 'kds')).toBe(true);
  expect((await loadQuestions('kds')).length).toBeGreaterThan(20);
  expect((await loadPanel('kinesis')).experiments.map((experiment) => experiment.id)).toContain('x.kinesis.hot-key');
  expect((await loadEvents('kinesis')).map((event) => event.id)).toContain('e.kds.wpte');
  expect((await loadConcepts()).concepts.length).toBeGreaterThan(5);
});

it('answers unknown names with nothing', async () => {
  expect(await loadFacts('toString')).toEqual([]);
  expect(await loadQuestion('q.kds.none')).toBeUndefined();
  expect(await loadPanel('none')).toEqual({ experiments: [] });
  expect(await loadNotePage('none')).toBeUndefined();
});

it('links ids to addresses and back', async () => {
  const links = await loadLinks();
  expect(links.find('n.kds.shard-limits')).toMatchObject({ kind: 'note', href: '/learn/kinesis-streams#shard-limits' });
  expect(links.find('kds-shard-write-rps')?.href).toMatch(/^\/learn\/kinesis-streams#/);
  expect(links.notesOn('kds-shard-write-rps')).toContain('n.kds.shard-limits');
  expect(links.itemsTesting('kds-shard-write-rps').length).toBeGreaterThan(0);
  expect(links.labsShowing('kds-shard-write-rps')).toContain('x.kinesis.hot-key');
  expect(links.find('constructor')).toBeUndefined();
});

it('finds notes, experiments and questions in the search entries, limits written out', async () => {
  const entries = await loadSearch();
  for (const kind of ['note', 'experiment', 'question']) expect(entries.some((entry) => entry.kind === kind), kind).toBe(true);
  const limits = entries.find((entry) => entry.id === 'n.kds.shard-limits');
  expect(limits?.text).toContain('1,000 a second');
  expect(entries.filter((entry) => entry.text.includes('{limit:'))).toEqual([]);
});

it('keeps the static outline small: titles and counts only', () => {
  expect(outline.sections.map((section) => section.slug)).toContain('kinesis-streams');
  expect(outline.panels).toContainEqual({ panel: 'kinesis', experiments: expect.any(Number) as number });
  expect(JSON.stringify(outline).length).toBeLessThan(20_000);
});

it('gives the address of an id without fetching, the same as the links do', async () => {
  const links = await loadLinks();
  for (const id of ['n.kds.shard-limits', 'q.kds.003', 'x.kinesis.hot-key', 'g.shard']) expect(addressOf(id), id).toBe(links.find(id)?.href);
  for (const id of ['n.none.a', 's.none', 'kds-what', 'm.x', '']) expect(addressOf(id), id).toBeUndefined();
});
