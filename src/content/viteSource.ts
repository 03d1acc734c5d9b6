/// <reference types="vite/client" />
/// <reference path="./virtual.d.ts" />
import type { MDXModule } from 'mdx/types';
import outlineData from 'virtual:content/outline';
import type { LinkData, Links, LinkTarget, Outline, PanelContent, SearchEntry } from './pageTypes.ts';
import type { ConceptFile, Fact, GlossaryTerm, LabEvent, Misconception, NotePage, Question, Scenario } from './types.ts';

/*
 * Content as the page gets it: checked when the app was built, so not checked again here.
 * Only `outline` comes with this module; each function fetches one chunk, once.
 */

/** What there is: pages of notes, topics, panels, scenarios. */
export const outline: Outline = outlineData;

/** The address of a note block, question, experiment, scenario or glossary term, from its id alone: nothing is fetched, and nothing checks that it exists. */
export function addressOf(id: string): string | undefined {
  const [kind = '', place = '', name = ''] = id.split('.');
  switch (kind) {
    case 'n': {
      const pages = outline.sections.filter((section) => section.topic === place);
      return pages.length === 1 ? `/learn/${pages[0]?.slug ?? ''}#${name}` : undefined;
    }
    case 'q':
      return `/quiz/q/${id}`;
    case 'x':
      return `/lab/${place}?x=${id}`;
    case 's': {
      const scenario = outline.scenarios.find((each) => each.id === id);
      return scenario && `/build/${scenario.slug}`;
    }
    case 'g':
      return `/glossary#${id}`;
    default:
      return undefined;
  }
}

const loaders = () => import('virtual:content/loaders');

async function loadFrom<T>(table: { readonly [key: string]: () => Promise<{ readonly default: T }> }, key: string): Promise<T | undefined> {
  return Object.hasOwn(table, key) ? (await table[key]?.())?.default : undefined;
}

/** Facts of a topic; none for an unknown topic. */
export async function loadFacts(topic: string): Promise<readonly Fact[]> {
  return (await loadFrom((await loaders()).facts, topic)) ?? [];
}

/** Items and templates of a topic, keys included: hand `toPrompt(item)` to views, not the item. */
export async function loadQuestions(topic: string): Promise<readonly Question[]> {
  return (await loadFrom((await loaders()).questions, topic)) ?? [];
}

/** One question by its id (`q.<topic>.…`). */
export async function loadQuestion(id: string): Promise<Question | undefined> {
  const questions = await loadQuestions(id.split('.')[1] ?? '');
  return questions.find((question) => question.id === id);
}

/** Experiments and walkthrough of a lab panel; empty for an unknown panel. */
export async function loadPanel(panel: string): Promise<PanelContent> {
  return (await loadFrom((await loaders()).labs, panel)) ?? { experiments: [] };
}

/** What a lab panel says at its events. */
export async function loadEvents(panel: string): Promise<readonly LabEvent[]> {
  return (await loadFrom((await loaders()).events, panel)) ?? [];
}

/** A scenario with all its designs. */
export async function loadScenario(slug: string): Promise<Scenario | undefined> {
  return loadFrom((await loaders()).scenarios, slug);
}

/** Blocks of a page of notes: ids, headings, facts, limits, plain text. Not its rendering. */
export async function loadNotePage(slug: string): Promise<NotePage | undefined> {
  return loadFrom((await loaders()).pages, slug);
}

const noteModules = import.meta.glob<MDXModule>('../../content/notes/*.mdx');

/** A page of notes to render: `default` takes `components` { Note, Limit, ThenNow, Correction, MiniLab, SayItBack }. */
export async function loadNote(slug: string): Promise<MDXModule | undefined> {
  return noteModules[`../../content/notes/${slug}.mdx`]?.();
}

export async function loadGlossary(): Promise<readonly GlossaryTerm[]> {
  return (await (await loaders()).shared.glossary()).default;
}

export async function loadMisconceptions(): Promise<readonly Misconception[]> {
  return (await (await loaders()).shared.misconceptions()).default;
}

/** Concepts of all topics, and which of them learners confuse. */
export async function loadConcepts(): Promise<ConceptFile> {
  return (await (await loaders()).shared.concepts()).default;
}

function makeLinks(data: LinkData): Links {
  const targets = new Map(data.targets.map(([id, kind, title, href]): [string, LinkTarget] => [id, href === '' ? { id, kind, title } : { id, kind, title, href }]));
  const related = (relation: { readonly [id: string]: readonly string[] }) => (id: string) => (Object.hasOwn(relation, id) ? (relation[id] ?? []) : []);
  return {
    find: (id) => targets.get(id),
    itemsTesting: related(data.relations.itemsTesting),
    itemsOn: related(data.relations.itemsOn),
    notesOn: related(data.relations.notesOn),
    labsShowing: related(data.relations.labsShowing),
  };
}

let links: Promise<Links> | undefined;

/** Titles, addresses and cross-references of every id. */
export function loadLinks(): Promise<Links> {
  links ??= import('virtual:content/links').then((module) => makeLinks(module.default));
  return links;
}

/** Everything that search should find. */
export async function loadSearch(): Promise<readonly SearchEntry[]> {
  return (await import('virtual:content/search')).default;
}
