import { expect, it } from 'vitest';
import { rawFact, type Raw } from '../../testing/contentExamples.ts';
import { parseConcepts, parseCoverage, parseFacts, parseGlossary, parseMisconceptions } from './index.ts';
import type { Parsed } from '../problem.ts';

const problemsOf = (parsed: Parsed<unknown>): readonly string[] => (parsed.ok ? [] : parsed.error.map(({ path, problem }) => `${path}: ${problem}`));
const facts = (raw: unknown) => parseFacts(raw, 'content/facts/kds.yaml');

it('gives facts the topic of their file', () => {
  const parsed = facts([rawFact({ limits: undefined, erratum: 3, notesSay: 'The opposite.' })]);
  expect(parsed.ok && parsed.value).toEqual([{ ...rawFact(), erratum: 3, notesSay: 'The opposite.', topic: 'kds' }]);
});

it.each<[string, unknown, RegExp]>([
  ['kind misspelt', [rawFact({ kind: 'behavior' })], /^\[0:kds-a\]\.kind: "behavior" is not known: did you mean "behaviour"/],
  ['id with a capital', [rawFact({ id: 'KDS-a' })], /^\[0:KDS-a\]\.id: write an id like kds-shard-write-mb/],
  ['limit without dots', [rawFact({ limits: ['retention'] })], /\.limits\[0\]: write an id like kds\.retention\.max/],
  ['simulable as text', [rawFact({ simulable: 'yes' })], /\.simulable: must be true or false, not string "yes"/],
  ['text with a colon', [rawFact({ statement: { 'One shard': 'so much' } })], /\.statement: must be text, not object .*text with ": " in it needs quotes/],
  ['today forgotten', [rawFact({ today: undefined })], /\.today: is missing/],
  ['no list', { facts: [] }, /^: must be a list: start each entry/],
  ['entry without an id', [rawFact({ id: undefined })], /^\[0\]\.id: is missing/],
])('%s', (_name, raw, problem) => expect(problemsOf(facts(raw))).toContainEqual(expect.stringMatching(problem)));

it('keeps an unknown key from hiding the other one', () => {
  expect(problemsOf(facts([rawFact({ sourc: 'x', todai: 'y' })]))).toEqual([
    expect.stringMatching(/^\[0:kds-a\]\.sourc: .*did you mean "source"/),
    expect.stringMatching(/^\[0:kds-a\]\.todai: .*did you mean "today"/),
  ]);
});

it('reads glossary terms, whose note may be null', () => {
  const term: Raw = { id: 'g.shard', term: 'Shard', says: 'The unit of capacity.', topic: 'kds', note: null };
  const parsed = parseGlossary([term], 'content/glossary.yaml');
  expect(parsed.ok && parsed.value).toEqual([{ id: 'g.shard', term: 'Shard', says: 'The unit of capacity.', topic: 'kds', also: [], facts: [] }]);
  expect(problemsOf(parseGlossary([{ ...term, id: 'shard' }], 'content/glossary.yaml'))).toEqual([expect.stringMatching(/^\[0:shard\]\.id: write an id like g\.shard/)]);
});

it('reads misconceptions and concepts, with what is confused', () => {
  expect(parseMisconceptions([{ id: 'm.x', believes: 'A belief.', contrast: 'n.kds.shard', lab: 'x.kinesis.hot-key' }], 'f').ok).toBe(true);
  expect(problemsOf(parseMisconceptions([{ id: 'm.x', believes: 'A belief.' }], 'f'))).toEqual([expect.stringMatching(/^\[0:m\.x\]\.contrast: is missing/)]);
  const concepts = [{ id: 'c.a', title: 'A', facts: ['kds-a'] }];
  expect(parseConcepts({ concepts, confusable: [['c.a', 'c.b']] }, 'f')).toEqual({ ok: true, value: { concepts, confusable: [['c.a', 'c.b']] } });
  expect(problemsOf(parseConcepts({ concepts, confusable: [['c.a']], confusible: [] }, 'f'))).toEqual([expect.stringMatching(/^confusible: .*"confusable"/), expect.stringMatching(/^confusable\[0\]: needs at least 2/)]);
  expect(problemsOf(parseConcepts([], 'f')).length).toBeGreaterThan(0);
});

it('reads which topics are complete', () => {
  expect(parseCoverage({ complete: ['kds'] }, 'f')).toEqual({ ok: true, value: { complete: ['kds'] } });
  expect(problemsOf(parseCoverage({ complete: 'kds' }, 'f'))).toEqual(['complete: must be a list, not string "kds"']);
});
