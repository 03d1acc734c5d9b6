import type { RunRecipe } from '../sim/recipe.ts';
import { createFiller, type LeanReport } from './lean.ts';
import type { SimClient, SimCommand, SimReport } from './protocol.ts';

/** A simulation in a Web Worker. If the worker dies, a `crashed` report is made here and a new worker stands ready. */
export function createWorkerClient(): SimClient {
  const listeners = new Set<(report: SimReport) => void>();
  let recipe: RunRecipe | undefined;
  let time = 0;
  let worker: Worker | undefined = start();

  function start(): Worker {
    const made = new Worker(new URL('./sim.worker.ts', import.meta.url), { type: 'module', name: 'simulation' });
    const fill = createFiller();
    made.onmessage = ({ data }: MessageEvent<LeanReport>) => {
      const report = fill(data);
      if (report.type === 'snapshot') {
        recipe = report.snapshot.recipe;
        time = report.snapshot.time;
      }
      for (const listener of listeners) listener(report);
    };
    made.onerror = (event) => {
      made.terminate();
      if (worker !== made) return;
      worker = start();
      const report: SimReport = { type: 'crashed', message: event.message || 'the worker stopped', recipe, time };
      for (const listener of listeners) listener(report);
    };
    return made;
  }

  return {
    send(command: SimCommand, transfer: readonly ArrayBuffer[] = []) {
      worker?.postMessage(command, [...transfer, ...(command.type === 'ack' ? command.buffers : [])]);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      worker?.terminate();
      worker = undefined;
      listeners.clear();
    },
  };
}
