import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Edition } from '../../../aws/limits/index.ts';
import type { Change, Experiment, RecipeSource } from '../../../content/types.ts';
import { applyChanges } from '../../../learning/changes.ts';
import type { RunRecipe } from '../../../sim/recipe.ts';
import type { Intervention, TrafficAsset } from '../../../sim/serviceModel.ts';
import type { LabLink } from '../../../state/labLink.ts';
import type { RunStore, Snapshot } from '../../../state/runStore.ts';
import type { ControlValues, LabPanel, PlainObject } from '../panel.ts';
import { assetsNeeded, createAssetShelf } from './assets.ts';
import { planControls } from './planChange.ts';
import { writtenRecipe } from './recipeEdits.ts';

/** A run to open: where it comes from, and what is set over it. */
export interface Opening {
  readonly recipe: unknown;
  readonly length?: number | string | undefined;
  readonly seed?: number | undefined;
  readonly facts?: Edition | undefined;
  readonly at?: number | undefined;
  readonly speed?: number | undefined;
  readonly changes?: readonly Change[] | undefined;
  readonly experiment?: Experiment | undefined;
  readonly link?: LabLink | undefined;
  readonly assets?: readonly TrafficAsset[] | undefined;
}

export interface LabSessionState {
  /** The run as it was opened: what controls began with, and what counts as done by the learner. */
  readonly base: RunRecipe | undefined;
  readonly experiment: Experiment | undefined;
  readonly link: LabLink | undefined;
  /** Why something could not be opened, in sentences. */
  readonly problems: readonly string[];
  /** What the last change did, where that is not plain to see. */
  readonly notice: string | undefined;
  /** Node that the eye is on, by object id. */
  readonly selected: string | undefined;

  open(opening: Opening): Promise<void>;
  report(problems: readonly string[]): void;
  select(object: string | undefined): void;
  set(values: ControlValues): void;
  intervene(list: readonly Intervention[]): void;
  operate(what: string | PlainObject, subject: string): void;
  applyChanges(changes: readonly Change[]): void;
  setFacts(facts: Edition): void;
  setSeed(seed: number): void;
  /** Takes one intervention out again and stands just before it. */
  undo(index: number): void;
  /** Makes the run longer, and goes on to a later moment. */
  runOn(ms: number): void;
}

export type LabSession = StoreApi<LabSessionState>;

function overlaid({ recipe, length, seed, facts }: Opening): unknown {
  const given: RecipeSource | object = typeof recipe === 'string' ? { topology: recipe } : (recipe as object);
  return { ...given, ...(length === undefined ? {} : { length }), ...(seed === undefined ? {} : { seed }), ...(facts === undefined ? {} : { facts }) };
}

/** Resolves when a load has come through: its first snapshot, or undefined when it was rejected or overtaken. */
function loaded(run: RunStore): Promise<Snapshot | undefined> {
  const { loads, loading } = run.getState();
  const now = () => (run.getState().issues.length > 0 ? undefined : run.getState().snapshot);
  if (!loading) return Promise.resolve(now());
  return new Promise((resolve) => {
    const stop = run.subscribe((state) => {
      if (state.loading && state.loads === loads) return;
      stop();
      resolve(state.loads === loads ? now() : undefined);
    });
  });
}

