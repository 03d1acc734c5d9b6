import type { PlainRecord } from './plainData.ts';
import type { Intervention, ModelEvent, ServiceContext } from './serviceModel.ts';

/** Rows arrive for good at the only sink of a node, which lets go of them; repeats and broken order are told. */
export function arriveHere(rows: Uint32Array, about: PlainRecord, ctx: ServiceContext<ModelEvent>): void {
  const { duplicates, outOfOrder } = ctx.records.deliver(ctx.sink(ctx.nodeId), rows, ctx.now, 'dropped-by-code');
  if (duplicates > 0) ctx.trace('records.duplicated', ctx.nodeId, {}, { records: duplicates });
  if (outOfOrder > 0) ctx.trace('order.broken', ctx.nodeId, {}, { records: outOfOrder });
  ctx.hop(rows, 'record.delivered', () => about);
}

/** A changed configuration, an outage or slowness is taken in; true when an outage begins. */
export function takeFault<Config>(state: { config: Config; outageUntil: number; slowUntil: number }, what: Intervention, config: Config | undefined, now: number): boolean {
  if (what.type === 'setConfig') {
    if (config) state.config = config;
    return false;
  }
  if (what.type === 'operate') return false;
  const until = faultEnd(what, now);
  if (what.name !== 'outage') {
    state.slowUntil = until;
    return false;
  }
  state.outageUntil = until;
  return until > now;
}

/** Until when a fault lasts: for ever without a duration, and no longer where it is taken back. */
export function faultEnd(what: Extract<Intervention, { readonly type: 'fault' | 'recover' }>, now: number): number {
  if (what.type === 'recover') return 0;
  return what.duration === undefined ? Infinity : now + what.duration;
}
