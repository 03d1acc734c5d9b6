import { Fragment, useLayoutEffect, useState, type ReactNode } from 'react';
import { createLabRun } from '../../state/labRun.ts';
import type { RunStore } from '../../state/runStore.ts';
import { RunContext } from './runContext.ts';

/** A hidden tab pauses its simulation; shown again, it goes on from where it stood. */
function pauseWhenHidden(store: RunStore): () => void {
  let resume = false;
  const changed = (): void => {
    const { snapshot, pause, play } = store.getState();
    if (document.hidden) {
      resume = snapshot?.playing === true;
      if (resume) pause();
    } else if (resume) {
      resume = false;
      play();
    }
  };
  document.addEventListener('visibilitychange', changed);
  return () => document.removeEventListener('visibilitychange', changed);
}

/** Gives a lab its own simulation; two labs on a page do not meet. The worker ends with the lab. */
export function LabProvider({ children, create = createLabRun }: { readonly children: ReactNode; readonly create?: () => RunStore }) {
  const [{ store, count }, setMade] = useState<{ readonly store: RunStore | null; readonly count: number }>({ store: null, count: 0 });
  // Before the first paint, so that nothing blanks where a lab takes the place of its static copy.
  useLayoutEffect(() => {
    const made = create();
    const stop = pauseWhenHidden(made);
    setMade((before) => ({ store: made, count: before.count + 1 }));
    return () => {
      stop();
      made.getState().dispose();
    };
    // A lab's store is made once, however often its parent renders.
  }, []); // eslint-disable-line react-hooks/exhaustive-deps
  // What stands on one run does not outlive it.
  return (
    store && (
      <Fragment key={count}>
        <RunContext value={store}>{children}</RunContext>
      </Fragment>
    )
  );
}
