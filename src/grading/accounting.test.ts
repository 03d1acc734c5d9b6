import { expect, it } from 'vitest';
import { finishedRun } from '../testing/finishedRuns.ts';
import { accountOf } from './accounting.ts';

const lostAnswers = finishedRun(
  {
    topology:
      'web: traffic(rate=20/s, size=100B, keys=2) -> put: sdk-producer(requestTimeout=500ms) -> clicks: kinesis-streams(shards=1) -> app: stream-reader',
    interventions: [{ at: 5000, type: 'fault', node: 'put', name: 'lose-replies', duration: 2000 }],
  },
  { length: 20_000 },
);

it('adds up: what was born is somewhere', () => {
  const account = accountOf(lostAnswers);
  expect(account.born).toBe(account.delivered + account.lost + account.parked + account.inTransit);
  expect(account.sinks).toMatchObject([{ sink: 'app', delivered: account.delivered, duplicates: account.duplicates }]);
  expect(account.sinks[0]!.p99Ms).toBeGreaterThan(account.sinks[0]!.p50Ms);
  expect(account.cost.lines.map((line) => line.unit)).toContain('shard-hour');
  expect(account.cost.pointsPerHour).toBeCloseTo(account.cost.points * 180, 6);
  expect(account.burden.points).toBe(9);
});

it('gives duplicates to what brought them about', () => {
  const account = accountOf(lostAnswers);
  expect(account.duplicates).toBeGreaterThan(0);
  expect(account.duplicatesBy).toEqual([{ what: 'request.timed-out', records: account.duplicates }]);
  const crash = finishedRun(
    {
      topology:
        "web: traffic(rate=100/s, size=200B, keys=4, stopAfter=40s) -> agent: kinesis-agent(flows=[{filePattern: '/var/log/app/app.log*', kinesisStream: clicks, maxBufferSizeRecords: 100}]) -> clicks: kinesis-streams -> app: stream-reader",
      interventions: [{ at: 19_108, type: 'fault', node: 'agent', name: 'crash', duration: 5000 }],
    },
    { length: 60_000 },
  );
  expect(accountOf(crash).duplicatesBy).toEqual([{ what: 'agent.started', records: 100 }]);
});

it('lists losses by reason, largest first, and leaves out reasons that took nothing', () => {
  const run = finishedRun('traffic(rate=1500/s, size=200B, keys=1, retry=none) -> kinesis-streams(shards=1) -> stream-reader', {
    length: 10_000,
  });
  const account = accountOf(run);
  expect(account.lostBy).toEqual([{ what: 'refused', records: account.lost }]);
  expect(account.parkedIn).toEqual([]);
});
