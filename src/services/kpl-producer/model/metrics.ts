import type { ServiceContext } from '../../../sim/serviceModel.ts';
import type { KplConfig } from './config.ts';
import type { KplEvent, KplState } from './state.ts';

/** Counted from the summary level on. */
const summary = ['UserRecordsPut', 'KinesisRecordsPut', 'ErrorsByCode', 'AllErrors', 'BufferingTime'] as const;
/** Counted at the detailed level only. */
const detailed = ['UserRecordsReceived', 'UserRecordsPending', 'UserRecordsDataPut', 'KinesisRecordsDataPut', 'RetriesPerRecord', 'RequestTime', 'UserRecordsPerKinesisRecord', 'KinesisRecordsPerPutRecordsRequest', 'UserRecordsPerPutRecordsRequest'] as const;

export const kplMetrics: readonly string[] = [...summary, ...detailed];
const summaryNames: ReadonlySet<string> = new Set(summary);

/** One observation, if the level of metrics takes it. */
export function measure(state: KplState, metric: (typeof summary)[number] | (typeof detailed)[number], value: number, ctx: ServiceContext<KplEvent>): void {
  const { metricsLevel } = state.config;
  if (metricsLevel === 'detailed' || (metricsLevel === 'summary' && summaryNames.has(metric))) ctx.count(metric, value);
}

/** Series that CloudWatch keeps for one metric of a KPL that writes to `streams` streams of so many shards each. */
export function seriesPerMetric(granularity: KplConfig['metricsGranularity'], streams: number, shardsPerStream: number): number {
  if (granularity === 'global') return 1;
  return granularity === 'stream' ? 1 + streams : 1 + streams + streams * shardsPerStream;
}
