import { describe, expect, it, vi } from 'vitest';
import { simulate, type SimulateOptions } from '../../../testing/simulate.ts';

vi.setConfig({ testTimeout: 60_000 });

const run = (reader: string, options: SimulateOptions, traffic = 'rate=20/s, size=100B, keys=4', stream = 'shards=1') =>
  simulate(`web: traffic(${traffic}) -> clicks: kinesis-streams(${stream}) -> app: stream-reader(${reader})`, { checkInvariants: false, ...options });

describe('reading', () => {
  it('delivers every record once to each consumer, in order, within a poll', () => {
    const of = run('count=3, poll=1s', { length: '30s' });
    expect(Object.keys(of.summary.sinks)).toEqual(['app#1', 'app#2', 'app#3']);
    for (const sink of Object.values(of.summary.sinks)) expect([sink.delivered > 560, sink.duplicates, sink.orderViolations, sink.lost]).toEqual([true, 0, 0, 0]);
    expect(of.summary.records.latencyMs.max).toBeLessThan(1200);
  });

  it('falls behind when its work takes longer than the records allow, and says so', () => {
    const of = run('processing=100, limit=100', { length: '120s' });
    expect(of.events('reader.lagging')).toHaveLength(1);
    expect(of.summary.records.inTransit).toBeGreaterThan(300);
    expect(of.events('reader.caught-up')).toHaveLength(0);
    const recovered = run('processing=100, limit=100', { length: '240s' }, 'rate=20/s, size=100B, keys=4, stopAfter=90s');
    expect(recovered.events('reader.caught-up')).toHaveLength(1);
    expect(recovered.summary.records.delivered).toBe(1800);
  });

  it('begins at the oldest, the newest, or a moment', () => {
    const interventions = [{ at: 0, type: 'fault', node: 'app', name: 'crash', duration: 10_000 }];
    const got = (reader: string) => run(reader, { length: '20s', interventions }).summary.sinks.app!.delivered;
    expect(got('poll=200ms, startFrom=TRIM_HORIZON')).toBeGreaterThan(390);
    expect(got('poll=200ms, startFrom=LATEST')).toBeGreaterThan(185);
    expect(got('poll=200ms, startFrom=LATEST')).toBeLessThanOrEqual(202);
    const since = got('poll=200ms, startFrom=AT_TIMESTAMP, startAt=5s');
    expect(since).toBeGreaterThan(290);
    expect(since).toBeLessThanOrEqual(302);
  });

  it('asks anew when its iterator has expired, and misses nothing', () => {
    const of = run('poll=6m', { length: '30m' }, 'rate=1/s, size=100B, keys=1');
    expect(of.events('iterator.expired').length).toBeGreaterThan(2);
    expect(of.summary.records.duplicates).toBe(0);
    expect(of.summary.records.delivered).toBeGreaterThan(1400);
  });
});

describe('a crash', () => {
  it('repeats exactly what came since the last checkpoint', () => {
    const of = run('poll=100ms, checkpoint=5s, processing=0', { length: '40s', interventions: [{ at: 12_900, type: 'fault', node: 'app', name: 'crash', duration: 3000 }] });
    // Checkpoint at 10 s; read until 12.9 s at 20 records/s.
    expect(of.summary.records.duplicates).toBeGreaterThanOrEqual(52);
    expect(of.summary.records.duplicates).toBeLessThanOrEqual(60);
    expect(of.summary.records.lost).toBe(0);
    expect(of.events('reader.crashed')[0]!.atMs).toBe(12_900);
    expect(of.events('reader.restarted')[0]!.atMs).toBe(15_900);
    const idempotent = run('poll=100ms, checkpoint=5s, processing=0, idempotent=true', { length: '40s', interventions: [{ at: 12_900, type: 'fault', node: 'app', name: 'crash', duration: 3000 }] });
    expect(idempotent.summary.records.duplicates).toBe(0);
    expect(idempotent.summary.records.delivered).toBeGreaterThan(780);
  });

  it('without a duration lasts until it is recovered, and hits the consumer that was named', () => {
    const of = run('count=2, poll=200ms', { length: '30s', interventions: [{ at: 5000, type: 'fault', node: 'app', name: 'crash', target: 'consumer-2' }, { at: 20_000, type: 'recover', node: 'app', name: 'crash', target: 'consumer-2' }] });
    expect(of.events('reader.crashed').map((event) => event.subject)).toEqual(['consumer-2']);
    expect(of.events('reader.restarted')[0]!.atMs).toBe(20_000);
    expect(of.summary.sinks['app#2']!.delivered).toBeGreaterThan(590);
    expect(of.summary.sinks['app#1']!.duplicates).toBe(0);
  });
});

