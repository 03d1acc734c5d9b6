import { bound, defaultOf, type ConfigIssue, type Field } from '../sim/config.ts';
import { portsFit } from '../sim/calls.ts';
import { limitsOf } from '../sim/limits.ts';
import { parseRecipe } from '../sim/parseRecipe.ts';
import type { RunRecipe } from '../sim/recipe.ts';
import type { ModelRegistry } from '../sim/registry.ts';
import { Rng } from '../sim/rng.ts';
import type { AnyServiceModel } from '../sim/serviceModel.ts';

/** A recipe as text and data: what a failure prints, and what `npm run sim` reads. */
export interface DrawnGraph {
  readonly nodes: readonly { readonly id: string; readonly kind: string; readonly config: Record<string, unknown> }[];
  readonly edges: readonly { readonly from: { readonly node: string; readonly port: string }; readonly to: { readonly node: string; readonly port: string }; readonly latencyMs?: number; readonly loseReplies?: number; readonly loseRequests?: number }[];
  readonly interventions: readonly Record<string, unknown>[];
  readonly facts: 'notes' | 'today';
  readonly length: number;
  readonly seed: number;
}

const nodesMax = 12;
/** Drawn numbers stay small, so that a run takes a second at most. */
const largest: Readonly<Record<string, number>> = { integer: 40, number: 20, duration: 20_000, bytes: 300_000, rate: 60 };

function pick<T>(rng: Rng, values: readonly T[]): T {
  return values[rng.int(0, values.length - 1)]!;
}

function drawField(field: Field, rng: Rng, facts: 'notes' | 'today'): unknown {
  const limits = limitsOf(facts);
  const usual = defaultOf(field, limits);
  switch (field.type) {
    case 'boolean':
      return rng.unit() < 0.5;
    case 'choice':
      return pick(rng, (field.choices ?? []).filter((choice) => facts === 'today' || !field.todayOnly?.includes(choice)));
    case 'integer':
    case 'duration':
    case 'bytes':
    case 'rate':
    case 'number': {
      const min = bound(field.min, limits) ?? 0;
      const max = Math.max(min, Math.min(bound(field.max, limits) ?? Infinity, Math.max(largest[field.type]!, typeof usual === 'number' ? usual : 0)));
      const value = rng.unit() < 0.2 ? min : min + rng.unit() ** 2 * (max - min);
      return field.type === 'number' ? Math.round(value * 100) / 100 : Math.floor(value);
    }
    default:
      return undefined;
  }
}

function drawConfig(model: AnyServiceModel, rng: Rng, facts: 'notes' | 'today'): Record<string, unknown> {
  const config: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(model.fields)) {
    if (rng.unit() > 0.35) continue;
    const value = drawField(field, rng, facts);
    if (value !== undefined) config[name] = value;
  }
  // A fleet's rate is that of each device.
  if (model.kind === 'device-fleet') Object.assign(config, { devices: rng.int(1, 30), messagesPerSecond: pick(rng, [0.1, 1, 3]) });
  // Without a rule nothing leaves the broker.
  if (model.kind === 'iot-core') config.sql = pick(rng, ["SELECT * FROM '#'", "SELECT temp AS t, topic(2) AS id FROM 'dev/+/tele' WHERE temp > 80", "SELECT VALUE [temp, device] FROM 'dev/#'"]);
  if (model.kind === 'traffic') {
    config.recordsPerSecond = Math.min(Number(config.recordsPerSecond ?? 40), 60);
    if (rng.unit() < 0.5) config.payload = { temp: '{{int 0 100}}', id: '{{key}}', attributes: { store: '{{pick a b}}', price: '{{int 1 200}}' } };
  }
  return config;
}

/** Every way in which `into` may stand behind `from`. */
function pairs(from: AnyServiceModel, into: AnyServiceModel): readonly { readonly out: string; readonly into: string }[] {
  return from.ports.filter(({ direction }) => direction === 'out').flatMap((out) => into.ports.filter((port) => portsFit(out, port)).map((port) => ({ out: out.name, into: port.name })));
}

/**
 * A random graph of up to twelve nodes that grows from a source along legal edges, with random settings, networks and faults.
 * The same seed always gives the same.
 */
