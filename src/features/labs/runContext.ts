import { createContext, useContext, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { RunState, RunStore } from '../../state/runStore.ts';

/** The run of the lab around. */
export const RunContext = createContext<RunStore | null>(null);

/** The run store of the lab around; throws outside `LabProvider`. */
export function useRunStore(): RunStore {
  const store = useContext(RunContext);
  if (!store) throw new Error('a part of a lab stands outside LabProvider');
  return store;
}

/** Reads the run at every snapshot (up to 30 a second): for rare values such as `loading`, never for clocks. */
export function useRun<T>(select: (state: RunState) => T): T {
  return useStore(useRunStore(), select);
}

/**
 * Reads the run at most `hz` times a second, and at once when it stops playing. `select` derives plain values there and then:
 * columns of a snapshot must not be kept.
 */
export function useSampledRun<T>(select: (state: RunState) => T, hz = 4): T {
  const store = useRunStore();
  const latest = useRef(select);
  latest.current = select;
  const [value, setValue] = useState(() => select(store.getState()));

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = -Infinity;
    const take = (): void => {
      if (timer !== undefined) clearTimeout(timer);
      timer = undefined;
      last = performance.now();
      const next = latest.current(store.getState());
      setValue(() => next);
    };
    const heard = (state: RunState): void => {
      if (!state.snapshot?.playing) return take();
      if (timer === undefined) timer = setTimeout(take, Math.max(0, last + 1000 / hz - performance.now()));
      return undefined;
    };
    take();
    const stop = store.subscribe(heard);
    return () => {
      stop();
      if (timer !== undefined) clearTimeout(timer);
    };
  }, [store, hz]);

  return value;
}
