import type { EndpointService } from '../operation.ts';
import { shapes } from '../shapes/kinesis.ts';
import { consumerHandlers } from './consumers.ts';
import { recordHandlers } from './records.ts';
import { shardHandlers } from './shards.ts';
import { streamHandlers } from './streams.ts';
import { subscribeToShard } from './subscribing.ts';

/** Kinesis Data Streams: JSON 1.1 and CBOR 1.1. */
export const kinesis: EndpointService = { name: 'kinesis', signedAs: ['kinesis'], shapes, handlers: { ...streamHandlers, ...shardHandlers, ...recordHandlers, ...consumerHandlers, SubscribeToShard: subscribeToShard }, validationCode: 'ValidationException', about: 'ShardFilter by time answers all shards. Encryption and monitoring are remembered and change nothing. Resource policies and record-level metrics are left out.' };
