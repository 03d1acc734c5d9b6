/** How S3 spells requests and errors: path style and virtual hosts, subresources that are not simulated, statuses. */
import { refuse } from '../apiError.ts';
import type { HttpRequest } from '../http.ts';
import type { RestDialect } from '../protocol/restDialect.ts';

/** Query parameters that make another operation of a request. */
const subresources = new Set([
  'accelerate', 'acl', 'analytics', 'attributes', 'cors', 'delete', 'encryption', 'inventory', 'intelligent-tiering', 'legal-hold', 'lifecycle', 'location', 'logging', 'metrics', 'notification', 'object-lock',
  'ownershipControls', 'partNumber', 'policy', 'policyStatus', 'publicAccessBlock', 'replication', 'requestPayment', 'restore', 'retention', 'select', 'tagging', 'torrent', 'uploadId', 'uploads', 'versioning', 'versions', 'website',
]);

/** The bucket that the name of a host begins with; undefined for S3's own names and for addresses. */
export function bucketOfHost(host: string): string | undefined {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const aws = /^(.+)\.s3(?:[.-](?:dualstack\.)?[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/.exec(name);
  return (aws ?? /^(.+?)\.(?:s3\.)?(?:localhost|localhost\.localstack\.cloud)$/.exec(name))?.[1];
}

/** Path style, whatever style the client has chosen. */
export function pathStyle(request: HttpRequest): HttpRequest {
  const bucket = bucketOfHost(request.headers.host ?? '');
  // `s3.localhost` is the service itself.
  if (bucket === undefined || bucket === 's3') return request;
  return { ...request, path: `/${bucket}${request.path.startsWith('/') ? '' : '/'}${request.path}` };
}

export const s3Dialect: RestDialect = {
  rewrite: pathStyle,
  check({ method, headers }, query) {
    const other = query.find(([name]) => subresources.has(name))?.[0];
    if (other !== undefined) refuse('NotImplemented', `A header or query you provided implies functionality that is not implemented: ${other}`, 501);
    if (method === 'PUT' && headers['x-amz-copy-source'] !== undefined) refuse('NotImplemented', 'A header you provided implies functionality that is not implemented: x-amz-copy-source', 501);
    const version = query.find(([name]) => name === 'versionId')?.[1];
    if (version !== undefined && version !== 'null') refuse('NoSuchVersion', `The specified version does not exist: versionId ${version}. Buckets here keep no versions.`, 404);
  },
  roots: { ListBuckets: 'ListAllMyBucketsResult', ListObjectsV2: 'ListBucketResult' },
  codes: { IncompleteSignatureException: 'AuthorizationHeaderMalformed', InvalidSignatureException: 'InvalidRequest', UnknownOperationException: 'NotImplemented', InternalFailure: 'InternalError', SerializationException: 'InvalidArgument', InvalidRequestException: 'InvalidArgument' },
  statuses: { NotImplemented: 501, InternalError: 500, NoSuchKey: 404, NoSuchBucket: 404, SlowDown: 503, ServiceUnavailable: 503 },
  catchAll: true,
};
