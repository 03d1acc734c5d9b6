/** What an answer said about misconceptions; oldest answers first wherever a list is asked for. */
export interface Evidence {
  readonly itemId: string;
  /** Wall-clock milliseconds. */
  readonly at: number;
  readonly right: boolean;
  /** Ids of the misconceptions behind the wrong options chosen. */
  readonly shown: readonly string[];
  /** Ids of all misconceptions that the item tempted with. */
  readonly offered: readonly string[];
}

/** A misconception that the learner seems to hold. */
export interface Belief {
  readonly id: string;
  /** Different items in which it was chosen. */
  readonly items: readonly string[];
  readonly lastAt: number;
  /** Right answers since then to items that tempt with it; at `contrastsNeeded` it leaves. */
  readonly contrasts: number;
}

/** Different items in which the same misconception has to be chosen before it is called a belief: one slip is not one. */
export const itemsNeeded = 3;
/** Right answers against it before it is taken off the list. */
export const contrastsNeeded = 2;

interface Held {
  readonly items: Set<string>;
  lastAt: number;
  contrasts: Set<string>;
}

/** What the learner seems to believe, the latest shown first. A belief leaves after two right answers, to two different items, that resist it. */
export function beliefs(answers: readonly Evidence[]): readonly Belief[] {
  const held = new Map<string, Held>();
  for (const answer of answers) {
    for (const id of answer.shown) {
      const entry = held.get(id) ?? { items: new Set<string>(), lastAt: 0, contrasts: new Set<string>() };
      entry.items.add(answer.itemId);
      entry.lastAt = answer.at;
      entry.contrasts = new Set();
      held.set(id, entry);
    }
    if (answer.right) contrast(held, answer);
  }
  return [...held]
    .filter(([, entry]) => entry.items.size >= itemsNeeded)
    .map(([id, entry]) => ({ id, items: [...entry.items], lastAt: entry.lastAt, contrasts: entry.contrasts.size }))
    .sort((a, b) => b.lastAt - a.lastAt || (a.id < b.id ? -1 : 1));
}

function contrast(held: Map<string, Held>, answer: Evidence): void {
  for (const id of answer.offered) {
    const entry = held.get(id);
    if (!entry) continue;
    entry.contrasts.add(answer.itemId);
    if (entry.contrasts.size >= contrastsNeeded) held.delete(id);
  }
}
