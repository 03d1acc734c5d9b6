import { describe, expect, it, vi } from 'vitest';
import { models } from '../services/models.ts';
import { recipeOf, simulationOf } from '../testing/simulate.ts';
import { createInlineClient } from './inlineClient.ts';
import type { SimCommand, SimReport, Snapshot } from './protocol.ts';

vi.setConfig({ testTimeout: 60_000 });

const hot = 'web: traffic(rate=1500/s, size=200B, keys=1, retry=none) -> clicks: kinesis-streams(shards=1) -> app: stream-reader(poll=500ms)';
const calm = 'web: traffic(rate=10/s, size=200B, keys=3) -> clicks: kinesis-streams(shards=1) -> app: stream-reader(poll=500ms)';

/** A host with a clock that only `run` moves; snapshots are acknowledged unless `hold` is set. */
function desk() {
  let wall = 0;
  let due: { at: number; work: () => void }[] = [];
  const reports: SimReport[] = [];
  const state = { hold: false };
  const client = createInlineClient({ models, clock: () => wall, later: (work, ms) => due.push({ at: wall + Math.max(1, ms), work }) });
  client.subscribe((report) => {
    reports.push(report);
    if (report.type === 'snapshot' && !state.hold) client.send({ type: 'ack', version: report.snapshot.version, buffers: [] });
  });
  const run = (ms: number) => {
    for (const end = wall + ms; wall < end; ) {
      wall++;
      const ready = due.filter((entry) => entry.at <= wall);
      due = due.filter((entry) => entry.at > wall);
      for (const entry of ready) entry.work();
    }
  };
  const of = <T extends SimReport['type']>(type: T) => reports.filter((report): report is Extract<SimReport, { type: T }> => report.type === type);
  return {
    reports,
    state,
    run,
    of,
    send: (command: SimCommand) => client.send(command),
    last: (): Snapshot => of('snapshot').at(-1)!.snapshot,
    idle: () => due.length === 0,
    client,
  };
}

function digestAt(topology: unknown, at: number, length = 60_000): string {
  const simulation = simulationOf(recipeOf(topology, { length }), { checkInvariants: false });
  simulation.runUntil(at);
  return simulation.digest();
}

describe('loading', () => {
  it('shows the start, or the moment asked for, paused and with its digest', () => {
    const { send, last, idle } = desk();
    send({ type: 'load', recipe: { topology: calm, length: '60s' } });
    expect([last().time, last().playing, last().length, last().ended, last().seed]).toEqual([0, false, 60_000, false, 1]);
    expect(last().digest).toBe(digestAt(calm, 0));
    send({ type: 'load', recipe: { topology: calm, length: '60s' }, at: 12_345 });
    expect(last().time).toBe(12_345);
    expect(last().digest).toBe(digestAt(calm, 12_345));
    expect(idle()).toBe(true);
  });

  it('rejects a malformed recipe with its issues and keeps the run on show', () => {
    const { send, last, of } = desk();
    send({ type: 'load', recipe: { topology: calm, length: '60s' }, at: 1000 });
    send({ type: 'load', recipe: { nodes: [{ id: 'a', kind: 'kinesis-streems' }] } });
    expect(of('rejected')[0]!.issues[0]).toEqual({ path: 'a.kind', problem: 'unknown kind "kinesis-streems"; the nearest known one is "kinesis-streams"' });
    send({ type: 'step', by: 'second', count: 1 });
    expect(last().time).toBe(2000);
  });

  it('rejects a run whose file is not here', () => {
    const { send, of } = desk();
    send({ type: 'load', recipe: { nodes: [{ id: 'a', kind: 'traffic', config: { replay: { asset: 'x', keyColumn: 'y' } } }], length: 1000 } });
    expect(of('rejected')[0]!.issues[0]!.problem).toContain('is not here; bring it in again');
  });
});

