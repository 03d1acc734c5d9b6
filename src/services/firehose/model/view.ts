import type { PlainRecord } from '../../../sim/plainData.ts';
import type { NodeView, ViewContext } from '../../../sim/serviceModel.ts';
import { activePartitions } from './partitions.ts';
import { buffers, type FirehoseState } from './state.ts';

export function viewFirehose(state: FirehoseState, at: ViewContext): NodeView {
  const waiting = (buffer: number) => state.logs.length(buffer) - state.logs.first(buffer);
  const main = state.buffers[buffers.destination]!;
  return {
    fields: {
      destination: state.config.destination,
      received: state.received,
      billedBytes: state.billedBytes,
      bufferedRecords: waiting(buffers.destination),
      bufferedBytes: main.bytes,
      bufferedForMs: waiting(buffers.destination) > 0 ? at.now - main.since : 0,
      bufferSize: state.config.bufferSize,
      effectiveSize: state.effectiveSize,
      bufferInterval: state.config.bufferInterval,
      waitingForFunction: waiting(buffers.lambda),
      invocations: state.invocations.size,
      flushes: state.flushes,
      flushedBySize: state.flushedBySize,
      flushedByInterval: state.flushes - state.flushedBySize,
      delivered: state.delivered,
      objects: state.objects,
      stagedObjects: state.staged.length,
      copies: state.copies,
      manifests: state.manifests,
      processingFailed: state.processingFailed,
      dropped: state.dropped,
      rejected: state.rejected,
      activePartitions: activePartitions(state),
      expired: state.expired,
      failingForMs: state.failing === null ? 0 : at.now - state.failing.since,
    },
  };
}

export function describeFirehose(state: FirehoseState, at: ViewContext): PlainRecord {
  return {
    ...viewFirehose(state, at).fields,
    streamName: state.name,
    version: state.version,
    retryDuration: state.config.retryDuration,
    partitions: [...state.partitions].slice(0, 50).map(([log, { prefix }]) => ({ prefix, records: state.logs.length(log) - state.logs.first(log), bytes: state.buffers[log]!.bytes })),
    staged: state.staged.map((object) => ({ key: object.key, records: object.records.count, stagedAt: object.stagedAt })),
    writing: [...state.puts.values()].slice(0, 50).map((put) => ({ key: put.key, purpose: put.purpose, records: put.records.count, attempts: put.attempts })),
  };
}
