import { expect, it } from 'vitest';
import { contentOf, entry, rawEvent, rawExperiment, rawFact, rawItem, rawScenario } from '../testing/contentExamples.ts';
import { coverageOf, coverageProblems } from './coverage.ts';
import type { Content, Entry } from './content.ts';
import type { Fact, NoteBlock, NotePage, Question } from './types.ts';
import { parseEvents, parseExperiment, parseQuestions, parseScenario } from './parse/index.ts';
import type { Parsed } from './problem.ts';
import { makeRegistry } from './registry.ts';

function must<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}
const fact = (changes = {}): Entry => entry('fact', { ...rawFact(), topic: 'kds', ...changes } as unknown as Fact, 'content/facts/kds.yaml');
const block = (changes: Partial<NoteBlock> = {}): Entry =>
  entry('note', { id: 'n.kds.limits', topic: 'kds', slug: 'kinesis-streams', anchor: 'limits', heading: 'Limits', facts: ['kds-a'], limits: [], corrections: [], miniLabs: [], links: [], text: '', ...changes }, 'content/notes/kinesis-streams.mdx');
const question = (changes = {}): Entry => entry('question', must(parseQuestions([rawItem(changes)], 'content/items/kds/a.yaml'))[0] as Question, 'content/items/kds/a.yaml');
const experiment = (changes = {}): Entry => entry('experiment', must(parseExperiment(rawExperiment(changes), 'content/experiments/kinesis/hot-key.yaml')));
const event = (changes = {}): Entry => entry('event', must(parseEvents([rawEvent(changes)], 'content/events/kinesis.yaml'))[0]!);
const scenario = (changes = {}): Entry => entry('scenario', must(parseScenario(rawScenario(changes), 'content/scenarios/hot-tenant/scenario.yaml')));
const concept = entry('concept', { id: 'c.hot', title: 'Hot shard', facts: ['kds-a'] });
const misconception = entry('misconception', { id: 'm.wrong', believes: 'x', contrast: 'n.kds.limits', lab: 'x.kinesis.hot-key' });

const whole = (): Entry[] => [fact(), block(), question(), experiment(), event(), scenario(), concept, misconception];
const problemsOf = (entries: readonly Entry[], rest: Partial<Content> = {}): readonly string[] => makeRegistry(contentOf(entries, rest)).problems.map(({ path, problem }) => `${path}: ${problem}`);
const without = (kind: string): Entry[] => whole().filter((each) => each.kind !== kind);

it('finds nothing wrong where every id is there', () => expect(problemsOf(whole())).toEqual([]));

it('answers by id, whatever the kind, and only with the kind asked for', () => {
  const registry = makeRegistry(contentOf(whole()));
  expect(registry.find('x.kinesis.hot-key')?.kind).toBe('experiment');
  expect(registry.get('fact', 'kds-a')?.topic).toBe('kds');
  expect(registry.get('note', 'kds-a')).toBeUndefined();
  expect(registry.itemsTesting('kds-a').map((each) => each.id)).toEqual(['q.kds.001']);
  expect(registry.itemsOn('n.kds.limits').map((each) => each.id)).toEqual(['q.kds.001']);
  expect(registry.notesOn('kds-a').map((each) => each.id)).toEqual(['n.kds.limits']);
  expect(registry.labsShowing('kds-a').map((each) => each.id)).toEqual(['x.kinesis.hot-key', 'e.kds.wpte', 's.hot-tenant']);
  expect(registry.itemsTesting('kds-z')).toEqual([]);
});

it.each<[string, Entry[], Partial<Content>, RegExp]>([
  ['a fact', [...whole().filter((each) => each.id !== 'kds-a'), fact({ id: 'kds-b' })], {}, /^q\.kds\.001\.facts: no fact has the id kds-a: did you mean kds-b\?/],
  ['a note', without('note'), {}, /^q\.kds\.001\.note: no note block has the id n\.kds\.limits/],
  ['a concept', without('concept'), {}, /^q\.kds\.001\.concept: no concept/],
  ['a misconception', without('misconception'), {}, /^q\.kds\.001\.misconception: no misconception has the id m\.wrong/],
  ['a question of an event', without('question'), {}, /^e\.kds\.wpte\.question: no question/],
  ['an experiment of a misconception', without('experiment'), {}, /^m\.wrong\.lab: no experiment/],
  ['a limit of a fact', [...without('fact'), fact({ limits: ['kds.none'] })], {}, /^kds-a\.limits: no limit has the id kds\.none/],
  ['a limit in the notes', [...without('note'), block({ limits: ['kds.none'] })], {}, /^n\.kds\.limits\.<Limit> or <ThenNow>: no limit/],
  ['a mini lab', [...without('note'), block({ miniLabs: ['x.kinesis.none'] })], {}, /^n\.kds\.limits\.<MiniLab>: no experiment/],
  ['the fact behind a criterion', [...without('scenario'), scenario({ criteria: [{ id: 'a', kind: 'k', title: 't', why: 'kds-z' }] })], {}, /^s\.hot-tenant\.criteria\.why: no fact/],
  ['a confused concept', whole(), { confusable: [{ file: 'f', value: ['c.hot', 'c.cold'] }] }, /^confusable: no concept has the id c\.cold: did you mean c\.hot/],
])('reports %s that is not there', (_name, entries, rest, problem) => expect(problemsOf(entries, rest)).toContainEqual(expect.stringMatching(problem)));

