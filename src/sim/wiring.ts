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

/** Joins ports: named ones as named, others the only pair that fits. Problems name the edge. */
export function wireGraph(graph: Graph, models: ModelRegistry): { wires: Wire[]; issues: ConfigIssue[] } {
  const issues: ConfigIssue[] = [];
  const wires: Wire[] = [];
  const used = new Map<string, number>();
  const index = new Map(graph.nodes.map((node, i) => [node.id, i]));
  graph.edges.forEach((edge, i) => {
    const path = `edges.${i}`;
    const from = index.get(edge.from.node);
    const to = index.get(edge.to.node);
    if (from === undefined || to === undefined) {
      issues.push({ path, problem: `edge ${edge.from.node} -> ${edge.to.node} names a node that is not there` });
      return;
    }
    const pair = fit(models.get(graph.nodes[from]!.kind).ports, models.get(graph.nodes[to]!.kind).ports, edge);
    if (!pair) {
      issues.push({ path, problem: `${graph.nodes[from]!.kind} "${edge.from.node}" cannot send to ${graph.nodes[to]!.kind} "${edge.to.node}"` });
      return;
    }
    for (const [node, port] of [[from, pair.out], [to, pair.into]] as const) {
      const key = `${node} ${port.name}`;
      const count = (used.get(key) ?? 0) + 1;
      used.set(key, count);
      if (count > port.max) issues.push({ path, problem: `"${graph.nodes[node]!.id}" takes at most ${port.max} edge${port.max === 1 ? '' : 's'} at ${port.name}` });
    }
    const local = pair.out.local === true && pair.into.local === true;
    wires.push({
      from,
      to,
      fromPort: pair.out.name,
      toPort: pair.into.name,
      caller: pair.out.calls ? from : to,
      latencyMs: edge.latencyMs ?? (local ? 0 : networkLatencyMs),
      loseReplies: edge.loseReplies ?? 0,
      loseRequests: edge.loseRequests ?? 0,
    });
  });
  return { wires, issues };
}

function fit(outs: readonly Port[], intos: readonly Port[], edge: GraphEdge): { out: Port; into: Port } | undefined {
  for (const out of outs) {
    if (edge.from.port !== undefined && out.name !== edge.from.port) continue;
    for (const into of intos) {
      if (edge.to.port !== undefined && into.name !== edge.to.port) continue;
      if (portsFit(out, into)) return { out, into };
    }
  }
  return undefined;
}
