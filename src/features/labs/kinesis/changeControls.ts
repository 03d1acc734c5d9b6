import type { PlainRecord } from '../../../sim/plainData.ts';
import type { RunRecipe } from '../../../sim/recipe.ts';
import type { Intervention } from '../../../sim/serviceModel.ts';
import { hasBegun } from '../../../state/runStore.ts';
import type { ControlChange, ControlValue, Moment } from '../panel.ts';
import { streamOf } from './figures.ts';
import { withConsumers, withProducers } from './setUps.ts';
import { rolesAt, type Roles } from './nodes.ts';

/** Buckets of a salted key: one customer's records get eight keys. */
const saltBuckets = 8;

const setAll = (nodes: readonly { readonly id: string }[], config: PlainRecord): readonly Intervention[] => nodes.map((node) => ({ type: 'setConfig', node: node.id, config }));

const keyConfigs: Readonly<Record<string, PlainRecord>> = {
  one: { keys: 1 },
  four: { keys: 4 },
  zipf: { keys: 'zipf' },
  random: { keys: 'random' },
};

function changeKeys(mix: string, roles: Roles): readonly Intervention[] {
  if (mix === 'salted') return setAll(roles.producers, { partitionKey: 'salted', saltBuckets });
  const keys = keyConfigs[mix];
  if (!keys) return [];
  const fresh: PlainRecord = { keyCount: 0, keyNames: [], classes: [], replay: null };
  return [...setAll(roles.traffic, { ...fresh, ...keys }), ...setAll(roles.producers, { partitionKey: 'key' })];
}

/** A change to the stream itself: part of the set-up before the run, a control-plane call afterwards. */
function changeStream(key: string, value: ControlValue, call: (now: number) => { readonly operation: string; readonly request: PlainRecord }, moment: Moment, roles: Roles): readonly Intervention[] {
  const stream = roles.streams[0];
  if (!stream) return [];
  if (!hasBegun(moment.snapshot)) return [{ type: 'setConfig', node: stream.id, config: { [key]: value } }];
  const held = moment.snapshot && streamOf(moment.snapshot)?.fields.retentionPeriodHours;
  return [{ type: 'operate', node: stream.id, ...call(held ?? 0) }];
}

function interventionsFor(id: string, value: ControlValue, moment: Moment): readonly Intervention[] {
  const roles = rolesAt(moment.recipe, moment.snapshot?.time ?? 0);
  const { traffic, producers, readers, streams } = roles;
  switch (id) {
    case 'shards':
      return changeStream('shardCount', value, () => ({ operation: 'UpdateShardCount', request: { TargetShardCount: Number(value) } }), moment, roles);
    case 'capacity':
      return changeStream('streamMode', value, () => ({ operation: 'UpdateStreamMode', request: { StreamMode: String(value) } }), moment, roles);
    case 'retention':
      return changeStream(
        'retentionPeriodHours',
        value,
        (held) => ({ operation: Number(value) >= held ? 'IncreaseStreamRetentionPeriod' : 'DecreaseStreamRetentionPeriod', request: { RetentionPeriodHours: Number(value) } }),
        moment,
        roles,
      );
    case 'maxrecord':
      return setAll(streams, { maxRecordSizeInKiB: value });
    case 'rate':
      return setAll(traffic, { recordsPerSecond: value });
    case 'size':
      return setAll(traffic, { payloadBytes: value });
    case 'keys':
      return changeKeys(String(value), roles);
    case 'zipf':
      return setAll(traffic, { zipfExponent: value });
    case 'api':
      return setAll(producers, { api: value });
    case 'batch':
      return setAll(producers, { batch: value });
    case 'retry':
      return setAll(producers, { retry: value });
    case 'mode':
      return setAll(readers, { mode: value });
    case 'poll':
      return setAll(readers, { pollInterval: value });
    case 'processing':
      return setAll(readers, { processingPerRecord: value });
    case 'reshard':
      return setAll(readers, { reshard: value });
    case 'idempotent':
      return setAll(readers, { idempotent: value });
    default:
      throw new Error(`the Kinesis lab has no control "${id}"`);
  }
}

/** What moving a control of the Kinesis lab does at a moment. */
export function changeControl(id: string, value: ControlValue, moment: Moment): ControlChange {
  if (id === 'producers') return { type: 'rebuild', transform: (recipe: RunRecipe) => withProducers(recipe, Number(value)) };
  if (id === 'consumers') return { type: 'rebuild', transform: (recipe: RunRecipe) => withConsumers(recipe, Number(value)) };
  return { type: 'interventions', list: interventionsFor(id, value, moment) };
}
