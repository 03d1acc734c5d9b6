import { describe, expect, it, vi } from 'vitest';
import { simulate } from '../../../testing/simulate.ts';
import { EventIds } from './eventIds.ts';

vi.setConfig({ testTimeout: 60_000 });

/** S8 at a tenth of its rate: two workers, killed at 120 s and 300 s, each replaced 60 s later; a producer whose answers get lost. */
function archive(connector: string, target = 's3-bucket') {
  return simulate(
    `web: traffic(rate=100/s, size=1KB, keys=random, stopAfter=420s) -> put: sdk-producer -> clicks: kinesis-streams(shards=4) -> app: kcl-application(workers=2, from=TRIM_HORIZON, autoscaling=60s) -> emit: connector(${connector}) -> target: ${target}
    app -> leases: dynamodb-table`,
    {
      length: '600s',
      checkInvariants: false,
      interventions: [
        { at: 120_000, type: 'fault', node: 'app', name: 'crash', target: 'worker-1' },
        { at: 300_000, type: 'fault', node: 'app', name: 'crash', target: 'worker-2' },
        { at: 60_000, type: 'fault', node: 'put', name: 'lose-replies', duration: 400 },
        { at: 200_000, type: 'fault', node: 'put', name: 'lose-replies', duration: 400 },
        { at: 119_950, type: 'fault', node: 'target', name: target === 's3-bucket' ? 'slow' : 'throttle', duration: 3000 },
        { at: 299_950, type: 'fault', node: 'target', name: target === 's3-bucket' ? 'slow' : 'throttle', duration: 3000 },
      ],
    },
  );
}

describe('S8: archive once', () => {
  it('A: a fixed number for each object, named by its first and last sequence numbers, event ids: nothing missing, nothing twice', () => {
    const of = archive('records=25, flush=exact-count, time=20s, eventIds=true');
    expect(of.events('request.timed-out').length + of.events('records.retried').length).toBeGreaterThan(0);
    expect(of.view('emit').repeats).toBeGreaterThan(0);
    expect(of.summary.records).toMatchObject({ lost: 0, duplicates: 0, delivered: 42_000 });
    // An upload was done when its worker died, and the next worker did it again.
    expect(of.events('object.rewritten').length).toBeGreaterThan(0);
  });

  it('wrong: without event ids the retries of the producer lie there twice', () => {
    expect(archive('records=25, flush=exact-count, time=20s').summary.records.duplicates).toBeGreaterThan(0);
  });

  it('wrong: under a random name what is replayed becomes rows', () => {
    const of = archive('records=25, flush=exact-count, time=20s, eventIds=true, objectName=random');
    expect(of.summary.records).toMatchObject({ lost: 0, delivered: 42_000 });
    expect(of.summary.records.duplicates).toBeGreaterThan(0);
    expect(of.events('object.rewritten')).toHaveLength(0);
  });

  it('B: by the id of the event into DynamoDB', () => {
    const of = archive('records=25, time=20s, tries=20, backoff=1s', 'dynamodb-table(itemKey=event-id, wcu=1000)');
    expect(of.summary.records).toMatchObject({ lost: 0, duplicates: 0, delivered: 42_000 });
    expect(of.view('target').overwritten).toBeGreaterThan(0);
  });
});

describe('ids of events', () => {
  it('know a copy at another place, and take the same place again for the same read', () => {
    const ids = new EventIds();
    expect([ids.isRepeat(5, 0, 100), ids.isRepeat(5, 0, 100), ids.isRepeat(5, 0, 101), ids.isRepeat(5, 1, 100), ids.isRepeat(6, 0, 100)]).toEqual([false, false, true, true, false]);
    const copy = ids.clone();
    expect([copy.isRepeat(7, 0, 1), ids.isRepeat(7, 0, 2), copy.isRepeat(7, 0, 2)]).toEqual([false, false, true]);
  });

  it('remember about a million, the newest', () => {
    const ids = new EventIds();
    for (let row = 0; row < 3_000_000; row += 512) ids.isRepeat(row, 0, row);
    expect(ids.size).toBe(1024);
    expect(ids.isRepeat(0, 0, 9)).toBe(false);
    expect(ids.isRepeat(2_999_808, 0, 9)).toBe(true);
  });
});