describe('playing', () => {
  it('follows the wall clock times the speed, and ends by itself', () => {
    const { send, last, run, idle } = desk();
    send({ type: 'load', recipe: { topology: calm, length: '10s' } });
    send({ type: 'play', speed: 2 });
    run(1000);
    expect(last().playing).toBe(true);
    expect(last().time).toBeGreaterThan(1850);
    expect(last().time).toBeLessThanOrEqual(2000);
    expect(last().digest).toBeUndefined();
    send({ type: 'pause' });
    const { time } = last();
    run(500);
    expect(last().time).toBe(time);
    expect(last().digest).toBe(digestAt(calm, time, 10_000));
    send({ type: 'play', speed: 100 });
    run(300);
    expect([last().time, last().ended, last().playing]).toEqual([10_000, true, false]);
    expect(last().digest).toBe(digestAt(calm, 10_000, 10_000));
    expect(idle()).toBe(true);
  });

  it('sends at most one snapshot that is not acknowledged, and then the newest', () => {
    const { send, run, of, state, last } = desk();
    send({ type: 'load', recipe: { topology: calm, length: '60s' } });
    state.hold = true;
    send({ type: 'play', speed: 1 });
    run(100);
    const before = of('snapshot').length;
    run(3000);
    expect(of('snapshot').length).toBe(before);
    state.hold = false;
    send({ type: 'ack', version: last().version, buffers: [] });
    expect(of('snapshot').length).toBe(before + 1);
    expect(last().time).toBeGreaterThan(2900);
  });

  it('does not mistake an old acknowledgement for that of the newest', () => {
    const { send, of, state, last } = desk();
    state.hold = true;
    send({ type: 'load', recipe: { topology: calm, length: '60s' } });
    expect(of('snapshot').length).toBe(1);
    send({ type: 'ack', version: last().version + 7, buffers: [] });
    send({ type: 'step', by: 'second', count: 1 });
    expect(of('snapshot').length).toBe(1);
    send({ type: 'ack', version: last().version, buffers: [] });
    expect(last().time).toBe(1000);
  });

  it('sends at most thirty snapshots a second', () => {
    const { send, run, of } = desk();
    send({ type: 'load', recipe: { topology: calm, length: '60s' } });
    send({ type: 'play', speed: 1 });
    const before = of('snapshot').length;
    run(2000);
    expect(of('snapshot').length - before).toBeLessThanOrEqual(62);
    expect(of('snapshot').length - before).toBeGreaterThan(30);
  });

  it('stops at the kinds of events it was told to stop at', () => {
    const { send, run, last } = desk();
    send({ type: 'load', recipe: { topology: hot, length: '60s' } });
    send({ type: 'stopAt', types: ['records.refused'] });
    send({ type: 'play', speed: 10 });
    run(2000);
    expect(last().playing).toBe(false);
    expect(last().events![last().pausedBy!]!.type).toBe('records.refused');
    expect(last().time).toBe(last().events![last().pausedBy!]!.at);
    expect(last().time).toBeLessThan(2100);
    expect(last().head).toBe(last().time);
    expect(last().digest).toBe(digestAt(hot, last().time));
    send({ type: 'play', speed: 10 });
    run(300);
    expect(last().time).toBeGreaterThan(2100);
  });

  it('that stops on ground already covered keeps what lies ahead', () => {
    const { send, run, last } = desk();
    send({ type: 'load', recipe: { topology: hot, length: '60s' } });
    send({ type: 'seek', to: 8000 });
    send({ type: 'intervene', what: { type: 'setConfig', node: 'web', config: { payloadBytes: 300 } } });
    send({ type: 'seek', to: 20_000 });
    send({ type: 'seek', to: 0 });
    send({ type: 'stopAt', types: ['records.refused'] });
    send({ type: 'play', speed: 1 });
    run(4000);
    expect(last().playing).toBe(false);
    expect(last().head).toBe(20_000);
    // A change here is a fork, and the run as it was is kept as a ghost.
    send({ type: 'intervene', what: { type: 'setConfig', node: 'web', config: { recordsPerSecond: 100 } } });
    expect(last().branches.map((branch) => [branch.until, branch.recipe.interventions.length])).toEqual([[20_000, 1]]);
  });
});

describe('moving', () => {
  it('seeks to whole moments in any order', () => {
    const { send, last } = desk();
    send({ type: 'load', recipe: { topology: calm, length: '60s' } });
    for (const to of [30_000, 1234.5, 59_000, 7]) {
      send({ type: 'seek', to });
      expect(last().time).toBe(Math.floor(to));
      expect(last().digest).toBe(digestAt(calm, Math.floor(to)));
    }
    expect(last().head).toBe(59_000);
    send({ type: 'seek', to: Number.NaN });
    expect(last().time).toBe(0);
  });

  it('steps by events, seconds and notable events, forward and back', () => {
    const { send, last } = desk();
    send({ type: 'load', recipe: { topology: hot, length: '60s' }, at: 1000 });
    const { processed } = last();
    send({ type: 'step', by: 'event', count: 50 });
    expect(last().processed).toBe(processed + 50);
    send({ type: 'step', by: 'event', count: -50 });
    expect(last().processed).toBe(processed);
    send({ type: 'step', by: 'second', count: -1 });
    expect(last().time).toBe(0);
    send({ type: 'step', by: 'notable', count: 1 });
    expect(last().events!.at(-1)!.at).toBe(last().time);
    const first = last().time;
    send({ type: 'step', by: 'second', count: 30 });
    send({ type: 'step', by: 'notable', count: -1 });
    expect(last().time).toBeLessThan(first + 30_000);
    expect(last().events!.some((event) => event.at === last().time)).toBe(true);
  });
});

