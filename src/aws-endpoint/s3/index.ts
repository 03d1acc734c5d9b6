import { refuse } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import type { RestService } from '../protocol/restDialect.ts';
import { shapes } from '../shapes/s3.ts';
import { problemsOf, validationMessage } from '../validate.ts';
import { bucketHandlers } from './buckets.ts';
import { deleteHandlers } from './deleting.ts';
import { s3Dialect } from './dialect.ts';
import { listHandlers } from './listing.ts';
import { objectHandlers } from './objects.ts';

/** Members that a handler judges in S3's own words. */
const judged = /at '(createBucketConfiguration\.locationConstraint|delete(\..*)?)' /;

/** Constraints of the API, for what S3 has no words of its own for. */
function checked(operation: string, handler: Handler): Handler {
  return (input, world, facts) => {
    const problems = problemsOf(shapes, shapes.operations[operation]!.input, input).filter((problem) => !judged.test(problem));
    return problems.length > 0 ? refuse('InvalidArgument', validationMessage(problems)) : handler(input, world, facts);
  };
}

const handlers = { ...bucketHandlers, ...listHandlers, ...objectHandlers, ...deleteHandlers };

/** S3: REST with XML, path style and virtual hosts. */
export const s3: RestService = {
  name: 's3',
  signedAs: ['s3'],
  shapes,
  handlers: Object.fromEntries(Object.entries(handlers).map(([operation, handler]) => [operation, checked(operation, handler)])),
  validationCode: null,
  about: 'Path style, or the bucket in the Host header. Subresources (tags, ACLs, versions, lifecycle and others), copies and multipart uploads answer NotImplemented. HTTP Range, conditions and checksums are there.',
  rest: s3Dialect,
};
