/** A search domain (Elasticsearch, OpenSearch) as a place where documents are indexed. What it leaves out stands in ../README.md. */
import { awsError } from '../../../aws/awsError.ts';
import { arriveHere, takeFault } from '../../../sim/arriving.ts';
import type { Call } from '../../../sim/calls.ts';
import { KeyIndex } from '../../../sim/columns/keyIndex.ts';
import { sliceBatch, type EntryOutcome } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext, ServiceModel } from '../../../sim/serviceModel.ts';
import { parseSearchConfig, searchFields, type SearchConfig } from './config.ts';
import { Bulk, type BulkRequest } from './operations.ts';

/** A request under way; entries up to `accepted` are being indexed, the others have been rejected. */
interface Indexing {
  readonly call: Call<BulkRequest>;
  readonly accepted: number;
}

interface SearchState {
  config: SearchConfig;
  running: Map<number, Indexing>;
  next: number;
  /** When the work that has been accepted will be done. */
  busyUntil: number;
  /** Documents by index name; [SIM] the newest hundred names. */
  indexes: Map<string, number>;
  outageUntil: number;
  slowUntil: number;
  indexed: number;
  /** Documents that took the place of one with the same id. */
  replaced: number;
  /** Documents with an id that are there: 1 at the interned index and id. */
  known: KeyIndex;
  rejected: number;
}

type SearchEvent = { readonly type: 'indexed'; readonly id: number };
type Ctx = ServiceContext<SearchEvent>;
const slowFactor = 10;
const namesKept = 100;
const rejection = 'es_rejected_execution_exception';

function bulk(state: SearchState, call: Call<BulkRequest>, ctx: Ctx): void {
  if (ctx.now < state.outageUntil) {
    ctx.count('5xx', 1);
    ctx.trace('index.unavailable', ctx.nodeId, {}, { requests: 1 });
    return ctx.reply(call, { ok: false, error: awsError('ServiceUnavailable', '503 Service Unavailable') });
  }
  const { records } = call.request;
  const { dataNodes, bytesPerSecondPerNode, bulkTime, queue } = state.config;
  const perMs = (dataNodes * bytesPerSecondPerNode) / 1000 / (ctx.now < state.slowUntil ? slowFactor : 1);
  let end = Math.max(state.busyUntil, ctx.now);
  let bytes = 0;
  let accepted = 0;
  while (accepted < records.count && end + bytes / perMs - ctx.now <= queue) bytes += records.bytes[accepted++]!;
  end = Math.ceil(end + bytes / perMs);
  state.busyUntil = end;
  ctx.records.hold(sliceBatch(records, 0, accepted).rows);
  const id = state.next++;
  state.running.set(id, Object.freeze({ call, accepted }));
  ctx.after(end - ctx.now + bulkTime, { type: 'indexed', id });
}

/** Notes which documents are there. Answers how many of these were there before. */
function replace(state: SearchState, index: string, ids: readonly string[], ctx: Ctx): number {
  let replaced = 0;
  for (const id of ids) {
    const key = ctx.keys.intern(`${index}/${id}`);
    replaced += state.known.get(key);
    state.known.set(key, 1);
  }
  return replaced;
}

function indexed(state: SearchState, id: number, ctx: Ctx): void {
  const work = state.running.get(id);
  if (!work) return;
  state.running.delete(id);
  const { call, accepted } = work;
  const { records, index, ids } = call.request;
  const rows = sliceBatch(records, 0, accepted).rows;
  const failed = records.count - accepted;
  state.indexed += rows.length;
  state.rejected += failed;
  ctx.count('IndexedDocuments', rows.length);
  if (failed > 0) {
    ctx.count('RejectedDocuments', failed);
    ctx.trace('documents.rejected', ctx.nodeId, { code: rejection }, { documents: failed });
  }
  const replaced = ids === undefined ? 0 : replace(state, index, ids.slice(0, accepted), ctx);
  state.replaced += replaced;
  state.indexes.set(index, (state.indexes.get(index) ?? 0) + rows.length - replaced);
  if (state.indexes.size > namesKept) state.indexes.delete(state.indexes.keys().next().value!);
  arriveHere(rows, { index }, ctx);
  const outcome: EntryOutcome = { failed, code: Uint8Array.from({ length: records.count }, (_, i) => (i < accepted ? 0 : 1)), codes: [rejection] };
  ctx.reply(call, { ok: true, response: { outcome } });
}

function breakDown(state: SearchState, ctx: Ctx): void {
  for (const { call, accepted } of state.running.values()) {
    ctx.records.release(sliceBatch(call.request.records, 0, accepted).rows, 'died-with-process');
    ctx.reply(call, { ok: false, error: awsError('ServiceUnavailable', '503 Service Unavailable') });
  }
  state.running.clear();
  state.busyUntil = 0;
}

export const searchIndex: ServiceModel<SearchConfig, SearchState, SearchEvent> = {
  kind: 'search-index',
  says: 'A search domain that indexes documents by bulk requests.',
  ports: [{ name: 'in', direction: 'in', operations: [Bulk.name], calls: false, max: 64 }],
  fields: searchFields,
  metrics: ['IndexedDocuments', 'RejectedDocuments', '5xx'],
  faults: [
    { name: 'outage', says: 'Every request fails with 503', takesDuration: true, targets: 'node' },
    { name: 'slow', says: 'Indexing takes ten times as long', takesDuration: true, targets: 'node' },
  ],
  operations: [],
  parseConfig: parseSearchConfig,
  sinks: (_config, nodeId, connected) => (connected.has('in') ? [nodeId] : []),
  init: (config) => ({ config, running: new Map(), next: 1, busyUntil: 0, indexes: new Map(), outageUntil: 0, slowUntil: 0, indexed: 0, replaced: 0, known: new KeyIndex(), rejected: 0 }),
  onCall(state, call, ctx) {
    if (Bulk.is(call)) bulk(state, call, ctx);
    else ctx.reply(call, { ok: false, error: awsError('UnknownOperationException', `${call.operation} is not simulated.`) });
  },
  onEvent: (state, event, ctx) => indexed(state, event.id, ctx),
  onReply() {},
  onIntervention(state, what, config, ctx) {
    if (takeFault(state, what, config, ctx.now)) breakDown(state, ctx);
  },
  view: (state, at) => ({
    fields: { requests: state.running.size, waitingMs: Math.max(0, state.busyUntil - at.now), indexed: state.indexed, replaced: state.replaced, rejected: state.rejected, indexes: [...state.indexes].map(([name, documents]) => ({ name, documents })), outage: at.now < state.outageUntil },
  }),
  invariants: [{ name: 'no request has more accepted than it carries', holds: (state) => [...state.running.values()].every(({ call, accepted }) => accepted <= call.request.records.count) }],
  heldRows(state, visit) {
    for (const { call, accepted } of state.running.values()) sliceBatch(call.request.records, 0, accepted).rows.forEach(visit);
  },
};
