import { makeBatch, type RecordBatch } from '../sim/records/recordBatch.ts';
import type { ServiceModel } from '../sim/serviceModel.ts';
import { BatchWriteItem, Scan } from '../services/dynamodb-table/model/operations.ts';
import { Copy } from '../services/redshift/model/operations.ts';
import { GetObject, ListObjectsV2, PutObject } from '../services/s3-bucket/model/operations.ts';

interface FakeState {
  objects: { [key: string]: RecordBatch };
  calls: number;
}
/** A bucket, a table and a warehouse in one: keeps objects for ever; a table holds items from `itemsFrom` on and refuses every seventh write. */
export const fakeStore: ServiceModel<{ itemsFrom: number; down: boolean }, FakeState & { config: { itemsFrom: number; down: boolean } }, { type: string }> = {
  kind: 'fake-store',
  says: '',
  ports: [
    { name: 'in', direction: 'in', operations: [PutObject.name, BatchWriteItem.name, Copy.name, Scan.name], calls: false, max: 9 },
    { name: 'out', direction: 'out', operations: [ListObjectsV2.name, GetObject.name], calls: false, max: 9 },
  ],
  fields: { itemsFrom: { type: 'duration', says: '', default: 0 }, down: { type: 'boolean', says: '', default: false } },
  metrics: [],
  faults: [],
  operations: [],
  parseConfig: (raw) => ({ ok: true, value: { itemsFrom: 0, down: false, ...(raw as object) } }),
  sinks: (_config, nodeId, connected) => (connected.has('out') ? [] : [nodeId]),
  init: (config) => ({ config, objects: {}, calls: 0 }),
  onCall(state, call, ctx) {
    state.calls++;
    if (state.config.down) return ctx.reply(call, { ok: false, error: { code: 'InternalError', message: '', retryable: false } });
    const take = (batch: RecordBatch) => {
      ctx.records.hold(batch.rows);
      if (ctx.edgesAt('out').length === 0) ctx.records.deliver(ctx.sink(ctx.nodeId), batch.rows, ctx.now, 'dropped-by-code');
    };
    if (PutObject.is(call)) {
      take(call.request.records);
      if (ctx.edgesAt('out').length > 0) state.objects[call.request.Key] = call.request.records;
      ctx.reply(call, { ok: true, response: { ETag: '' } });
    } else if (BatchWriteItem.is(call)) {
      const { records } = call.request;
      const code = new Uint8Array(records.count).map((_, i) => (state.calls % 7 === 0 && i % 2 === 0 ? 1 : 0));
      take(makeBatch({ ...records, count: code.filter((c) => c === 0).length, rows: records.rows.filter((_, i) => code[i] === 0) }));
      ctx.reply(call, { ok: true, response: { outcome: { failed: code.filter((c) => c === 1).length, code, codes: ['ProvisionedThroughputExceededException'] } } });
    } else if (Copy.is(call)) {
      take(call.request.records);
      ctx.reply(call, { ok: true, response: { rowsLoaded: call.request.records.count } });
    } else if (Scan.is(call)) ctx.reply(call, { ok: true, response: { items: ctx.now >= state.config.itemsFrom ? Array.from({ length: 60 }, (_, i) => [`item-${i}`, { n: i }] as const) : [] } });
    else if (ListObjectsV2.is(call)) {
      const keys = Object.keys(state.objects).filter((key) => key.startsWith(call.request.Prefix) && key > (call.request.StartAfter ?? '')).sort();
      ctx.reply(call, { ok: true, response: { Contents: keys.slice(0, call.request.MaxKeys).map((Key) => ({ Key, purpose: 'data' as const, bytes: 1, count: 1, LastModified: 0 })), IsTruncated: keys.length > call.request.MaxKeys } });
    } else if (GetObject.is(call)) {
      const records = state.objects[call.request.Key];
      if (records) ctx.reply(call, { ok: true, response: { object: { Key: call.request.Key, purpose: 'data', bytes: 1, count: records.count, LastModified: 0 }, records } });
      else ctx.reply(call, { ok: false, error: { code: 'NoSuchKey', message: '', retryable: false } });
    }
  },
  onEvent() {},
  onReply() {},
  onIntervention() {},
  view: (state) => ({ fields: { calls: state.calls } }),
  invariants: [],
  heldRows(state, visit) {
    for (const key in state.objects) state.objects[key]!.rows.forEach(visit);
  },
};
