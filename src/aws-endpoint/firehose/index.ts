import type { EndpointService } from '../operation.ts';
import { shapes } from '../shapes/firehose.ts';
import { encryptionHandlers } from './encryption.ts';
import { recordHandlers } from './records.ts';
import { streamHandlers } from './streams.ts';
import { tagHandlers } from './tags.ts';
import { updateHandlers } from './updating.ts';

/** Firehose: JSON 1.1. */
export const firehose: EndpointService = { name: 'firehose', signedAs: ['firehose'], shapes, handlers: { ...streamHandlers, ...updateHandlers, ...recordHandlers, ...tagHandlers, ...encryptionHandlers }, validationCode: 'ValidationException', about: 'Destinations are S3, HTTP endpoints and Splunk; Redshift, search and others are refused, as are compression and format conversion. A destination may move to another bucket, address or function, but not to another kind. A Lambda ARN names a built-in function by its name: pass-through, mark-processed, by-result, drop-all, fail-all, throw-error.' };
