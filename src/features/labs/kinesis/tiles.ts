import type { Snapshot } from '../../../state/runStore.ts';
import type { Tile } from '../panel.ts';
import { delayText, digits, percent, shortName } from '../words.ts';
import { consumersOf, openShards, streamOf } from './figures.ts';

/** The four figures that are always in view. */
export function kinesisTiles(snapshot: Snapshot): readonly Tile[] {
  const stream = streamOf(snapshot);
  if (!stream) return [];
  const { fields } = stream;
  const open = openShards(stream);
  const sum = (name: 'recordsPerSecond' | 'refusedPerSecond') => open.reduce((total, shard) => total + stream.column(name, shard), 0);
  const written = sum('recordsPerSecond');
  const refused = sum('refusedPerSecond');
  const consumers = consumersOf(snapshot);
  const behind = Math.max(0, ...consumers.map((consumer) => consumer.behindMs));
  return [
    { id: 'written', label: 'Written', value: digits(written), unit: 'records/s', note: `${percent(fields.utilization)} of ${open.length} ${open.length === 1 ? 'shard' : 'shards'}`, status: 'plain' },
    { id: 'refused', label: 'Refused', value: digits(refused), unit: 'records/s', note: refused > 0 ? 'throttled by a shard' : 'nothing is refused', status: refused > 0 ? 'bad' : 'plain' },
    {
      id: 'hottest',
      label: 'Hottest shard',
      value: digits(fields.hottestUtilization * 100),
      unit: '%',
      note: `${shortName(fields.hottestShard)}, of its write limit`,
      status: fields.hottestUtilization > 1 ? 'bad' : fields.hottestUtilization >= 0.7 ? 'warn' : 'plain',
    },
    {
      id: 'behind',
      label: 'Consumers behind',
      value: delayText(behind).replace(/ .*$/, ''),
      unit: delayText(behind).replace(/^\S+ /, ''),
      note: consumers.length === 0 ? 'no consumer' : `${digits(snapshot.records.delivered)} records delivered`,
      status: behind > 30_000 ? 'warn' : 'plain',
    },
  ];
}