describe('other faults', () => {
  it('slow: work takes five times as long for a time', () => {
    const slowed = (name?: string) => run('poll=200ms, processing=30', { length: '20s', interventions: name ? [{ at: 0, type: 'fault', node: 'app', name, duration: 10_000 }] : [] });
    expect(slowed('slow').summary.records.latencyMs.max).toBeGreaterThan(slowed().summary.records.latencyMs.max * 5);
  });

  it('poison: one record blocks its shard until it is recovered or its time is over', () => {
    const poisoned = (more: object[], duration?: number) => run('poll=200ms', { length: '30s', interventions: [{ at: 5000, type: 'fault', node: 'app', name: 'poison', ...(duration ? { duration } : {}) }, ...more] });
    const forever = poisoned([]);
    expect(forever.events('record.poisoned')).toHaveLength(1);
    expect(forever.summary.records.delivered).toBeLessThanOrEqual(102);
    const over = poisoned([], 8000);
    expect(over.summary.records.latencyMs.max).toBeGreaterThan(7000);
    expect(over.summary.records.latencyMs.max).toBeLessThan(9500);
    expect(over.summary.records.delivered).toBeGreaterThan(580);
    const recovered = poisoned([{ at: 12_000, type: 'recover', node: 'app', name: 'poison' }]);
    expect(recovered.summary.records.delivered).toBeGreaterThan(580);
    expect(recovered.summary.records.orderViolations).toBe(0);
  });

  it('poison blocks one shard, and no other', () => {
    const of = run('poll=200ms', { length: '30s', interventions: [{ at: 5000, type: 'fault', node: 'app', name: 'poison' }] }, 'rate=40/s, size=100B, keys=random', 'shards=2');
    expect(of.summary.records.delivered).toBeGreaterThan(600);
    expect(of.summary.records.delivered).toBeLessThan(900);
  });
});

describe('Rewind', () => {
  it('reads everything again, or from a moment on, for the consumer that was named', () => {
    const rewound = (request: object) => run('count=2, poll=500ms', { length: '30s', interventions: [{ at: 20_000, type: 'operate', node: 'app', operation: 'Rewind', request }] });
    const all = rewound({ Consumer: 'consumer-1', ShardIteratorType: 'TRIM_HORIZON' });
    expect(Math.abs(all.summary.sinks['app#1']!.duplicates - 400)).toBeLessThan(12);
    expect(all.summary.sinks['app#2']!.duplicates).toBe(0);
    const since = rewound({ Consumer: 'consumer-2', ShardIteratorType: 'AT_TIMESTAMP', Timestamp: '15s' });
    expect(Math.abs(since.summary.sinks['app#2']!.duplicates - 100)).toBeLessThan(12);
    expect(rewound({ ShardIteratorType: 'LATEST' }).summary.records.duplicates).toBe(0);
  });

  it('of one consumer does not move where another starts', () => {
    const of = run('count=2, poll=500ms, checkpoint=1h', {
      length: '30s',
      interventions: [
        { at: 10_000, type: 'operate', node: 'app', operation: 'Rewind', request: { Consumer: 'consumer-1', ShardIteratorType: 'LATEST' } },
        { at: 15_000, type: 'fault', node: 'app', name: 'crash', target: 'consumer-2', duration: 1000 },
      ],
    });
    expect(of.summary.sinks['app#2']!.duplicates).toBeGreaterThan(280);
  });

  it('that cannot be is refused, and says why', () => {
    for (const request of [{ ShardIteratorType: 'NEWEST' }, { ShardIteratorType: 'AT_TIMESTAMP' }, { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: 'soon' }, { Consumer: 'consumer-9', ShardIteratorType: 'LATEST' }]) {
      const of = run('poll=200ms', { length: '10s', interventions: [{ at: 5000, type: 'operate', node: 'app', operation: 'Rewind', request }] });
      expect(of.events('operation.refused')[0]?.detail.operation, JSON.stringify(request)).toBe('Rewind');
      expect(of.summary.records.duplicates).toBe(0);
      expect(of.events('reader.rewound')).toHaveLength(0);
    }
  });
});

describe('after a reshard', () => {
  const split = [{ at: '5s', type: 'operate', node: 'clicks', operation: 'SplitShard', request: { ShardToSplit: '0' } }];
  const resharded = (reader: string, facts: 'notes' | 'today' = 'notes') => run(`poll=500ms, discoveryInterval=1s, processing=2, ${reader}`, { length: '40s', interventions: split, facts }, 'rate=400/s, size=100B, keys=20', 'shards=1, controlPlaneDelay=1s');

  it('parents first keeps the order; children at once break it; children from their newest record miss some', () => {
    expect(resharded('reshard=drain-parents').summary.records.orderViolations).toBe(0);
    expect(resharded('reshard=parallel').summary.records.orderViolations).toBeGreaterThan(0);
    const latest = resharded('reshard=latest');
    expect(latest.summary.records.inTransit).toBeGreaterThan(100);
  });

  it('parents first holds for pushed records too', () => {
    const of = resharded('mode=enhanced-fan-out, reshard=drain-parents', 'today');
    expect(of.summary.records.orderViolations).toBe(0);
    expect(of.summary.records.delivered).toBeGreaterThan(15_000);
  });

  it('a merge waits for both parents', () => {
    const merge = [{ at: '5s', type: 'operate', node: 'clicks', operation: 'MergeShards', request: { ShardToMerge: '0', AdjacentShardToMerge: '1' } }];
    const of = run('poll=500ms, discoveryInterval=1s, processing=2', { length: '40s', interventions: merge }, 'rate=400/s, size=100B, keys=20', 'shards=2, controlPlaneDelay=1s');
    expect(of.summary.records.orderViolations).toBe(0);
    expect(of.events('shard.drained').map((event) => event.detail.shard as string).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['shardId-000000000000', 'shardId-000000000001']);
    expect(of.summary.records.delivered).toBeGreaterThan(15_500);
  });
});
