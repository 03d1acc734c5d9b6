import type { KeyTable } from '../../../sim/records/keyTable.ts';
import type { TrafficAsset } from '../../../sim/serviceModel.ts';
import type { TrafficConfig } from './config.ts';
import { zipfTable } from './shape.ts';

/** What follows from a configuration alone: key numbers and tables. A memo, never state. */
export interface KeyPlan {
  readonly count: number;
  readonly base: number;
  readonly zipf: Float64Array | null;
  /** Cumulative shares of the classes, and for each its first entity key, its entities, and each entity's group key. */
  readonly classShares: Float64Array | null;
  readonly classes: readonly { readonly base: number; readonly count: number; readonly groups: Uint32Array }[];
  /** Replay: key of each row. */
  readonly replayKeys: Uint32Array | null;
}

const memo = new WeakMap<KeyTable, WeakMap<TrafficConfig, KeyPlan>>();

/** Distinct keys that the configuration uses. */
export function distinctKeys(config: TrafficConfig): number {
  if (typeof config.keys === 'number') return config.keys;
  if (config.keyCount > 0) return config.keyCount;
  return config.keys === 'random' ? 10_000 : config.keys === 'zipf' ? 1000 : 4;
}

export function keyPlan(config: TrafficConfig, keys: KeyTable, asset: TrafficAsset | undefined): KeyPlan {
  let plans = memo.get(keys);
  if (plans === undefined) memo.set(keys, (plans = new WeakMap()));
  const known = plans.get(config);
  if (known) return known;
  const plan = makePlan(config, keys, asset);
  plans.set(config, plan);
  return plan;
}

function makePlan(config: TrafficConfig, keys: KeyTable, asset: TrafficAsset | undefined): KeyPlan {
  const count = distinctKeys(config);
  const names = config.keyNames;
  const text = (i: number) => names[i] ?? `${config.keyPrefix}${i}`;
  const base = config.classes.length > 0 || config.replay ? 0 : keys.space(JSON.stringify([config.keyPrefix, names]), count, text);
  let total = 0;
  for (const entry of config.classes) total += entry.share;
  let sum = 0;
  const shares = config.classes.map((entry) => (sum += entry.share / total));
  return {
    count,
    base,
    zipf: config.keys === 'zipf' ? zipfTable(count, config.zipfExponent) : null,
    classShares: config.classes.length > 0 ? Float64Array.from(shares) : null,
    classes: config.classes.map((entry) => {
      const groupText = (g: number) => (entry.groups === 1 ? entry.name : `${entry.name}-${g}`);
      const groupBase = keys.space(`group ${entry.name}`, entry.groups, groupText);
      const entities = keys.space(`class ${entry.name}/${entry.groups}`, entry.keys, (i) => `${groupText(i % entry.groups)}/${i}`);
      return { base: entities, count: entry.keys, groups: Uint32Array.from({ length: entry.keys }, (_, i) => groupBase + (i % entry.groups)) };
    }),
    replayKeys: config.replay ? replayKeys(config.replay.keyColumn, keys, asset) : null,
  };
}

function replayKeys(column: string, keys: KeyTable, asset: TrafficAsset | undefined): Uint32Array {
  const texts = asset?.columns[column];
  if (!asset || !texts) return new Uint32Array(0);
  // An empty cell cannot be a partition key: those rows share the key "(empty)".
  return Uint32Array.from(texts, (value) => keys.intern(value === '' ? '(empty)' : value.slice(0, 256)));
}
