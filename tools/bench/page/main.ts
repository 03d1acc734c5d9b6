import { createWorkerClient } from '../../../src/worker/workerClient.ts';
import { shardRecipe } from '../probe.ts';

/**
 * Plays a run of 1,000 shards in the worker, times the reading of each snapshot, and leaves the figures on `window`. Reading is
 * all of it: unpacking the message, making the snapshot of it, and going through every column once. The first second is warm-up.
 */
const warmUp = 30;
const unpack = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data')!.get!;
let began = 0;
Object.defineProperty(MessageEvent.prototype, 'data', {
  get(this: MessageEvent) {
    began = performance.now();
    return unpack.call(this) as unknown;
  },
});

const client = createWorkerClient();
const times: number[] = [];
const unpacking: number[] = [];
let total = 0;

function sumOf(columns: readonly ArrayLike<number>[]): number {
  let sum = 0;
  for (const column of columns) for (let i = 0; i < column.length; i++) sum += column[i]!;
  return sum;
}

client.subscribe((report) => {
  if (report.type === 'rejected' || report.type === 'crashed') throw new Error(JSON.stringify(report));
  if (report.type !== 'snapshot') return;
  const { snapshot } = report;
  unpacking.push(performance.now() - began);
  const stream = snapshot.nodes.find((node) => node.id === 'stream')!;
  const columns = Object.values(stream.columns ?? {});
  total += sumOf(columns);
  times.push(performance.now() - began);
  client.send({
    type: 'ack',
    version: snapshot.version,
    buffers: [...new Set(columns.map((column) => column.buffer as ArrayBuffer))],
  });
  if (!snapshot.ended || snapshot.digest === undefined) return;
  const quantile = (all: readonly number[], part: number) => {
    const sorted = all.slice(warmUp).sort((a, b) => a - b);
    return sorted[Math.ceil(sorted.length * part) - 1];
  };
  Object.assign(window, {
    figures: {
      digest: snapshot.digest,
      readMsP50: quantile(times, 0.5),
      readMsP95: quantile(times, 0.95),
      unpackMsP95: quantile(unpacking, 0.95),
      snapshots: times.length,
      isolated: crossOriginIsolated,
      total,
    },
  });
});
client.send({ type: 'load', recipe: shardRecipe(1000, 20, 20_000, 10_000) });
client.send({ type: 'play', speed: 2 });
