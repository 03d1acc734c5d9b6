import { useCallback } from 'react';
import type { FactsEdition, Item } from '../../content/types.ts';
import { useProgressStore } from '../../state/progressHooks.tsx';
import type { AttemptRow, Draft } from '../../state/progressRows.ts';

/** Longer looks at one question are taken for a break and counted as this, in milliseconds. */
const longestLook = 5 * 60_000;

export interface Checking {
  readonly item: Item;
  readonly concept: string;
  readonly seed: number;
  readonly draft: Draft;
  readonly edition: FactsEdition;
  readonly sessionId: string;
  readonly mode: AttemptRow['mode'];
}

/** Checks an answer in the store and adds the time it took. */
export function useChecking(): (checking: Checking) => Promise<AttemptRow> {
  const store = useProgressStore();
  return useCallback(
    async ({ draft, ...checking }) => {
      const { check, spend } = store.getState();
      const { answer, confidence, hintUsed, ms, changes } = draft;
      const attempt = await check({ ...checking, answer, confidence, hintUsed, ms, changes });
      await spend('quiz', Math.min(ms, longestLook));
      return attempt;
    },
    [store],
  );
}
