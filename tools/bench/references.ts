/** Reference loops that the engine is measured against, written for the benchmark alone. */
import { md5 } from '@noble/hashes/legacy.js';
import { md5Words } from '../../src/base/md5.ts';

/** R1: the least a columnar shard loop can do: key, MD5, shard, two buckets, ring, poll, latency. Answers records put through. */
export function minimalColumnar(shards: number, perShard: number, seconds: number, keyCount: number): number {
  const rate = shards * perShard;
  const periodMs = Math.max(1, Math.min(100, Math.round(500_000 / rate)));
  const perPeriod = (rate * periodMs) / 1000;
  const words = new Uint32Array(4);
  const names = Array.from({ length: keyCount }, (_, i) => `key-${i}`);
  const ringSize = 4096;
  const rows = new Uint32Array(shards * ringSize);
  const times = new Uint32Array(shards * ringSize);
  const heads = new Uint32Array(shards);
  const tails = new Uint32Array(shards);
  const recordLevel = new Float64Array(shards).fill(1000);
  const byteLevel = new Float64Array(shards).fill(1048576);
  const refilled = new Float64Array(shards);
  let seed = 12345;
  let row = 0;
  let latency = 0;
  let delivered = 0;
  for (let now = periodMs; now <= seconds * 1000; now += periodMs) {
    for (let i = 0; i < perPeriod; i++) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      const key = Math.floor((seed / 4294967296) * keyCount);
      md5Words(names[key]!, words, 0);
      const shard = Math.floor((words[0]! / 4294967296) * shards);
      const elapsed = now - refilled[shard]!;
      if (elapsed > 0) {
        recordLevel[shard] = Math.min(1000, recordLevel[shard]! + elapsed);
        byteLevel[shard] = Math.min(1048576, byteLevel[shard]! + elapsed * 1048.576);
        refilled[shard] = now;
      }
      if (recordLevel[shard]! < 1 || byteLevel[shard]! < 510) continue;
      recordLevel[shard]! -= 1;
      byteLevel[shard]! -= 510;
      const at = shard * ringSize + (heads[shard]!++ & (ringSize - 1));
      rows[at] = row++;
      times[at] = now;
    }
    if (now % 1000 < periodMs) {
      for (let shard = 0; shard < shards; shard++) {
        while (tails[shard]! < heads[shard]!) {
          latency += now - times[shard * ringSize + (tails[shard]!++ & (ringSize - 1))]!;
          delivered++;
        }
      }
    }
  }
  if (latency < 0) throw new Error('unreachable');
  return delivered;
}

interface ObjectShard {
  start: bigint;
  end: bigint;
  records: { partitionKey: string; sequenceNumber: bigint; data: number; arrivedAt: number }[];
  recordTokens: number;
  byteTokens: number;
  refilledAt: number;
  next: bigint;
}

/** R2: the same in straightforward objects, BigInt and a library MD5, as a first version would be written. */
export function straightforwardObjects(shards: number, perShard: number, seconds: number, keyCount: number): number {
  const space = 1n << 128n;
  const width = space / BigInt(shards);
  const all: ObjectShard[] = Array.from({ length: shards }, (_, i) => ({
    start: width * BigInt(i),
    end: i === shards - 1 ? space - 1n : width * BigInt(i + 1) - 1n,
    records: [],
    recordTokens: 1000,
    byteTokens: 1048576,
    refilledAt: 0,
    next: 1n,
  }));
  const encoder = new TextEncoder();
  let seed = 12345;
  let delivered = 0;
  let latency = 0;
  for (let now = 100; now <= seconds * 1000; now += 100) {
    for (let i = 0; i < (shards * perShard) / 10; i++) {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      const partitionKey = `key-${Math.floor((seed / 4294967296) * keyCount)}`;
      let hash = 0n;
      for (const byte of md5(encoder.encode(partitionKey))) hash = (hash << 8n) | BigInt(byte);
      const shard = all.find((candidate) => hash >= candidate.start && hash <= candidate.end)!;
      const elapsed = (now - shard.refilledAt) / 1000;
      shard.recordTokens = Math.min(1000, shard.recordTokens + elapsed * 1000);
      shard.byteTokens = Math.min(1048576, shard.byteTokens + elapsed * 1048576);
      shard.refilledAt = now;
      if (shard.recordTokens < 1 || shard.byteTokens < 510) continue;
      shard.recordTokens -= 1;
      shard.byteTokens -= 510;
      shard.records.push({ partitionKey, sequenceNumber: shard.next++, data: 500, arrivedAt: now });
    }
    if (now % 1000 === 0) {
      for (const shard of all) {
        for (const record of shard.records) latency += now - record.arrivedAt;
        delivered += shard.records.length;
        shard.records = [];
      }
    }
  }
  if (latency < 0) throw new Error('unreachable');
  return delivered;
}
