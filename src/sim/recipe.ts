import type { Edition } from '../aws/limits/index.ts';
import type { PlainRecord } from './plainData.ts';
import type { Intervention } from './serviceModel.ts';

/** Bumped whenever the same recipe would give another run. */
export const engineVersion = 1;

export interface GraphNode {
  readonly id: string;
  readonly kind: string;
  readonly config: PlainRecord;
}

export interface EdgeEnd {
  readonly node: string;
  readonly port?: string | undefined;
}

export interface GraphEdge {
  readonly from: EdgeEnd;
  readonly to: EdgeEnd;
  /** One way, ms. */
  readonly latencyMs?: number | undefined;
  /** Share of replies that never arrive, 0 to 1. */
  readonly loseReplies?: number | undefined;
  readonly loseRequests?: number | undefined;
}

export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export interface TimedIntervention {
  readonly at: number;
  readonly what: Intervention;
}

/** All that decides a run: the same recipe gives the same bytes in Node, tests and the worker. */
export interface RunRecipe {
  readonly engine: number;
  readonly graph: Graph;
  readonly seed: number;
  readonly facts: Edition;
  readonly startsAt: number;
  readonly length: number;
  readonly interventions: readonly TimedIntervention[];
}

/** Monday 2020-01-06 00:00 UTC. */
export const defaultStartsAt = 1578268800000;
