import { readFileSync } from 'node:fs';
import { csvParse } from 'd3';
import { parse } from 'yaml';
import type { RunRecipe } from '../src/sim/recipe.ts';
import type { TrafficAsset } from '../src/sim/serviceModel.ts';

/** The shipped data sets that a recipe replays, read from content/data. */
export function loadAssets(recipe: RunRecipe): ReadonlyMap<string, TrafficAsset> {
  const assets = new Map<string, TrafficAsset>();
  for (const node of recipe.graph.nodes) {
    const replay = node.config.replay as { asset?: string } | undefined;
    if (node.kind !== 'traffic' || !replay?.asset || assets.has(replay.asset)) continue;
    const index = parse(readFileSync(new URL('../content/data/index.yaml', import.meta.url), 'utf8')) as { id: string; file: string }[];
    const entry = index.find((candidate) => candidate.id === replay.asset);
    if (!entry) throw new Error(`${node.id}: there is no data set "${replay.asset}"; content/data has ${index.map((candidate) => candidate.id).join(', ')}`);
    assets.set(entry.id, csvAsset(entry.id, readFileSync(new URL(`../content/data/${entry.file}`, import.meta.url), 'utf8')));
  }
  return assets;
}

function csvAsset(id: string, text: string): TrafficAsset {
  const rows = csvParse(text);
  const lines = text.split('\n');
  return {
    id,
    rows: rows.length,
    columns: Object.fromEntries(rows.columns.map((column) => [column, rows.map((row) => row[column] ?? '')])),
    bytes: Uint32Array.from(rows, (_, i) => Buffer.byteLength(lines[i + 1] ?? '')),
  };
}
