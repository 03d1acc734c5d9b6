import { shardIdText } from '../../../aws/ids.ts';
import type { Edition } from '../../../aws/limits/index.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { RunRecipe } from '../../../sim/recipe.ts';
import type { Intervention } from '../../../sim/serviceModel.ts';
import type { DataColumn, LabPanel, Moment, PlainObject, SweepMeasure } from '../panel.ts';
import { shardIndex } from '../words.ts';
import { changeControl } from './changeControls.ts';
import { kinesisControls } from './controls.ts';
import { kinesisFaults } from './faults.ts';
import { openShards, streamOf } from './figures.ts';
import { readControls } from './readControls.ts';
import { describeScene } from './scene.ts';
import { kinesisTiles } from './tiles.ts';

const MiB = 1024 * 1024;

/** Two producers, two shards, one consumer, the way the controls begin; ten minutes. */
function startRecipe(facts: Edition): unknown {
  const traffic = { recordsPerSecond: 200, payloadBytes: 1024, keys: 'random' };
  return {
    nodes: [
      { id: 'web', kind: 'traffic', config: traffic },
      { id: 'put', kind: 'sdk-producer', config: { api: 'PutRecords', retry: 'backoff' } },
      { id: 'web-2', kind: 'traffic', config: traffic },
      { id: 'put-2', kind: 'sdk-producer', config: { api: 'PutRecords', retry: 'backoff' } },
      { id: 'clicks', kind: 'kinesis-streams', config: { shardCount: 2 } },
      { id: 'app', kind: 'stream-reader', config: { count: 1 } },
    ],
    edges: [
      { from: 'web', to: 'put' },
      { from: 'put', to: 'clicks' },
      { from: 'web-2', to: 'put-2' },
      { from: 'put-2', to: 'clicks' },
      { from: 'clicks', to: 'app' },
    ],
    length: '10m',
    seed: 7,
    facts,
  };
}

/** The shard that an event is about, or else the busiest. */
function shardMeant(subject: string, { snapshot }: Moment): number | undefined {
  const stream = snapshot && streamOf(snapshot);
  if (!stream) return undefined;
  const open = openShards(stream);
  const named = shardIndex(subject);
  if (named !== undefined && open.includes(named)) return named;
  return shardIndex(stream.fields.hottestShard) ?? open[0];
}

function operation(what: string | PlainObject, subject: string, moment: Moment): Intervention | undefined {
  const stream = moment.recipe.graph.nodes.find((node) => node.kind === 'kinesis-streams');
  if (typeof what !== 'string') {
    const request = typeof what.request === 'object' && what.request !== null ? (what.request as PlainRecord) : {};
    return typeof what.node === 'string' && typeof what.operation === 'string' ? { type: 'operate', node: what.node, operation: what.operation, request } : undefined;
  }
  const shard = shardMeant(subject, moment);
  if (what !== 'split' || !stream || shard === undefined) return undefined;
  return { type: 'operate', node: stream.id, operation: 'SplitShard', request: { ShardToSplit: shardIdText(shard) } };
}

const columns: readonly DataColumn[] = [
  { id: 'written', title: 'Written, records', metrics: ['IncomingRecords'], take: 'sum' },
  { id: 'bytes', title: 'Written, MiB', metrics: ['IncomingBytes'], take: 'sum', per: MiB },
  { id: 'refused', title: 'Refused, records', metrics: ['WriteProvisionedThroughputExceeded'], take: 'sum' },
  { id: 'read', title: 'Read, records', metrics: ['GetRecords.Records', 'SubscribeToShardEvent.Records'], take: 'sum' },
  { id: 'refusedReads', title: 'Reads refused', metrics: ['ReadProvisionedThroughputExceeded'], take: 'sum' },
  { id: 'processed', title: 'Processed, records', metrics: ['RecordsProcessed'], take: 'sum' },
  { id: 'age', title: 'Iterator age, s', metrics: ['GetRecords.IteratorAgeMilliseconds'], take: 'max', per: 1000 },
];

const streamId = (recipe: RunRecipe) => recipe.graph.nodes.find((node) => node.kind === 'kinesis-streams')?.id ?? 'clicks';
const perSecond = (raw: number, seconds: number) => raw / seconds;

const sweepMeasures: readonly SweepMeasure[] = [
  { id: 'refused', label: 'Refused by the stream', unit: 'records/s', path: (recipe) => `nodes.${streamId(recipe)}.metrics.WriteProvisionedThroughputExceeded.sum`, value: perSecond },
  { id: 'lost', label: 'Lost for good', unit: 'records/s', path: () => 'records.lost', value: perSecond },
  { id: 'delivered', label: 'Delivered to every consumer', unit: 'records/s', path: () => 'records.delivered', value: perSecond },
  { id: 'latency', label: 'Latency, 99 % are below', unit: 'ms', path: () => 'records.latencyMs.p99', value: (raw) => raw },
  { id: 'age', label: 'Oldest iterator age', unit: 's', path: (recipe) => `nodes.${streamId(recipe)}.metrics.GetRecords.IteratorAgeMilliseconds.max`, value: (raw) => raw / 1000 },
];

/** The Kinesis lab. */
export const kinesisPanel: LabPanel = {
  slug: 'kinesis',
  title: 'Kinesis Data Streams',
  shortTitle: 'Kinesis lab',
  startRecipe,
  startSpeed: 1,
  controls: kinesisControls,
  read: readControls,
  change: changeControl,
  operation,
  faults: kinesisFaults,
  scene: describeScene,
  tiles: kinesisTiles,
  keyMetric: { label: 'Records refused', unit: 'records/s', pick: (series) => series.filter((one) => one.metric === 'WriteProvisionedThroughputExceeded') },
  columns,
  sweepMeasures,
  dataSets: async () => (await import('./dataSets.ts')).dataSets,
  stage: async () => (await import('../stage/Stage.tsx')).Stage,
  inspector: async () => (await import('../stage/KeyInspector.tsx')).KeyInspector,
};
