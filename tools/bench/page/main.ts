import { createWorkerClient } from '../../../src/worker/workerClient.ts';
import { shardRecipe } from '../probe.ts';

/** Plays a run of 1,000 shards in the worker, times the reading of each snapshot, and leaves the figures on `window`. */
const client = createWorkerClient();
const times: number[] = [];
let total = 0;
client.subscribe((report) => {
  if (report.type === 'rejected' || report.type === 'crashed') throw new Error(JSON.stringify(report));
  if (report.type !== 'snapshot') return;
  const { snapshot } = report;
  const began = performance.now();
  const stream = snapshot.nodes.find((node) => node.id === 'stream')!;
  const columns = Object.values(stream.columns ?? {});
  for (const column of columns) for (let i = 0; i < column.length; i++) total += column[i]!;
  times.push(performance.now() - began);
  client.send({ type: 'ack', version: snapshot.version, buffers: [...new Set(columns.map((column) => column.buffer as ArrayBuffer))] });
  if (!snapshot.ended || snapshot.digest === undefined) return;
  times.sort((a, b) => a - b);
  Object.assign(window, { figures: { digest: snapshot.digest, readMsP95: times[Math.ceil(times.length * 0.95) - 1], snapshots: times.length, total } });
});
client.send({ type: 'load', recipe: shardRecipe(1000, 20, 10_000, 10_000) });
client.send({ type: 'play', speed: 4 });
