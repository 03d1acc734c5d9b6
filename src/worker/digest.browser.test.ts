import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestCases } from './digests.fixture.ts';
import type { SimClient, SimCommand, SimReport, Snapshot } from './protocol.ts';
import { createWorkerClient } from './workerClient.ts';

let client: SimClient;
let reports: SimReport[];
let waiting: { wants: (report: SimReport) => boolean; found: (report: SimReport) => void }[];

beforeEach(() => {
  reports = [];
  waiting = [];
  client = createWorkerClient();
  client.subscribe((report) => {
    reports.push(report);
    if (report.type === 'snapshot') client.send({ type: 'ack', version: report.snapshot.version, buffers: [] });
    for (const wait of waiting.slice()) {
      if (!wait.wants(report)) continue;
      waiting = waiting.filter((other) => other !== wait);
      wait.found(report);
    }
  });
});
afterEach(() => client.dispose());

/** Sends a command and waits for the first report after it that fits. */
function ask<T extends SimReport>(command: SimCommand, wants: (report: SimReport) => report is T): Promise<T> {
  return new Promise((resolve) => {
    waiting.push({ wants, found: (report) => resolve(report as T) });
    client.send(command);
  });
}

type SnapshotReport = Extract<SimReport, { type: 'snapshot' }>;
const pausedAt =
  (time: number) =>
  (report: SimReport): report is SnapshotReport =>
    report.type === 'snapshot' && report.snapshot.time === time && report.snapshot.digest !== undefined;

async function snapshotAt(command: SimCommand, time: number): Promise<Snapshot> {
  return (await ask(command, pausedAt(time))).snapshot;
}

describe('in the real worker', () => {
  for (const { name, recipe, digests } of digestCases) {
    it(`${name}: the digest is that of Node, sought or played`, async () => {
      const [[middle, middleDigest], [end, endDigest]] = digests as [readonly [number, string], readonly [number, string]];
      expect((await snapshotAt({ type: 'load', recipe, at: end }, end)).digest).toBe(endDigest);
      expect((await snapshotAt({ type: 'seek', to: middle }, middle)).digest).toBe(middleDigest);
      const played = ask({ type: 'play', speed: end }, pausedAt(end));
      expect((await played).snapshot.digest).toBe(endDigest);
      expect(reports.filter((report) => report.type === 'crashed' || report.type === 'rejected')).toEqual([]);
    }, 60_000);
  }

  it('a crash is told, and a new worker takes the next load', async () => {
    const { recipe, digests } = digestCases[0]!;
    const [at, digest] = digests[0]!;
    await snapshotAt({ type: 'load', recipe, at }, at);
    const crash = await ask({ type: 'crash' }, (report): report is Extract<SimReport, { type: 'crashed' }> => report.type === 'crashed');
    expect(crash.message).toBe('crashed on request');
    expect((await snapshotAt({ type: 'load', recipe: crash.recipe, at }, at)).digest).toBe(digest);
  }, 60_000);

  it('columns arrive in buffers that go back', async () => {
    const { recipe, digests } = digestCases[2]!;
    const [at] = digests[0]!;
    const { nodes } = await snapshotAt({ type: 'load', recipe, at }, at);
    const columns = nodes.find((node) => node.kind === 'kinesis-streams')!.columns!;
    expect(columns.state!.length).toBe(4);
    expect(Array.from(columns.state!)).toEqual([0, 1, 0, 0]);
    expect(Array.from(columns.records!).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(2000);
  }, 60_000);
});
