import type { GraphEdge, GraphNode, RunRecipe } from '../../../sim/recipe.ts';
import { withoutNodes } from '../session/recipeEdits.ts';
import { chainsOf, freeId, numberOf } from './nodes.ts';

/** The recipe with so many producers, each a traffic with an SDK producer of its own, alike the first. */
export function withProducers(recipe: RunRecipe, count: number): RunRecipe {
  const chains = chainsOf(recipe);
  const first = chains[0];
  if (!first || count < 1) return recipe;
  if (count < chains.length) return withoutNodes(recipe, new Set(chains.slice(count).flatMap((chain) => [chain.traffic, ...chain.producers])));
  const nodes = [...recipe.graph.nodes];
  const edges = [...recipe.graph.edges];
  const taken = new Set(nodes.map((node) => node.id));
  for (let n = chains.length; n < count; n++) {
    const names = new Map([first.traffic, ...first.producers].map((id) => [id, freeId(id, taken)]));
    for (const name of names.values()) taken.add(name);
    const copies = nodes.filter((node) => names.has(node.id)).map((node): GraphNode => ({ ...node, id: names.get(node.id)! }));
    const wires = edges.filter((edge) => names.has(edge.from.node)).map((edge): GraphEdge => ({ ...edge, from: { ...edge.from, node: names.get(edge.from.node)! }, to: { ...edge.to, node: names.get(edge.to.node) ?? edge.to.node } }));
    // Beside the others of their kind, so that pictures and lists keep their order.
    nodes.splice(1 + nodes.findLastIndex((node) => node.kind === 'traffic' || node.kind === 'sdk-producer'), 0, ...copies);
    edges.push(...wires);
  }
  return { ...recipe, graph: { nodes, edges } };
}

/** The recipe with so many consumers of its first stream in all. Several applications: the last one gets or gives what is needed. */
export function withConsumers(recipe: RunRecipe, count: number): RunRecipe {
  const readers = recipe.graph.nodes.filter((node) => node.kind === 'stream-reader');
  const stream = recipe.graph.nodes.find((node) => node.kind === 'kinesis-streams');
  if (readers.length === 0) {
    if (count < 1 || !stream) return recipe;
    const id = freeId('app', new Set(recipe.graph.nodes.map((node) => node.id)));
    return {
      ...recipe,
      graph: {
        nodes: [...recipe.graph.nodes, { id, kind: 'stream-reader', config: { count } }],
        edges: [...recipe.graph.edges, { from: { node: stream.id }, to: { node: id } }],
      },
    };
  }
  let left = count;
  const gone = new Set<string>();
  const counts = new Map<string, number>();
  readers.forEach((node, i) => {
    const own = i === readers.length - 1 ? left : Math.min(left, numberOf(node, 'count', 1));
    left -= own;
    if (own < 1) gone.add(node.id);
    else counts.set(node.id, own);
  });
  const counted = recipe.graph.nodes.map((node) => (counts.has(node.id) ? { ...node, config: { ...node.config, count: counts.get(node.id)! } } : node));
  return withoutNodes({ ...recipe, graph: { ...recipe.graph, nodes: counted } }, gone);
}
