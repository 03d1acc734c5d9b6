/** Requests that S3 refuses: the request, HTTP status, code, and a part of the text that names what is wrong. A HEAD has no text. */
export interface BadS3Request {
  readonly path: string;
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
export type BadS3Row = readonly [request: BadS3Request, status: number, code: string, says: RegExp];

const long = 'k'.repeat(1025);
const get = (path: string, headers = {}): BadS3Request => ({ path, method: 'GET', headers });
const head = (path: string, headers = {}): BadS3Request => ({ path, method: 'HEAD', headers });
const put = (path: string, headers = {}, body = 'x'): BadS3Request => ({ path, method: 'PUT', headers, body });
const del = (path: string, headers = {}): BadS3Request => ({ path, method: 'DELETE', headers });
const at = (place: string) => `<CreateBucketConfiguration><LocationConstraint>${place}</LocationConstraint></CreateBucketConfiguration>`;
const noBucket = /bucket does not exist: none/;

/** The bucket `lake` holds the object `k` with the body `x`. */
export const badRequests: Readonly<Record<string, readonly BadS3Row[]>> = {
  CreateBucket: [
    [put('/ab', {}, ''), 400, 'InvalidBucketName', /Bucket ab$/],
    [put('/Lake', {}, ''), 400, 'InvalidBucketName', /Bucket Lake/],
    [put('/a..b', {}, ''), 400, 'InvalidBucketName', /Bucket a\.\.b/],
    [put('/10.0.0.1', {}, ''), 400, 'InvalidBucketName', /Bucket 10\.0\.0\.1/],
    [put(`/${'b'.repeat(64)}`, {}, ''), 400, 'InvalidBucketName', /Bucket b+/],
    [put('/xn--lake', {}, ''), 400, 'InvalidBucketName', /Bucket xn--lake/],
    [put('/lake-s3alias', {}, ''), 400, 'InvalidBucketName', /Bucket lake-s3alias/],
    [put('/other', {}, 'no xml'), 400, 'MalformedXML', /XML/],
    [put('/other', {}, at('eu-west-1')), 400, 'IllegalLocationConstraintException', /eu-west-1 location constraint/],
    [put('/other', {}, at('mars')), 400, 'InvalidArgument', /'mars' at 'createBucketConfiguration.locationConstraint'/],
    [put('/other', { 'x-amz-acl': 'everybody' }, ''), 400, 'InvalidArgument', /'everybody' at 'aCL' .* enum/],
    [put('/lake?versioning', {}, ''), 501, 'NotImplemented', /versioning/],
  ],
  HeadBucket: [
    [head('/none'), 404, 'NoSuchBucket', noBucket],
    [head('/Lake'), 404, 'NoSuchBucket', noBucket],
    [head('/ab'), 404, 'NoSuchBucket', noBucket],
    [head('/lake?acl'), 501, 'NotImplemented', /acl/],
    [head('/lake?policy'), 501, 'NotImplemented', /policy/],
  ],
  ListBuckets: [
    [get('/?max-buckets=0'), 400, 'InvalidArgument', /'0' at 'maxBuckets'/],
    [get('/?max-buckets=10001'), 400, 'InvalidArgument', /'10001' at 'maxBuckets'/],
    [get('/?max-buckets=many'), 400, 'InvalidArgument', /MaxBuckets must be a number/],
    [get('/?continuation-token=nonsense'), 400, 'InvalidArgument', /Token is invalid/],
    [get('/?continuation-token='), 400, 'InvalidArgument', /Token is invalid/],
  ],
  ListObjectsV2: [
    [get('/none?list-type=2'), 404, 'NoSuchBucket', noBucket],
    [get('/lake?list-type=2&max-keys=-1'), 400, 'InvalidArgument', /maxKeys/],
    [get('/lake?list-type=2&max-keys=lots'), 400, 'InvalidArgument', /MaxKeys must be a number/],
    [get('/lake?list-type=2&continuation-token=nonsense'), 400, 'InvalidArgument', /continuation-token/],
    [get('/lake?list-type=2&encoding-type=base64'), 400, 'InvalidArgument', /'base64' at 'encodingType'/],
    [get('/lake?list-type=2&acl'), 501, 'NotImplemented', /acl/],
    [get('/lake'), 501, 'NotImplemented', /GET \/lake/],
  ],
  PutObject: [
    [put('/none/k'), 404, 'NoSuchBucket', noBucket],
    [put(`/lake/${long}`), 400, 'KeyTooLongError', /Key has 1025/],
    [put('/lake/k', { 'content-md5': 'short' }), 400, 'InvalidDigest', /Content-MD5/],
    [put('/lake/k', { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' }), 400, 'BadDigest', /Content-MD5/],
    [put('/lake/k', { 'x-amz-checksum-crc32': 'AAAAAA==' }), 400, 'BadDigest', /x-amz-checksum-crc32/],
    [put('/lake/k', { 'if-none-match': '*' }), 412, 'PreconditionFailed', /If-None-Match/],
    [put('/lake/k', { 'if-match': '"y"' }), 412, 'PreconditionFailed', /If-Match/],
    [put('/lake/k', { 'x-amz-copy-source': '/lake/j' }), 501, 'NotImplemented', /x-amz-copy-source/],
    [put('/lake/k?partNumber=1&uploadId=u'), 501, 'NotImplemented', /partNumber/],
    [put('/lake/k', { 'content-encoding': 'aws-chunked' }, 'zz'), 400, 'IncompleteBody', /aws-chunked/],
    [put('/lake/k', { 'x-amz-storage-class': 'COLD' }), 400, 'InvalidArgument', /'COLD' at 'storageClass'/],
  ],
  GetObject: [
    [get('/none/k'), 404, 'NoSuchBucket', noBucket],
    [get('/lake/j'), 404, 'NoSuchKey', /key does not exist/],
    [get(`/lake/${long}`), 400, 'KeyTooLongError', /Key has 1025/],
    [get('/lake/k', { range: 'bytes=1-' }), 416, 'InvalidRange', /Range bytes=1-/],
    [get('/lake/k', { 'if-match': '"y"' }), 412, 'PreconditionFailed', /If-Match/],
    [get('/lake/k?versionId=7'), 404, 'NoSuchVersion', /versionId 7/],
    [get('/lake/k?tagging'), 501, 'NotImplemented', /tagging/],
  ],
  HeadObject: [
    [head('/none/k'), 404, 'NoSuchBucket', noBucket],
    [head('/lake/j'), 404, 'NoSuchKey', /key/],
    [head(`/lake/${long}`), 400, 'KeyTooLongError', /Key/],
    [head('/lake/k', { 'if-match': '"y"' }), 412, 'PreconditionFailed', /If-Match/],
    [head('/lake/k', { range: 'bytes=9-' }), 416, 'InvalidRange', /Range/],
  ],
  DeleteObject: [
    [del('/none/k'), 404, 'NoSuchBucket', noBucket],
    [del(`/lake/${long}`), 400, 'KeyTooLongError', /Key has 1025/],
    [del('/lake/k?versionId=7'), 404, 'NoSuchVersion', /versionId 7/],
    [del('/lake/k?uploadId=u'), 501, 'NotImplemented', /uploadId/],
    [del('/lake/k?tagging'), 501, 'NotImplemented', /tagging/],
    [del('/lake'), 501, 'NotImplemented', /DELETE \/lake/],
  ],
};
