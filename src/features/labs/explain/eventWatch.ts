import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LabEvent } from '../../../content/types.ts';
import type { TraceEvent } from '../../../sim/trace.ts';
import type { RunState, RunStore } from '../../../state/runStore.ts';
import { eventFor, kindsIn } from './eventText.ts';

/** One thing that happened, and what content says about it. */
export interface Occurrence {
  readonly event: LabEvent;
  readonly trace: TraceEvent;
}

export interface EventWatchState {
  readonly events: readonly LabEvent[];
  /** The callout on show. */
  readonly current: Occurrence | undefined;
  /** First-of-kind events that wait to be read. */
  readonly queue: readonly Occurrence[];
  /** Counts callouts that opened by themselves because of a pause. */
  readonly pauses: number;
  /** The newest first-of-kind events, to be announced once. */
  readonly fresh: readonly Occurrence[];
  setEvents(events: readonly LabEvent[]): void;
  /** While muted nothing pauses and no callout opens by itself: new events wait in the list. */
  mute(muted: boolean): void;
  open(occurrence: Occurrence): void;
  close(): void;
  /** Listens to the run until the returned function is called; may be called again after. */
  start(): () => void;
}

export type EventWatch = StoreApi<EventWatchState>;

/** After a pause, new kinds within this much simulated time at 1× wait in the queue instead of pausing again. */
const quietMs = 2000;
/** Told where they happen, beside the control: they wait in the list. */
const toldInPlace = new Set(['operation.refused']);
const quietMsMax = 10_000;

/**
 * Watches a run for kinds of events that have not been met in this session: the first pauses the run and opens its callout,
 * others wait in a list. `pauses()` says whether new events pause at all.
 */
export function createEventWatch(run: RunStore, pauses: () => boolean): EventWatch {
  const seen = new Set<string>();
  let lastEvents: readonly TraceEvent[] | undefined;
  let muted = false;
  let quietUntil = -1;
  let quietFrom = -1;
  let armed = '';
  /** The pause that has been dealt with: it stays in later snapshots until the run goes on. */
  let answered = '';

  const quiet = (time: number) => time >= quietFrom && time < quietUntil;

  const arm = (time: number): void => {
    const unseen = watch.getState().events.filter((event) => !seen.has(event.id) && !toldInPlace.has(event.traceType));
    const types = pauses() && !muted && !quiet(time) ? [...new Set(unseen.map((event) => event.traceType))] : [];
    const key = types.join(' ');
    if (key === armed) return;
    armed = key;
    run.getState().stopAt(types);
  };

  const heard = (state: RunState): void => {
    const { snapshot } = state;
    const { events } = watch.getState();
    if (!snapshot || events.length === 0) return;
    if (state.events !== lastEvents || snapshot.pausedBy !== undefined) {
      lastEvents = state.events;
      notice(state, events);
    }
    arm(snapshot.time);
  };

  const notice = (state: RunState, events: readonly LabEvent[]): void => {
    const { snapshot } = state;
    const fresh = kindsIn(events, state.events).filter((kind) => !seen.has(kind.event.id)).map((kind): Occurrence => ({ event: kind.event, trace: kind.first }));
    for (const { event } of fresh) seen.add(event.id);
    const cause = snapshot?.pausedBy === undefined ? undefined : state.events[snapshot.pausedBy];
    const told = cause && eventFor(events, cause);
    const primary = told && fresh.find((occurrence) => occurrence.event.id === told.id);
    const answeredNow = cause !== undefined && answered === `${state.loads} ${cause.at}`;
    if (cause) answered = `${state.loads} ${cause.at}`;
    // Stopped for another variant of a known kind: nothing new to say, so it goes on.
    if (cause && fresh.length === 0 && !answeredNow) run.getState().play();
    if (fresh.length === 0) return;
    const before = watch.getState();
    if (primary && snapshot) {
      quietFrom = snapshot.time;
      quietUntil = snapshot.time + Math.min(quietMsMax, quietMs * Math.max(1, snapshot.speed));
      watch.setState({ current: primary, queue: [...before.queue, ...fresh.filter((other) => other !== primary)], pauses: before.pauses + 1, fresh });
      return;
    }
    const first = muted || before.current ? undefined : fresh.find(({ event }) => !toldInPlace.has(event.traceType));
    watch.setState({ ...(first ? { current: first } : {}), queue: [...before.queue, ...fresh.filter((other) => other !== first)], fresh });
  };

  const watch: EventWatch = createStore<EventWatchState>()((set, get) => ({
    events: [],
    current: undefined,
    queue: [],
    pauses: 0,
    fresh: [],
    setEvents(events) {
      set({ events });
      lastEvents = undefined;
      heard(run.getState());
    },
    mute(on) {
      muted = on;
      arm(run.getState().snapshot?.time ?? 0);
    },
    open: (occurrence) => set({ current: occurrence, queue: get().queue.filter((other) => other.event.id !== occurrence.event.id) }),
    close() {
      const [next, ...rest] = get().queue;
      set({ current: next, queue: next ? rest : [] });
    },
    start: () => run.subscribe(heard),
  }));
  return watch;
}
