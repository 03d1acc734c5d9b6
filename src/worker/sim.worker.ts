import { models } from '../services/models.ts';
import { createThinner, type LeanReport } from './lean.ts';
import { createPacer, type Pacer } from './pacer.ts';
import type { SimCommand, SimReport } from './protocol.ts';
import { SimHost } from './simHost.ts';

const scope = self as unknown as { postMessage(report: LeanReport, transfer: Transferable[]): void; onmessage: ((event: MessageEvent<SimCommand>) => void) | null };
const thin = createThinner();
let host: SimHost;
let pacer: Pacer | undefined;

function begin(): void {
  pacer?.stop();
  host = new SimHost(models, send);
  pacer = createPacer(host, { clock: () => performance.now(), later: (work, ms) => setTimeout(work, ms), failed: crashed });
}

function send(report: SimReport, transfer: readonly ArrayBuffer[]): void {
  scope.postMessage(thin(report), [...transfer]);
}

/** No exception leaves the worker: a bug becomes a report that carries its own reproduction. */
function crashed(error: unknown): void {
  const { recipe, time } = host.lastKnown;
  begin();
  send({ type: 'crashed', message: error instanceof Error ? error.message : String(error), recipe, time }, []);
}

scope.onmessage = ({ data }) => {
  try {
    host.handle(data);
  } catch (error) {
    crashed(error);
  }
  pacer?.wake();
};
begin();
send({ type: 'ready' }, []);
