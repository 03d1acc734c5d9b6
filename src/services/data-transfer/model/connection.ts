/** The connection of a run over Direct Connect: from the order to its end. */
import { firstState, type ConnectionState } from './directConnect.ts';
import { breakLine, mendLine, type Ctx } from './moving.ts';
import type { TransferState } from './state.ts';

/** From DeleteConnection until it is gone. [SIM] */
const deletingMs = 60_000;

function become(state: TransferState, to: ConnectionState, ctx: Ctx): void {
  if (state.connection === to) return;
  state.connection = to;
  ctx.trace('connection.state', to, { state: to });
}

const later = (state: TransferState, delay: number, to: ConnectionState, ctx: Ctx) => ctx.after(delay, { type: 'connection', run: ++state.connectionRun, to });

/** Ordered: a tenth of the lead time until AWS has looked at it, the rest until the cross connect is in place. A hosted one may wait to be confirmed. */
export function orderConnection(state: TransferState, ctx: Ctx): void {
  const { connection, provisioning, confirmation } = state.config;
  if (provisioning === 0) return void later(state, 0, 'available', ctx);
  become(state, firstState(connection), ctx);
  if (connection === 'hosted' && confirmation === 'manual') return;
  later(state, Math.ceil(provisioning / 10), 'pending', ctx);
}

/** A step is done; true when the line can be used from now on. */
export function connectionStep(state: TransferState, to: ConnectionState, ctx: Ctx): boolean {
  become(state, to === 'available' && state.lineDown ? 'down' : to, ctx);
  if (to === 'pending') later(state, state.config.provisioning - Math.ceil(state.config.provisioning / 10), 'available', ctx);
  return to === 'available';
}

/** ConfirmConnection and DeleteConnection. Answers why not, or undefined. */
export function operateConnection(state: TransferState, operation: string, ctx: Ctx): string | undefined {
  const now = state.connection;
  if (now === null) return 'There is no Direct Connect connection.';
  if (operation === 'ConfirmConnection') {
    if (now !== 'ordering') return `The connection is ${now}: a hosted one is confirmed while it is ordering.`;
    later(state, 0, 'pending', ctx);
    return undefined;
  }
  if (isGone(state)) return `The connection is ${now}.`;
  breakLine(state, ctx);
  if (now === 'ordering') {
    state.connectionRun++;
    become(state, 'rejected', ctx);
  } else {
    become(state, 'deleting', ctx);
    later(state, deletingMs, 'deleted', ctx);
  }
  return undefined;
}

/** A connection that is deleted or rejected comes back no more. */
export function isGone(state: TransferState): boolean {
  return state.connection === 'deleting' || state.connection === 'deleted' || state.connection === 'rejected';
}

/** The line breaks. */
export function lineBreaks(state: TransferState, ctx: Ctx): void {
  if (isGone(state)) return;
  breakLine(state, ctx);
  if (state.connection === 'available') become(state, 'down', ctx);
}

/** The line works again, unless it is gone for good. */
export function lineMends(state: TransferState, ctx: Ctx): void {
  if (isGone(state)) return;
  if (state.connection === 'down') become(state, 'available', ctx);
  mendLine(state, ctx);
}
