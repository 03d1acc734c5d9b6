/** What somebody has to look after: points by a rubric, line by line. */
import type { RunRecipe } from '../sim/recipe.ts';

/** Points for looking after one kind of part. Points are ours: they rank designs. */
export interface BurdenPrice {
  readonly kind: string;
  readonly reason: string;
  readonly points: number;
}

/** A dated rubric that a person may edit. What it does not name is a managed service: no points. */
export interface BurdenTable {
  readonly date: string;
  readonly says: string;
  /** Points for each control call that somebody made while it ran. */
  readonly operationPoints: number;
  readonly parts: readonly BurdenPrice[];
}

const servers = 'servers to patch';
const capacity = 'capacity to resize';
const code = 'code of your own';

/** Servers that somebody patches 3, capacity that somebody resizes 2, code of one's own 2, an agent on a server 2, a managed service nothing. [SIM] */
export const defaultBurdens: BurdenTable = {
  date: '2026-11-23',
  says: 'Points for comparing designs: a group of servers 3, capacity to resize 2, code of your own 2, an agent on your servers 2, a control call by hand 1, managed services nothing.',
  operationPoints: 1,
  parts: [
    { kind: 'sdk-producer', reason: code, points: 2 },
    { kind: 'kpl-producer', reason: code, points: 2 },
    { kind: 'queue-producer', reason: code, points: 2 },
    { kind: 'kinesis-agent', reason: 'an agent on your servers', points: 2 },
    { kind: 'stream-reader', reason: servers, points: 3 },
    { kind: 'stream-reader', reason: code, points: 2 },
    { kind: 'kcl-application', reason: servers, points: 3 },
    { kind: 'kcl-application', reason: code, points: 2 },
    { kind: 'connector', reason: code, points: 2 },
    { kind: 'queue-worker', reason: servers, points: 3 },
    { kind: 'queue-worker', reason: code, points: 2 },
    { kind: 'lambda-function', reason: code, points: 2 },
    { kind: 'emr-cluster', reason: servers, points: 3 },
    { kind: 'emr-cluster', reason: capacity, points: 2 },
    { kind: 'redshift', reason: capacity, points: 2 },
    { kind: 'search-index', reason: capacity, points: 2 },
  ],
};

export interface BurdenLine {
  readonly node: string;
  readonly reason: string;
  readonly points: number;
}

export interface Burden {
  readonly lines: readonly BurdenLine[];
  readonly points: number;
}

/** Capacity that the configuration leaves to a person: a stream or a table that does not scale by itself. */
function ownCapacity(kind: string, config: Readonly<Record<string, unknown>>): boolean {
  if (kind === 'kinesis-streams') return config.streamMode !== 'ON_DEMAND';
  return kind === 'dynamodb-table' && config.billingMode !== 'PAY_PER_REQUEST';
}

/** Points of a run: its parts by the rubric, and each control call that was made. */
export function burdenOf(recipe: RunRecipe, table: BurdenTable = defaultBurdens): Burden {
  const lines: BurdenLine[] = [];
  for (const node of recipe.graph.nodes) {
    for (const part of table.parts)
      if (part.kind === node.kind) lines.push({ node: node.id, reason: part.reason, points: part.points });
    if (ownCapacity(node.kind, node.config)) lines.push({ node: node.id, reason: capacity, points: 2 });
  }
  for (const { what } of recipe.interventions)
    if (what.type === 'operate')
      lines.push({ node: what.node, reason: `${what.operation} by hand`, points: table.operationPoints });
  return { lines, points: lines.reduce((sum, line) => sum + line.points, 0) };
}
