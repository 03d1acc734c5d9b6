import type { Plain, PlainObject } from '../../../content/types.ts';
import type { GraphNode, RunRecipe, TimedIntervention } from '../../../sim/recipe.ts';
import type { Intervention } from '../../../sim/serviceModel.ts';

/** The nodes with the configuration they have at a moment: what was set up to then is in. */
export function nodesAt(recipe: RunRecipe, at: number): readonly GraphNode[] {
  let { nodes } = recipe.graph;
  for (const { at: when, what } of recipe.interventions) if (when <= at && what.type === 'setConfig') nodes = withConfig(nodes, what.node, what.config);
  return nodes;
}

function withConfig(nodes: readonly GraphNode[], id: string, config: GraphNode['config']): readonly GraphNode[] {
  return nodes.map((node) => (node.id === id ? { ...node, config: { ...node.config, ...config } } : node));
}

/** A recipe in which interventions of type setConfig are part of the set-up, as before the first play. */
export function setUpWith(recipe: RunRecipe, list: readonly Intervention[]): RunRecipe {
  let { nodes } = recipe.graph;
  for (const what of list) if (what.type === 'setConfig') nodes = withConfig(nodes, what.node, what.config);
  return { ...recipe, graph: { ...recipe.graph, nodes } };
}

/** A recipe without some nodes: their edges and interventions go too. */
export function withoutNodes(recipe: RunRecipe, gone: ReadonlySet<string>): RunRecipe {
  return {
    ...recipe,
    graph: {
      nodes: recipe.graph.nodes.filter((node) => !gone.has(node.id)),
      edges: recipe.graph.edges.filter((edge) => !gone.has(edge.from.node) && !gone.has(edge.to.node)),
    },
    interventions: recipe.interventions.filter(({ what }) => !gone.has(what.node)),
  };
}

/** The same recipe with another intervention at a moment, in its place in time. */
export function withIntervention(recipe: RunRecipe, at: number, list: readonly Intervention[]): RunRecipe {
  const added: TimedIntervention[] = list.map((what) => ({ at, what }));
  return { ...recipe, interventions: [...recipe.interventions, ...added].sort((a, b) => a.at - b.at) };
}

const end = (side: { readonly node: string; readonly port?: string | undefined }) => (side.port === undefined ? side.node : `${side.node}.${side.port}`);

/** JSON leaves out what is undefined, so that links and comparisons do not stumble over it. */
const plain = (value: unknown): Plain => JSON.parse(JSON.stringify(value)) as Plain;

/** A recipe as a person would write it: what links carry and what changes are applied to. */
export function writtenRecipe(recipe: RunRecipe): PlainObject {
  return plain({
    nodes: recipe.graph.nodes,
    edges: recipe.graph.edges.map((edge) => ({ ...edge, from: end(edge.from), to: end(edge.to) })),
    startsAt: recipe.startsAt,
    length: recipe.length,
    seed: recipe.seed,
    facts: recipe.facts,
    interventions: recipe.interventions.map(({ at, what }) => ({ at, ...what })),
  }) as PlainObject;
}

/** What a person did to a run since it was loaded: interventions that the loaded recipe does not hold. */
export function addedSince(base: RunRecipe, recipe: RunRecipe): readonly TimedIntervention[] {
  const scripted = new Set(base.interventions.map((entry) => JSON.stringify(entry)));
  return recipe.interventions.filter((entry) => !scripted.has(JSON.stringify(entry)));
}
