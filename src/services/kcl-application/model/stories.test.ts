import { expect, it, vi } from 'vitest';
import { assertGoldenTrace } from '../../../testing/goldenTrace.ts';
import { simulate } from '../../../testing/simulate.ts';

vi.setConfig({ testTimeout: 60_000 });

it('failover after a crash, with what came since the last checkpoint repeated', () => {
  const run = simulate(
    `web: traffic(rate=20/s, size=100B, keys=20) -> clicks: kinesis-streams(shards=2) -> app: kcl-application(workers=2, from=TRIM_HORIZON, checkpoint=every-interval, checkpointInterval=20s)
    app -> leases: dynamodb-table`,
    { length: '120s', interventions: [{ at: 60_000, type: 'fault', node: 'app', name: 'crash', target: 'worker-1' }] },
  );
  expect(() => assertGoldenTrace(run, new URL('./golden/failover.trace', import.meta.url))).not.toThrow();
});

it('a reshard: parents to their end before the children', () => {
  const run = simulate(
    `web: traffic(rate=60/s, size=100B, keys=20) -> clicks: kinesis-streams(shards=2, controlPlaneDelay=1s) -> app: kcl-application(from=TRIM_HORIZON, processing=5)
    app -> leases: dynamodb-table`,
    {
      length: '200s',
      interventions: [
        { at: 30_000, type: 'operate', node: 'clicks', operation: 'MergeShards', request: { ShardToMerge: '0', AdjacentShardToMerge: '1' } },
        { at: 100_000, type: 'operate', node: 'clicks', operation: 'SplitShard', request: { ShardToSplit: '2' } },
      ],
    },
  );
  expect(() => assertGoldenTrace(run, new URL('./golden/reshard.trace', import.meta.url))).not.toThrow();
});

it('a lease table that is too small', () => {
  const run = simulate(
    `web: traffic(rate=20/s, size=100B, keys=random) -> clicks: kinesis-streams(shards=8) -> app: kcl-application(workers=2, from=TRIM_HORIZON, checkpoint=every-interval, checkpointInterval=1s)
    app -> leases: dynamodb-table(wcu=2, burst=60)`,
    { length: '60s', interventions: [{ at: 50_000, type: 'operate', node: 'leases', operation: 'UpdateTable', request: { WriteCapacityUnits: 100 } }] },
  );
  expect(() => assertGoldenTrace(run, new URL('./golden/table-throttled.trace', import.meta.url))).not.toThrow();
});
