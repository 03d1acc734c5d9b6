import type { ReviewCard } from './card.ts';
import type { ReviewScheduler } from './scheduler.ts';

/** As many facts as one sitting takes before it asks whether to go on. */
export const sittingSize = 20;

/** Whether the card has come up. */
export function isDue(card: ReviewCard, now: number): boolean {
  return card.dueAt <= now;
}

/** The due cards, those least likely to be recalled first; equal ones by fact id, so that the order never depends on storage. */
export function dueCards(cards: readonly ReviewCard[], scheduler: ReviewScheduler, now: number): readonly ReviewCard[] {
  return cards
    .filter((card) => isDue(card, now))
    .map((card) => ({ card, recall: scheduler.recall(card, now) }))
    .sort((a, b) => a.recall - b.recall || (a.card.fact < b.card.fact ? -1 : 1))
    .map(({ card }) => card);
}
