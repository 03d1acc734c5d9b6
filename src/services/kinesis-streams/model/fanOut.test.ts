import { describe, expect, it, vi } from 'vitest';
import { MiB } from '../../../aws/limits/define.ts';
import { codeOf, StreamBench } from '../../../testing/streamBench.ts';
import { simulate } from '../../../testing/simulate.ts';

vi.setConfig({ testTimeout: 60_000 });

const trim = { Type: 'TRIM_HORIZON' } as const;

function today(config = {}): StreamBench {
  return new StreamBench(config, { facts: 'today' });
}

function pushedBytes(bench: StreamBench, call: number): number {
  let bytes = 0;
  for (const reply of bench.pushes(call)) if (reply.ok) for (const size of reply.response.records.bytes) bytes += size;
  return bytes;
}

describe('enhanced fan-out', () => {
  it('exists in the Today edition only', () => {
    const bench = new StreamBench();
    expect(codeOf(bench.pushes(bench.subscribe({ consumer: 'c1', shard: 0, StartingPosition: trim }))[0]!)).toBe('InvalidArgumentException');
  });

  it('registers twenty consumers, not twenty-one', () => {
    const bench = today();
    const codes = Array.from({ length: 21 }, (_, i) => bench.pushes(bench.subscribe({ consumer: `c${i}`, shard: 0, StartingPosition: trim })).map(codeOf));
    expect(codes.slice(0, 20).flat()).toEqual([]);
    expect(codes[20]).toEqual(['LimitExceededException']);
  });

  it('refuses a second subscription of the same consumer and shard within 5 s', () => {
    const bench = today({ shardCount: 2 });
    const again = (consumer: string, shard: number) => bench.pushes(bench.subscribe({ consumer, shard, StartingPosition: trim })).map(codeOf);
    expect(again('c1', 0)).toEqual([]);
    bench.wait(4999);
    expect(again('c1', 0)).toEqual(['ResourceInUseException']);
    expect(again('c1', 1)).toEqual([]);
    expect(again('c2', 0)).toEqual([]);
    bench.wait(1);
    expect(again('c1', 0)).toEqual([]);
  });

  it('gives each consumer 2 MiB a second of its own from each shard, and takes no read call', () => {
    const bench = today();
    for (let i = 0; i < 20; i++) {
      bench.putMany(100, 10_000);
      bench.wait(1000);
    }
    const calls = ['c1', 'c2', 'c3'].map((consumer) => bench.subscribe({ consumer, shard: 0, StartingPosition: trim }));
    bench.wait(5000);
    for (const call of calls) {
      expect(pushedBytes(bench, call)).toBeGreaterThan(10 * MiB * 0.97);
      expect(pushedBytes(bench, call)).toBeLessThan(10 * MiB * 1.03);
    }
    expect(bench.metric('ReadProvisionedThroughputExceeded')).toBe(0);
    expect(Array.from({ length: 5 }, () => codeOf(bench.get(bench.iteratorOf(), 1)))).toEqual(Array.from({ length: 5 }, () => 'ok'));
  });

  it('paces records larger than a push too', () => {
    const bench = today();
    for (let i = 0; i < 20; i++) {
      bench.put([{ key: 'a', bytes: MiB }]);
      bench.wait(1000);
    }
    const call = bench.subscribe({ consumer: 'c1', shard: 0, StartingPosition: trim });
    bench.wait(4000);
    // 2 MiB/s for 4 s, and the one that is on its way.
    expect(pushedBytes(bench, call) / MiB).toBeGreaterThanOrEqual(8);
    expect(pushedBytes(bench, call) / MiB).toBeLessThanOrEqual(9);
  });

  it('pushes no twice as often after a subscription has replaced another', () => {
    const bench = today();
    bench.subscribe({ consumer: 'c1', shard: 0, StartingPosition: trim });
    bench.wait(5000);
    const before = bench.simulation.processed;
    bench.wait(5000);
    const once = bench.simulation.processed - before;
    for (let i = 0; i < 5; i++) {
      bench.subscribe({ consumer: 'c1', shard: 0, StartingPosition: trim });
      bench.wait(5000);
    }
    const later = bench.simulation.processed;
    bench.wait(5000);
    expect(bench.simulation.processed - later).toBe(once);
  });

  it('ends at the end of a closed shard, with its children', () => {
    const bench = today({ controlPlaneDelay: 1000 });
    bench.putMany(3, 10);
    const call = bench.subscribe({ consumer: 'c1', shard: 0, StartingPosition: trim });
    bench.wait(500);
    bench.reshard('SplitShard', { ShardToSplit: '0' });
    bench.wait(500);
    const last = bench.pushes(call).at(-1)!;
    expect(last.ok && last.response.ended).toBe(true);
    expect(last.ok && last.response.ChildShards.map((child) => child.shard)).toEqual([1, 2]);
    expect(bench.state.subscriptions).toEqual([]);
  });

  it('is renewed by its reader when its five minutes are over', () => {
    const run = simulate('traffic(rate=10/s, size=100B, keys=4) -> kinesis-streams(shards=2) -> stream-reader(mode=enhanced-fan-out)', { facts: 'today', length: '16m', checkInvariants: false });
    const { born, delivered, duplicates } = run.summary.records;
    expect(born).toBe(9600);
    expect(delivered).toBeGreaterThan(born - 20);
    expect(duplicates).toBe(0);
    expect(run.summary.records.latencyMs.max).toBeLessThan(400);
  });

  it('goes on after its reader has crashed and come back', () => {
    const run = simulate('traffic(rate=10/s, size=100B, keys=4) -> kinesis-streams -> stream-reader(mode=enhanced-fan-out, checkpoint=1s)', {
      facts: 'today',
      length: '60s',
      interventions: [{ at: '20s', type: 'fault', node: 'stream-reader', name: 'crash', duration: '7s' }],
    });
    expect(run.events('reader.restarted')).toHaveLength(1);
    expect(run.summary.records.delivered).toBeGreaterThan(590);
    expect(run.summary.records.lost).toBe(0);
  });

  it('goes on when the edge loses requests and answers', () => {
    const run = simulate(
      {
        nodes: [
          { id: 'web', kind: 'traffic', config: { recordsPerSecond: 5, payloadBytes: 100, keys: 4 } },
          { id: 'put', kind: 'sdk-producer' },
          { id: 'clicks', kind: 'kinesis-streams', config: { shardCount: 4 } },
          { id: 'app', kind: 'stream-reader', config: { mode: 'enhanced-fan-out' } },
        ],
        edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'clicks' }, { from: 'clicks', to: 'app', loseRequests: 0.4, loseReplies: 0.4 }],
        length: '40m',
      },
      { facts: 'today', seed: 3, checkInvariants: false },
    );
    expect(run.summary.records.delivered).toBeGreaterThan(run.summary.records.born * 0.6);
  });
});
