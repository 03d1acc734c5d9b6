import { ok } from '../base/result.ts';

/** The parts of a model that has nothing to set, to connect or to show: written once for stand-ins. */
export const bareModel = {
  ports: [],
  fields: {},
  metrics: [],
  faults: [],
  operations: [],
  parseConfig: () => ok({}),
  onIntervention: () => undefined,
  view: () => ({ fields: {} }),
  invariants: [],
} as const;
