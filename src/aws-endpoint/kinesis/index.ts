import type { EndpointService } from '../operation.ts';
import { shapes } from '../shapes/kinesis.ts';
import { accountHandlers } from './accountSettings.ts';
import { consumerHandlers } from './consumers.ts';
import { controlHandlers } from './controlling.ts';
import { creationHandlers } from './creating.ts';
import { encryptionHandlers } from './encryption.ts';
import { recordHandlers } from './records.ts';
import { policyHandlers } from './resources.ts';
import { listShards } from './shards.ts';
import { streamHandlers } from './streams.ts';
import { subscribeToShard } from './subscribing.ts';
import { tagHandlers } from './tags.ts';

/** Kinesis Data Streams: JSON 1.1 and CBOR 1.1. */
export const kinesis: EndpointService = {
  name: 'kinesis',
  signedAs: ['kinesis'],
  shapes,
  handlers: { ...streamHandlers, ...creationHandlers, ...controlHandlers, ...tagHandlers, ...policyHandlers, ...encryptionHandlers, ...accountHandlers, ...recordHandlers, ...consumerHandlers, ListShards: listShards, SubscribeToShard: subscribeToShard },
  validationCode: 'ValidationException',
  about: 'Encryption, enhanced monitoring and resource policies are recorded and change nothing. Quotas are those of us-east-1. The limits on control calls a second do not act. StreamId is passed over, as AWS reserves it.',
};
