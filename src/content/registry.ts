import { nearest } from '../base/nearest.ts';
import { type Content, type Entry, hrefOf, type Kind, type Kinds } from './content.ts';
import type { Question } from './model/items.ts';
import type { NoteBlock } from './model/notes.ts';
import type { ContentProblem } from './problem.ts';
import { linksIn, referencesIn, type Reference } from './references.ts';

/** Answers by id over one namespace, and knows what points to what. */
export interface ContentRegistry {
  /** What has this id, of whatever kind. */
  find(id: string): Entry | undefined;
  /** What has this id, if it is of this kind. */
  get<K extends Kind>(kind: K, id: string): Kinds[K] | undefined;
  /** Everything of a kind, in the order of the files. */
  all<K extends Kind>(kind: K): readonly Kinds[K][];
  /** Items and templates that test the fact. */
  itemsTesting(fact: string): readonly Question[];
  /** Items and templates whose rule this note block teaches. */
  itemsOn(note: string): readonly Question[];
  /** Note blocks that cite the fact. */
  notesOn(fact: string): readonly NoteBlock[];
  /** Experiments, events and scenarios in which the fact can be seen. */
  labsShowing(fact: string): readonly Extract<Entry, { kind: 'experiment' | 'event' | 'scenario' }>[];
  /** What the parsers found, then every duplicate id, dangling reference and dead link. */
  readonly problems: readonly ContentProblem[];
}

const kindNames: { readonly [K in Kind]: string } = {
  fact: 'fact', limit: 'limit', note: 'note block', question: 'question', experiment: 'experiment', event: 'event', concept: 'concept', misconception: 'misconception', scenario: 'scenario', term: 'glossary term',
};

function duplicates(entries: readonly Entry[]): readonly ContentProblem[] {
  const first = new Map<string, Entry>();
  const problems: ContentProblem[] = [];
  for (const entry of entries) {
    const other = first.get(entry.id);
    if (other) problems.push({ file: entry.file, path: entry.id, problem: `the id is taken by ${other.file}: ids are unique over all content` });
    else first.set(entry.id, entry);
  }
  return problems;
}

/** Ids that exist but whose entry was refused are no dangling references: one problem is enough. */
function dangling(references: readonly Reference[], byId: ReadonlyMap<string, Entry>, refused: ReadonlySet<string>): readonly ContentProblem[] {
  return references.flatMap(({ file, from, path, kind, id }) => {
    const target = byId.get(id);
    if (target?.kind === kind || (!target && refused.has(id))) return [];
    const place = from === '' ? path : `${from}.${path}`;
    if (target) return [{ file, path: place, problem: `${id} is a ${kindNames[target.kind]}, here stands a ${kindNames[kind]}` }];
    const known = [...byId.values()].filter((entry) => entry.kind === kind).map((entry) => entry.id);
    const hint = nearest(id, known);
    return [{ file, path: place, problem: `no ${kindNames[kind]} has the id ${id}${hint === undefined ? '' : `: did you mean ${hint}?`}` }];
  });
}

const linkForms: readonly { readonly form: RegExp; readonly check: boolean }[] = [
  { form: /^\/learn\/[^#?]+#/, check: true },
  { form: /^\/lab\/[^#?]+\?x=/, check: true },
  { form: /^\/quiz\/q\//, check: true },
  { form: /^\/build\/(?!sandbox)/, check: true },
  { form: /^\/glossary#/, check: true },
  { form: /^\/(learn|lab|build|quiz|compare|progress|glossary|settings|about)?([/?#]|$)/, check: false },
];

function deadLinks(content: Content): readonly ContentProblem[] {
  const hrefs = new Set(content.entries.map(hrefOf));
  const pageOf = new Map(content.pages.map((page) => [page.file, page.value.slug]));
  return linksIn(content).flatMap(({ file, path, href: written }) => {
    const href = written.startsWith('#') ? `/learn/${pageOf.get(file) ?? ''}${written}` : written;
    const form = linkForms.find((candidate) => candidate.form.test(href));
    if (form && (!form.check || hrefs.has(href))) return [];
    const hint = nearest(href, [...hrefs].filter((known) => known !== undefined));
    return [{ file, path, problem: `the link ${written} leads nowhere${hint === undefined ? '' : `: did you mean ${hint}?`}` }];
  });
}

function groupBy<T>(values: readonly T[], keys: (value: T) => readonly string[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    for (const key of new Set(keys(value))) {
      const group = groups.get(key);
      if (group) group.push(value);
      else groups.set(key, [value]);
    }
  }
  return groups;
}

function shownFacts(entry: Entry): readonly string[] {
  switch (entry.kind) {
    case 'experiment':
      return entry.value.factsTested;
    case 'event':
      return entry.value.facts;
    case 'scenario':
      return [...entry.value.teaches, ...entry.value.criteria.map((criterion) => criterion.why)];
    default:
      return [];
  }
}

/** Indexes what a source has read. The first of several entries with one id wins; the others are problems. */
export function makeRegistry(content: Content): ContentRegistry {
  const byId = new Map<string, Entry>();
  for (const entry of content.entries) if (!byId.has(entry.id)) byId.set(entry.id, entry);
  const byKind = groupBy([...byId.values()], (entry) => [entry.kind]);
  const values = new Map([...byKind].map(([kind, entries]): [string, readonly unknown[]] => [kind, entries.map((entry) => entry.value)]));
  const all = <K extends Kind>(kind: K): readonly Kinds[K][] => (values.get(kind) ?? []) as readonly Kinds[K][];
  const questions = all('question');
  const testing = groupBy(questions, (question) => question.facts);
  const onNote = groupBy(questions, (question) => [question.note]);
  const notes = groupBy(all('note'), (block) => block.facts);
  const labs = groupBy([...byId.values()], shownFacts) as ReadonlyMap<string, readonly Extract<Entry, { kind: 'experiment' | 'event' | 'scenario' }>[]>;
  return {
    find: (id) => byId.get(id),
    get: (kind, id) => {
      const entry = byId.get(id);
      return entry?.kind === kind ? (entry.value as Kinds[typeof kind]) : undefined;
    },
    all,
    itemsTesting: (fact) => testing.get(fact) ?? [],
    itemsOn: (note) => onNote.get(note) ?? [],
    notesOn: (fact) => notes.get(fact) ?? [],
    labsShowing: (fact) => labs.get(fact) ?? [],
    problems: [...content.problems, ...duplicates(content.entries), ...dangling(referencesIn(content), byId, new Set(content.refused)), ...deadLinks(content)],
  };
}
