/** How S3 spells requests and errors: path style and virtual hosts, subresources that are not simulated, arguments, statuses. */
import { refuse } from '../apiError.ts';
import type { HttpRequest } from '../http.ts';
import type { RestDialect } from '../protocol/restDialect.ts';
import { shapes } from '../shapes/s3.ts';
import { checkMd5 } from './checksums.ts';
import { invalidArgument, notSimulated } from './errors.ts';

/** Query parameters that make another operation of a request. */
const subresources = new Set([
  'accelerate', 'acl', 'analytics', 'attributes', 'cors', 'delete', 'encryption', 'inventory', 'intelligent-tiering', 'legal-hold', 'lifecycle', 'location', 'logging', 'metrics', 'notification', 'object-lock',
  'ownershipControls', 'partNumber', 'policy', 'policyStatus', 'publicAccessBlock', 'replication', 'requestPayment', 'restore', 'retention', 'select', 'tagging', 'torrent', 'uploadId', 'uploads', 'versioning', 'versions', 'website',
]);
/** Those that are answered, with their method. */
const answered = new Set(['POST delete', 'GET location']);

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

/** Arguments of the query that S3 judges in its own words. */
function checkArgument(name: string, value: string): void {
  if (name === 'versionId' && value === '') invalidArgument('Version id cannot be the empty string', name, value);
  if (name === 'versionId' && value !== 'null') invalidArgument('Invalid version id specified', name, value);
  if (name === 'encoding-type' && value !== 'url') invalidArgument('Invalid Encoding Method specified in Request', name, value);
  if (name === 'max-keys' && !/^-?\d{1,10}$/.test(value)) invalidArgument('Provided max-keys not an integer or within integer range', name, value);
  if (name === 'max-keys' && (Number(value) < 0 || Number(value) > 2_147_483_647)) invalidArgument('Argument maxKeys must be an integer between 0 and 2147483647', 'maxKeys', value);
  const { min = 1, max = Infinity } = shapes.shapes.MaxBuckets!;
  if (name === 'max-buckets' && !(/^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max)) invalidArgument(`Argument max-buckets must be an integer between ${min} and ${max}`, name, value);
}

function checkHeaders({ method, path, headers }: HttpRequest): void {
  if (method !== 'PUT') return;
  if (headers['x-amz-copy-source'] !== undefined) notSimulated('x-amz-copy-source');
  const acl = headers['x-amz-acl'];
  const isObject = /^\/[^/]+\/./.test(path);
  if (acl !== undefined && !(shapes.shapes[isObject ? 'ObjectCannedACL' : 'BucketCannedACL']!.enum ?? []).includes(acl)) invalidArgument('', 'x-amz-acl', acl);
  const storage = headers['x-amz-storage-class'];
  if (storage !== undefined && !(shapes.shapes.StorageClass!.enum ?? []).includes(storage)) refuse('InvalidStorageClass', 'The storage class you specified is not valid', 400, { StorageClassRequested: storage });
}

export const s3Dialect: RestDialect = {
  rewrite: pathStyle,
  check(request, query) {
    const { method, headers, body } = request;
    const other = query.find(([name]) => subresources.has(name) && !answered.has(`${method} ${name}`))?.[0];
    if (other !== undefined) notSimulated(other);
    for (const [name, value] of query) checkArgument(name, value);
    checkHeaders(pathStyle(request));
    if (!query.some(([name]) => name === 'delete')) return;
    if (headers['content-md5'] === undefined && !Object.keys(headers).some((name) => name.startsWith('x-amz-checksum-'))) refuse('InvalidRequest', 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
    checkMd5(headers['content-md5'], body);
  },
  roots: { ListBuckets: 'ListAllMyBucketsResult', ListObjects: 'ListBucketResult', ListObjectsV2: 'ListBucketResult', DeleteObjects: 'DeleteResult', GetBucketLocation: 'LocationConstraint' },
  texts: { GetBucketLocation: 'LocationConstraint' },
  codes: { RequestEntityTooLargeException: 'EntityTooLarge', IncompleteSignatureException: 'AuthorizationHeaderMalformed', InvalidSignatureException: 'InvalidRequest', UnknownOperationException: 'NotImplemented', InternalFailure: 'InternalError', SerializationException: 'InvalidArgument', InvalidRequestException: 'InvalidArgument' },
  statuses: { NotImplemented: 501, InternalError: 500, NoSuchKey: 404, NoSuchBucket: 404, SlowDown: 503, ServiceUnavailable: 503 },
  catchAll: true,
};
