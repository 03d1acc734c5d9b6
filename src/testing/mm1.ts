/** One queue, one server, Poisson arrivals, exponential service: the model with a known answer, for tests and the benchmark. */
import { ok } from '../base/result.ts';
import { parseFields, type Fields } from '../sim/config.ts';
import { defaultStartsAt, engineVersion, type RunRecipe } from '../sim/recipe.ts';
import { makeRegistry, type ModelRegistry } from '../sim/registry.ts';
import { eraseModel, type ServiceModel } from '../sim/serviceModel.ts';

interface Mm1Config {
  readonly meanGap: number;
  readonly meanService: number;
}

export interface Mm1State {
  config: Mm1Config;
  /** Arrival times of those who wait, oldest from `head` on. */
  waiting: number[];
  head: number;
  serving: boolean;
  served: number;
  /** Time waited before service, summed over the served. */
  waited: number;
}

type Mm1Event = { readonly type: 'arrive' } | { readonly type: 'depart' };
const arrive: Mm1Event = Object.freeze({ type: 'arrive' });
const depart: Mm1Event = Object.freeze({ type: 'depart' });

const fields: Fields<Mm1Config> = {
  meanGap: { type: 'number', says: 'Mean time between arrivals', unit: 'ms', default: 1000 },
  meanService: { type: 'number', says: 'Mean service time', unit: 'ms', default: 800 },
};

const model: ServiceModel<Mm1Config, Mm1State, Mm1Event> = {
  kind: 'mm1',
  says: 'A queue with one server.',
  ports: [],
  fields,
  metrics: [],
  faults: [],
  operations: [],
  parseConfig: (raw, limits) => {
    const parsed = parseFields<Mm1Config>(raw, fields, limits);
    return parsed.ok ? ok(Object.freeze(parsed.value)) : parsed;
  },
  sinks: () => [],
  init(config, ctx) {
    ctx.after(ctx.rng.gapMs(config.meanGap), arrive);
    return { config, waiting: [], head: 0, serving: false, served: 0, waited: 0 };
  },
  onCall() {},
  onEvent(state, event, ctx) {
    if (event.type === 'arrive') {
      ctx.after(ctx.rng.gapMs(state.config.meanGap), arrive);
      if (state.serving) state.waiting.push(ctx.now);
      else {
        state.serving = true;
        ctx.after(ctx.rng.gapMs(state.config.meanService), depart);
      }
      return;
    }
    state.served++;
    if (state.head < state.waiting.length) {
      state.waited += ctx.now - state.waiting[state.head++]!;
      if (state.head > 1024) {
        state.waiting = state.waiting.slice(state.head);
        state.head = 0;
      }
      ctx.after(ctx.rng.gapMs(state.config.meanService), depart);
    } else state.serving = false;
  },
  onReply() {},
  onIntervention() {},
  view: (state) => ({ fields: { served: state.served } }),
  invariants: [],
};

export const mm1Models: ModelRegistry = makeRegistry([eraseModel(model)]);

/** A run of `arrivals` customers on average, at a load of meanService / meanGap. */
export function mm1Recipe(arrivals: number, meanGap: number, meanService: number, seed: number): RunRecipe {
  return { engine: engineVersion, graph: { nodes: [{ id: 'queue', kind: 'mm1', config: { meanGap, meanService } }], edges: [] }, seed, facts: 'notes', startsAt: defaultStartsAt, length: arrivals * meanGap, interventions: [] };
}

/** Mean wait before service that theory gives, ms. */
export function mm1Wait(meanGap: number, meanService: number): number {
  const load = meanService / meanGap;
  return (load * meanService) / (1 - load);
}
