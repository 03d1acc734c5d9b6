import { describe, expect, it } from 'vitest';
import { models } from '../services/models.ts';
import { createInlineClient } from '../worker/inlineClient.ts';
import type { SimClient, SimCommand, SimReport } from '../worker/protocol.ts';
import { createRunStore, hasBegun, simStateOf, type RunStore } from './runStore.ts';

const hot = 'traffic(rate=1500/s, size=500B, keys=1, retry=none) -> clicks: kinesis-streams(shards=2) -> app: stream-reader(count=1)';

/** A store on the real engine; `run(ms)` lets wall time pass. */
function lab() {
  let wall = 0;
  let due: { at: number; work: () => void }[] = [];
  const sent: SimCommand[] = [];
  let clients = 0;
  const createClient = (): SimClient => {
    clients++;
    const client = createInlineClient({ models, clock: () => wall, later: (work, ms) => due.push({ at: wall + Math.max(1, ms), work }) });
    return {
      ...client,
      send: (command, transfer) => {
        sent.push(command);
        client.send(command, transfer);
      },
    };
  };
  const store: RunStore = createRunStore({ createClient, now: () => wall });
  const run = (ms: number) => {
    for (const end = wall + ms; wall < end; ) {
      wall++;
      const ready = due.filter((entry) => entry.at <= wall);
      due = due.filter((entry) => entry.at > wall);
      for (const entry of ready) entry.work();
    }
  };
  return { store, run, sent, state: () => store.getState(), clients: () => clients };
}

describe('a run store', () => {
  it('loads paused at 0, plays, pauses and keeps the digest of a seek', () => {
    const { state, run } = lab();
    state().load({ topology: hot, length: '60s', seed: 7 });
    expect(simStateOf(state())).toBe('paused');
    expect(hasBegun(state().snapshot)).toBe(false);
    state().play();
    run(1000);
    expect(simStateOf(state())).toBe('running');
    expect(state().snapshot?.time).toBeGreaterThan(800);
    state().pause();
    const stood = state().snapshot!.time;
    run(500);
    expect(state().snapshot!.time).toBe(stood);
    state().seek(12_000);
    const digest = state().snapshot!.digest;
    expect(digest).toMatch(/^[0-9a-f]{16}$/);
    state().seek(5000);
    expect(state().snapshot!.digest).not.toBe(digest);
    state().seek(12_000);
    expect(state().snapshot!.digest).toBe(digest);
  });

  it('keeps series and events of the last snapshot that had them', () => {
    const { state, run } = lab();
    state().load({ topology: hot, length: '60s', seed: 7 });
    state().seek(6000);
    expect(state().events.map((event) => event.type)).toContain('records.refused');
    const refused = state().seconds.find((series) => series.metric === 'WriteProvisionedThroughputExceeded');
    expect(refused?.sum[4]).toBe(500);
    state().play();
    run(40);
    expect(state().seconds.length).toBeGreaterThan(0);
    expect(state().events.length).toBeGreaterThan(0);
  });

  it('resets to the recipe as it was loaded, without ghosts', () => {
    const { state } = lab();
    state().load({ topology: hot, length: '60s', seed: 7 });
    state().seek(8000);
    state().seek(5000);
    state().intervene({ type: 'setConfig', node: 'traffic', config: { recordsPerSecond: 100 } });
    expect(state().snapshot?.branches).toHaveLength(1);
    state().reset();
    expect(state().snapshot).toMatchObject({ time: 0, head: 0, seed: 7, branches: [] });
    expect(state().snapshot?.recipe.interventions).toEqual([]);
  });

  it('shows a rejected recipe with its place, and keeps the run that was there', () => {
    const { state } = lab();
    state().load({ topology: hot, seed: 7 });
    state().load({ nodes: [{ id: 'clicks', kind: 'kinesis-stream', config: {} }] });
    expect(state().issues[0]?.path).toBe('clicks.kind');
    expect(state().loading).toBe(false);
    expect(state().snapshot?.seed).toBe(7);
    state().load({ topology: hot, seed: 8 });
    expect(state().issues).toEqual([]);
  });

  it('begins again after a crash at the last keyframe, with a new client', () => {
    const { state, clients } = lab();
    state().load({ topology: hot, length: '60s', seed: 7 });
    state().seek(12_345);
    const digest = state().snapshot?.digest;
    const job = state().summary();
    state().crashNow();
    expect(simStateOf(state())).toBe('crashed');
    expect(state().crash?.recipe?.seed).toBe(7);
    state().restart();
    expect(clients()).toBe(2);
    expect(state().crash).toBeUndefined();
    expect(state().snapshot?.time).toBe(10_000);
    state().seek(12_345);
    expect(state().snapshot?.digest).toBe(digest);
    return expect(job.done).resolves.toEqual({ ok: false, error: 'The simulation stopped before this was done.' });
  });

  it('loops when asked to', () => {
    const { state, run } = lab();
    state().load({ topology: hot, length: '2s', seed: 7 });
    state().setLoop(true);
    state().play();
    run(2600);
    expect(state().snapshot?.playing).toBe(true);
    expect(state().snapshot!.time).toBeLessThan(1000);
    state().setLoop(false);
    run(2600);
    expect(simStateOf(state())).toBe('ended');
  });

  it('settles jobs: a sweep, a followed record, an error, a cancellation', async () => {
    const { state, run } = lab();
    state().load({ topology: hot, length: '5s', seed: 7 });
    state().seek(3000);
    const recipe = (shards: number) => ({ topology: `traffic(rate=1500/s, size=200B, keys=random, retry=none) -> clicks: kinesis-streams(shards=${shards})`, length: '5s' });
    const sweep = state().sweep([recipe(1), recipe(2)], 'records.lost');
    const follow = state().follow({ row: 10 });
    const nobody = state().follow({ key: 'nobody' });
    const stopped = state().sweep([recipe(1)], 'records.lost');
    stopped.cancel();
    run(3000);
    const values = await sweep.done;
    expect(values.ok && values.value[0]).toBeGreaterThan(0);
    expect(values.ok && values.value[1]).toBe(0);
    const followed = await follow.done;
    expect(followed.ok && followed.value.hops.map((hop) => hop.type)).toContain('record.put');
    expect(await nobody.done).toMatchObject({ ok: false, error: expect.stringContaining('nobody') as string });
    expect(await stopped.done).toEqual({ ok: false, error: 'Stopped.' });
    expect(state().progress.size).toBe(0);
  });

  it('gives buffers back only when two newer snapshots have come', () => {
    const { state, sent } = lab();
    state().load({ topology: hot, length: '60s' });
    for (const at of [1000, 2000, 3000, 4000]) state().seek(at);
    const acks = sent.filter((command) => command.type === 'ack');
    expect(acks.slice(0, 3).map((ack) => ack.buffers.length)).toEqual([0, 0, 0]);
    expect(acks[3]!.buffers.length).toBeGreaterThan(0);
  });
});

it('tells a dead store apart from a slow one', async () => {
  const reports: ((report: SimReport) => void)[] = [];
  const store = createRunStore({ createClient: () => ({ send: () => {}, subscribe: (listener) => (reports.push(listener), () => {}), dispose: () => {} }) });
  const job = store.getState().sweep([], 'records.lost');
  store.getState().dispose();
  expect(await job.done).toEqual({ ok: false, error: 'The lab was closed.' });
});
