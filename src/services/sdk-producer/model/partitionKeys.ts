import type { KeyTable } from '../../../sim/records/keyTable.ts';
import { makeBatch, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { Rng } from '../../../sim/rng.ts';
import type { ProducerConfig } from './config.ts';

/** Random keys are drawn from this many: enough that no shard notices. SIMPLIFIED: a program would make a new one each time. */
const randomKeys = 65_536;

const salted = new WeakMap<KeyTable, Map<number, Map<number, number>>>();

/** The key of a group with the bucket of an entity as suffix; the same entity always gets the same bucket. */
function saltedKey(keys: KeyTable, group: number, entity: number, buckets: number): number {
  let byBuckets = salted.get(keys);
  if (byBuckets === undefined) salted.set(keys, (byBuckets = new Map()));
  let memo = byBuckets.get(buckets);
  if (memo === undefined) byBuckets.set(buckets, (memo = new Map()));
  const id = group * 1_048_576 + entity;
  const known = memo.get(id);
  if (known !== undefined) return known;
  // The low bits of the entity's own hash choose the bucket: stable, and independent of where the key itself lies.
  const bucket = keys.hashWords(entity)[entity * 4 + 3]! % buckets;
  const key = keys.intern(`${keys.text(group)}#${bucket}`);
  memo.set(id, key);
  return key;
}

function withKeyBytes(records: RecordBatch, keys: KeyTable): Uint32Array {
  const bytes = new Uint32Array(records.count);
  for (let i = 0; i < bytes.length; i++) bytes[i] = records.bytes[i]! + keys.byteLength(records.keys[i]!);
  return bytes;
}

/** Gives each record the partition key that the producer's rule says, and counts that key's bytes; `before` records have had theirs. */
export function withPartitionKeys(config: ProducerConfig, records: RecordBatch, groups: Uint32Array | undefined, keys: KeyTable, rng: Rng, before: number): RecordBatch {
  const count = records.count;
  if (config.partitionKey === 'key') return makeBatch({ count, rows: records.rows, keys: records.keys, bytes: withKeyBytes(records, keys) });
  const out = new Uint32Array(count);
  const bytes = new Uint32Array(count);
  const constant = config.partitionKey === 'constant' ? keys.intern('all') : 0;
  const random = config.partitionKey === 'random' ? keys.space('random', randomKeys, (i) => `r-${i.toString(16).padStart(4, '0')}`) : 0;
  for (let i = 0; i < count; i++) {
    const entity = records.keys[i]!;
    const group = groups === undefined ? entity : groups[i]!;
    if (config.partitionKey === 'group') out[i] = group;
    // Without groups a salted key spreads the records of one key: in turn, since the entity is the key.
    else if (config.partitionKey === 'salted') out[i] = groups === undefined ? keys.intern(`${keys.text(entity)}#${(before + i) % config.saltBuckets}`) : saltedKey(keys, group, entity, config.saltBuckets);
    else if (config.partitionKey === 'random') out[i] = random + rng.int(0, randomKeys - 1);
    else if (config.partitionKey === 'constant') out[i] = constant;
    bytes[i] = records.bytes[i]! + keys.byteLength(out[i]!);
  }
  return makeBatch({ count, rows: records.rows, keys: out, bytes });
}
