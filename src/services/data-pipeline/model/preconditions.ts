/** Looking whether a precondition holds: in a wired service, or in what this node knows. */
import type { Reply } from '../../../sim/calls.ts';
import { Scan, type ScanResponse } from '../../dynamodb-table/model/operations.ts';
import { ListObjectsV2, type ListObjectsV2Response } from '../../s3-bucket/model/operations.ts';
import { componentOf, type Instance } from './core.ts';
import { fieldOf } from './fieldValues.ts';
import { callTimeoutMs, edgeTo, s3Path, type Ctx } from './places.ts';
import type { PipelineState } from './state.ts';

/** Data nodes that a precondition is about: the one it belongs to, or what its activity reads. */
function nodesOf(state: PipelineState, instance: Instance): readonly string[] {
  const owner = componentOf(state.core, state.core.instances.get(instance.owner!)!.component);
  return owner.category === 'DataNode' ? [owner.id] : (owner.refs.input ?? []);
}

function recordsIn(state: PipelineState, node: string): number {
  return (state.stores[node] ?? []).reduce((sum, batch) => sum + batch.count, 0);
}

/** Whether the daily data of these nodes is complete; undefined where none comes daily. */
function complete(state: PipelineState, nodes: readonly string[], now: number): boolean | undefined {
  let any: boolean | undefined;
  state.config.sources.forEach((source, i) => {
    if (nodes.includes(source.node)) any = (any ?? true) && now >= state.sources[i]!.readyAt;
  });
  return any;
}

/** True or false at once, or undefined while a wired service is asked. */
export function check(state: PipelineState, instance: Instance, ctx: Ctx): boolean | undefined {
  const { core, config } = state;
  const component = componentOf(core, instance.component);
  if (Object.hasOwn(config.passesAt, component.id)) return ctx.now >= config.passesAt[component.id]!;
  const owner = core.instances.get(instance.owner!);
  const field = (name: string) => fieldOf(core, instance, component.id, name, owner) ?? '';
  const nodes = nodesOf(state, instance);
  const about = { type: 'checked', id: instance.id, serial: instance.serial } as const;
  switch (component.type) {
    case 'S3KeyExists':
    case 'S3PrefixNotEmpty': {
      const whole = component.type === 'S3KeyExists';
      const path = field(whole ? 's3Key' : 's3Prefix');
      const { bucket, key } = s3Path(path);
      const edge = edgeTo(core, ctx, 'objects', bucket);
      if (edge !== undefined) {
        ctx.call(edge, ListObjectsV2, { Prefix: key, MaxKeys: 1 }, { ...about, key: whole ? key : '' }, callTimeoutMs);
        return undefined;
      }
      const keys = Object.keys(state.keys).filter((name) => state.keys[name]! <= ctx.now);
      if (keys.some((name) => (whole ? name === path : name.startsWith(path)))) return true;
      return complete(state, nodes, ctx.now) ?? (!whole && nodes.some((node) => recordsIn(state, node) > 0));
    }
    case 'DynamoDBDataExists':
    case 'DynamoDBTableExists': {
      const table = field('tableName');
      const edge = edgeTo(core, ctx, 'source-table', table);
      const data = component.type === 'DynamoDBDataExists';
      if (edge !== undefined) {
        ctx.call(edge, Scan, {}, { ...about, key: data ? '' : 'table' }, callTimeoutMs);
        return undefined;
      }
      const same = core.definition.components.filter((other) => other.type === 'DynamoDBDataNode' && other.texts.tableName?.[0] === table).map((other) => other.id);
      return data ? same.some((node) => recordsIn(state, node) > 0) : same.length > 0 || edgeTo(core, ctx, 'table', table) !== undefined;
    }
    case 'Exists':
      return complete(state, nodes, ctx.now) ?? nodes.some((node) => recordsIn(state, node) > 0);
    default:
      return complete(state, nodes, ctx.now) ?? true;
  }
}

/** What a wired service's answer means; one that fails means no. */
export function answerHolds(state: PipelineState, instance: Instance, key: string, reply: Reply<unknown>): boolean {
  if (!reply.ok) return false;
  const { type } = componentOf(state.core, instance.component);
  if (type === 'DynamoDBTableExists') return true;
  if (type === 'DynamoDBDataExists') return (reply.response as ScanResponse).items.length > 0;
  const { Contents } = reply.response as ListObjectsV2Response;
  return Contents.length > 0 && (key === '' || Contents[0]!.Key === key);
}
