import type { RestService } from '../protocol/restDialect.ts';
import { shapes } from '../shapes/s3.ts';
import { bucketHandlers } from './buckets.ts';
import { s3Dialect } from './dialect.ts';
import { objectHandlers } from './objects.ts';

/** S3: REST with XML, path style and virtual hosts. */
export const s3: RestService = {
  name: 's3',
  signedAs: ['s3'],
  shapes,
  handlers: { ...bucketHandlers, ...objectHandlers },
  validationCode: 'InvalidArgument',
  about:
    'Path style, or the bucket in the Host header. Subresources, copies, multipart uploads, ListObjects version 1 and DeleteBucket answer NotImplemented. HTTP Range, conditions and checksums are there.',
  rest: s3Dialect,
};
