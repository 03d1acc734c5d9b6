import type { GraphNode, RunRecipe } from '../../../sim/recipe.ts';
import { nodesAt } from '../session/recipeEdits.ts';

/** The parts of a Kinesis run by what they do; ids differ from recipe to recipe. */
export interface Roles {
  readonly traffic: readonly GraphNode[];
  readonly producers: readonly GraphNode[];
  readonly streams: readonly GraphNode[];
  readonly readers: readonly GraphNode[];
}

/** The nodes of a recipe by role, with their configuration at a moment. */
export function rolesAt(recipe: RunRecipe, at: number): Roles {
  const nodes = nodesAt(recipe, at);
  const of = (kind: string) => nodes.filter((node) => node.kind === kind);
  return { traffic: of('traffic'), producers: of('sdk-producer'), streams: of('kinesis-streams'), readers: of('stream-reader') };
}

/** A configured number, in base units, or what holds when it is not written. */
export function numberOf(node: GraphNode | undefined, key: string, otherwise: number): number {
  const raw = node?.config[key];
  if (typeof raw === 'number') return raw;
  if (typeof raw !== 'string') return otherwise;
  const match = /^\s*(-?\d+(?:\.\d+)?)\s*([a-zA-Z]*)(?:\/s)?\s*$/.exec(raw);
  const factor = match && (match[2] === '' ? 1 : units[match[2]!.toLowerCase()]);
  return match && factor !== undefined && factor !== null ? Number(match[1]) * factor : otherwise;
}

const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  min: 60_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  b: 1,
  kb: 1000,
  mb: 1_000_000,
  kib: 1024,
  mib: 1024 * 1024,
};

/** A configured word, or what holds when it is not written. */
export function wordOf(node: GraphNode | undefined, key: string, otherwise: string): string {
  const raw = node?.config[key];
  return typeof raw === 'string' ? raw : otherwise;
}

/** A producer chain: one traffic and the producers it feeds. */
export interface Chain {
  readonly traffic: string;
  readonly producers: readonly string[];
}

/** The chains of a recipe, in order. */
export function chainsOf(recipe: RunRecipe): readonly Chain[] {
  const kind = new Map(recipe.graph.nodes.map((node) => [node.id, node.kind]));
  return recipe.graph.nodes
    .filter((node) => node.kind === 'traffic')
    .map((node) => ({
      traffic: node.id,
      producers: recipe.graph.edges.filter((edge) => edge.from.node === node.id && kind.get(edge.to.node) === 'sdk-producer').map((edge) => edge.to.node),
    }));
}

/** An id that no node has yet: `web`, `web-2`, `web-3` … */
export function freeId(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let n = 2; ; n++) if (!taken.has(`${wanted}-${n}`)) return `${wanted}-${n}`;
}
