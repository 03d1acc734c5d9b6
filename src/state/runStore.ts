import { createStore } from 'zustand/vanilla';
import type { SimClient, SimCommand, SimReport, Snapshot } from '../worker/protocol.ts';
import { RunJobs } from './runJobs.ts';
import type { RunDeps, RunState, RunStore } from './runState.ts';

export type * from './runState.ts';
export { hasBegun, simStateOf } from './runState.ts';

/** Keyframes lie this far apart; a crashed run starts again at the last one. */
const keyframeMs = 5000;

function buffersOf(snapshot: Snapshot | undefined): ArrayBuffer[] {
  const buffers: ArrayBuffer[] = [];
  for (const node of snapshot?.nodes ?? []) for (const column of Object.values(node.columns ?? {})) if (column.byteLength > 0) buffers.push(column.buffer as ArrayBuffer);
  return [...new Set(buffers)];
}

/** Whether two snapshots are neighbours in one play, so that a picture may glide from one to the other. */
function follows(before: Snapshot | undefined, after: Snapshot): boolean {
  return before !== undefined && before.playing && after.time >= before.time && after.branches.length === before.branches.length;
}

const fresh = { snapshot: undefined, previous: undefined, arrivedAt: 0, events: [], seconds: [], coarse: [], issues: [], crash: undefined, loading: false, jumping: false } as const;

/** One simulation as the page sees it: the newest snapshot, and the commands. One store for each lab; two do not meet. */
export function createRunStore(deps: RunDeps): RunStore {
  const now = deps.now ?? (() => performance.now());
  const jobs = new RunJobs();
  let client: SimClient | undefined;
  let stop = (): void => {};
  let stopTypes: readonly string[] = [];
  /** Files that this client's worker has already. */
  let known = new Set<string>();
  /** Two snapshots that a picture may still be drawing; older buffers go back to the pool. */
  let shown: Snapshot[] = [];

  const send = (command: SimCommand, transfer?: readonly ArrayBuffer[]): void => client?.send(command, transfer);

  const connect = (): void => {
    shown = [];
    known = new Set();
    client = deps.createClient();
    stop = client.subscribe(hear);
    if (stopTypes.length > 0) send({ type: 'stopAt', types: stopTypes });
  };

  const disconnect = (): void => {
    stop();
    client?.dispose();
    client = undefined;
  };

  const receive = (snapshot: Snapshot): void => {
    const { snapshot: before, loop, events, seconds, coarse, loading } = store.getState();
    shown.push(snapshot);
    const buffers = shown.length > 3 ? buffersOf(shown.shift()) : [];
    send({ type: 'ack', version: snapshot.version, buffers });
    const glides = follows(before, snapshot) && !loading;
    store.setState({
      snapshot,
      previous: glides ? before : undefined,
      arrivedAt: now(),
      events: snapshot.events ?? events,
      seconds: snapshot.seconds ?? seconds,
      coarse: snapshot.coarse ?? coarse,
      loading: false,
      jumping: false,
      ...(loading ? { issues: [] } : {}),
    });
    if (loop && snapshot.ended && before?.playing === true && !snapshot.playing) {
      send({ type: 'seek', to: 0 });
      store.getState().play();
    }
  };

  const hear = (report: SimReport): void => {
    switch (report.type) {
      case 'ready':
        return;
      case 'snapshot':
        return receive(report.snapshot);
      case 'progress':
        return store.setState(({ progress }) => ({ progress: new Map(progress).set(report.job, { done: report.done, of: report.of }) }));
      case 'rejected':
        return store.setState({ issues: report.issues, loading: false, jumping: false });
      case 'crashed': {
        const recipe = report.recipe ?? store.getState().snapshot?.recipe;
        store.setState({ crash: { message: report.message, recipe, time: report.time }, loading: false, jumping: false });
        disconnect();
        return jobs.abandon('The simulation stopped before this was done.');
      }
      default: {
        if (report.type === 'fileRead') known.add(report.file.asset.id);
        jobs.settle(report);
        return store.setState(({ progress }) => {
          const left = new Map(progress);
          left.delete(report.job);
          return { progress: left };
        });
      }
    }
  };

  const begin = (recipe: unknown, at: number | undefined): void => {
    if (!client) connect();
    const assets = (store.getState().source?.assets ?? []).filter((asset) => !known.has(asset.id));
    for (const asset of assets) known.add(asset.id);
    store.setState(({ loads }) => ({ loading: true, jumping: at !== undefined && at > 0, crash: undefined, issues: [], loads: loads + 1 }));
    send({ type: 'load', recipe, at, assets: assets.length > 0 ? assets : undefined });
  };

  const jump = (command: SimCommand): void => {
    store.setState({ jumping: true });
    send(command);
  };

  const cancel = (job: number): void => send({ type: 'cancel', job });

  const store: RunStore = createStore<RunState>()((set, get) => ({
    ...fresh,
    speed: 1,
    loop: false,
    progress: new Map(),
    loads: 0,
    source: undefined,

    load(recipe, { at, assets, resetTo } = {}) {
      set({ source: { recipe: resetTo ?? recipe, assets: assets ?? get().source?.assets ?? [] } });
      begin(recipe, at);
    },
    play() {
      if (get().snapshot?.ended) send({ type: 'seek', to: 0 });
      send({ type: 'play', speed: get().speed });
    },
    pause: () => send({ type: 'pause' }),
    toggle: () => (get().snapshot?.playing ? get().pause() : get().play()),
    seek: (to) => jump({ type: 'seek', to: Math.round(to) }),
    step: (by, count) => jump({ type: 'step', by, count }),
    intervene(what) {
      set({ issues: [] });
      send({ type: 'intervene', what });
    },
    branch: (branch) => jump({ type: 'branch', branch }),
    setSpeed(speed) {
      set({ speed });
      if (get().snapshot?.playing) send({ type: 'play', speed });
    },
    setLoop: (loop) => set({ loop }),
    stopAt(types) {
      stopTypes = types;
      send({ type: 'stopAt', types });
    },
    reset() {
      const { source } = get();
      if (source) begin(source.recipe, undefined);
    },
    restart() {
      const { crash, source, snapshot } = get();
      const recipe = crash?.recipe ?? source?.recipe;
      if (recipe === undefined) return;
      disconnect();
      begin(recipe, Math.floor((crash?.time ?? snapshot?.time ?? 0) / keyframeMs) * keyframeMs);
    },
    sweep: (recipes, measure) => jobs.start((job) => send({ type: 'sweep', job, recipes, measure }), cancel, (report) => (report.type === 'swept' ? report.values : undefined)),
    follow: (what) => jobs.start((job) => send({ type: 'follow', job, ...what }), cancel, (report) => (report.type === 'followed' ? report : undefined)),
    summary: (recipe, until) => jobs.start((job) => send({ type: 'summary', job, recipe, until }), cancel, (report) => (report.type === 'summarized' ? report.summary : undefined)),
    readFile: (name, data) => jobs.start((job) => send({ type: 'readFile', job, name, data }, [data]), cancel, (report) => (report.type === 'fileRead' ? report.file : undefined)),
    crashNow: () => send({ type: 'crash' }),
    dispose() {
      disconnect();
      jobs.abandon('The lab was closed.');
    },
  }));

  connect();
  return store;
}
