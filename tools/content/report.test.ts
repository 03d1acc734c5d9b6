import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readContent } from '../../src/content/nodeSource.ts';
import type { Fact, NoteBlock } from '../../src/content/types.ts';
import { contentOf, entry, rawFact } from '../../src/testing/contentExamples.ts';
import { makeReport } from './report.ts';

const says = (report: ReturnType<typeof makeReport>): readonly string[] => report.problems.map((problem) => problem.says);

it('counts the real content in the keys that others rely on', { timeout: 60_000 }, () => {
  const report = makeReport(readContent());
  expect(report.facts).toMatchObject({ total: 307, byTopic: { kds: { total: 54 } } });
  expect(report.facts.tested).toBeGreaterThanOrEqual(report.facts.testedTwice);
  expect(report.facts.simulable).toBeGreaterThanOrEqual(report.facts.shown);
  const { items } = report;
  for (const counts of [items.byTopic, items.byType, items.byLevel]) expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(items.total);
  expect(items.withSimKey).toBeGreaterThan(10);
  expect([report.templates, report.experiments, report.events].every((count) => count > 5)).toBe(true);
  expect(Array.isArray(report.problems) && typeof report.scenarios === 'number').toBe(true);
});

it('takes having read nothing for a problem', () => {
  expect(says(makeReport(contentOf([], { files: [] })))).toEqual(['files', 'facts', 'items', 'note blocks'].map((kind) => `no ${kind} were read: is this the project's content folder?`));
});

it('passes on problems of the parsers, unknown topics, notes and coverage', { timeout: 60_000 }, () => {
  const fact = { ...rawFact({ id: 'kdx-a' }), topic: 'kdx' } as unknown as Fact;
  const block: NoteBlock = { id: 'n.kds.a', topic: 'kds', slug: 's', anchor: 'a', heading: 'A', facts: ['kdx-a'], limits: [], corrections: [], miniLabs: [], links: [], text: 'A record of 1 MB, cited {limit:kds.record.max-bytes}.' };
  const limit = readContent().entries.find((each) => each.id === 'kds.record.max-bytes')!;
  const report = makeReport(contentOf([entry('fact', fact), entry('note', block), limit], { problems: [{ file: 'f', path: 'p', problem: 'odd' }], coverage: { complete: ['sqs'] } }));
  expect(says(report)).toEqual(
    expect.arrayContaining(['odd', expect.stringMatching(/^"kdx" is no topic/), expect.stringMatching(/^"1 MB" is the value of kds\.record\.max-bytes: write <Limit/), expect.stringMatching(/^"sqs" has no facts/)]),
  );
  expect(report.facts.byTopic['kdx']).toMatchObject({ total: 1, inNotes: 1, tested: 0 });
});

const run = (...args: readonly string[]) => spawnSync(process.execPath, ['--import', 'tsx', 'tools/check-content.ts', ...args], { encoding: 'utf8', cwd: join(import.meta.dirname, '../..') });

it('the command prints JSON and nothing else, and fails on an empty folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-empty-'));
  const { stdout, status } = run('--json', '--folder', folder);
  rmSync(folder, { recursive: true });
  expect(JSON.parse(stdout)).toMatchObject({ facts: { total: 0 }, items: { total: 0 }, problems: [{ file: 'content', path: '', says: expect.stringContaining('no files were read') as string }, {}, {}, {}] });
  expect(status).toBe(1);
}, 60_000);

it('the command refuses what it does not know, in one sentence', () => {
  const refused = run('--jsn');
  expect([refused.status, refused.stdout, refused.stderr]).toEqual([2, '', 'check:content knows no "--jsn": see --help\n']);
}, 60_000);
