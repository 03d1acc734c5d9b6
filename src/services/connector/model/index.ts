/**
 * The Kinesis Connector Library: a record processor that transforms, filters, buffers and emits, one pipeline a shard.
 * What it leaves out stands in ../README.md.
 */
import { shardIdText } from '../../../aws/ids.ts';
import { awsError } from '../../../aws/awsError.ts';
import type { Call } from '../../../sim/calls.ts';
import type { ServiceContext, ServiceModel } from '../../../sim/serviceModel.ts';
import { BatchWriteItem } from '../../dynamodb-table/model/operations.ts';
import { processorOperations, ProcessRecords, ShutdownProcessor, type ProcessRecordsRequest, type ShutdownProcessorRequest } from '../../kcl-application/model/operations.ts';
import { PutRecords } from '../../kinesis-streams/model/operations.ts';
import { Copy } from '../../redshift/model/operations.ts';
import { purposePorts, PutObject } from '../../s3-bucket/model/operations.ts';
import { Bulk } from '../../search-index/model/operations.ts';
import { addItems, filesIn, removeFirst, rowsOfPipeline } from './buffer.ts';
import { connectorFields, parseConnectorConfig, type ConnectorConfig } from './config.ts';
import { EventIds } from './eventIds.ts';
import { answered, flush, slept, staged, targetOf } from './emitting.ts';
import { flushReason } from './rules.ts';
import type { ConnectorEvent, ConnectorState, Pipeline } from './state.ts';
import { describeConnector, viewConnector } from './view.ts';

type Ctx = ServiceContext<ConnectorEvent>;

function pipelineOf(state: ConnectorState, processor: number, shard: number, ctx: Ctx): Pipeline {
  const known = state.pipelines.get(processor);
  if (known) return known;
  const pipeline: Pipeline = { processor, shard, chunks: [], count: 0, bytes: 0, lastFlush: ctx.now, emission: null, waiting: null, threw: false, checkpoint: null };
  state.pipelines.set(processor, pipeline);
  return pipeline;
}

function isOf(names: readonly string[], key: string): boolean {
  return names.some((name) => name === '*' || key === name || key.startsWith(`${name}/`));
}

/** Transformer and filter: which records of a batch become items. */
function kept(state: ConnectorState, { records, shard }: ProcessRecordsRequest, ctx: Ctx): number[] {
  const { keep, unreadable, eventIds } = state.config;
  const picked: number[] = [];
  let unread = 0;
  let filtered = 0;
  let repeats = 0;
  for (let i = 0; i < records.count; i++) {
    const key = keep.length + unreadable.length === 0 ? '' : ctx.keys.text(ctx.records.key(records.rows[i]!));
    if (isOf(unreadable, key)) unread++;
    else if (keep.length > 0 && !isOf(keep, key)) filtered++;
    else if (eventIds && state.seen.isRepeat(records.rows[i]!, shard, records.sequences![i]!)) repeats++;
    else picked.push(i);
  }
  state.unreadable += unread;
  state.filtered += filtered;
  state.repeats += repeats;
  if (repeats > 0) ctx.count('RecordsFiltered', repeats);
  if (unread > 0) ctx.trace('record.not-transformed', ctx.nodeId, {}, { records: unread });
  if (filtered > 0) ctx.count('RecordsFiltered', filtered);
  return picked;
}

function processRecords(state: ConnectorState, call: Call<ProcessRecordsRequest>, ctx: Ctx): void {
  const { processor, shard, records, subSequences } = call.request;
  const pipeline = pipelineOf(state, processor, shard, ctx);
  const picked = kept(state, call.request, ctx);
  const all = picked.length === records.count;
  const subs = subSequences ?? null;
  addItems(
    pipeline,
    Object.freeze({
      rows: all ? records.rows : Uint32Array.from(picked, (i) => records.rows[i]!),
      sequences: all ? records.sequences! : Float64Array.from(picked, (i) => records.sequences![i]!),
      subs: all || subs === null ? subs : Uint32Array.from(picked, (i) => subs[i]!),
    }),
    ctx.records,
  );
  pipeline.waiting = { type: 'process', call };
  pipeline.checkpoint = null;
  goOn(state, pipeline, ctx);
}

/** Flushes as far as the limits say; then whoever waits is answered. */
function goOn(state: ConnectorState, pipeline: Pipeline, ctx: Ctx): void {
  const { waiting } = pipeline;
  if (pipeline.emission !== null || waiting === null) return;
  const { config } = state;
  if (waiting.type === 'process') {
    const { itemsPerRecord, reads } = config;
    const buffered = reads === 'files' ? { records: filesIn(pipeline), bytes: 0 } : { records: pipeline.count * itemsPerRecord, bytes: pipeline.bytes * itemsPerRecord };
    const why = flushReason(buffered, ctx.now - pipeline.lastFlush, { records: config.bufferRecords, bytes: config.bufferBytes, ms: config.bufferTime });
    // One flush a call, as the library does it; flushes of a fixed number come as often as there are enough items.
    if (why !== null && (config.flush === 'exact-count' || pipeline.checkpoint === null)) return begin(state, pipeline, config.flush === 'exact-count' && reads === 'records' ? Math.min(pipeline.count, Math.ceil(config.bufferRecords / itemsPerRecord)) : pipeline.count, why, ctx);
    answerProcess(pipeline, waiting.call, ctx);
  } else if (pipeline.count > 0 && pipeline.checkpoint === null) begin(state, pipeline, pipeline.count, 'shutdown', ctx);
  else terminated(state, pipeline, waiting.call, ctx);
}

