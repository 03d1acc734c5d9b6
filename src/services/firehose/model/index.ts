/**
 * A Firehose delivery stream: takes records in, buffers them, transforms them with a function, and delivers them to S3, to
 * Redshift by way of S3, to a search domain, to Splunk or to an HTTP endpoint. What it leaves out stands in ../README.md.
 */
import { awsError } from '../../../aws/awsError.ts';
import { LogSet } from '../../../sim/columns/logSet.ts';
import type { Call } from '../../../sim/calls.ts';
import type { ServiceContext, ServiceModel } from '../../../sim/serviceModel.ts';
import { GetRecords, GetShardIterator, ListShards } from '../../kinesis-streams/model/operations.ts';
import { Invoke, transformPort } from '../../lambda-function/model/operations.ts';
import { Copy } from '../../redshift/model/operations.ts';
import { purposePorts, PutObject } from '../../s3-bucket/model/operations.ts';
import { Bulk } from '../../search-index/model/operations.ts';
import { Post, QueryAcks } from '../../http-endpoint/model/operations.ts';
import { deliveryOver, intervalOver, partitionOver } from './buffering.ts';
import { firehoseFields, parseFirehoseConfig, type FirehoseConfig } from './config.ts';
import { applyConfig, deleteAll, updateDestination } from './control.ts';
import { copied, copyAgain, skipExpired } from './copying.ts';
import { objectWritten } from './delivery.ts';
import { bulk, bulkAnswered } from './indexing.ts';
import { checkCall, fullTokens, putEntries } from './ingest.ts';
import { answered, attempt, expire, planExpiry } from './objects.ts';
import { DeleteDeliveryStream, deliveryOperations, PutRecord, PutRecordBatch, UpdateDestination } from './operations.ts';
import { activePartitions } from './partitions.ts';
import { acked, askAck, postAgain, posted } from './posting.ts';
import { route } from './routing.ts';
import { firstPartition, type FirehoseEvent, type FirehoseState } from './state.ts';
import { fetched, gotIterator, listed, listShards, poll, readerOf } from './streamSource.ts';
import { attemptInvocation, invoked } from './transformation.ts';
import { describeFirehose, viewFirehose } from './view.ts';

type Ctx = ServiceContext<FirehoseEvent>;

function init(config: FirehoseConfig, ctx: Ctx): FirehoseState {
  const state: FirehoseState = {
    config,
    name: config.streamName || ctx.nodeId,
    version: 1,
    logs: new LogSet(3),
    buffers: [0, 1, 2].map(() => ({ bytes: 0, since: 0, run: 0 })),
    tokens: [],
    filledAt: 0,
    effectiveSize: config.bufferSize,
    due: null,
    queued: [],
    puts: new Map(),
    invocations: new Map(),
    staged: [],
    copying: null,
    copyAgainAt: 0,
    indexing: null,
    posting: null,
    partitions: new Map(),
    partitionLogs: new Map(),
    freeLogs: [],
    mainBusy: false,
    failing: null,
    deleted: false,
    next: 1,
    readers: new Map(),
    finishedShards: new Map(),
    expiryPlanned: false,
    untold: 0,
    toldAt: -3_600_000,
    failedTries: 0,
    failureToldAt: 0,
    received: 0,
    billedBytes: 0,
    delivered: 0,
    deliveredBytes: 0,
    objects: 0,
    processingFailed: 0,
    dropped: 0,
    rejected: 0,
    expired: 0,
    manifests: 0,
    copies: 0,
    flushes: 0,
    flushedBySize: 0,
    lastFlushAt: 0,
  };
  state.tokens = fullTokens(state, ctx);
  if (ctx.edgesAt('stream').length > 0) ctx.after(0, { type: 'list' });
  return state;
}

