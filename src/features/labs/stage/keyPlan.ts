import { plainText } from '../../../base/plainText.ts';
import { hashKeyOf } from '../../../aws/hashKey.ts';
import type { GraphNode, RunRecipe } from '../../../sim/recipe.ts';
import { nodesAt } from '../session/recipeEdits.ts';
import { hash01 } from './dots.ts';

/** More keys than this cannot be told apart in the picture: their places are drawn as evenly spread. */
const mostKeys = 4096;

export interface PlannedKey {
  readonly name: string;
  /** Place on the hash-key ruler, 0 to 1. */
  readonly share: number;
  readonly weight: number;
  readonly hue: number;
  /** 0 none, 1 to 4 are a to d. */
  readonly letter: number;
  /** Index of the traffic node that sends it. */
  readonly producer: number;
}

export interface KeyLegend {
  readonly hue: number;
  readonly label: string;
}

/** Which keys are sent from a moment on, by their place on the ruler. Empty `keys`: too many to place, so evenly spread. */
export interface KeyPlan {
  /** Simulated ms. */
  readonly from: number;
  readonly keys: readonly PlannedKey[];
  /** Running sum of weights, one entry more than `keys`. */
  readonly sums: Float64Array;
  readonly shares: Float64Array;
  readonly legend: readonly KeyLegend[];
  /** Keys are told apart by a letter as well, so marks have to be large. */
  readonly lettered: boolean;
  readonly producers: number;
  /** Data bytes of the records of each producer. */
  readonly bytes: readonly number[];
}

/** The place of a partition key on the ruler: its MD5 over 2^128. */
export function keyShare(key: string): number {
  return Number(hashKeyOf(key) >> 75n) / 2 ** 53;
}

/** The plans of a run in order: a new one wherever traffic or producers were set to something else. */
export function keyPlans(recipe: RunRecipe): readonly KeyPlan[] {
  const kinds = new Map(recipe.graph.nodes.map((node) => [node.id, node.kind]));
  const moments = recipe.interventions.filter(({ what }) => what.type === 'setConfig' && ['traffic', 'sdk-producer'].includes(kinds.get(what.node) ?? '')).map(({ at }) => at);
  return [0, ...new Set(moments.filter((at) => at > 0))].map((at) => planAt(recipe, at));
}

/** The plan in force at a moment. */
export function planFor(plans: readonly KeyPlan[], time: number): KeyPlan {
  let found = plans[0]!;
  for (const plan of plans) if (plan.from <= time) found = plan;
  return found;
}

interface Weighted {
  readonly name: string;
  readonly weight: number;
  readonly producer: number;
}

function planAt(recipe: RunRecipe, at: number): KeyPlan {
  const nodes = nodesAt(recipe, at);
  const traffic = nodes.filter((node) => node.kind === 'traffic');
  const found: Weighted[] = [];
  let countable = true;
  traffic.forEach((node, producer) => {
    const keys = keysOf(node, producerOf(recipe, nodes, node.id));
    if (keys === null) countable = false;
    else for (const [name, weight] of keys) found.push({ name, weight: weight * numberIn(node, 'recordsPerSecond', 100), producer });
  });
  const bytes = traffic.map((node) => numberIn(node, 'payloadBytes', 1024));
  const many = !countable || found.length > mostKeys || found.length === 0;
  const looks = looksOf(many ? [] : found);
  const keys = (many ? [] : found)
    .map((key): PlannedKey => ({ ...key, share: keyShare(key.name), ...looks.of(key.name) }))
    .sort((a, b) => a.share - b.share);
  const sums = new Float64Array(keys.length + 1);
  keys.forEach((key, i) => (sums[i + 1] = sums[i]! + key.weight));
  return { from: at, keys, sums, shares: Float64Array.from(keys, (key) => key.share), legend: looks.legend, lettered: keys.some((key) => key.letter > 0), producers: traffic.length, bytes };
}

