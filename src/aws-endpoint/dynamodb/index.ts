import type { EndpointService } from '../operation.ts';
import { shapes } from '../shapes/dynamodb.ts';
import { readHandlers } from './reads.ts';

/** Errors that every AWS service has are named by the framework that reads requests. */
const common: Readonly<Record<string, string>> = { ValidationException: 'com.amazon.coral.validate', SerializationException: 'com.amazon.coral.service', UnknownOperationException: 'com.amazon.coral.service', InternalFailure: 'com.amazon.coral.service' };

/** DynamoDB, as far as reading back what other services wrote needs it: JSON 1.0. */
export const dynamodb: EndpointService = {
  name: 'dynamodb',
  signedAs: ['dynamodb'],
  shapes,
  handlers: readHandlers,
  typeOf: (code) => `${common[code] ?? 'com.amazonaws.dynamodb.v20120810'}#${code}`,
  validationCode: 'ValidationException',
  about: 'Tables come to be when a rule or a pipeline first writes to them, and keep numbers as doubles, which compare exactly with those of a call. Scan goes by the text of the key, not by its hash; no secondary indexes, no writes.',
};
