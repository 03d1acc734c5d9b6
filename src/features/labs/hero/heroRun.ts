import { createStore, type StoreApi } from 'zustand/vanilla';
import { shardIdText } from '../../../aws/ids.ts';
import type { RunStore } from '../../../state/runStore.ts';
import { heroRecipe, nodes, type HeroChoice } from './heroExperiment.ts';

/**
 * asking: nothing moves. filling: the chosen answer is being put to the test. full: records are refused, the run stands still.
 * many-keys, splitting: a remedy runs. no-help: the split is done and the run stands still again.
 */
export type HeroPhase = 'asking' | 'filling' | 'full' | 'many-keys' | 'splitting' | 'no-help';

export interface HeroState {
  readonly phase: HeroPhase;
  readonly choice: HeroChoice | null;
  /** Simulated ms at which this phase began. */
  readonly since: number;
}

export interface HeroRun {
  readonly state: StoreApi<HeroState>;
  /** Locks an answer and starts the run; later answers change nothing. */
  choose(choice: HeroChoice): void;
  useManyKeys(): void;
  splitShard(): void;
  /** From 0 again, with the answer as it was given. */
  startOver(): void;
  dispose(): void;
}

/** A split keeps the stream busy for half a minute: this many simulated seconds a second while nothing is to be seen. */
export const splittingSpeed = 8;

/** The shard that was sent most records in the last second. */
export function busiestShard(run: RunStore): number {
  const columns = run.getState().snapshot?.nodes.find((node) => node.id === nodes.stream)?.columns;
  if (!columns) return 0;
  let busiest = 0;
  for (let s = 1; s < columns.recordsPerSecond!.length; s++) if (columns.recordsPerSecond![s]! > columns.recordsPerSecond![busiest]!) busiest = s;
  return busiest;
}

/** Leads a run through the story of the first question. */
export function createHeroRun(run: RunStore): HeroRun {
  const state = createStore<HeroState>(() => ({ phase: 'asking', choice: null, since: 0 }));
  const act = () => run.getState();
  const enter = (phase: HeroPhase): void => state.setState({ phase, since: act().snapshot?.time ?? 0 });
  const load = (): void => {
    act().load(heroRecipe);
    act().stopAt(['records.refused']);
  };
  load();
  const stop = run.subscribe(({ snapshot, events, loading }) => {
    if (snapshot?.pausedBy === undefined || loading) return;
    const { phase } = state.getState();
    // A pause of before stays in the snapshots until the run plays again: the event tells which one this is.
    const event = events[snapshot.pausedBy]?.type;
    if (phase === 'filling' && event === 'records.refused') {
      enter('full');
      act().stopAt([]);
    } else if (phase === 'splitting' && event === 'split.no-help') {
      enter('no-help');
      act().stopAt([]);
      act().setSpeed(1);
    }
  });
  return {
    state,
    choose(choice) {
      if (state.getState().choice !== null) return;
      state.setState({ choice, phase: 'filling', since: 0 });
      act().play();
    },
    useManyKeys() {
      act().stopAt([]);
      act().setSpeed(1);
      act().intervene({ type: 'setConfig', node: nodes.traffic, config: { keys: 'random' } });
      enter('many-keys');
      act().play();
    },
    splitShard() {
      act().intervene({ type: 'operate', node: nodes.stream, operation: 'SplitShard', request: { ShardToSplit: shardIdText(busiestShard(run)) } });
      act().stopAt(['split.no-help']);
      act().setSpeed(splittingSpeed);
      enter('splitting');
      act().play();
    },
    startOver() {
      act().setSpeed(1);
      load();
      state.setState({ phase: 'filling', since: 0 });
      act().play();
    },
    dispose: stop,
  };
}
