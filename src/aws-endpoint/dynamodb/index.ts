import type { EndpointService } from '../operation.ts';
import { shapes } from '../shapes/dynamodb.ts';
import { readHandlers } from './reads.ts';

/** DynamoDB, as far as reading back what other services wrote needs it: JSON 1.0. */
export const dynamodb: EndpointService = { name: 'dynamodb', signedAs: ['dynamodb'], shapes, handlers: readHandlers, validationCode: 'ValidationException', about: 'Tables come to be when a rule or a pipeline first writes to them. Numbers compare as doubles; Scan goes by the text of the key; no secondary indexes, no writes.' };
