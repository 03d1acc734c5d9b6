import { expect, it } from 'vitest';
import { finishedRun, judged } from '../../../testing/finishedRuns.ts';
import { latencyBelow } from './index.ts';

const calm = finishedRun('traffic(rate=100/s, size=200B) -> kinesis-streams(shards=1) -> stream-reader', { length: 10_000 });
const slow = finishedRun('traffic(rate=100/s, size=200B) -> kinesis-streams(shards=1) -> stream-reader(processing=20)', {
  length: 20_000,
});

it('compares a percentile of the latency', () => {
  expect(judged(latencyBelow, { ms: '2s' }, calm)).toMatchObject({ type: 'met', badness: calm.sinks[0]!.latencyMs.p99 });
  expect(judged(latencyBelow, { ms: 300 }, calm).type).toBe('missed');
  expect(judged(latencyBelow, { ms: calm.sinks[0]!.latencyMs.max, percentile: 100 }, calm).type).toBe('met');
});

it('names the moment at which a record first took too long', () => {
  const judgement = judged(latencyBelow, { ms: '3s' }, slow);
  // 20 ms for each of 100 records a second: every second adds one second of waiting.
  expect(judgement).toMatchObject({ type: 'missed', node: 'stream-reader' });
  const first = judgement.type === 'missed' ? judgement.evidence[0]! : 0;
  expect(first).toBeGreaterThan(3000);
  expect(first).toBeLessThan(9000);
});

it('counts records that still wait, so that a reader which stops does not look fast', () => {
  const stopped = finishedRun({
    nodes: [
      { id: 'web', kind: 'traffic', config: { recordsPerSecond: 100, payloadBytes: 200 } },
      { id: 'put', kind: 'sdk-producer', config: {} },
      { id: 'clicks', kind: 'kinesis-streams', config: {} },
      { id: 'app', kind: 'stream-reader', config: {} },
    ],
    edges: [
      { from: 'web', to: 'put' },
      { from: 'put', to: 'clicks' },
      { from: 'clicks', to: 'app' },
    ],
    interventions: [{ at: '10s', type: 'fault', node: 'app', name: 'crash' }],
    length: '20s',
  });
  expect(stopped.sinks[0]!.latencyMs.p99).toBeLessThan(3000);
  expect(judged(latencyBelow, { ms: '3s' }, stopped)).toMatchObject({ type: 'missed' });
});

it('is ungradable where nothing arrives or the place is unknown', () => {
  expect(judged(latencyBelow, { ms: 1000, sink: 'nowhere' }, calm)).toMatchObject({ type: 'ungradable' });
  const unread = finishedRun('traffic(rate=10/s, size=200B) -> kinesis-streams(shards=1) -> stream-reader(poll=1h)', {
    length: 900,
  });
  expect(judged(latencyBelow, { ms: '10s' }, unread)).toEqual({
    type: 'ungradable',
    reason: 'No record arrived, so there is no latency to measure.',
  });
});

it('reads its parameters strictly', () => {
  expect(latencyBelow.parse({})).toMatchObject({
    ok: false,
    error: [{ path: 'ms', problem: expect.stringMatching(/is missing/) }],
  });
  expect(latencyBelow.parse({ ms: 1, percentile: 95 })).toMatchObject({ ok: false });
  expect(latencyBelow.parse({ ms: 1, percentil: 99 })).toMatchObject({
    ok: false,
    error: [{ problem: expect.stringMatching(/nearest known one is "percentile"/) }],
  });
});
