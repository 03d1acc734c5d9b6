/** CreateDeliveryStream, DescribeDeliveryStream, ListDeliveryStreams, DeleteDeliveryStream. */
import { DeleteDeliveryStream } from '../../services/firehose/model/operations.ts';
import { refuse, Refusal } from '../apiError.ts';
import { findStream as findKinesisStream } from '../kinesis/register.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { describeStream, destinationId } from './describing.ts';
import { encryptionFrom } from './encryption.ts';
import { allStreams, findStream, forget, statusOf, streamsOf, type DeliveryStream, type DestinationKind } from './register.ts';
import { configOf } from './settings.ts';
import { joinAll } from './wiring.ts';

const invalid = (message: string) => refuse('InvalidArgumentException', message);
const kinds: readonly DestinationKind[] = ['S3', 'ExtendedS3', 'HttpEndpoint', 'Splunk'];

/** The one destination of a call, under names that end with a word. */
export function destinationOf(input: ApiRecord, ending: 'DestinationConfiguration' | 'DestinationUpdate'): { readonly kind: DestinationKind; readonly settings: ApiRecord } {
  const given = Object.keys(input).filter((member) => member.endsWith(ending));
  if (given.length !== 1) return invalid(`Exactly one destination ${ending === 'DestinationUpdate' ? 'update' : 'configuration'} is supported for a Firehose`);
  const kind = kinds.find((each) => `${each}${ending}` === given[0]);
  return kind === undefined ? invalid(`${given[0]} is not simulated: destinations here are ${kinds.join(', ')}.`) : { kind, settings: input[given[0]!] as ApiRecord };
}

/** Node of the stream that is the source; undefined for Direct PUT. */
function sourceOf(input: ApiRecord, type: string, world: World): number | undefined {
  const source = input.KinesisStreamSourceConfiguration as ApiRecord | undefined;
  if (type !== 'DirectPut' && type !== 'KinesisStreamAsSource') return invalid(`DeliveryStreamType ${type} is not simulated.`);
  const other = ['MSKSourceConfiguration', 'DatabaseSourceConfiguration'].find((member) => input[member] !== undefined);
  if (other !== undefined) return invalid(`${other} is not simulated.`);
  if (type === 'DirectPut') return source === undefined ? undefined : invalid('KinesisStreamSourceConfiguration goes with DeliveryStreamType KinesisStreamAsSource only.');
  if (source === undefined) return invalid('KinesisStreamSourceConfiguration must be given with DeliveryStreamType KinesisStreamAsSource.');
  try {
    return findKinesisStream({ StreamARN: source.KinesisStreamARN }, world).node;
  } catch (error) {
    return error instanceof Refusal ? invalid(`KinesisStreamSourceConfiguration.KinesisStreamARN: ${error.error.message}`) : refuse('InternalFailure', 'The source could not be looked up.', 500);
  }
}

const createStream: Handler = (input, world) => {
  const name = input.DeliveryStreamName as string;
  const type = (input.DeliveryStreamType as string | undefined) ?? 'DirectPut';
  const { account, provisioningDelay } = world.options;
  const streams = allStreams(world);
  if (streams.some((stream) => stream.name === name)) return refuse('ResourceInUseException', `Firehose ${name} under accountId ${account} already exists`);
  const { kind, settings } = destinationOf(input, 'DestinationConfiguration');
  const source = sourceOf(input, type, world);
  const encryption = input.DeliveryStreamEncryptionConfigurationInput as ApiRecord | undefined;
  if (encryption && source !== undefined) return invalid('DeliveryStreamEncryptionConfigurationInput goes with DeliveryStreamType DirectPut only.');
  const encrypted = encryptionFrom(encryption, world.now);
  const { config, functionName } = configOf(name, kind, settings, world);
  const most = world.simulation.limits.number('firehose.account.delivery-streams');
  if (streams.length >= most) return refuse('LimitExceededException', `You have already consumed your firehose quota of ${most} hoses. Firehose names: [${streams.map((stream) => stream.name).join(', ')}]`);
  const node = world.create('firehose', config, (id) => (source === undefined ? [] : [{ from: { node: world.nodeId(source) }, to: { node: id, port: 'stream' } }]));
  const arn = world.arn('firehose', `deliverystream/${name}`);
  const tags = new Map(((input.Tags ?? []) as unknown as readonly { readonly Key: string; readonly Value?: string }[]).map(({ Key, Value }) => [Key, Value]));
  const stream: DeliveryStream = { name, arn, node, type, source: input.KinesisStreamSourceConfiguration as ApiRecord | undefined, kind, createdAt: world.now, updatedAt: null, deletedAt: null, settings, encryption: encrypted, tags };
  streamsOf(world).set(name, stream);
  joinAll(stream, functionName, world);
  // Time stands still at a call: what begins at once has begun when the answer is there.
  if (provisioningDelay === 0) world.advance(world.now);
  return { DeliveryStreamARN: arn };
};

const listStreams: Handler = (input, world) => {
  const after = (input.ExclusiveStartDeliveryStreamName as string | undefined) ?? '';
  const limit = (input.Limit as number | undefined) ?? world.simulation.limits.number('firehose.list.default-limit');
  const rest = allStreams(world).filter(({ name, type }) => name > after && (input.DeliveryStreamType === undefined || type === input.DeliveryStreamType));
  return { DeliveryStreamNames: rest.slice(0, limit).map(({ name }) => name), HasMoreDeliveryStreams: rest.length > limit };
};

const deleteStream: Handler = async (input, world) => {
  const stream = findStream(input, world);
  if (statusOf(stream, world) === 'CREATING') return refuse('ResourceInUseException', `Firehose ${stream.name} under account ${world.options.account} is CREATING.`);
  if (stream.deletedAt === null) {
    stream.deletedAt = world.now;
    await world.call(stream.node, DeleteDeliveryStream, null, () => null);
    if (world.options.provisioningDelay === 0) forget(stream, world);
  }
  return {};
};

export const streamHandlers: Readonly<Record<string, Handler>> = {
  CreateDeliveryStream: createStream,
  DescribeDeliveryStream(input, world) {
    const description = describeStream(findStream(input, world), world);
    return { DeliveryStreamDescription: input.ExclusiveStartDestinationId === destinationId ? { ...description, Destinations: [] } : description };
  },
  ListDeliveryStreams: listStreams,
  DeleteDeliveryStream: deleteStream,
};
