import { limitValue } from '../../../aws/limits/index.ts';
import type { GraphNode, RunRecipe } from '../../../sim/recipe.ts';
import type { Snapshot } from '../../../state/runStore.ts';
import type { ControlValues, Moment } from '../panel.ts';
import { streamOf } from './figures.ts';
import { plainText } from '../words.ts';
import { chainsOf, numberOf, rolesAt, wordOf } from './nodes.ts';

const hourMs = 3_600_000;
const kibibyte = 1024;

/** What the producers' keys are called in the control; `other` is a mix that no option names. */
function keyMix(traffic: GraphNode | undefined, producer: GraphNode | undefined): string {
  if (producer?.config.partitionKey === 'salted') return 'salted';
  if (producer?.config.partitionKey === 'random') return 'random';
  if (producer?.config.partitionKey === 'constant') return 'one';
  const config = traffic?.config ?? {};
  if (config.replay) return 'file';
  if (Array.isArray(config.classes) && config.classes.length > 0) return 'other';
  const keys = config.keys ?? 'random';
  const count = numberOf(traffic, 'keyCount', 0);
  if (keys === 1) return 'one';
  if (keys === 4 || (keys === 'round-robin' && (count === 0 || count === 4))) return 'four';
  if (keys === 'zipf') return 'zipf';
  return keys === 'random' ? 'random' : 'other';
}

interface StreamSettings {
  readonly shards: number;
  readonly retention: number;
  readonly capacity: string;
}

/** What the set-up and the calls up to a moment come to, as if each call were done at once. */
function settingsByCalls(recipe: RunRecipe, at: number, stream: GraphNode | undefined): StreamSettings {
  const settings = {
    shards: numberOf(stream, 'shardCount', 1),
    retention: numberOf(stream, 'retentionPeriodHours', limitValue('kds.retention.default', recipe.facts) / hourMs),
    capacity: wordOf(stream, 'streamMode', 'PROVISIONED'),
  };
  for (const { at: when, what } of recipe.interventions) {
    if (when > at || what.type !== 'operate' || what.node !== stream?.id) continue;
    if (what.operation === 'UpdateShardCount') settings.shards = Number(what.request.TargetShardCount);
    else if (what.operation === 'SplitShard') settings.shards++;
    else if (what.operation === 'MergeShards') settings.shards--;
    else if (what.operation.endsWith('StreamRetentionPeriod')) settings.retention = Number(what.request.RetentionPeriodHours);
    else if (what.operation === 'UpdateStreamMode') settings.capacity = plainText(what.request.StreamMode);
  }
  return settings;
}

/** The stream's own word where there is one; while it works towards another shard count, the count that was asked for. */
function streamSettings(recipe: RunRecipe, at: number, stream: GraphNode | undefined, snapshot: Snapshot | undefined): StreamSettings {
  const asked = settingsByCalls(recipe, at, stream);
  const fields = snapshot && streamOf(snapshot)?.fields;
  if (!fields) return asked;
  const last = recipe.interventions.findLast(({ at: when, what }) => when <= at && what.type === 'operate' && what.node === stream?.id)?.what;
  const updating = fields.streamStatus === 'UPDATING' && last?.type === 'operate' && last.operation === 'UpdateShardCount';
  return { shards: updating ? asked.shards : fields.openShards, retention: fields.retentionPeriodHours, capacity: fields.streamMode };
}

/** Values of all controls of the Kinesis lab at a moment. Where a stream is there, its own word on shards, retention and mode counts. */
export function readControls({ recipe, snapshot }: Moment): ControlValues {
  const at = snapshot?.time ?? 0;
  const roles = rolesAt(recipe, at);
  const traffic = roles.traffic[0];
  const producer = roles.producers[0];
  const stream = roles.streams[0];
  const reader = roles.readers[0];
  return {
    ...streamSettings(recipe, at, stream, snapshot),
    maxrecord: numberOf(stream, 'maxRecordSizeInKiB', limitValue('kds.record.default-max-bytes', recipe.facts) / kibibyte),
    producers: chainsOf(recipe).length,
    rate: numberOf(traffic, 'recordsPerSecond', 100),
    size: numberOf(traffic, 'payloadBytes', 1024),
    keys: keyMix(traffic, producer),
    zipf: numberOf(traffic, 'zipfExponent', 1),
    api: wordOf(producer, 'api', 'PutRecords'),
    batch: numberOf(producer, 'batch', limitValue('kds.put-records.max-entries', recipe.facts)),
    retry: wordOf(producer, 'retry', 'backoff'),
    consumers: roles.readers.reduce((sum, node) => sum + numberOf(node, 'count', 1), 0),
    mode: wordOf(reader, 'mode', 'polling'),
    poll: numberOf(reader, 'pollInterval', 1000),
    processing: numberOf(reader, 'processingPerRecord', 0.2),
    reshard: wordOf(reader, 'reshard', 'drain-parents'),
    idempotent: reader?.config.idempotent === true,
  };
}
