/** Group and deduplication ids of messages. */
import { makeBatch, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { OutboxCtx } from '../../../sim/outbox/state.ts';
import type { Ctx, ProducerState } from './state.ts';

const idsPerSpace = 1024;

/** Numbers in blocks: their texts are made when somebody looks. */
function numbered(name: string, number: number, ctx: OutboxCtx): number {
  const block = Math.floor(number / idsPerSpace);
  return ctx.keys.space(`${name} ${block}`, idsPerSpace, (i) => `${name}-${block * idsPerSpace + i}`) + (number % idsPerSpace);
}

/** The records under the keys that are their message groups; as they are where groups are not used. */
export function withGroups(state: ProducerState, records: RecordBatch, groups: Uint32Array | undefined, ctx: Ctx): RecordBatch {
  const { messageGroup } = state.config;
  const keys = messageGroup === 'group' && groups ? groups : messageGroup === 'constant' ? new Uint32Array(records.count).fill(ctx.keys.intern('all')) : records.keys;
  return makeBatch({ count: records.count, rows: records.rows, keys, bytes: records.bytes });
}

export function groupIds(state: ProducerState, records: RecordBatch): Uint32Array | undefined {
  return state.config.messageGroup === 'none' ? undefined : records.keys.map((key) => key + 1);
}

/** One id for each record, the same in every try; or a fresh one for each try, which nobody can recognise. */
export function deduplicationIds(state: ProducerState, records: RecordBatch, ctx: OutboxCtx): Uint32Array | undefined {
  const { deduplicationId } = state.config;
  if (deduplicationId === 'none') return undefined;
  return records.rows.map((row) => (deduplicationId === 'record' ? numbered('record', row, ctx) : numbered(`${ctx.nodeId} try`, state.tries++, ctx)) + 1);
}
