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
/** DeleteObjects with a checksum that nobody looks at. */
const remove = (body: string, path = '/lake?delete', headers: Readonly<Record<string, string>> = { 'x-amz-checksum-crc32': 'AAAAAA==' }): BadS3Request => ({ path, method: 'POST', headers, body });
const keys = (...names: string[]) => `<Delete>${names.map((name) => `<Object><Key>${name}</Key></Object>`).join('')}</Delete>`;
const noBucket = /<Message>The specified bucket does not exist<\/Message><BucketName>none<\/BucketName>/;
const noKey = /<Message>The specified key does not exist\.<\/Message><Key>j<\/Key>/;
const badName = (name: string) => new RegExp(`<Message>The specified bucket is not valid\\.</Message><BucketName>${name}</BucketName>`);
const malformed = /The XML you provided was not well-formed or did not validate against our published schema</;
const tooLong = /<Message>Your key is too long<\/Message><Size>1025<\/Size><MaxSizeAllowed>1024</;
const argument = (message: string, name: string, value?: string) => new RegExp(`<Message>${message}</Message><ArgumentName>${name}</ArgumentName>${value === undefined ? '' : `<ArgumentValue>${value}</ArgumentValue>`}`);
const badVersion = argument('Invalid version id specified', 'versionId', '7');
const notThat = (Condition: string) => new RegExp(`At least one of the pre-conditions you specified did not hold</Message><Condition>${Condition}</Condition>`);
const listings = (path: string): BadS3Row[] => [
  [get(`/none${path}`), 404, 'NoSuchBucket', noBucket],
  [get(`/lake${path}&max-keys=-1`), 400, 'InvalidArgument', argument('Argument maxKeys must be an integer between 0 and 2147483647', 'maxKeys', '-1')],
  [get(`/lake${path}&max-keys=lots`), 400, 'InvalidArgument', argument('Provided max-keys not an integer or within integer range', 'max-keys', 'lots')],
  [get(`/lake${path}&encoding-type=base64`), 400, 'InvalidArgument', argument('Invalid Encoding Method specified in Request', 'encoding-type', 'base64')],
  [get(`/lake${path}&encoding-type=`), 400, 'InvalidArgument', argument('Invalid Encoding Method specified in Request', 'encoding-type', '')],
  [get(`/lake${path}&acl`), 501, 'NotImplemented', /acl/],
  [get(`/lake${path}`, { 'x-amz-expected-bucket-owner': '999999999999' }), 403, 'AccessDenied', /Access Denied/],
];

