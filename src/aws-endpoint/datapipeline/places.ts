/** Buckets, tables and topics that a definition names, joined to the pipeline where they are there. */
import type { DefineResponse } from '../../services/data-pipeline/model/operations.ts';
import { findTable, isTableName, tableNamed } from '../dynamodb/tables.ts';
import { bucketNamed } from '../s3/register.ts';
import type { World } from '../world.ts';
import type { Pipeline } from './register.ts';

type Place = DefineResponse['places'][number];

function nodeOf({ port, name }: Place, world: World): number | undefined {
  switch (port) {
    case 'bucket':
    case 'objects':
      return bucketNamed(name, world)?.node;
    case 'table':
      // A table that is written to comes to be; one that is only read must be there.
      return isTableName(name) ? tableNamed(world, name).node : undefined;
    case 'source-table':
      return findTable(world, name)?.node;
    case 'topic': {
      const found = world.simulation.nodes.findIndex(({ model, config }) => model.kind === 'sns-topic' && config.topicName === name.slice(name.lastIndexOf(':') + 1));
      return found < 0 ? undefined : found;
    }
  }
}

/** Joins what is not joined yet, and answers the ids of the nodes by port and name. */
export function placeNames(pipeline: Pipeline, places: readonly Place[], world: World): { readonly [portAndName: string]: string } {
  const names: Record<string, string> = {};
  const own = world.nodeId(pipeline.node);
  for (const place of places) {
    const node = nodeOf(place, world);
    if (node === undefined) continue;
    const id = world.nodeId(node);
    const name = place.port === 'topic' ? place.name.slice(place.name.lastIndexOf(':') + 1) : place.name;
    names[`${place.port} ${name}`] = id;
    const key = `${place.port} ${id}`;
    if (pipeline.joined.has(key)) continue;
    pipeline.joined.add(key);
    world.simulation.connect([place.port === 'objects' ? { from: { node: id }, to: { node: own, port: 'objects' } } : { from: { node: own, port: place.port }, to: { node: id } }]);
  }
  return names;
}
