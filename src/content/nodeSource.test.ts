import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { readContent } from './nodeSource.ts';

const made: string[] = [];

/** A content folder with these files. */
function folderWith(files: { readonly [path: string]: string }): string {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-content-'));
  made.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

const problemsOf = (files: { readonly [path: string]: string }): readonly string[] => readContent(folderWith(files)).problems.map(({ file, path, problem }) => `${file} ${path}: ${problem}`);

it('reads the real folder and finds some of each kind', { timeout: 60_000 }, () => {
  const content = readContent();
  const kinds = new Map<string, number>();
  for (const { kind } of content.entries) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  expect(content.files.length).toBeGreaterThan(20);
  expect(kinds.get('fact')).toBeGreaterThan(300);
  for (const kind of ['limit', 'note', 'question', 'experiment', 'event', 'concept', 'misconception', 'term']) expect(kinds.get(kind) ?? 0, kind).toBeGreaterThan(10);
  expect(content.pages.map((page) => page.value.slug)).toContain('kinesis-streams');
  expect(content.coverage.complete).toContain('kds');
  expect(content.walkthroughs.map((walkthrough) => walkthrough.value.panel)).toContain('kinesis');
});

const fact = "- { id: kds-a, statement: A rule., kind: concept, today: same, source: Guide, confidence: high, simulable: false }\n";

it('keeps good entries of a file that has a bad one', () => {
  const content = readContent(folderWith({ 'facts/kds.yaml': `${fact}- { id: kds-b }\n` }));
  expect(content.entries.filter((entry) => entry.kind === 'fact').map((entry) => entry.id)).toEqual(['kds-a']);
  expect(content.problems.length).toBeGreaterThan(0);
  expect(content.refused).toEqual(['kds-b']);
});

it('names file and line of broken YAML and broken notes', () => {
  expect(problemsOf({ 'facts/kds.yaml': `${fact}- id: [\n` })).toEqual([expect.stringMatching(/^content\/facts\/kds\.yaml line \d: is no YAML/)]);
  expect(problemsOf({ 'notes/a.mdx': '---\ntopic: kds\nslug: a\ntitle: A\nminutes: 1\n---\n\n<Note id="x" facts="y">\n\nopen\n' })).toEqual([expect.stringMatching(/^content\/notes\/a\.mdx .*<Note>/)]);
  expect(problemsOf({ 'notes/a.mdx': '---\ntitle: [\n---\n\ntext\n' })).toEqual([expect.stringMatching(/^content\/notes\/a\.mdx line 2: is no YAML/)]);
});

it('says which files are empty or stand where nothing reads them', () => {
  expect(problemsOf({ 'facts/kds.yaml': '# nothing yet\n' })).toEqual([expect.stringMatching(/facts\/kds\.yaml : is empty/)]);
  expect(problemsOf({ 'items/kds.yaml': fact })).toEqual([expect.stringMatching(/items\/kds\.yaml : stands where nothing reads it/)]);
  expect(problemsOf({ 'items/kds/shards.yml': fact })).toEqual([expect.stringMatching(/shards\.yml : stands where nothing reads it/)]);
  expect(problemsOf({ 'README.md': 'x', 'data/index.yaml': 'a: 1', 'data/x.csv': 'a' })).toEqual([]);
});

const scenario = `id: s.hot-tenant
slug: hot-tenant
number: 5
title: Hot tenant
brief: One tenant is throttled.
palette: [kinesis-streams]
length: 3m
seeds: [1, 2, 3, 4, 5]
criteria: [{ id: loss, kind: no-data-loss, title: Nothing is lost, why: kds-a }]
teaches: [kds-a]
hints: [a, b, c]
`;
const design = (kind: string) => `{ id: ${kind}, title: x, kind: ${kind}, says: y, nodes: [], edges: []${kind === 'wrong' ? ', misses: loss' : ''} }\n`;

it('joins a scenario with the designs beside it', () => {
  const folder = { 'scenarios/hot-tenant/scenario.yaml': scenario, 'scenarios/hot-tenant/designs/accepted-a.yaml': design('accepted'), 'scenarios/hot-tenant/designs/wrong-b.yaml': design('wrong') };
  const content = readContent(folderWith(folder));
  expect(content.problems).toEqual([]);
  const entry = content.entries.find((each) => each.kind === 'scenario');
  expect(entry?.kind === 'scenario' && entry.value.designs.map((each) => each.kind)).toEqual(['accepted', 'wrong']);
  expect(problemsOf({ 'scenarios/cold/designs/accepted-a.yaml': design('accepted') })).toEqual([expect.stringMatching(/belongs to no readable scenario/)]);
});