/** The bucket `lake` holds the object `k` with the body `x`. A text of a row is looked for in the whole answer: S3 names what is wrong in elements of its own. */
export const badRequests: Readonly<Record<string, readonly BadS3Row[]>> = {
  CreateBucket: [
    ...['ab', 'Lake', 'a..b', '10.0.0.1', 'b'.repeat(64), 'xn--lake', 'lake-s3alias'].map((name): BadS3Row => [put(`/${name}`, {}, ''), 400, 'InvalidBucketName', badName(name)]),
    [put('/other', {}, 'no xml'), 400, 'MalformedXML', malformed],
    [put('/other', {}, '<CreateBucketConfiguration>'), 400, 'MalformedXML', malformed],
    [put('/other', {}, at('eu-west-1')), 400, 'IllegalLocationConstraintException', />The eu-west-1 location constraint is incompatible for the region specific endpoint this request was sent to\.</],
    [put('/other', {}, at('mars')), 400, 'InvalidLocationConstraint', />The specified location-constraint is not valid<\/Message><LocationConstraint>mars</],
    [put('/other', {}, at('us-east-1')), 400, 'InvalidLocationConstraint', /<LocationConstraint>us-east-1</],
    [put('/other', { 'x-amz-acl': 'everybody' }, ''), 400, 'InvalidArgument', argument('', 'x-amz-acl', 'everybody')],
    [put('/lake?versioning', {}, ''), 501, 'NotImplemented', /versioning/],
  ],
  DeleteBucket: [
    [del('/none'), 404, 'NoSuchBucket', noBucket],
    [del('/lake'), 409, 'BucketNotEmpty', />The bucket you tried to delete is not empty<\/Message><BucketName>lake</],
    [del('/lake?lifecycle'), 501, 'NotImplemented', /lifecycle/],
    [del('/lake?delete'), 501, 'NotImplemented', /delete/],
    [del('/lake?location'), 501, 'NotImplemented', /location/],
    [del('/lake', { 'x-amz-expected-bucket-owner': '999999999999' }), 403, 'AccessDenied', /Access Denied/],
  ],
  HeadBucket: [
    [head('/none'), 404, 'NoSuchBucket', noBucket],
    [head('/Lake'), 404, 'NoSuchBucket', noBucket],
    [head('/lake', { 'x-amz-expected-bucket-owner': '999999999999' }), 403, 'AccessDenied', /Access Denied/],
    [head('/lake?acl'), 501, 'NotImplemented', /acl/],
    [head('/lake?policy'), 501, 'NotImplemented', /policy/],
  ],
  GetBucketLocation: [
    [get('/none?location'), 404, 'NoSuchBucket', noBucket],
    [get('/Lake?location'), 404, 'NoSuchBucket', /<BucketName>Lake</],
    [get('/lake?location', { 'x-amz-expected-bucket-owner': '999999999999' }), 403, 'AccessDenied', /Access Denied/],
    [get('/lake?location&acl'), 501, 'NotImplemented', /acl/],
    [put('/lake?location', {}, ''), 501, 'NotImplemented', /location/],
  ],
  ListBuckets: [
    [get('/?max-buckets=0'), 400, 'InvalidArgument', argument('Argument max-buckets must be an integer between 1 and 10000', 'max-buckets', '0')],
    [get('/?max-buckets=10001'), 400, 'InvalidArgument', argument('Argument max-buckets must be an integer between 1 and 10000', 'max-buckets', '10001')],
    [get('/?max-buckets=many'), 400, 'InvalidArgument', argument('Argument max-buckets must be .*', 'max-buckets', 'many')],
    [get('/?continuation-token=nonsense'), 400, 'InvalidArgument', argument('The continuation token provided is incorrect', 'continuation-token')],
    [get('/?bucket-region=eu-east-1x'), 400, 'InvalidArgument', argument('Argument value eu-east-1x is not a valid AWS Region', 'bucket-region')],
  ],
  ListObjects: listings('?prefix='),
  ListObjectsV2: [
    ...listings('?list-type=2'),
    [get('/lake?list-type=2&continuation-token=nonsense'), 400, 'InvalidArgument', argument('The continuation token provided is incorrect', 'continuation-token')],
    [get('/lake?list-type=2&continuation-token='), 400, 'InvalidArgument', argument('The continuation token provided is incorrect', 'continuation-token')],
  ],
  PutObject: [
    [put('/none/k'), 404, 'NoSuchBucket', noBucket],
    [put(`/lake/${long}`), 400, 'KeyTooLongError', tooLong],
    [put(`/lake/${'%C3%BC'.repeat(512)}k`), 400, 'KeyTooLongError', tooLong],
    [put('/lake/k', { 'content-md5': 'short' }), 400, 'InvalidDigest', />The Content-MD5 you specified was invalid\.<\/Message><Content-MD5>short</],
    [put('/lake/k', { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' }), 400, 'BadDigest', />The Content-MD5 you specified did not match what we received\.<\/Message><ExpectedDigest>AAAAAAAAAAAAAAAAAAAAAA==</],
    [put('/lake/k', { 'x-amz-checksum-crc32': 'AAAAAA==' }), 400, 'BadDigest', />The CRC32 you specified did not match the calculated checksum\.</],
    [put('/lake/k', { 'x-amz-checksum-sha256': 'AAAAAA==' }), 400, 'InvalidRequest', />Value for x-amz-checksum-sha256 header is invalid\.</],
    [put('/lake/k', { 'x-amz-checksum-sha1': 'AAAAAA==', 'x-amz-checksum-crc32': 'AAAAAA==' }), 400, 'InvalidRequest', /Expecting a single x-amz-checksum- header/],
    [put('/lake/k', { 'x-amz-sdk-checksum-algorithm': 'CRC32' }), 400, 'InvalidRequest', /x-amz-sdk-checksum-algorithm specified, but no corresponding/],
    [put('/lake/k', { 'if-none-match': '*' }), 412, 'PreconditionFailed', notThat('If-None-Match')],
    [put('/lake/k', { 'if-match': '"y"' }), 412, 'PreconditionFailed', notThat('If-Match')],
    [put('/lake/j', { 'if-match': '"y"' }), 404, 'NoSuchKey', noKey],
    [put('/lake/k', { 'if-none-match': '"y"' }), 501, 'NotImplemented', /<Header>If-None-Match<\/Header><additionalMessage>We don&#39;t accept the provided value of If-None-Match header for this API</],
    [put('/lake/k', { 'if-match': '*' }), 501, 'NotImplemented', /<Header>If-Match<\/Header><additionalMessage>We don&#39;t accept/],
    [put('/lake/k', { 'if-match': '"y"', 'if-none-match': '*' }), 501, 'NotImplemented', /<Header>If-Match,If-None-Match<\/Header><additionalMessage>Multiple conditional request headers present in the request</],
    [put('/lake/k', { 'x-amz-copy-source': '/lake/j' }), 501, 'NotImplemented', /x-amz-copy-source/],
    [put('/lake/k?partNumber=1&uploadId=u'), 501, 'NotImplemented', /partNumber/],
    [put('/lake/k', { 'content-encoding': 'aws-chunked' }, 'zz'), 400, 'IncompleteBody', />The request body terminated unexpectedly</],
    [put('/lake/k', { 'x-amz-storage-class': 'COLD' }), 400, 'InvalidStorageClass', />The storage class you specified is not valid<\/Message><StorageClassRequested>COLD</],
    [put('/lake/k', { 'x-amz-acl': 'everybody' }), 400, 'InvalidArgument', argument('', 'x-amz-acl', 'everybody')],
    [put('/lake/k', { 'x-amz-server-side-encryption': 'ROT13' }), 400, 'InvalidArgument', /'ROT13|&#39;ROT13&#39; at &#39;serverSideEncryption/],
    [put('/lake/k', { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' }), 501, 'NotImplemented', /x-amz-server-side-encryption-customer-algorithm/],
  ],
  GetObject: [
    [get('/none/k'), 404, 'NoSuchBucket', noBucket],
    [get('/lake/j'), 404, 'NoSuchKey', noKey],
    [get(`/lake/${long}`), 400, 'KeyTooLongError', tooLong],
    [get('/lake/k', { range: 'bytes=1-' }), 416, 'InvalidRange', />The requested range is not satisfiable<\/Message><RangeRequested>bytes=1-<\/RangeRequested><ActualObjectSize>1</],
    [get('/lake/k', { 'if-match': '"y"' }), 412, 'PreconditionFailed', notThat('If-Match')],
    [get('/lake/k', { 'if-unmodified-since': 'Tue, 24 May 2011 17:10:00 GMT' }), 412, 'PreconditionFailed', notThat('If-Unmodified-Since')],
    [get('/lake/k?versionId=7'), 400, 'InvalidArgument', badVersion],
    [get('/lake/k?versionId='), 400, 'InvalidArgument', argument('Version id cannot be the empty string', 'versionId', '')],
    [get('/lake/k?tagging'), 501, 'NotImplemented', /tagging/],
  ],
  HeadObject: [
    [head('/none/k'), 404, 'NoSuchBucket', noBucket],
    [head('/lake/j'), 404, 'NoSuchKey', noKey],
    [head(`/lake/${long}`), 400, 'KeyTooLongError', tooLong],
    [head('/lake/k', { 'if-match': '"y"' }), 412, 'PreconditionFailed', notThat('If-Match')],
    [head('/lake/k', { range: 'bytes=9-' }), 416, 'InvalidRange', /RangeRequested/],
  ],
  DeleteObject: [
    [del('/none/k'), 404, 'NoSuchBucket', noBucket],
    [del(`/lake/${long}`), 400, 'KeyTooLongError', tooLong],
    [del('/lake/k?versionId=7'), 400, 'InvalidArgument', badVersion],
    [del('/lake/k', { 'if-match': '"y"' }), 412, 'PreconditionFailed', notThat('If-Match')],
    [del('/lake/k?uploadId=u'), 501, 'NotImplemented', /uploadId/],
    [del('/lake/k?tagging'), 501, 'NotImplemented', /tagging/],
  ],
  DeleteObjects: [
    [remove(keys('k'), '/none?delete'), 404, 'NoSuchBucket', noBucket],
    [remove(''), 400, 'MalformedXML', malformed],
    [remove('<Delete/>'), 400, 'MalformedXML', malformed],
    [remove('<Delete><Object><Key>k</Key></Delete>'), 400, 'MalformedXML', malformed],
    [remove('<Delete><Object><VersionId>7</VersionId></Object></Delete>'), 400, 'MalformedXML', malformed],
    [remove('<Delete><Quiet>maybe</Quiet><Object><Key>k</Key></Object></Delete>'), 400, 'MalformedXML', malformed],
    [remove(keys(...Array.from({ length: 1001 }, (_, i) => `k${i}`))), 400, 'MalformedXML', malformed],
    [remove(keys('k'), '/lake?delete', {}), 400, 'InvalidRequest', />Missing required header for this request: Content-MD5 OR x-amz-checksum-\*</],
    [remove(keys('k'), '/lake?delete', { 'content-md5': 'short' }), 400, 'InvalidDigest', /<Content-MD5>short</],
    [remove(keys('k'), '/lake?delete', { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' }), 400, 'BadDigest', /<ExpectedDigest>/],
    [remove(keys('k'), '/lake?delete&versionId=7'), 400, 'InvalidArgument', badVersion],
  ],
};
