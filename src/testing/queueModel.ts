import { ok } from '../base/result.ts';
import type { ServiceModel } from '../sim/serviceModel.ts';

interface QueueConfig {
  readonly meanGapMs: number;
  readonly meanServiceMs: number;
}

interface QueueState {
  readonly config: QueueConfig;
  /** Birth times of the customers in the system, oldest first. */
  waiting: number[];
  served: number;
  /** Sum of the times from arrival to the end of service, ms. */
  timeInSystem: number;
}

type QueueEvent = { readonly type: 'arrive' } | { readonly type: 'serve' };

/** M/M/1: one server, exponential gaps and service times. A toy that proves the kernel's clock, queue and chance against theory. */
export const singleServerQueue: ServiceModel<QueueConfig, QueueState, QueueEvent> = {
  kind: 'single-server-queue',
  says: 'Customers, one after the other.',
  ports: [],
  fields: {},
  metrics: [],
  faults: [],
  operations: [],
  parseConfig: (raw) => ok(raw as QueueConfig),
  sinks: () => [],
  init(config, ctx) {
    ctx.after(ctx.rng.gapMs(config.meanGapMs), { type: 'arrive' });
    return { config, waiting: [], served: 0, timeInSystem: 0 };
  },
  onCall() {},
  onEvent(state, event, ctx) {
    if (event.type === 'arrive') {
      state.waiting.push(ctx.now);
      if (state.waiting.length === 1) ctx.after(ctx.rng.gapMs(state.config.meanServiceMs), { type: 'serve' });
      ctx.after(ctx.rng.gapMs(state.config.meanGapMs), { type: 'arrive' });
    } else {
      state.timeInSystem += ctx.now - state.waiting.shift()!;
      state.served++;
      if (state.waiting.length > 0) ctx.after(ctx.rng.gapMs(state.config.meanServiceMs), { type: 'serve' });
    }
  },
  onReply() {},
  onIntervention() {},
  view: (state) => ({ fields: { served: state.served } }),
  invariants: [],
};
