import { firstModels, laterKinds } from '../services/firstModels.ts';
import { growingModels, inOrder } from './growingModels.ts';
import { createThinner, type LeanReport } from './lean.ts';
import { createPacer, type Pacer } from './pacer.ts';
import type { SimCommand, SimReport } from './protocol.ts';
import { SimHost } from './simHost.ts';

const scope = self as unknown as {
  postMessage(report: LeanReport, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<SimCommand>) => void) | null;
};
const models = growingModels(firstModels, laterKinds, async () => (await import('../services/models.ts')).models);
const thin = createThinner();
let host: SimHost;
let pacer: Pacer | undefined;

function begin(): void {
  pacer?.stop();
  host = new SimHost(models, send);
  pacer = createPacer(host, { clock: () => performance.now(), later: (work, ms) => setTimeout(work, ms), failed: crashed });
}

function send(made: SimReport): void {
  const { report, transfer } = thin(made);
  scope.postMessage(report, transfer);
}

/** No exception leaves the worker: a bug becomes a report that carries its own reproduction. */
function crashed(error: unknown): void {
  const { recipe, time } = host.lastKnown;
  begin();
  send({ type: 'crashed', message: error instanceof Error ? error.message : String(error), recipe, time });
}

function handle(command: SimCommand): void {
  try {
    host.handle(command);
  } catch (error) {
    crashed(error);
  }
  pacer?.wake();
}

const take = inOrder(models, handle, crashed);
scope.onmessage = ({ data }) => take(data);
begin();
send({ type: 'ready' });
