/** Redshift: staged objects wait for COPY. One at a time; a failed one is repeated every five minutes; what runs out of time goes to a manifest. */
import type { Reply } from '../../../sim/calls.ts';
import { concatBatches } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { Copy, type CopyResponse } from '../../redshift/model/operations.ts';
import { writeManifest } from './objects.ts';
import { arrived, bytesOf, deliveryFailed, deliveryWorks } from './progress.ts';
import type { FirehoseEvent, FirehoseState, Staged } from './state.ts';

type Ctx = ServiceContext<FirehoseEvent>;
const copyTimeoutMs = 3_600_000;

/** An object has been staged: its window begins. */
export function stage(state: FirehoseState, object: Staged, ctx: Ctx): void {
  state.staged = [...state.staged, Object.freeze(object)];
  if (state.config.retryDuration > 0) ctx.after(state.config.retryDuration, { type: 'window' });
  if (state.copying === null && ctx.now >= state.copyAgainAt) copy(state, ctx);
}

/** Loads everything that is staged with one COPY. */
export function copy(state: FirehoseState, ctx: Ctx): void {
  if (state.copying !== null || state.staged.length === 0) return;
  const keys = state.staged.map((object) => object.key);
  state.copying = Object.freeze({ keys, startedAt: ctx.now });
  ctx.count('CopyCommands', 1);
  ctx.trace('copy.tried', state.config.copyTable, { table: state.config.copyTable }, { objects: keys.length });
  const edge = ctx.edgesAt('warehouse')[0];
  const records = concatBatches(state.staged.map((object) => object.records));
  if (edge === undefined) copied(state, { ok: false, error: { code: 'ConnectionFailed', message: 'No cluster is connected.', retryable: false } }, ctx);
  else ctx.call(edge, Copy, { table: state.config.copyTable, keys, records }, { type: 'copied' }, copyTimeoutMs);
}

export function copied(state: FirehoseState, reply: Reply<CopyResponse>, ctx: Ctx): void {
  const { copying } = state;
  if (!copying) return;
  state.copying = null;
  state.copies++;
  ctx.count('DeliveryToRedshift.Success', reply.ok ? 1 : 0);
  if (reply.ok) {
    const loaded = state.staged.slice(0, copying.keys.length);
    state.staged = state.staged.slice(copying.keys.length);
    for (const { records } of loaded) {
      arrived(state, 'DeliveryToRedshift', records.count, bytesOf(records), ctx);
      ctx.records.release(records.rows, 'dropped-by-code');
    }
    state.copyAgainAt = 0;
    deliveryWorks(state, 'redshift', ctx);
    return copy(state, ctx);
  }
  deliveryFailed(state, 'redshift', reply.error.code, ctx);
  const gap = ctx.limits.duration('firehose.redshift.retry-gap');
  state.copyAgainAt = state.config.retryDuration === 0 ? ctx.now : Math.max(ctx.now, copying.startedAt + gap);
  skipExpired(state, copying.keys.length, ctx);
  if (state.staged.length > 0) ctx.after(state.copyAgainAt - ctx.now, { type: 'copy-again' });
}

/** The pause after a failed COPY is over. */
export function copyAgain(state: FirehoseState, ctx: Ctx): void {
  if (state.copying !== null || ctx.now < state.copyAgainAt) return;
  skipExpired(state, 0, ctx);
  copy(state, ctx);
}

/** Staged objects whose window has ended leave for a manifest, unless a COPY is loading them right now. `tried`: how many have had a try. */
export function skipExpired(state: FirehoseState, tried: number, ctx: Ctx): void {
  if (state.copying !== null) return;
  const { retryDuration } = state.config;
  const over = state.staged.filter((object, i) => ctx.now >= object.stagedAt + retryDuration && (retryDuration > 0 || i < tried));
  if (over.length === 0) return;
  state.staged = state.staged.filter((object) => !over.includes(object));
  state.manifests++;
  const records = concatBatches(over.map((object) => object.records));
  ctx.trace('manifest.written', ctx.nodeId, { folder: 'errors/' }, { objects: over.length, records: records.count });
  writeManifest(state, records, over.map((object) => object.key), ctx);
}
