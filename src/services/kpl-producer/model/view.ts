/** What a panel and a summary see of a KPL. */
import type { NodeView, ViewContext } from '../../../sim/serviceModel.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import { seriesPerMetric } from './metrics.ts';
import type { KplState } from './state.ts';
import { user } from './userRecords.ts';

/** Columns of trays and limiters, one entry a predicted shard that has had records. */
export const kplColumns = ['shard', 'trayRecords', 'trayBytes', 'trayDueInMs', 'held'] as const;

export function viewFields(state: KplState): PlainRecord {
  const { map, config } = state;
  let inTrays = 0;
  for (const tray of state.trays.values()) inTrays += tray.slots.length;
  let inLimiter = 0;
  for (const limiter of state.limiters.values()) inLimiter += limiter.queue.length;
  let failed = 0;
  for (const count of state.failed.values()) failed += count;
  let onTheWire = 0;
  for (const sending of state.sending.values()) onTheWire += sending.heads.length;
  return {
    outstanding: state.users.used,
    inTrays,
    inLimiter,
    inCollector: state.collection.records.length,
    collectorBytes: state.collection.bytes,
    callsUnderWay: state.sending.size,
    callsWaiting: state.waiting.length,
    onTheWire,
    received: state.received,
    put: state.put,
    failed,
    expired: state.failed.get('Expired') ?? 0,
    dropped: state.dropped,
    retried: state.retried,
    failedBy: Object.fromEntries(state.failed),
    errorsByCode: Object.fromEntries(state.errors),
    streamRecords: state.streamRecords,
    calls: state.calls,
    userRecordsPerStreamRecord: state.streamRecords === 0 ? 0 : state.packedRecords / state.streamRecords,
    streamRecordsPerCall: state.calls === 0 ? 0 : state.streamRecords / state.calls,
    shardMap: map.status,
    shardsKnown: map.open.shards.length,
    seriesPerMetric: config.metricsLevel === 'none' ? 0 : seriesPerMetric(config.metricsGranularity, 1, map.open.shards.length),
  };
}

export function viewKpl(state: KplState, at: ViewContext): NodeView {
  const shards = [...new Set([...state.trays.keys(), ...state.limiters.keys()])].sort((a, b) => a - b);
  const columns: Record<string, Float64Array> = {};
  for (const name of kplColumns) columns[name] = new Float64Array(shards.length);
  shards.forEach((shard, i) => {
    const tray = state.trays.get(shard);
    columns.shard![i] = shard;
    columns.trayRecords![i] = tray?.slots.length ?? 0;
    columns.trayBytes![i] = tray === undefined || tray.slots.length === 0 ? 0 : tray.slots.length === 1 ? state.users.get(tray.slots[0]!, user.bytes) : tray.estimate;
    columns.trayDueInMs![i] = tray === undefined || tray.timerAt === 0 ? 0 : Math.max(0, tray.timerAt - at.now);
    columns.held![i] = state.limiters.get(shard)?.queue.length ?? 0;
  });
  return { fields: viewFields(state), columns };
}