function numberIn(node: GraphNode, key: string, otherwise: number): number {
  const raw = node.config[key];
  const value = typeof raw === 'string' ? Number.parseFloat(raw) : raw;
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

function producerOf(recipe: RunRecipe, nodes: readonly GraphNode[], traffic: string): GraphNode | undefined {
  const next = recipe.graph.edges.filter((edge) => edge.from.node === traffic).map((edge) => edge.to.node);
  return nodes.find((node) => node.kind === 'sdk-producer' && next.includes(node.id));
}

/** Names and weights (summing to 1) of the partition keys that a traffic's records carry; null when they cannot be listed. */
function keysOf(traffic: GraphNode, producer: GraphNode | undefined): readonly (readonly [string, number])[] | null {
  const { keys = 'random', keyCount, keyPrefix = 'key-', keyNames, zipfExponent, classes, replay } = traffic.config;
  const rule = producer?.config.partitionKey ?? 'key';
  if (rule === 'constant') return [['all', 1]];
  if (rule === 'random' || (replay !== undefined && replay !== null) || (Array.isArray(classes) && classes.length > 0)) return null;
  const named = Array.isArray(keyNames) ? keyNames : [];
  const set = Number(keyCount ?? 0);
  const count = Number.isFinite(Number(keys)) ? Number(keys) : set > 0 ? set : keys === 'random' ? 10_000 : keys === 'zipf' ? 1000 : 4;
  const buckets = rule === 'salted' ? Number(producer?.config.saltBuckets ?? 8) : 1;
  if (!(count >= 1) || count * buckets > mostKeys) return null;
  const exponent = keys === 'zipf' ? Number(zipfExponent ?? 1) : 0;
  const weights = Array.from({ length: count }, (_, i) => (i + 1) ** -exponent);
  const total = weights.reduce((sum, weight) => sum + weight, 0) * buckets;
  return weights.flatMap((weight, i) => {
    const name = plainText(named[i] ?? `${plainText(keyPrefix)}${i}`);
    const share = weight / total;
    return buckets === 1 ? [[name, share] as const] : Array.from({ length: buckets }, (_, b) => [`${name}#${b}`, share] as const);
  });
}

/**
 * Hues of keys: one each for up to four; up to sixteen repeat them with a letter; of more, the three heaviest stand out where
 * they do, and otherwise keys fall into four groups.
 */
function looksOf(keys: readonly Weighted[]): { of(name: string): { readonly hue: number; readonly letter: number }; readonly legend: readonly KeyLegend[] } {
  const weight = new Map<string, number>();
  for (const key of keys) weight.set(key.name, (weight.get(key.name) ?? 0) + key.weight);
  const names = [...weight.keys()];
  const number = new Map(names.map((name, i) => [name, i]));
  if (names.length > 0 && names.length <= 16) {
    const legend = names.slice(0, 4).map((_, hue) => ({ hue, label: names.filter((name, i) => i % 4 === hue).join(', ') }));
    return {
      of: (name) => {
        const i = number.get(name) ?? 0;
        return { hue: i % 4, letter: names.length <= 4 ? 0 : Math.floor(i / 4) + 1 };
      },
      legend,
    };
  }
  const heaviest = [...weight].sort((a, b) => b[1] - a[1]);
  const total = heaviest.reduce((sum, [, value]) => sum + value, 0);
  if (names.length > 0 && heaviest[0]![1] > (3 * total) / names.length) {
    const top = new Map(heaviest.slice(0, 3).map(([name], i) => [name, i]));
    const legend = [...heaviest.slice(0, 3).map(([label], hue) => ({ hue, label })), { hue: 3, label: 'other keys' }];
    return { of: (name) => ({ hue: top.get(name) ?? 3, letter: 0 }), legend };
  }
  return { of: (name) => ({ hue: (number.get(name) ?? 0) % 4, letter: 0 }), legend: [] };
}

function firstAtLeast(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface Drawn {
  share: number;
  hue: number;
  letter: number;
  producer: number;
}

/** Which key the `dot`-th mark of a shard carries: drawn by weight from the keys of its range, the same in every replay. */
export function drawKey(plan: KeyPlan, range: { readonly start: number; readonly end: number }, shard: number, dot: number, out: Drawn): void {
  const u = hash01(shard, dot, 1);
  const from = firstAtLeast(plan.shares, range.start);
  const to = range.end >= 1 ? plan.keys.length : firstAtLeast(plan.shares, range.end);
  if (to > from) {
    const low = plan.sums[from]!;
    const wanted = low + u * (plan.sums[to]! - low);
    const at = Math.min(to - 1, Math.max(from, firstAtLeast(plan.sums, wanted) - 1));
    const key = plan.keys[at]!;
    out.share = key.share;
    out.hue = key.hue;
    out.letter = key.letter;
    out.producer = key.producer;
    return;
  }
  out.share = range.start + u * (range.end - range.start);
  out.hue = Math.floor(hash01(shard, dot, 2) * 4);
  out.letter = 0;
  out.producer = Math.floor(hash01(shard, dot, 3) * Math.max(1, plan.producers));
}
