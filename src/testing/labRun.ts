import { models } from '../services/models.ts';
import { createInlineClient } from '../worker/inlineClient.ts';
import { createRunStore, type RunStore, type Snapshot } from '../state/runStore.ts';

/** A run store on the real engine without a worker; `pass` lets wall time go by. */
export function labRun(): { readonly run: RunStore; pass(ms: number): void; snapshot(): Snapshot } {
  let wall = 0;
  let due: { readonly at: number; readonly work: () => void }[] = [];
  const run = createRunStore({ createClient: () => createInlineClient({ models, clock: () => wall, later: (work, ms) => due.push({ at: wall + Math.max(1, ms), work }) }), now: () => wall });
  const pass = (ms: number) => {
    for (const end = wall + ms; wall < end; ) {
      wall++;
      const ready = due.filter((entry) => entry.at <= wall);
      due = due.filter((entry) => entry.at > wall);
      for (const entry of ready) entry.work();
    }
  };
  return {
    run,
    pass,
    snapshot: () => {
      const { snapshot } = run.getState();
      if (!snapshot) throw new Error(`no snapshot has come: ${JSON.stringify(run.getState().issues)}`);
      return snapshot;
    },
  };
}
