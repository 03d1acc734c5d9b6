/** Which nodes of the run a delivery stream is joined to: its stream, buckets, function and endpoint. The newest edge of each kind counts. */
import { whenBucket } from '../s3/register.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { builtInFunctions } from './functions.ts';
import { bucketOf, isS3, type DeliveryStream } from './register.ts';
import { backupBucket, s3Of } from './settings.ts';

const endpoints = (world: World) => world.register('firehose-endpoints', () => new Map<string, number>());

function join(node: number, port: string, to: number, toPort: string | undefined, world: World): void {
  world.simulation.connect([{ from: { node: world.nodeId(node), port }, to: { node: world.nodeId(to), ...(toPort === undefined ? {} : { port: toPort }) } }]);
}

/** The address of an HTTP endpoint, or of Splunk's collector. */
export const addressOf = ({ kind, settings }: Pick<DeliveryStream, 'kind' | 'settings'>): string | undefined =>
  kind === 'Splunk' ? (settings.HECEndpoint as string) : kind === 'HttpEndpoint' ? ((settings.EndpointConfiguration as ApiRecord).Url as string) : undefined;

/** A server for each address: it answers 200, and nothing is sent anywhere. */
function joinEndpoint({ node, kind }: DeliveryStream, url: string, world: World): void {
  const type = kind === 'Splunk' ? 'splunk' : 'http';
  const known = endpoints(world).get(`${type} ${url}`);
  if (known !== undefined) return join(node, 'endpoint', known, undefined, world);
  // A node says when it is made whether records end there: it is joined at once.
  endpoints(world).set(`${type} ${url}`, world.create('http-endpoint', { type }, (id) => [{ from: { node: world.nodeId(node), port: 'endpoint' }, to: { node: id } }]));
}

/** A delivery to a bucket that is not there fails, and is tried again; it works when the bucket is made, unless the destination has moved meanwhile. */
function joinBucket(stream: DeliveryStream, port: 'bucket' | 'backup' | 'failures', bucketNow: () => string | undefined, world: World): void {
  const bucket = bucketNow();
  if (bucket === undefined) return;
  whenBucket(bucket, world, (made) => {
    if (stream.deletedAt === null && bucketNow() === bucket) join(stream.node, port, made.node, port === 'bucket' ? 'in' : port, world);
  });
}

/** What a delivery stream is joined to by these settings; an update joins again what has changed. */
const targets = ({ kind, settings }: Pick<DeliveryStream, 'kind' | 'settings'>) => ({ bucket: bucketOf(s3Of(kind, settings)), backup: backupBucket(kind, settings), address: addressOf({ kind, settings }) });

/** Joins a delivery stream to what its settings name; `before` is what it is joined to already. */
export function joinAll(stream: DeliveryStream, functionName: string | undefined, world: World, before?: { readonly settings: ApiRecord; readonly functionName: string | undefined }): void {
  const had = before && targets({ kind: stream.kind, settings: before.settings });
  const { bucket, backup, address } = targets(stream);
  if (bucket !== had?.bucket) joinBucket(stream, isS3(stream.kind) ? 'bucket' : 'failures', () => targets(stream).bucket, world);
  if (backup !== had?.backup) joinBucket(stream, 'backup', () => targets(stream).backup, world);
  if (address !== undefined && address !== had?.address) joinEndpoint(stream, address, world);
  if (functionName !== undefined && functionName !== before?.functionName) join(stream.node, 'transform', world.create('lambda-function', builtInFunctions[functionName]!), undefined, world);
}
