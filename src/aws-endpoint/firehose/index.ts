import type { EndpointService } from '../operation.ts';
import { shapes } from '../shapes/firehose.ts';
import { encryptionHandlers } from './encryption.ts';
import { recordHandlers } from './records.ts';
import { streamHandlers } from './streams.ts';
import { tagHandlers } from './tags.ts';

/** Firehose: JSON 1.1. */
export const firehose: EndpointService = { name: 'firehose', signedAs: ['firehose'], shapes, handlers: { ...streamHandlers, ...recordHandlers, ...tagHandlers, ...encryptionHandlers }, validationCode: 'ValidationException' };