it('does not call an id dangling whose entry is there but was refused', () => {
  expect(problemsOf(without('note'), { refused: ['n.kds.limits'] })).toEqual([]);
});

it('reports an id of the wrong kind, and one that is taken', () => {
  expect(problemsOf([...without('event'), event({ question: 'q.kds.001', note: 'n.kds.limits', facts: ['kds-a'] }), { ...concept, id: 'kds-a' } as Entry])).toEqual([expect.stringMatching(/^kds-a: the id is taken by content\/facts\/kds\.yaml/)]);
  const renamed = { ...(block() as Extract<Entry, { kind: 'note' }>), kind: 'term', id: 'n.kds.limits' } as unknown as Entry;
  expect(problemsOf([...without('note'), renamed])).toContainEqual(expect.stringMatching(/n\.kds\.limits is a glossary term, here stands a note block/));
});

const page = (links: readonly string[], sayItBack: readonly string[] = []): Partial<Content> => ({
  pages: [{ file: 'content/notes/kinesis-streams.mdx', value: { topic: 'kds', slug: 'kinesis-streams', title: 'x', minutes: 1, blocks: [], sayItBack, outside: { limits: [], corrections: [], miniLabs: [], links } } satisfies NotePage }],
});

it('follows written links', () => {
  expect(problemsOf(whole(), page(['#limits', '/learn/kinesis-streams#limits', '/lab/kinesis?x=x.kinesis.hot-key', '/lab/kinesis', '/quiz/q/q.kds.001', '/build/hot-tenant', '/build/sandbox', '/glossary']))).toEqual([]);
  for (const dead of ['#limit', '/learn/kinesis#limits', '/lab/kinesis?x=x.kinesis.cold', '/quiz/q/q.kds.999', '/build/hot', '/labs/kinesis', 'kinesis-streams']) {
    expect(problemsOf(whole(), page([dead])), dead).toEqual([expect.stringContaining(`the link ${dead} leads nowhere`)]);
  }
  expect(problemsOf([...without('event'), event({ try: [{ id: 'a', label: 'A', link: '/learn/kinesis-streams#ring' }] })])).toEqual([expect.stringMatching(/^e\.kds\.wpte\.try\.a: the link/)]);
  expect(problemsOf(whole(), page([], ['q.kds.009']))).toEqual([expect.stringMatching(/^<SayItBack>: no question/)]);
});

it('passes on what the parsers found', () => expect(problemsOf([], { problems: [{ file: 'f', path: 'p', problem: 'odd' }] })).toEqual(['p: odd']));

const coverage = (entries: readonly Entry[], complete = ['kds'], pages: Content['pages'] = []) => coverageProblems(makeRegistry(contentOf(entries)), complete, pages).map(({ path, problem }) => `${path}: ${problem}`);

it('counts what teaches, tests and shows a fact', () => {
  expect(coverageOf(makeRegistry(contentOf([...whole(), fact({ id: 'kds-b', context: 'A picture.' })])))).toEqual([
    { id: 'kds-a', topic: 'kds', kind: 'concept', simulable: false, isContext: false, notes: 1, items: 1, labs: 3 },
    { id: 'kds-b', topic: 'kds', kind: 'concept', simulable: false, isContext: true, notes: 0, items: 0, labs: 0 },
  ]);
});

it('asks complete topics for notes, items, labs, concepts and corrections', () => {
  expect(coverage(whole())).toEqual([]);
  expect(coverage(without('note'))).toEqual([expect.stringMatching(/^kds-a: stands in no note/)]);
  expect(coverage(without('question'))).toEqual([expect.stringMatching(/^kds-a: is tested by 0 of 1 items/), expect.stringMatching(/^n\.kds\.limits: is the note of no item/)]);
  expect(coverage(without('concept'))).toEqual([expect.stringMatching(/^kds-a: belongs to no concept/)]);
  for (const kind of ['limit', 'behaviour', 'decision']) expect(coverage([...without('fact'), fact({ kind })]), kind).toEqual(['kds-a: is tested by 1 of 2 items: add an item, or say in "context" why none can test it']);
  expect(coverage([...without('fact'), fact({ kind: 'limit' }), question({ id: 'q.kds.002' })])).toEqual([]);
  const unseen = whole().filter((each) => !['experiment', 'event', 'scenario', 'fact'].includes(each.kind));
  expect(coverage([...unseen, fact({ simulable: true })])).toEqual([expect.stringMatching(/^kds-a: is simulable but no experiment/)]);
  expect(coverage([...without('fact'), fact({ erratum: 4 })])).toEqual([expect.stringMatching(/^kds-a: carries erratum 4, but no note/)]);
  expect(coverage([...whole().filter((each) => each.kind !== 'fact' && each.kind !== 'note'), fact({ erratum: 4 }), block({ corrections: [{ was: 'a', now: 'b', errata: 4 }] })])).toEqual([]);
  expect(coverage(whole(), ['kds'], page([], ['q.kds.001']).pages)).toEqual([expect.stringMatching(/^<SayItBack>: has 1 items/)]);
});

it('lets context stand for items, and only counts topics that are not complete', () => {
  const context = [...without('question').filter((each) => each.kind !== 'fact' && each.kind !== 'note'), fact({ kind: 'limit', context: 'Never asked.' }), block({ context: 'A picture.' })];
  expect(coverage(context)).toEqual([]);
  expect(coverage([fact()], [])).toEqual([]);
  expect(coverage(whole(), ['sqs'])).toEqual([expect.stringMatching(/^complete: "sqs" has no facts/)]);
});
