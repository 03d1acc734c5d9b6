/** Which nodes of the run a delivery stream is joined to: its stream, buckets, function and endpoint. */
import { whenBucket } from '../s3/register.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { builtInFunctions } from './functions.ts';
import { backupBucket, s3Of } from './settings.ts';
import { bucketOf, type DestinationKind } from './register.ts';

const endpoints = (world: World) => world.register('firehose-endpoints', () => new Map<string, number>());

function join(node: number, port: string, to: number, toPort: string | undefined, world: World): void {
  world.simulation.connect([{ from: { node: world.nodeId(node), port }, to: { node: world.nodeId(to), ...(toPort === undefined ? {} : { port: toPort }) } }]);
}

/** A web server for each address: it answers 200, and nothing is sent anywhere. */
function joinEndpoint(node: number, url: string, world: World): void {
  const known = endpoints(world).get(url);
  if (known !== undefined) return join(node, 'endpoint', known, undefined, world);
  // A node says when it is made whether records end there: it is joined at once.
  endpoints(world).set(url, world.create('http-endpoint', {}, (id) => [{ from: { node: world.nodeId(node), port: 'endpoint' }, to: { node: id } }]));
}

/** A delivery to a bucket that is not there fails, and is tried again; it works when the bucket is made. */
function joinBucket(node: number, port: 'bucket' | 'backup' | 'failures', bucket: string, world: World): void {
  whenBucket(bucket, world, (made) => join(node, port, made.node, port === 'bucket' ? 'in' : port, world));
}

export function joinFunction(node: number, functionName: string, world: World): void {
  join(node, 'transform', world.create('lambda-function', builtInFunctions[functionName]!), undefined, world);
}

export function joinBackup(node: number, kind: DestinationKind, settings: ApiRecord, world: World): void {
  const backup = backupBucket(kind, settings);
  if (backup !== undefined) joinBucket(node, 'backup', backup, world);
}

export function joinDestination(node: number, kind: DestinationKind, settings: ApiRecord, functionName: string | undefined, world: World): void {
  joinBucket(node, kind === 'HttpEndpoint' ? 'failures' : 'bucket', bucketOf(s3Of(kind, settings)), world);
  if (kind === 'HttpEndpoint') joinEndpoint(node, (settings.EndpointConfiguration as ApiRecord).Url as string, world);
  joinBackup(node, kind, settings, world);
  if (functionName !== undefined) joinFunction(node, functionName, world);
}
