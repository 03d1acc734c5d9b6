import { createContext, use, useContext } from 'react';
import { useStore } from 'zustand';
import { appProgress } from './progressApp.ts';
import type { ProgressState, ProgressStore } from './progressState.ts';

/** How components get at progress; tests provide a store of their own. The promise has to be the same at each call. */
export const ProgressContext = createContext<() => Promise<ProgressStore>>(appProgress);

/** The progress store. Suspends while storage opens: render below a Suspense boundary. */
export function useProgressStore(): ProgressStore {
  return use(useContext(ProgressContext)());
}

/** Reads progress in a component; re-renders when the selected value changes. Suspends while storage opens. */
export function useProgress<T>(select: (state: ProgressState) => T): T {
  return useStore(useProgressStore(), select);
}
