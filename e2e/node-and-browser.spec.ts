import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { models } from '../src/services/models.ts';
import { parseRecipe } from '../src/sim/parseRecipe.ts';
import { Simulation } from '../src/sim/simulation.ts';
import { summarize } from '../src/sim/summary.ts';
import { labUrl, type LabLink } from '../src/state/labLink.ts';
import { Lab } from './pages/lab.ts';
import { expect, test } from './pages/test.ts';

/** Runs that between them use every kind of node, chance, faults, operations and both editions. */
const runs: readonly { readonly name: string; readonly link: LabLink & { readonly seed: number; readonly atMs: number } }[] = [
  {
    name: 'one hot key in words',
    link: { recipe: 'web: traffic(rate=1500/s, size=200B, keys=1, retry=none) -> clicks: kinesis-streams(shards=1) -> app: stream-reader(count=1)', length: '60s', seed: 7, facts: 'notes', atMs: 12_345 },
  },
  {
    name: 'random arrivals, retries and lost answers',
    link: {
      recipe: {
        nodes: [
          { id: 'web', kind: 'traffic', config: { recordsPerSecond: 1400, payloadBytes: 700, keys: 'zipf', arrivals: 'poisson' } },
          { id: 'put', kind: 'sdk-producer', config: { retry: 'backoff', requestTimeout: 500 } },
          { id: 'clicks', kind: 'kinesis-streams', config: { shardCount: 2 } },
          { id: 'app', kind: 'stream-reader', config: { count: 2 } },
        ],
        edges: [{ from: 'web', to: 'put' }, { from: 'put', to: 'clicks', loseReplies: 0.01 }, { from: 'clicks', to: 'app' }],
        interventions: [
          { at: 3000, type: 'fault', node: 'app', name: 'crash', target: 'consumer-1', duration: 4000 },
          { at: 5000, type: 'operate', node: 'clicks', operation: 'SplitShard', request: { ShardToSplit: 'shardId-000000000000' } },
          { at: 9000, type: 'setConfig', node: 'web', config: { recordsPerSecond: 2600 } },
        ],
      },
      length: '2m', seed: 2_000_000_011, facts: 'notes', atMs: 47_001,
    },
  },
  {
    name: 'the edition of today, with enhanced fan-out',
    link: { recipe: 'web: traffic(rate=900/s, size=1KiB, keys=random) -> clicks: kinesis-streams(shards=2) -> app: stream-reader(count=3, mode=enhanced-fan-out)', length: '60s', seed: 11, facts: 'today', atMs: 30_000 },
  },
  {
    name: 'the first experiment',
    link: {
      recipe: (parse(readFileSync(new URL('../content/experiments/kinesis/hot-key.yaml', import.meta.url), 'utf8')) as { recipe: LabLink['recipe'] }).recipe,
      length: '60s', seed: 7, facts: 'notes', atMs: 8_000,
    },
  },
];

/** The run in Node up to the moment of the link. */
function inNode({ recipe, length, seed, facts, atMs }: (typeof runs)[number]['link']) {
  const raw = typeof recipe === 'string' ? { topology: recipe, length } : { ...recipe, length };
  const parsed = parseRecipe(raw, models, { seed, facts });
  if (!parsed.ok) throw new Error(parsed.error.map((issue) => `${issue.path}: ${issue.problem}`).join('\n'));
  const simulation = new Simulation(parsed.value, { models });
  return summarize(simulation, simulation.runUntil(atMs));
}

for (const { name, link } of runs) {
  test(`ux 10: the same recipe gives the same digest in Node and in the page: ${name}`, async ({ page }) => {
    const { digest, records } = inNode(link);
    expect(records.born).toBeGreaterThan(0);
    // Another seed or moment is another run: the digest tells them apart.
    expect(inNode({ ...link, atMs: link.atMs - 1000 }).digest).not.toBe(digest);

    await page.goto(labUrl(link));
    const lab = new Lab(page);
    await lab.expectTime(link.atMs);
    await lab.expectState('paused');
    await expect(lab.root).toHaveAttribute('data-seed', String(link.seed));
    await expect(lab.root).toHaveAttribute('data-digest', digest);

    // By another way to the same moment: from the start, forward, and back again.
    await lab.seek(0);
    await lab.seek(Math.min(link.atMs + 5000, 60_000));
    await lab.seek(link.atMs);
    await expect(lab.root).toHaveAttribute('data-digest', digest);
  });
}

test('ux 10: the same recipe and moment give the same digest again after a reload', async ({ page }) => {
  const { link } = runs[1]!;
  const lab = new Lab(page);
  await page.goto(labUrl(link));
  await lab.expectTime(link.atMs);
  const digest = await lab.digest();
  await page.reload();
  await lab.expectTime(link.atMs);
  await expect(lab.root).toHaveAttribute('data-digest', digest);
});