function begin(state: ConnectorState, pipeline: Pipeline, take: number, why: string, ctx: Ctx): void {
  if (targetOf(ctx) === undefined) {
    // Nowhere to emit to: the library's user has given it no emitter.
    ctx.trace('emit.failed', shardIdText(pipeline.shard), { shard: shardIdText(pipeline.shard), tries: 0 }, { records: take });
    state.failed += take;
    removeFirst(pipeline, take, ctx.records);
    return goOn(state, pipeline, ctx);
  }
  flush(state, pipeline, take, why, ctx);
  if (pipeline.emission === null) goOn(state, pipeline, ctx);
}

function answerProcess(pipeline: Pipeline, call: Call, ctx: Ctx): void {
  const { checkpoint } = pipeline;
  pipeline.waiting = null;
  ctx.reply(call, { ok: true, response: { checkpoint } });
}

/** The shard has ended: what is left was emitted or has failed, and the end is checkpointed either way. */
function terminated(state: ConnectorState, pipeline: Pipeline, call: Call, ctx: Ctx): void {
  if (pipeline.count > 0) removeFirst(pipeline, pipeline.count, ctx.records);
  state.pipelines.delete(pipeline.processor);
  ctx.reply(call, { ok: true, response: { checkpointed: true } });
}

function shutDown(state: ConnectorState, call: Call<ShutdownProcessorRequest>, ctx: Ctx): void {
  const { processor, shard, reason } = call.request;
  const pipeline = state.pipelines.get(processor);
  if (reason === 'TERMINATE') {
    const of = pipeline ?? pipelineOf(state, processor, shard, ctx);
    of.waiting = { type: 'terminate', call };
    of.checkpoint = null;
    return goOn(state, of, ctx);
  }
  if (!pipeline) return;
  state.pipelines.delete(processor);
  const rows = rowsOfPipeline(pipeline);
  // What is on the wire may still be stored: its answer, or the lack of one, settles it.
  if (pipeline.emission !== null && pipeline.emission.afterSleep === null) state.orphans.set(pipeline.emission.id, rows);
  else ctx.records.release(rows, 'died-with-process');
}

/** After a flush that threw, the batch is answered without a checkpoint: the buffer waits for the next one. */
function flushed(state: ConnectorState, pipeline: Pipeline, ctx: Ctx): void {
  if (pipeline.emission !== null) return;
  const { waiting } = pipeline;
  if (pipeline.threw && waiting !== null) {
    pipeline.threw = false;
    if (waiting.type === 'process') answerProcess(pipeline, waiting.call, ctx);
    else terminated(state, pipeline, waiting.call, ctx);
  } else goOn(state, pipeline, ctx);
}

export const connector: ServiceModel<ConnectorConfig, ConnectorState, ConnectorEvent> = {
  kind: 'connector',
  says: 'The Kinesis Connector Library: a record processor that transforms, filters, buffers and emits to one target.',
  ports: [
    { name: 'in', direction: 'in', operations: processorOperations, calls: false, max: 1, local: true },
    { name: 'bucket', direction: 'out', operations: [PutObject.name], calls: true, max: 1 },
    { name: 'table', direction: 'out', operations: [BatchWriteItem.name], calls: true, max: 1 },
    { name: 'index', direction: 'out', operations: [Bulk.name], calls: true, max: 1 },
    { name: 'warehouse', direction: 'out', operations: [Copy.name], calls: true, max: 1 },
    { name: 'names', direction: 'out', operations: [PutRecords.name], calls: true, max: 1 },
    { name: 'staging', direction: 'out', operations: [PutObject.name, purposePorts.staging], calls: true, max: 1 },
  ],
  fields: connectorFields,
  metrics: ['Flushes', 'EmitCalls', 'RecordsEmitted', 'RecordsFailed', 'RecordsFiltered'],
  faults: [],
  operations: [],
  parseConfig: parseConnectorConfig,
  sinks: () => [],
  init: (config) => ({ config, pipelines: new Map(), orphans: new Map(), nextEmission: 1, emitted: 0, filtered: 0, unreadable: 0, failed: 0, flushes: 0, repeats: 0, seen: new EventIds() }),
  onCall(state, call, ctx) {
    if (ProcessRecords.is(call)) processRecords(state, call, ctx);
    else if (ShutdownProcessor.is(call)) shutDown(state, call, ctx);
    else ctx.reply(call, { ok: false, error: awsError('UnknownOperationException', `${call.operation} is not simulated.`) });
  },
  onEvent(state, event, ctx) {
    const pipeline = state.pipelines.get(event.processor);
    if (pipeline?.emission?.id !== event.emission || event.type !== 'slept') return;
    slept(state, pipeline, pipeline.emission, ctx);
    flushed(state, pipeline, ctx);
  },
  onReply(state, event, reply, ctx) {
    const orphan = state.orphans.get(event.emission);
    if (orphan) {
      state.orphans.delete(event.emission);
      ctx.records.release(orphan, 'died-with-process');
      return;
    }
    const pipeline = state.pipelines.get(event.processor);
    if (pipeline?.emission?.id !== event.emission) return;
    if (event.type === 'copied') staged(state, pipeline, pipeline.emission, reply, ctx);
    else answered(state, pipeline, pipeline.emission, reply, ctx);
    flushed(state, pipeline, ctx);
  },
  onIntervention(state, what, config) {
    if (what.type === 'setConfig' && config) state.config = config;
  },
  view: viewConnector,
  describe: describeConnector,
  invariants: [{ name: 'a buffer counts what it holds', holds: (state) => [...state.pipelines.values()].every(({ chunks, count }) => chunks.reduce((sum, { rows }) => sum + rows.length, 0) === count) }],
  heldRows(state, visit) {
    for (const { chunks } of state.pipelines.values()) for (const { rows } of chunks) rows.forEach(visit);
    for (const rows of state.orphans.values()) rows.forEach(visit);
  },
};
