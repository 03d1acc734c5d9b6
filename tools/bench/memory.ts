import { models } from '../../src/services/models.ts';
import { parseRecipe } from '../../src/sim/parseRecipe.ts';
import { Timeline } from '../../src/sim/timeline.ts';

/** Run by itself with --expose-gc: seven simulated days, printing JSON about memory. */
const days = Number(process.argv[2] ?? 7);
const day = 86_400_000;
const parsed = parseRecipe(
  {
    nodes: [
      { id: 'web', kind: 'traffic', config: { recordsPerSecond: 20, payloadBytes: 500, keys: 'random', keyCount: 10_000 } },
      { id: 'put', kind: 'sdk-producer' },
      { id: 'stream', kind: 'kinesis-streams', config: { shardCount: 4 } },
      { id: 'reader', kind: 'stream-reader', config: { processingPerRecord: 0, pollInterval: 5000 } },
    ],
    edges: [
      { from: 'web', to: 'put' },
      { from: 'put', to: 'stream' },
      { from: 'stream', to: 'reader' },
    ],
    length: days * day,
  },
  models,
);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));

const used = async () => {
  for (let i = 0; i < 4; i++) {
    (globalThis as { gc?: () => void }).gc!();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};
const before = await used();
const timeline = new Timeline(parsed.value, { models });
const at: number[] = [];
for (let d = 1; d <= days; d++) {
  timeline.runTo(d * day + (d === days ? 0 : 3_600_000));
  at.push((await used()) - before);
}
const held = timeline.simulation.records.held;
const whole = at[at.length - 1]!;
// What remains once keyframes and roll-ups are gone is the run itself.
timeline.forgetHistory();
const bare = (await used()) - before;

console.log(JSON.stringify({ firstDay: at[0], lastDay: whole, held, bytesPerRow: bare / held, history: whole - bare }));