/** What a lab does with its run: opens recipes, moves controls, and undoes. One for each lab. */
export function createLabSession(panel: LabPanel, run: RunStore): LabSession {
  const shelf = createAssetShelf(panel, run);
  let openings = 0;

  const playing = () => run.getState().snapshot?.playing === true;

  /** Loads the run as it stands with something changed, and goes on playing if it did. */
  const reload = (recipe: RunRecipe, at: number, resetTo: RunRecipe): void => {
    const goOn = playing();
    run.getState().load(recipe, { at, resetTo });
    if (goOn) run.getState().play();
    session.setState({ base: resetTo });
  };

  /** What was asked for cannot run: says why, with place and cure, and opens the lab as it begins. */
  const standIn = async (turn: number): Promise<void> => {
    const says = run.getState().issues.map((issue) => `${issue.path === '' ? '' : `${issue.path}: `}${issue.problem}. The run was not opened.`);
    run.getState().load(panel.startRecipe('notes'), { assets: [] });
    const first = await loaded(run);
    if (turn === openings) session.setState({ problems: says, experiment: undefined, link: undefined, base: first?.recipe });
  };

  const session: LabSession = createStore<LabSessionState>()((set, get) => ({
    base: undefined,
    experiment: undefined,
    link: undefined,
    problems: [],
    notice: undefined,
    selected: undefined,

    async open(opening) {
      const turn = ++openings;
      set({ problems: [], notice: undefined, selected: undefined, experiment: opening.experiment, link: opening.link });
      if (opening.speed !== undefined) run.getState().setSpeed(opening.speed);
      const found = await shelf.find(assetsNeeded(opening.recipe), opening.assets ?? []);
      if (turn !== openings) return;
      const changes = opening.changes ?? [];
      run.getState().load(overlaid(opening), { at: changes.length > 0 ? 0 : opening.at, assets: found.assets });
      let first = await loaded(run);
      if (turn !== openings) return;
      if (!first) return standIn(turn);
      if (changes.length > 0) {
        const changed = applyChanges(writtenRecipe(first.recipe), changes);
        if (!changed.ok) return set({ problems: [changed.error] });
        run.getState().load(changed.value, { at: opening.at });
        first = await loaded(run);
        if (turn !== openings) return;
        if (!first) return standIn(turn);
      }
      set({ base: first.recipe, problems: found.problems });
    },
    report: (problems) => set({ problems }),
    select: (selected) => set({ selected }),
    set(values) {
      const { snapshot } = run.getState();
      const { base } = get();
      if (!snapshot || !base) return;
      const plan = planControls(panel, values, base, snapshot);
      if (plan.type === 'intervene') return get().intervene(plan.list);
      reload(plan.recipe, plan.at, plan.resetTo);
      set({ notice: plan.at > 0 ? 'Changing the set-up repeats the run from 0 up to now.' : undefined });
    },
    intervene(list) {
      const { snapshot } = run.getState();
      const forks = snapshot !== undefined && snapshot.time < snapshot.head;
      set({ notice: forks ? 'The run up to now is kept as a dashed line, and stands under Data for comparison.' : undefined });
      for (const what of list) run.getState().intervene(what);
    },
    operate(what, subject) {
      const { snapshot } = run.getState();
      const made = snapshot && panel.operation(what, subject, { recipe: snapshot.recipe, snapshot });
      if (made) get().intervene([made]);
    },
    applyChanges(changes) {
      const { snapshot } = run.getState();
      const { base } = get();
      if (!snapshot || !base) return;
      const changed = applyChanges(writtenRecipe(snapshot.recipe), changes);
      if (!changed.ok) return set({ problems: [changed.error] });
      const goOn = playing();
      run.getState().load(changed.value, { at: snapshot.time });
      if (goOn) run.getState().play();
    },
    setFacts(facts) {
      const { snapshot } = run.getState();
      const { base } = get();
      if (!snapshot || !base || snapshot.facts === facts) return;
      reload({ ...snapshot.recipe, facts }, snapshot.time, { ...base, facts });
    },
    setSeed(seed) {
      const { snapshot } = run.getState();
      const { base } = get();
      if (snapshot && base) reload({ ...snapshot.recipe, seed }, snapshot.time, { ...base, seed });
    },
    undo(index) {
      const { snapshot, pause } = run.getState();
      const { base } = get();
      const gone = snapshot?.recipe.interventions[index];
      if (!snapshot || !base || !gone) return;
      pause();
      const without = (recipe: RunRecipe) => ({ ...recipe, interventions: recipe.interventions.filter((entry) => JSON.stringify(entry) !== JSON.stringify(gone)) });
      run.getState().load(without(snapshot.recipe), { at: Math.max(0, gone.at - 1), resetTo: without(base) });
      set({ base: without(base) });
    },
    runOn(ms) {
      const { snapshot, pause } = run.getState();
      const { base } = get();
      if (!snapshot || !base) return;
      pause();
      const to = snapshot.time + ms;
      const longer = (recipe: RunRecipe) => ({ ...recipe, length: Math.max(recipe.length, to + 600_000) });
      run.getState().load(longer(snapshot.recipe), { at: to, resetTo: longer(base) });
      set({ base: longer(base) });
    },
  }));
  return session;
}