function onCall(state: FirehoseState, call: Call, ctx: Ctx): void {
  if (state.deleted) return ctx.reply(call, { ok: false, error: awsError('ResourceNotFoundException', `Firehose ${state.name} is deleted.`) });
  if (UpdateDestination.is(call)) {
    const error = updateDestination(state, call.request.config, ctx);
    return ctx.reply(call, error ? { ok: false, error } : { ok: true, response: null });
  }
  if (DeleteDeliveryStream.is(call)) {
    deleteAll(state, ctx);
    return ctx.reply(call, { ok: true, response: null });
  }
  const single = PutRecord.is(call);
  if (!single && !PutRecordBatch.is(call)) return ctx.reply(call, { ok: false, error: awsError('UnknownOperationException', `${call.operation} is not simulated.`) });
  const { records } = call.request;
  const problem = ctx.edgesAt('stream').length > 0 ? awsError('InvalidArgumentException', 'This operation is not permitted on KinesisStreamAsSource delivery stream type.') : checkCall(records, single, ctx);
  if (problem) return ctx.reply(call, { ok: false, error: problem });
  const outcome = putEntries(state, records, ctx);
  planExpiry(state, ctx);
  if ('retryable' in outcome) ctx.reply(call, { ok: false, error: outcome });
  else if (!single) ctx.reply(call, { ok: true, response: { FailedPutCount: outcome.failed, outcome } });
  else if (outcome.failed > 0) ctx.reply(call, { ok: false, error: awsError(outcome.codes[0]!, 'Slow down.') });
  else ctx.reply(call, { ok: true, response: null });
}

function onEvent(state: FirehoseState, event: FirehoseEvent, ctx: Ctx): void {
  if (state.deleted) return;
  switch (event.type) {
    case 'interval':
      return intervalOver(state, event, ctx);
    case 'over':
      return deliveryOver(state, ctx);
    case 'put-again':
      return attempt(state, event.id, ctx);
    case 'invoke-again':
      return attemptInvocation(state, event.id, ctx);
    case 'copy-again':
      return copyAgain(state, ctx);
    case 'window':
      return skipExpired(state, 0, ctx);
    case 'partition-over':
      return partitionOver(state, event.buffer, ctx);
    case 'ask-ack':
      return askAck(state, event.number, ctx);
    case 'post-again':
      return postAgain(state, event.number, ctx);
    case 'bulk-again':
      return bulk(state, ctx);
    case 'expire':
      return expire(state, ctx);
    case 'list':
      return listShards(ctx);
    case 'poll': {
      const reader = readerOf(state, event);
      return reader && poll(state, reader, ctx);
    }
    default:
      return;
  }
}