describe('changing', () => {
  it('applies a command at the head without a fork, and says what is wrong with one that cannot be', () => {
    const { send, last, of } = desk();
    send({ type: 'load', recipe: { topology: calm, length: '60s' }, at: 5000 });
    send({ type: 'intervene', what: { type: 'setConfig', node: 'web', config: { recordsPerSecond: 50 } } });
    expect(last().branches).toEqual([]);
    expect(last().recipe.interventions).toHaveLength(1);
    send({ type: 'intervene', what: { type: 'setConfig', node: 'web', config: { recordsPerSecond: -1 } } });
    expect(of('rejected')[0]!.issues[0]!.problem).toContain('recordsPerSecond: must lie between 0');
    send({ type: 'intervene', what: { type: 'fault', node: 'nobody', name: 'x' } });
    expect(of('rejected')).toHaveLength(2);
    expect(last().recipe.interventions).toHaveLength(1);
  });

  it('in the past sets the run as it was aside, and can bring it back', () => {
    const { send, last } = desk();
    send({ type: 'load', recipe: { topology: calm, length: '60s' }, at: 30_000 });
    const whole = last().digest;
    send({ type: 'seek', to: 10_000 });
    send({ type: 'intervene', what: { type: 'setConfig', node: 'web', config: { recordsPerSecond: 50 } } });
    expect([last().time, last().head]).toEqual([10_000, 10_000]);
    const ghost = last().branches[0]!;
    expect([ghost.forkedAt, ghost.until, ghost.records.born]).toEqual([10_000, 30_000, 300]);
    expect(ghost.seconds.length).toBeGreaterThan(0);
    send({ type: 'seek', to: 30_000 });
    const forked = last().digest;
    expect(forked).not.toBe(whole);
    expect(last().records.born).toBe(100 + 1000);
    send({ type: 'branch', branch: ghost.id });
    expect([last().time, last().digest, last().branches.length]).toEqual([30_000, whole, 1]);
    send({ type: 'branch', branch: last().branches[0]!.id });
    expect(last().digest).toBe(forked);
    send({ type: 'branch', branch: 999 });
    expect(last().digest).toBe(forked);
  });

  it('keeps the three newest ghosts', () => {
    const { send, last } = desk();
    send({ type: 'load', recipe: { topology: calm, length: '60s' }, at: 9000 });
    for (let i = 0; i < 5; i++) {
      send({ type: 'seek', to: 8000 - i * 1000 });
      send({ type: 'intervene', what: { type: 'setConfig', node: 'web', config: { payloadBytes: i } } });
    }
    expect(last().branches.map((branch) => branch.forkedAt)).toEqual([6000, 5000, 4000]);
  });
});

