import { type FactCoverage, coverageOf, coverageProblems } from '../../src/content/coverage.ts';
import type { Content } from '../../src/content/content.ts';
import { makeRegistry } from '../../src/content/registry.ts';
import { topicOrder, topics } from '../../src/content/topics.ts';
import type { ContentProblem, Question } from '../../src/content/types.ts';
import { type FiledQuestion, lengthCue, lintItems } from './lintItems.ts';
import { lintNotes } from './lintNotes.ts';

/** Facts by how they are taught, tested and shown. */
export interface FactCounts {
  readonly total: number;
  readonly inNotes: number;
  /** By at least one item, by at least two. */
  readonly tested: number;
  readonly testedTwice: number;
  readonly contextOnly: number;
  readonly simulable: number;
  /** Simulable, and in an experiment, event or scenario. */
  readonly shown: number;
}

type Counts = { readonly [key: string]: number };

/** What `check:content --json` prints. Its keys stay. */
export interface ContentReport {
  readonly facts: FactCounts & { readonly byTopic: { readonly [topic: string]: FactCounts } };
  readonly items: {
    readonly total: number;
    readonly byTopic: Counts;
    readonly byType: Counts;
    readonly byLevel: Counts;
    readonly withSimKey: number;
    /** Items by the place of their correct option in the file (the app shuffles). */
    readonly correctAt: Counts;
    readonly longestIsCorrect: number;
    readonly longestByChance: number;
  };
  readonly templates: number;
  readonly experiments: number;
  readonly scenarios: number;
  readonly events: number;
  readonly notes: { readonly pages: number; readonly blocks: number; readonly corrections: number };
  readonly misconceptions: number;
  readonly concepts: number;
  readonly terms: number;
  readonly files: number;
  readonly complete: readonly string[];
  readonly problems: readonly { readonly file: string; readonly path: string; readonly says: string }[];
}

function countFacts(facts: readonly FactCoverage[]): FactCounts {
  const many = (holds: (fact: FactCoverage) => boolean): number => facts.filter(holds).length;
  return {
    total: facts.length,
    inNotes: many((fact) => fact.notes > 0),
    tested: many((fact) => fact.items > 0),
    testedTwice: many((fact) => fact.items > 1),
    contextOnly: many((fact) => fact.isContext),
    simulable: many((fact) => fact.simulable),
    shown: many((fact) => fact.simulable && fact.labs > 0),
  };
}

function countBy<T>(values: readonly T[], key: (value: T) => string): Counts {
  const counts: { [key: string]: number } = {};
  for (const value of values) counts[key(value)] = (counts[key(value)] ?? 0) + 1;
  return counts;
}

function correctPlaces(items: readonly Question[]): Counts {
  const places = items.flatMap((item) => ('options' in item && item.type !== 'multiple' ? [item.options.findIndex((option) => option.correct === true) + 1] : []));
  return countBy(places, String);
}

function unknownTopics(content: Content): readonly ContentProblem[] {
  const known: ReadonlySet<string> = new Set(topics.map((topic) => topic.id));
  const files = new Map<string, string>();
  for (const entry of content.entries) if ((entry.kind === 'fact' || entry.kind === 'question' || entry.kind === 'note' || entry.kind === 'term') && !known.has(entry.value.topic)) files.set(entry.file, entry.value.topic);
  return [...files].map(([file, topic]) => ({ file, path: '', problem: `"${topic}" is no topic: src/content/topics.ts lists them` }));
}

/** A check that reads nothing passes everything: so what must be there is counted. */
function nothingRead(counts: { readonly [kind: string]: number }): readonly ContentProblem[] {
  return Object.entries(counts).flatMap(([kind, count]) => (count > 0 ? [] : [{ file: 'content', path: '', problem: `no ${kind} were read: is this the project's content folder?` }]));
}

/** Everything that can be counted and everything to mend. */
export function makeReport(content: Content): ContentReport {
  const registry = makeRegistry(content);
  const questions = content.entries.flatMap((entry): FiledQuestion[] => (entry.kind === 'question' ? [{ file: entry.file, value: entry.value }] : []));
  const items = questions.filter(({ value }) => !('template' in value)).map(({ value }) => value);
  const facts = coverageOf(registry);
  const blocks = registry.all('note');
  const cue = lengthCue(questions);
  const topicIds = [...new Set(facts.map((fact) => fact.topic))].sort((a, b) => topicOrder(a) - topicOrder(b));
  const problems = [
    ...nothingRead({ files: content.files.length, facts: facts.length, items: items.length, 'note blocks': blocks.length }),
    ...registry.problems,
    ...unknownTopics(content),
    ...lintItems(questions),
    ...lintNotes(registry),
    ...coverageProblems(registry, content.coverage.complete, content.pages),
  ];
  return {
    facts: { ...countFacts(facts), byTopic: Object.fromEntries(topicIds.map((topic) => [topic, countFacts(facts.filter((fact) => fact.topic === topic))])) },
    items: {
      total: items.length,
      byTopic: countBy(items, (item) => item.topic),
      byType: countBy(items, (item) => item.type),
      byLevel: countBy(items, (item) => item.level),
      withSimKey: items.filter((item) => item.sim !== undefined).length,
      correctAt: correctPlaces(items),
      longestIsCorrect: Math.round(cue.longestIsCorrect * 1000) / 1000,
      longestByChance: Math.round(cue.chance * 1000) / 1000,
    },
    templates: questions.length - items.length,
    experiments: registry.all('experiment').length,
    scenarios: registry.all('scenario').length,
    events: registry.all('event').length,
    notes: { pages: content.pages.length, blocks: blocks.length, corrections: blocks.reduce((sum, block) => sum + block.corrections.length, 0) },
    misconceptions: registry.all('misconception').length,
    concepts: registry.all('concept').length,
    terms: registry.all('term').length,
    files: content.files.length,
    complete: content.coverage.complete,
    problems: problems.map(({ file, path, problem }) => ({ file, path, says: problem })),
  };
}
