import type { ModelRegistry } from '../sim/registry.ts';
import { createPacer, type Pacer } from './pacer.ts';
import type { SimClient, SimReport } from './protocol.ts';
import { SimHost } from './simHost.ts';

export interface InlineDeps {
  readonly models: ModelRegistry;
  /** Wall time, ms; tests pass their own. */
  clock(): number;
  later(work: () => void, ms: number): unknown;
}

/** The same host without a worker, for tests and the workbench. Reports arrive in the order in which they were made. */
export function createInlineClient(deps: InlineDeps): SimClient {
  const listeners = new Set<(report: SimReport) => void>();
  const emit = (report: SimReport) => {
    for (const listener of listeners) listener(report);
  };
  let host: SimHost;
  let pacer: Pacer | undefined;
  const begin = () => {
    pacer?.stop();
    host = new SimHost(deps.models, emit, true);
    pacer = createPacer(host, { clock: deps.clock, later: deps.later, failed: crashed });
  };
  const crashed = (error: unknown) => {
    const { recipe, time } = host.lastKnown;
    begin();
    emit({ type: 'crashed', message: error instanceof Error ? error.message : String(error), recipe, time });
  };
  begin();
  return {
    send(command) {
      try {
        host.handle(command);
      } catch (error) {
        crashed(error);
      }
      pacer?.wake();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose: () => listeners.clear(),
  };
}