describe('jobs', () => {
  it('sums runs up beside the one on show', () => {
    const { send, run, of, last } = desk();
    send({ type: 'load', recipe: { topology: calm, length: '60s' }, at: 1000 });
    send({ type: 'summary', job: 7, recipe: { topology: hot, length: '5s' } });
    run(200);
    const { job, summary } = of('summarized')[0]!;
    expect([job, summary.status, summary.nowMs, summary.records.born]).toEqual([7, 'reached', 5000, 7500]);
    expect(summary.digest).toBe(digestAt(hot, 5000, 5000));
    expect(last().time).toBe(1000);
  });

  it('sweeps a measure over recipes, with progress', () => {
    const { send, run, of } = desk();
    const recipes = [1, 2, 4].map((shards) => ({ topology: hot.replace('shards=1', `shards=${shards}`), length: '5s' }));
    send({ type: 'sweep', job: 3, recipes, measure: 'nodes.clicks.view.openShards' });
    send({ type: 'sweep', job: 4, recipes: recipes.slice(0, 1), measure: 'events.records.refused.firstAtMs' });
    send({ type: 'sweep', job: 6, recipes: recipes.slice(1, 2), measure: 'nodes.nowhere.x' });
    send({ type: 'sweep', job: 5, recipes: [], measure: 'records.born' });
    run(3000);
    expect(of('swept').map((report) => [report.job, report.values])).toEqual([[3, [1, 2, 4]], [4, [expect.closeTo(2020, -2)]], [5, []]]);
    expect(of('failed').map((report) => report.job)).toEqual([6]);
    expect(of('progress').filter((report) => report.job === 3).map((report) => [report.done, report.of])).toEqual([[1, 3], [2, 3], [3, 3]]);
  });

  it('fails with a sentence, and goes on with the next', () => {
    const { send, run, of } = desk();
    send({ type: 'sweep', job: 1, recipes: [{ nodes: 5 }], measure: 'records.born' });
    send({ type: 'summary', job: 2, recipe: 'kinesis-streams' });
    send({ type: 'summary', job: 9, recipe: { topology: hot, length: '60s' } });
    send({ type: 'cancel', job: 9 });
    run(500);
    expect(of('failed').map((report) => [report.job, report.says.includes('nodes')])).toEqual([[1, true]]);
    expect(of('summarized').map((report) => report.job)).toEqual([2]);
  });

  it('follows a record by row, by key, or the newest', () => {
    const { send, of } = desk();
    send({ type: 'follow', job: 1, row: 0 });
    expect(of('failed')[0]!.says).toBe('No run is loaded.');
    send({ type: 'load', recipe: { topology: calm, length: '60s' }, at: 5000 });
    send({ type: 'follow', job: 2, row: 4 });
    send({ type: 'follow', job: 3, key: 'key-2' });
    send({ type: 'follow', job: 4 });
    send({ type: 'follow', job: 5, key: 'nobody' });
    send({ type: 'follow', job: 6, row: 1_000_000 });
    const followed = of('followed');
    expect(followed.map((report) => [report.job, report.row, report.key])).toEqual([[2, 4, 'key-1'], [3, 47, 'key-2'], [4, 49, 'key-1']]);
    expect(followed[0]!.hops.map((hop) => hop.type)).toContain('record.delivered');
    expect(of('failed').slice(1).map((report) => report.says)).toEqual([
      'No record with the key "nobody" is held now. Run on, or choose another key.',
      'There is no record 1000000 yet.',
    ]);
  });

  it('reads a file, which a run may then replay', () => {
    const { send, run, of, last } = desk();
    send({ type: 'readFile', job: 1, name: 'quakes.csv', data: new TextEncoder().encode('place,mag\nChile,5\nAlaska,4\n').buffer as ArrayBuffer });
    run(50);
    const { file } = of('fileRead')[0]!;
    expect([file.asset.id, file.asset.rows]).toEqual(['file-quakes.csv', 2]);
    send({ type: 'load', recipe: { nodes: [{ id: 'web', kind: 'traffic', config: { recordsPerSecond: 1, replay: { asset: file.asset.id, keyColumn: 'place' } } }, { id: 'put', kind: 'sdk-producer' }], edges: [{ from: 'web', to: 'put' }], length: '10s' }, at: 10_000 });
    expect(last().records.born).toBe(2);
    send({ type: 'readFile', job: 2, name: 'empty.csv', data: new ArrayBuffer(0) });
    run(50);
    expect(of('failed')[0]!.says).toBe('empty.csv is empty.');
  });
});

describe('a crash', () => {
  it('is told with the recipe that repeats it; the next load works, and nothing of the old run goes on', () => {
    const { send, run, of, last, idle } = desk();
    send({ type: 'load', recipe: { topology: calm, length: '60s' }, at: 12_000 });
    send({ type: 'play', speed: 1 });
    run(200);
    send({ type: 'crash' });
    const crash = of('crashed')[0]!;
    expect(crash.message).toBe('crashed on request');
    expect(crash.recipe!.graph.nodes).toHaveLength(4);
    expect(crash.time).toBeGreaterThanOrEqual(10_000);
    const before = of('snapshot').length;
    run(500);
    expect(of('snapshot').length).toBe(before);
    expect(idle()).toBe(true);
    send({ type: 'load', recipe: { topology: calm, length: '60s' } });
    send({ type: 'play', speed: 1 });
    run(500);
    expect(last().time).toBeGreaterThan(400);
  });

  it('while the run is advanced is told too, and jobs go on after it', () => {
    const { send, run, of } = desk();
    const broken = { ...models.get('traffic'), kind: 'broken', onEvent: () => { throw new Error('a bug in a model'); } };
    let wall = 0;
    let due: (() => void)[] = [];
    const reports: SimReport[] = [];
    const client = createInlineClient({ models: { kinds: ['broken'], find: (kind) => (kind === 'broken' ? broken : undefined), get: () => broken }, clock: () => wall, later: (work) => due.push(work) });
    client.subscribe((report) => reports.push(report));
    const turn = () => {
      wall += 20;
      const now = due;
      due = [];
      for (const work of now) work();
    };
    client.send({ type: 'load', recipe: { nodes: [{ id: 'a', kind: 'broken' }], length: 1000 } });
    client.send({ type: 'play', speed: 1 });
    for (let i = 0; i < 20; i++) turn();
    expect(reports.filter((report) => report.type === 'crashed').map((report) => report.type === 'crashed' && report.message)).toEqual(['a bug in a model']);
    client.send({ type: 'sweep', job: 1, recipes: [], measure: 'x' });
    for (let i = 0; i < 5; i++) turn();
    expect(reports.at(-1)).toEqual({ type: 'swept', job: 1, values: [] });
    send({ type: 'pause' });
    run(1);
    expect(of('crashed')).toEqual([]);
  });
});
