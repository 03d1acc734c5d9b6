import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { assertDefined } from '../base/assert.ts';
import { appProgress } from './progressApp.ts';
import type { ProgressState, ProgressStore } from './progressState.ts';

/** How components get at progress; tests provide a store of their own. Has to be the same function at each render. */
export const ProgressContext = createContext<() => Promise<ProgressStore>>(appProgress);

const OpenProgress = createContext<ProgressStore | null>(null);

/** Opens progress and shows its children once it is there; a failure goes to the error boundary above. */
export function ProgressGate({ waiting, children }: { readonly waiting: ReactNode; readonly children: ReactNode }) {
  const load = useContext(ProgressContext);
  const [opened, setOpened] = useState<{ readonly store: ProgressStore } | { readonly error: unknown } | null>(null);
  useEffect(() => {
    let current = true;
    load().then(
      (store) => current && setOpened({ store }),
      (error: unknown) => current && setOpened({ error }),
    );
    return () => {
      current = false;
    };
  }, [load]);
  if (opened === null) return waiting;
  if ('error' in opened) throw opened.error;
  return <OpenProgress value={opened.store}>{children}</OpenProgress>;
}

/** The progress store; only below a `ProgressGate`. */
export function useProgressStore(): ProgressStore {
  return assertDefined(useContext(OpenProgress), 'useProgressStore is used outside a ProgressGate');
}

/** Reads progress in a component; re-renders when the selected value changes. Only below a `ProgressGate`. */
export function useProgress<T>(select: (state: ProgressState) => T): T {
  return useStore(useProgressStore(), select);
}
