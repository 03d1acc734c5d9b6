import { allLimits } from '../../src/aws/limits/index.ts';
import { type Content, type Entry, hrefOf, type Kind, type Kinds, titleOf } from '../../src/content/content.ts';
import type { LinkData, Outline, PanelContent, SearchEntry } from '../../src/content/pageTypes.ts';
import { type ContentRegistry, makeRegistry } from '../../src/content/registry.ts';
import { topicOrder, topics } from '../../src/content/topics.ts';
import { limitText } from './limitPhrases.ts';

function groups<T>(values: readonly T[], key: (value: T) => string): { readonly [key: string]: readonly T[] } {
  const found: { [key: string]: T[] } = {};
  for (const value of values) (found[key(value)] ??= []).push(value);
  return found;
}

function outlineOf(content: Content, registry: ContentRegistry): Outline {
  const facts = groups(registry.all('fact'), (fact) => fact.topic);
  const questions = groups(registry.all('question'), (question) => question.topic);
  const panels = groups(registry.all('experiment'), (experiment) => experiment.panel);
  const templates = (topic: string) => (questions[topic] ?? []).filter((question) => 'template' in question).length;
  return {
    sections: content.pages
      .map(({ value }) => value)
      .sort((a, b) => topicOrder(a.topic) - topicOrder(b.topic))
      .map(({ topic, slug, title, minutes, blocks }) => ({ topic, slug, title, minutes, blocks: blocks.length, corrections: blocks.reduce((sum, block) => sum + block.corrections.length, 0) })),
    topics: topics
      .filter(({ id }) => facts[id] ?? questions[id])
      .map(({ id, title }) => ({ topic: id, title, facts: facts[id]?.length ?? 0, items: (questions[id]?.length ?? 0) - templates(id), templates: templates(id) })),
    panels: Object.entries(panels).map(([panel, experiments]) => ({ panel, experiments: experiments.length })),
    scenarios: registry
      .all('scenario')
      .map(({ id, slug, number, title, criteria, difficulty, minutes }) => ({ id, slug, number, title, criteria: criteria.length, ...(difficulty === undefined ? {} : { difficulty }), ...(minutes === undefined ? {} : { minutes }) }))
      .sort((a, b) => a.number - b.number),
  };
}

const longestTitle = 140;

/** Titles in lists: one line, cut at a word. */
function shortTitle(entry: Entry): string {
  const title = titleOf(entry).replace(/\s+/g, ' ');
  return title.length <= longestTitle ? title : `${title.slice(0, longestTitle).replace(/\s+\S*$/, '')} …`;
}

/** The page of a thing that has none itself: the note that explains it. */
function addressOf(entry: Entry, registry: ContentRegistry): string {
  const own = hrefOf(entry);
  if (own !== undefined) return own;
  const noteOf = (fact: string): string | undefined => registry.notesOn(fact)[0]?.id;
  const note = entry.kind === 'fact' ? noteOf(entry.id) : entry.kind === 'misconception' ? entry.value.contrast : entry.kind === 'concept' ? entry.value.facts.map(noteOf).find((id) => id !== undefined) : undefined;
  const target = note === undefined ? undefined : registry.find(note);
  return (target && hrefOf(target)) ?? '';
}

function linksOf(content: Content, registry: ContentRegistry): LinkData {
  const relation = (ids: readonly { readonly id: string }[], related: (id: string) => readonly { readonly id: string }[]) =>
    Object.fromEntries(ids.map(({ id }): [string, string[]] => [id, related(id).map((other) => other.id)]).filter(([, others]) => others.length > 0));
  const facts = registry.all('fact');
  return {
    targets: content.entries.filter((entry) => registry.find(entry.id) === entry).map((entry): [string, Kind, string, string] => [entry.id, entry.kind, shortTitle(entry), addressOf(entry, registry)]),
    relations: {
      itemsTesting: relation(facts, registry.itemsTesting),
      notesOn: relation(facts, registry.notesOn),
      labsShowing: relation(facts, registry.labsShowing),
      itemsOn: relation(registry.all('note'), registry.itemsOn),
    },
  };
}

