import { portsFit, type Port } from './calls.ts';
import type { ConfigIssue } from './config.ts';
import type { Graph, GraphEdge } from './recipe.ts';
import type { ModelRegistry } from './registry.ts';

/** An edge of a checked graph: node numbers, ports, who calls whom, and what the network does. */
export interface Wire {
  readonly from: number;
  readonly to: number;
  readonly fromPort: string;
  readonly toPort: string;
  /** Node number of the end that makes the calls. */
  readonly caller: number;
  readonly latencyMs: number;
  readonly loseReplies: number;
  readonly loseRequests: number;
}

/** One way across a network inside a Region, ms. [SIM] */
export const networkLatencyMs = 5;

/** A name for each edge that does not change when others are added: its ends, and a number where several join the same ones. */
export function edgeNames(wires: readonly Wire[], nodes: readonly { readonly id: string }[]): string[] {
  const seen = new Map<string, number>();
  return wires.map((wire) => {
    const ends = `edge ${nodes[wire.from]!.id}.${wire.fromPort} ${nodes[wire.to]!.id}.${wire.toPort}`;
    const number = (seen.get(ends) ?? 0) + 1;
    seen.set(ends, number);
    return number === 1 ? ends : `${ends} ${number}`;
  });
}

/** Joins ports: named ones as named, others the only pair that fits. Problems name the edge. */
export function wireGraph(graph: Graph, models: ModelRegistry): { wires: Wire[]; issues: ConfigIssue[] } {
  const issues: ConfigIssue[] = [];
  const wires: Wire[] = [];
  const used = new Map<string, number>();
  const index = new Map(graph.nodes.map((node, i) => [node.id, i]));
  graph.edges.forEach((edge, i) => {
    const path = `edges.${i}`;
    const joined = joinEdge(edge, graph.nodes, index, models);
    if (typeof joined === 'string') {
      issues.push({ path, problem: joined });
      return;
    }
    const { wire, pair } = joined;
    for (const [node, port] of [[wire.from, pair.out], [wire.to, pair.into]] as const) {
      const key = `${node} ${port.name}`;
      const count = (used.get(key) ?? 0) + 1;
      used.set(key, count);
      if (count > port.max) issues.push({ path, problem: `"${graph.nodes[node]!.id}" takes at most ${port.max} edge${port.max === 1 ? '' : 's'} at ${port.name}` });
    }
    wires.push(wire);
  });
  return { wires, issues };
}

interface Pair {
  readonly out: Port;
  readonly into: Port;
}

/** The wire of one edge; what is wrong with it where it joins nothing. `index` gives the number of each node. */
export function joinEdge(edge: GraphEdge, nodes: readonly { readonly id: string; readonly kind: string }[], index: ReadonlyMap<string, number>, models: ModelRegistry): { readonly wire: Wire; readonly pair: Pair } | string {
  const from = index.get(edge.from.node);
  const to = index.get(edge.to.node);
  if (from === undefined || to === undefined) return `edge ${edge.from.node} -> ${edge.to.node} names a node that is not there`;
  const pair = fit(models.get(nodes[from]!.kind).ports, models.get(nodes[to]!.kind).ports, edge);
  if (!pair) return `${nodes[from]!.kind} "${edge.from.node}" cannot send to ${nodes[to]!.kind} "${edge.to.node}"`;
  const { out, into } = pair;
  const local = out.local === true && into.local === true;
  return {
    pair,
    wire: {
      from,
      to,
      fromPort: out.name,
      toPort: into.name,
      caller: out.calls ? from : to,
      latencyMs: edge.latencyMs ?? (local ? 0 : networkLatencyMs),
      loseReplies: edge.loseReplies ?? 0,
      loseRequests: edge.loseRequests ?? 0,
    },
  };
}

function fit(outs: readonly Port[], intos: readonly Port[], edge: GraphEdge): Pair | undefined {
  for (const out of outs) {
    if (edge.from.port !== undefined && out.name !== edge.from.port) continue;
    for (const into of intos) {
      if (edge.to.port !== undefined && into.name !== edge.to.port) continue;
      if (portsFit(out, into)) return { out, into };
    }
  }
  return undefined;
}
