/** Where a data node lies: in a wired service whose node id is its bucket, table or cluster, or in this node. */
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import type { Component } from './definition.ts';
import { componentOf, type Core, type Instance } from './core.ts';
import { fieldOf } from './fieldValues.ts';
import type { PipelineEvent } from './state.ts';

export type Ctx = ServiceContext<PipelineEvent>;

/** A call that is not answered has failed after this long. [SIM] */
export const callTimeoutMs = 1_800_000;

export function edgeTo(core: Core, ctx: Ctx, port: string, name: string | undefined): number | undefined {
  const id = core.names[`${port} ${name}`] ?? name;
  return ctx.edgesAt(port).find((edge) => ctx.neighbour(edge) === id);
}

/** Bucket and key of an `s3://` path. */
export function s3Path(path: string): { readonly bucket: string; readonly key: string } {
  const match = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(path);
  return match ? { bucket: match[1]!, key: match[2]! } : { bucket: '', key: path };
}

export type ReadPlace = { readonly type: 'bucket'; readonly edge: number; readonly key: string; readonly whole: boolean } | { readonly type: 'table'; readonly edge: number } | { readonly type: 'here' };
export type WritePlace = { readonly type: 'bucket' | 'warehouse'; readonly edge: number; readonly key: string } | { readonly type: 'table'; readonly edge: number } | { readonly type: 'here' };

const here = { type: 'here' } as const;

function pathOf(core: Core, node: Component, task: Instance): { readonly path: string; readonly file: boolean } {
  const file = fieldOf(core, task, node.id, 'filePath');
  return file !== undefined ? { path: file, file: true } : { path: fieldOf(core, task, node.id, 'directoryPath') ?? '', file: false };
}

export function readPlace(core: Core, node: Component, task: Instance, ctx: Ctx): ReadPlace {
  if (node.type === 'S3DataNode') {
    const { path, file } = pathOf(core, node, task);
    const { bucket, key } = s3Path(path);
    const edge = edgeTo(core, ctx, 'objects', bucket);
    return edge === undefined ? here : { type: 'bucket', edge, key, whole: file };
  }
  const edge = node.type === 'DynamoDBDataNode' ? edgeTo(core, ctx, 'source-table', fieldOf(core, task, node.id, 'tableName')) : undefined;
  return edge === undefined ? here : { type: 'table', edge };
}

export function writePlace(core: Core, node: Component, task: Instance, ctx: Ctx): WritePlace {
  if (node.type === 'S3DataNode') {
    const { path, file } = pathOf(core, node, task);
    const { bucket, key } = s3Path(path);
    const edge = edgeTo(core, ctx, 'bucket', bucket);
    return edge === undefined ? here : { type: 'bucket', edge, key: file ? key : `${key === '' || key.endsWith('/') ? key : `${key}/`}` };
  }
  if (node.type === 'DynamoDBDataNode') {
    const edge = edgeTo(core, ctx, 'table', fieldOf(core, task, node.id, 'tableName'));
    return edge === undefined ? here : { type: 'table', edge };
  }
  if (node.type === 'RedshiftDataNode') {
    const database = componentOf(core, node.refs.database![0]!);
    const edges = ctx.edgesAt('warehouse');
    const edge = edgeTo(core, ctx, 'warehouse', database.texts.clusterId?.[0]) ?? edgeTo(core, ctx, 'warehouse', database.texts.databaseName?.[0]) ?? (edges.length === 1 ? edges[0] : undefined);
    return edge === undefined ? here : { type: 'warehouse', edge, key: fieldOf(core, task, node.id, 'tableName') ?? '' };
  }
  return here;
}