export const firehose: ServiceModel<FirehoseConfig, FirehoseState, FirehoseEvent> = {
  kind: 'firehose',
  says: 'A Firehose delivery stream: buffers records and delivers them to S3, Redshift, a search domain, Splunk or an HTTP endpoint.',
  ports: [
    { name: 'in', direction: 'in', operations: deliveryOperations, calls: false, max: 64 },
    { name: 'stream', direction: 'in', operations: [GetShardIterator.name, GetRecords.name, ListShards.name], calls: true, max: 1 },
    { name: 'bucket', direction: 'out', operations: [PutObject.name], calls: true, max: 1 },
    { name: 'staging', direction: 'out', operations: [PutObject.name, purposePorts.staging], calls: true, max: 1 },
    { name: 'failures', direction: 'out', operations: [PutObject.name, purposePorts.failures], calls: true, max: 1 },
    { name: 'backup', direction: 'out', operations: [PutObject.name, purposePorts.backup], calls: true, max: 1 },
    { name: 'transform', direction: 'out', operations: [Invoke.name, transformPort], calls: true, max: 1 },
    { name: 'warehouse', direction: 'out', operations: [Copy.name], calls: true, max: 1 },
    { name: 'search', direction: 'out', operations: [Bulk.name], calls: true, max: 1 },
    { name: 'endpoint', direction: 'out', operations: [Post.name, QueryAcks.name], calls: true, max: 1 },
  ],
  fields: firehoseFields,
  metrics: [
    'IncomingRecords', 'IncomingBytes', 'IncomingPutRequests', 'ThrottledRecords', 'DataReadFromKinesisStream.Records', 'DataReadFromKinesisStream.Bytes', 'KinesisMillisBehindLatest',
    'DeliveryToS3.Success', 'DeliveryToS3.Records', 'DeliveryToS3.Bytes', 'DeliveryToS3.DataFreshness', 'DeliveryToRedshift.Success', 'DeliveryToRedshift.Records', 'DeliveryToRedshift.Bytes',
    'DeliveryToElasticsearch.Success', 'DeliveryToElasticsearch.Records', 'DeliveryToElasticsearch.Bytes', 'DeliveryToSplunk.Success', 'DeliveryToSplunk.Records', 'DeliveryToSplunk.Bytes', 'DeliveryToSplunk.DataAckLatency',
    'DeliveryToHttpEndpoint.Success', 'DeliveryToHttpEndpoint.Records', 'DeliveryToHttpEndpoint.Bytes', 'BackupToS3.Success', 'BackupToS3.Records', 'BackupToS3.Bytes',
    'FailuresToS3.Success', 'FailuresToS3.Records', 'FailuresToS3.Bytes', 'ExecuteProcessing.Duration', 'ExecuteProcessing.Success', 'SucceedProcessing.Records', 'FailedProcessing.Records', 'CopyCommands', 'PartitionCount', 'PartitionCountExceeded',
  ],
  faults: [],
  operations: [],
  parseConfig: parseFirehoseConfig,
  sinks: () => [],
  init,
  onCall,
  onEvent,
  onReply(state, about, reply, ctx) {
    if (state.deleted) return;
    switch (about.type) {
      case 'put': {
        const put = answered(state, about.id, reply, ctx);
        return put && objectWritten(state, put, ctx);
      }
      case 'invoked': {
        const transformed = invoked(state, about.id, Invoke.reply(reply), ctx);
        return transformed && route(state, transformed, ctx);
      }
      case 'copied':
        return copied(state, Copy.reply(reply), ctx);
      case 'bulk':
        return bulkAnswered(state, Bulk.reply(reply), ctx);
      case 'posted':
        return posted(state, about.number, Post.reply(reply), ctx);
      case 'acked':
        return acked(state, about.number, QueryAcks.reply(reply), ctx);
      case 'listed':
        return listed(state, ListShards.reply(reply), ctx);
      case 'iterator': {
        const reader = readerOf(state, about);
        return reader && gotIterator(reader, GetShardIterator.reply(reply), ctx);
      }
      case 'fetched': {
        const reader = readerOf(state, about);
        return reader && fetched(state, reader, GetRecords.reply(reply), ctx);
      }
      default:
        return;
    }
  },
  onIntervention(state, what, config) {
    if (what.type === 'setConfig' && config) applyConfig(state, config);
  },
  view: viewFirehose,
  describe: describeFirehose,
  invariants: [
    { name: 'a buffer counts the bytes of its entries', holds: bytesAgree },
    { name: 'one delivery at a time', holds: (state) => [...state.puts.values()].filter((put) => put.main).length + (state.indexing ? 1 : 0) + (state.posting ? 1 : 0) <= (state.mainBusy ? 1 : 0) },
    { name: 'a buffer beyond the fixed ones belongs to one partition or to none', holds: (state) => state.partitions.size === state.partitionLogs.size && state.buffers.length === firstPartition + state.partitions.size + state.freeLogs.length && state.freeLogs.every((log) => state.logs.first(log) === state.logs.length(log)) },
    { name: 'no more active partitions than allowed', holds: (state, at) => activePartitions(state) <= at.limits.number('firehose.partitioning.active-partitions') },
  ],
  heldRows(state, visit) {
    for (let buffer = 0; buffer < state.logs.count; buffer++) for (let at = state.logs.first(buffer); at < state.logs.length(buffer); at++) visit(state.logs.row(buffer, at));
    for (const put of state.puts.values()) put.records.rows.forEach(visit);
    for (const invocation of state.invocations.values()) invocation.records.rows.forEach(visit);
    for (const object of state.staged) object.records.rows.forEach(visit);
    state.indexing?.records.rows.forEach(visit);
    state.posting?.records.rows.forEach(visit);
  },
};

/** Looked at while a buffer is small: tests run with small ones. */
function bytesAgree(state: FirehoseState): boolean {
  return state.buffers.every((buffer, i) => {
    const { logs } = state;
    const from = i === 0 ? Math.max(logs.first(i), state.queued.at(-1) ?? 0) : logs.first(i);
    if (logs.length(i) - from > 200) return buffer.bytes >= 0;
    let bytes = 0;
    for (let at = from; at < logs.length(i); at++) bytes += logs.bytes(i, at);
    return bytes === buffer.bytes;
  });
}
