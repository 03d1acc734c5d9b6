/** How well the facts of some topics are likely to be recalled now. */
export interface TopicRecall {
  /** Mean predicted recall of the facts in review, 0..1. */
  readonly recall: number;
  /** Facts in review. */
  readonly known: number;
}

/** The topic of a fact: the first part of its id. */
export const topicOfFact = (fact: string): string => fact.split('-')[0] ?? fact;

/** Mean over the recalls of each topic. */
export function meanByTopic(recalls: Iterable<readonly [fact: string, recall: number]>): ReadonlyMap<string, TopicRecall> {
  const sums = new Map<string, { sum: number; known: number }>();
  for (const [fact, recall] of recalls) {
    const topic = topicOfFact(fact);
    const { sum, known } = sums.get(topic) ?? { sum: 0, known: 0 };
    sums.set(topic, { sum: sum + recall, known: known + 1 });
  }
  return new Map([...sums].map(([topic, { sum, known }]) => [topic, { recall: sum / known, known }]));
}

/** Predicted recall by topic from the progress on this device. Storage and scheduler are fetched here, not with the page. */
export async function loadRecall(): Promise<ReadonlyMap<string, TopicRecall>> {
  const [{ appProgress }, { createScheduler }] = await Promise.all([
    import('../../state/progressApp.ts'),
    import('../../learning/review/scheduler.ts'),
  ]);
  const progress = (await appProgress()).getState();
  const scheduler = createScheduler(progress.schedulerOptions());
  const now = progress.now();
  return meanByTopic([...progress.cards].map(([fact, card]) => [fact, scheduler.recall(card, now)] as const));
}

/** Recall of a section of several topics together, or null when none of its facts is in review. */
export function recallOfSection(topics: readonly string[], byTopic: ReadonlyMap<string, TopicRecall>): TopicRecall | null {
  const parts = topics.flatMap((topic) => byTopic.get(topic) ?? []);
  const known = parts.reduce((sum, part) => sum + part.known, 0);
  return known === 0 ? null : { recall: parts.reduce((sum, part) => sum + part.recall * part.known, 0) / known, known };
}
