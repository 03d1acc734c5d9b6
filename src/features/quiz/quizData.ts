import { createContext, useContext } from 'react';
import { assertDefined } from '../../base/assert.ts';
import { loadConcepts, loadLinks, loadMisconceptions, loadQuestions, outline } from '../../content/viteSource.ts';
import type { Links } from '../../content/pageTypes.ts';
import { isTemplate, type Concept, type Item, type Misconception, type Question } from '../../content/types.ts';
import { conceptOf, type Bank } from '../../learning/selection/bank.ts';
import { instantiate } from '../../learning/template.ts';

/** All that quiz pages need of the content. */
export interface QuizData {
  readonly bank: Bank;
  readonly questions: ReadonlyMap<string, Question>;
  readonly concepts: ReadonlyMap<string, Concept>;
  readonly misconceptions: ReadonlyMap<string, Misconception>;
  readonly links: Links;
  /** Topics with questions, in the order of the notes. */
  readonly topics: readonly { readonly topic: string; readonly title: string; readonly questions: number }[];
}

async function load(): Promise<QuizData> {
  const topics = outline.topics.filter((topic) => topic.items + topic.templates > 0);
  const [lists, concepts, misconceptions, links] = await Promise.all([
    Promise.all(topics.map((topic) => loadQuestions(topic.topic))),
    loadConcepts(),
    loadMisconceptions(),
    loadLinks(),
  ]);
  return makeQuizData(lists.flat(), concepts, misconceptions, links, topics);
}

/** Quiz data from its parts. */
export function makeQuizData(
  questions: readonly Question[],
  { concepts, confusable }: Pick<Bank, 'concepts' | 'confusable'>,
  misconceptions: readonly Misconception[],
  links: Links,
  topics: readonly { readonly topic: string; readonly title: string }[],
): QuizData {
  // A template that cannot be drawn is an author's mistake that the content check reports; here it is left out.
  const usable = questions.filter((question) => !isTemplate(question) || instantiate(question, 0).ok);
  return {
    bank: { questions: usable, concepts, confusable },
    questions: new Map(usable.map((question) => [question.id, question])),
    concepts: new Map(concepts.map((concept) => [concept.id, concept])),
    misconceptions: new Map(misconceptions.map((misconception) => [misconception.id, misconception])),
    links,
    topics: topics.map(({ topic, title }) => ({ topic, title, questions: usable.filter((question) => question.topic === topic).length })),
  };
}

let loading: Promise<QuizData> | undefined;
function loadOnce(): Promise<QuizData> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/** How quiz components get at content; tests provide their own. Has to be the same function at each render. */
export const QuizDataContext = createContext<() => Promise<QuizData>>(loadOnce);

/** Filled by `QuizFrame` once the questions are there. */
export const LoadedQuizData = createContext<QuizData | null>(null);

/** Quiz data; only below a `QuizFrame`. */
export function useQuizData(): QuizData {
  return assertDefined(useContext(LoadedQuizData), 'useQuizData is used outside a QuizFrame');
}

/** The item that a question and a seed make; undefined for an id that no longer exists. */
export function itemOf(data: QuizData, itemId: string, seed: number): Item | undefined {
  const question = data.questions.get(itemId);
  if (question === undefined || !isTemplate(question)) return question;
  const draw = instantiate(question, seed);
  return draw.ok ? draw.value.item : undefined;
}

/** The concept that a question is counted under. */
export function conceptIdOf(data: QuizData, itemId: string): string {
  const question = data.questions.get(itemId);
  return question === undefined ? '' : conceptOf(question, data.bank.concepts);
}

/** Title of a concept; for questions without one, of their topic. */
export function conceptTitle(data: QuizData, concept: string): string {
  return data.concepts.get(concept)?.title ?? data.topics.find((topic) => topic.topic === concept)?.title ?? concept;
}

/** Title of a topic. */
export function topicTitle(data: QuizData, topic: string): string {
  return data.topics.find((entry) => entry.topic === topic)?.title ?? topic;
}
