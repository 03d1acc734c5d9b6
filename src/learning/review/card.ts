/** What is known about one fact in the learner's memory. Times are wall-clock milliseconds since 1970. */
export interface ReviewCard {
  /** Fact id. */
  readonly fact: string;
  /** Days after which the chance of recall has fallen to 90 %. */
  readonly stabilityDays: number;
  /** 1 (easy) to 10. */
  readonly difficulty: number;
  readonly reps: number;
  readonly lapses: number;
  readonly lastReviewAt: number;
  /** Midnights of the last days on which it was reviewed, oldest first, each day once. */
  readonly reviewDays: readonly number[];
  /** Set by a certain and wrong answer: the card is due by then, however well it goes meanwhile. */
  readonly forcedAt: number | null;
  /** When it is due: the earliest of memory, forced review and exam plan. Derived; `replan` renews it. */
  readonly dueAt: number;
}
