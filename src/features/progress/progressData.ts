import { createContext, useContext } from 'react';
import { assertDefined } from '../../base/assert.ts';
import type { Links } from '../../content/pageTypes.ts';
import type { Misconception } from '../../content/types.ts';
import { loadFacts, loadLinks, loadMisconceptions, loadQuestions, outline } from '../../content/viteSource.ts';
import type { TopicFacts } from './progressView.ts';

/** What the progress page needs of the content. */
export interface ProgressData {
  readonly topics: readonly TopicFacts[];
  readonly misconceptions: ReadonlyMap<string, Misconception>;
  readonly links: Links;
  /** Present version of each question, by id. */
  readonly versions: ReadonlyMap<string, number>;
}

async function load(): Promise<ProgressData> {
  const [topics, misconceptions, links, questions] = await Promise.all([
    Promise.all(outline.topics.map(async ({ topic, title }) => ({ topic, title, facts: (await loadFacts(topic)).map((fact) => fact.id) }))),
    loadMisconceptions(),
    loadLinks(),
    Promise.all(outline.topics.filter((topic) => topic.items + topic.templates > 0).map(({ topic }) => loadQuestions(topic))),
  ]);
  return {
    topics,
    misconceptions: new Map(misconceptions.map((misconception) => [misconception.id, misconception])),
    links,
    versions: new Map(questions.flat().map((question) => [question.id, question.version])),
  };
}

let loading: Promise<ProgressData> | undefined;

/** The page's content, fetched once. */
export function loadProgressData(): Promise<ProgressData> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** Filled by the page once its content is there. */
export const LoadedProgressData = createContext<ProgressData | null>(null);

export function useProgressData(): ProgressData {
  return assertDefined(useContext(LoadedProgressData), 'useProgressData is used outside the progress page');
}