export function drawGraph(seed: number, models: ModelRegistry): DrawnGraph {
  const rng = Rng.of(seed, 'graph');
  const facts = rng.unit() < 0.5 ? 'notes' : 'today';
  const all = models.kinds.map((kind) => models.get(kind));
  const sources = all.filter(({ ports }) => ports.every(({ direction }) => direction === 'out'));
  const nodes: { id: string; kind: string; config: Record<string, unknown> }[] = [];
  const edges: DrawnGraph['edges'][number][] = [];
  const used = new Map<string, number>();
  const room = (node: number, port: string) => (used.get(`${node} ${port}`) ?? 0) < models.get(nodes[node]!.kind).ports.find(({ name }) => name === port)!.max;
  const add = (model: AnyServiceModel) => nodes.push({ id: `n${nodes.length}`, kind: model.kind, config: drawConfig(model, rng, facts) }) - 1;
  const join = (from: number, out: string, to: number, into: string) => {
    for (const key of [`${from} ${out}`, `${to} ${into}`]) used.set(key, (used.get(key) ?? 0) + 1);
    edges.push({
      from: { node: nodes[from]!.id, port: out },
      to: { node: nodes[to]!.id, port: into },
      ...(rng.unit() < 0.2 ? { latencyMs: pick(rng, [0, 40, 700]) } : {}),
      ...(rng.unit() < 0.1 ? { loseReplies: 0.05 } : {}),
      ...(rng.unit() < 0.1 ? { loseRequests: 0.05 } : {}),
    });
  };
  add(pick(rng, sources));
  if (rng.unit() < 0.3) add(pick(rng, sources));
  const wanted = rng.int(3, nodesMax);
  for (let tries = 0; nodes.length < wanted && tries < 60; tries++) {
    const at = rng.int(0, nodes.length - 1);
    const here = models.get(nodes[at]!.kind);
    const next = pick(rng, all);
    // Mostly onwards; sometimes something that stands before (a source, a program) joins from the side.
    const backwards = rng.unit() < 0.15;
    const ways = (backwards ? pairs(next, here) : pairs(here, next)).filter(({ out, into }) => room(at, backwards ? into : out));
    if (ways.length === 0) continue;
    const way = pick(rng, ways);
    const known = nodes.findIndex(({ kind }, i) => kind === next.kind && i !== at && room(i, backwards ? way.out : way.into));
    const other = known >= 0 && rng.unit() < 0.3 ? known : add(next);
    if (backwards) join(other, way.out, at, way.into);
    else join(at, way.out, other, way.into);
  }
  const length = pick(rng, [4000, 15_000, 60_000]);
  return { nodes, edges, interventions: drawInterventions(nodes, models, rng, facts, length), facts, length, seed };
}

function drawInterventions(nodes: DrawnGraph['nodes'], models: ModelRegistry, rng: Rng, facts: 'notes' | 'today', length: number): Record<string, unknown>[] {
  const interventions: Record<string, unknown>[] = [];
  for (let i = rng.int(0, 5); i > 0; i--) {
    const node = pick(rng, nodes);
    const model = models.get(node.kind);
    const at = rng.int(0, length - 1);
    if (model.faults.length > 0 && rng.unit() < 0.7) {
      const fault = pick(rng, model.faults);
      interventions.push({ at, type: rng.unit() < 0.8 ? 'fault' : 'recover', node: node.id, name: fault.name, ...(fault.takesDuration && rng.unit() < 0.8 ? { duration: rng.int(1, 15_000) } : {}) });
    } else interventions.push({ at, type: 'setConfig', node: node.id, config: drawConfig(model, rng, facts) });
  }
  return interventions;
}

/** The recipe of a drawn graph. What its services refuse is taken back: a node's settings, an intervention; undefined when the graph itself is refused. */
export function legalRecipe(drawn: DrawnGraph, models: ModelRegistry): { readonly recipe: RunRecipe; readonly raw: DrawnGraph } | { readonly refused: readonly ConfigIssue[] } {
  let raw = drawn;
  for (let tries = 0; ; tries++) {
    const parsed = parseRecipe(raw, models);
    if (parsed.ok) return { recipe: parsed.value, raw };
    const bare = tries === 0 ? raw.nodes.map((node) => (parsed.error.some(({ path }) => path.startsWith(`${node.id}.`) || path.includes(`nodes.${node.id}`)) ? { ...node, config: {} } : node)) : raw.nodes.map((node) => ({ ...node, config: {} }));
    if (tries === 2) return { refused: parsed.error };
    raw = { ...raw, nodes: bare, interventions: tries === 0 ? raw.interventions.filter((_, i) => !parsed.error.some(({ path }) => path.startsWith(`interventions.${i}`))) : [] };
  }
}