const limitsById = new Map(allLimits.map((limit) => [limit.id, limit]));

function readable(text: string): string {
  return text.replace(/\{limit:([^}]+)\}/g, (_, id: string) => {
    const limit = limitsById.get(id);
    return limit ? limitText(limit, 'notes') : '';
  });
}

function searchEntry(entry: Entry): SearchEntry | undefined {
  const found = (kind: SearchEntry['kind'], text: string): SearchEntry => ({ id: entry.id, kind, title: shortTitle(entry), text, href: hrefOf(entry) ?? '' });
  switch (entry.kind) {
    case 'note':
      return found('note', readable(entry.value.text));
    case 'experiment':
      return found('experiment', [entry.value.question, ...entry.value.notice].join('\n'));
    case 'scenario':
      return found('scenario', entry.value.brief);
    case 'question':
      return 'template' in entry.value ? undefined : found('question', entry.value.stem);
    case 'term':
      return found('term', [entry.value.says, ...entry.value.also].join('\n'));
    default:
      return undefined;
  }
}

const json = (value: unknown): string => `export default ${JSON.stringify(value)}`;

/** Source code of the modules that the page may import, by name: `outline`, `links`, `search`, `loaders`, and one a chunk (`facts/kds`). */
export function pageModules(content: Content): ReadonlyMap<string, string> {
  const registry = makeRegistry(content);
  const modules = new Map<string, string>([
    ['outline', json(outlineOf(content, registry))],
    ['links', json(linksOf(content, registry))],
    ['search', json(content.entries.flatMap((entry) => searchEntry(entry) ?? []))],
  ]);
  const tables: string[] = [];
  const table = (name: string, chunks: { readonly [key: string]: unknown }): void => {
    for (const [key, value] of Object.entries(chunks)) modules.set(`${name}/${key}`, json(value));
    tables.push(`export const ${name} = {${Object.keys(chunks).map((key) => `${JSON.stringify(key)}: () => import('virtual:content/${name}/${key}')`).join(', ')}};`);
  };
  const by = <K extends Kind>(kind: K, key: (value: Kinds[K]) => string) => groups(registry.all(kind), key);
  table('facts', by('fact', (fact) => fact.topic));
  table('questions', by('question', (question) => question.topic));
  table('labs', labsOf(content, registry));
  table('events', by('event', (event) => event.panel));
  table('scenarios', Object.fromEntries(registry.all('scenario').map((scenario) => [scenario.slug, scenario])));
  table('pages', Object.fromEntries(content.pages.map(({ value }) => [value.slug, value])));
  table('shared', {
    glossary: registry.all('term'),
    misconceptions: registry.all('misconception'),
    concepts: { concepts: registry.all('concept'), confusable: content.confusable.map(({ value }) => value) },
  });
  modules.set('loaders', tables.join('\n'));
  return modules;
}

function labsOf(content: Content, registry: ContentRegistry): { readonly [panel: string]: PanelContent } {
  const experiments = groups(registry.all('experiment'), (experiment) => experiment.panel);
  const walkthroughs = new Map(content.walkthroughs.map(({ value }) => [value.panel, value]));
  const panels = [...new Set([...Object.keys(experiments), ...walkthroughs.keys()])];
  return Object.fromEntries(
    panels.map((panel) => {
      const walkthrough = walkthroughs.get(panel);
      const sorted = [...(experiments[panel] ?? [])].sort((a, b) => (a.order ?? Infinity) - (b.order ?? Infinity) || (a.id < b.id ? -1 : 1));
      return [panel, { experiments: sorted, ...(walkthrough ? { walkthrough } : {}) }];
    }),
  );
}
