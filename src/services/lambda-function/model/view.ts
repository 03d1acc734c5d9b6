import { shardIdText } from '../../../aws/ids.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { NodeView, ViewContext } from '../../../sim/serviceModel.ts';
import type { FunctionState } from './state.ts';

export function viewFunction(state: FunctionState, at: ViewContext): NodeView {
  let warm = 0;
  for (const since of state.idle) if (at.now - since <= state.config.keepWarm) warm++;
  return {
    fields: {
      running: state.running.size,
      warm,
      concurrency: state.config.concurrency,
      invocations: state.invocations,
      errors: state.errors,
      throttles: state.throttles,
      coldStarts: state.coldStarts,
      processed: state.processed,
      discarded: state.discarded,
      deadLettered: state.deadLettered,
      eventsWaiting: state.events.size,
      pollers: state.pollers.size,
    },
  };
}

export function describeFunction(state: FunctionState, at: ViewContext): PlainRecord {
  const shards = [...state.shards.values()].map((source) => ({
    shardId: shardIdText(source.shard),
    fetched: source.fetched,
    behindMs: source.behindMs,
    waiting: source.lanes.reduce((sum, lane) => sum + lane.waitingRecords, 0),
    blockedLanes: source.lanes.filter((lane) => lane.backOff > 0).length,
  }));
  return { ...viewFunction(state, at).fields, shards, finishedShards: [...state.finishedShards.keys()] };
}
