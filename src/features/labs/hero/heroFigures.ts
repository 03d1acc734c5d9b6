import type { RunState } from '../../../state/runStore.ts';
import { nodes } from './heroExperiment.ts';

/** What the hero says of its run, in plain numbers. */
export interface HeroFigures {
  readonly time: number;
  readonly playing: boolean;
  readonly ended: boolean;
  /** By shard: sent and refused in the last second, stored in all, whether open. */
  readonly shards: readonly { readonly shard: number; readonly sent: number; readonly refused: number; readonly records: number; readonly open: boolean }[];
  readonly refused: number;
  /** Records a second that the producer sends. */
  readonly offered: number;
  /** Records a second that one shard takes. */
  readonly limit: number;
  readonly refusedPerSecond: number;
  /** Simulated ms of the newest refusal; null when there was none. */
  readonly lastRefusal: number | null;
}

export function heroFigures({ snapshot, events }: Pick<RunState, 'snapshot' | 'events'>): HeroFigures {
  const stream = snapshot?.nodes.find((node) => node.id === nodes.stream);
  const columns = stream?.columns;
  const shards = Array.from({ length: columns?.index?.length ?? 0 }, (_, s) => ({
    shard: s,
    sent: columns!.recordsPerSecond![s]! + columns!.refusedPerSecond![s]!,
    refused: columns!.refusedPerSecond![s]!,
    records: columns!.records![s]!,
    open: columns!.state![s] === 0,
  }));
  let lastRefusal: number | null = null;
  for (const event of events) if (event.type === 'records.refused') lastRefusal = Math.max(lastRefusal ?? 0, event.lastAt);
  return {
    time: snapshot?.time ?? 0,
    playing: snapshot?.playing ?? false,
    ended: snapshot?.ended ?? false,
    shards,
    refused: columns ? [...columns.refused!].reduce((sum, value) => sum + value, 0) : 0,
    refusedPerSecond: shards.reduce((sum, shard) => sum + shard.refused, 0),
    offered: Number(snapshot?.nodes.find((node) => node.id === nodes.traffic)?.fields.recordsPerSecond ?? 0),
    limit: Number(stream?.fields.recordRateLimit ?? 0),
    lastRefusal,
  };
}
