/** Requests that IoT refuses: method and target, body, code, a part of the text that names the member, and headers. */
export type BadRequest = readonly [target: string, body: unknown, code: string, says: RegExp, headers?: Readonly<Record<string, string>>];

const bad = 'InvalidRequestException';
const missing = 'ResourceNotFoundException';
const id = 'a'.repeat(64);
const long = 'x'.repeat(129);
const cert = `arn:aws:iot:us-east-1:123456789012:cert/${id}`;
const escaped = encodeURIComponent(cert);
const principal = (text: string) => ({ 'x-amzn-principal': text });
const payload = { sql: "SELECT * FROM 'a'", actions: [] };
const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:*","Resource":"*"}]}';

/** What a call refuses about a name in its path. */
const named = (member: string, target: (name: string) => string, body?: unknown): BadRequest[] => [
  [target('a%20b'), body, bad, new RegExp(`'a b' at '${member}' .* pattern`)],
  [target(long), body, bad, new RegExp(`at '${member}' .* less than or equal to 128`)],
  [target('a%2Fb'), body, bad, new RegExp(`'a/b' at '${member}' .* pattern`)],
  [target('%C3%A4'), body, bad, new RegExp(`'ä' at '${member}' .* pattern`)],
];
const thing = (target: (name: string) => string, body?: unknown) => named('thingName', target, body);
const certificate = (target: (name: string) => string): BadRequest[] => [
  [target('abc'), undefined, bad, /'abc' at 'certificateId' .* greater than or equal to 64/],
  [target('b'.repeat(65)), undefined, bad, /at 'certificateId' .* less than or equal to 64/],
  [target('z'.repeat(64)), undefined, bad, /at 'certificateId' .* pattern/],
  [target(id), undefined, missing, /certificateId/],
];
/** What a list refuses about its members. */
const listed = (target: string, size: string, token: string, most: number): BadRequest[] => {
  const q = target.includes('?') ? '&' : '?';
  return [
    [`${target}${q}${size}=0`, undefined, bad, new RegExp(`'0' at '${size}'`)],
    [`${target}${q}${size}=${most + 1}`, undefined, bad, new RegExp(`'${most + 1}' at '${size}'`)],
    [`${target}${q}${size}=many`, undefined, bad, new RegExp(`${size} must be a number`)],
    [`${target}${q}${token}=nonsense`, undefined, bad, new RegExp(`${token} is invalid`)],
    [`${target}${q}${token}=eA==`, undefined, bad, new RegExp(`${token} is invalid`)],
  ];
};
const rule = (target: (name: string) => string, body?: unknown): BadRequest[] => [...named('ruleName', target, body), [target('a-b'), body, bad, /'a-b' at 'ruleName' .* pattern/]];
const rulePayloads = (target: string): BadRequest[] => [
  [target, undefined, bad, /null at 'topicRulePayload'/],
  [target, {}, bad, /null at 'topicRulePayload.sql'.*null at 'topicRulePayload.actions'/],
  [target, { ...payload, sql: 5 }, 'SerializationException', /NUMBER_VALUE .* 'topicRulePayload.sql'/],
  [target, { ...payload, sql: 'SELECT' }, 'SqlParseException', /^sql: line 1/],
  [target, { ...payload, actions: Array.from({ length: 11 }, () => ({ republish: { roleArn: 'r', topic: 't' } })) }, bad, /at 'topicRulePayload.actions' .* less than or equal to 10/],
  [target, { ...payload, actions: [{ kinesis: { roleArn: 'r' } }] }, bad, /null at 'topicRulePayload.actions.1.member.kinesis.streamName'/],
  [target, { ...payload, actions: [{}] }, bad, /topicRulePayload.actions.1.member must have exactly one action/],
  [target, { ...payload, actions: [{ salesforce: { token: 'x'.repeat(40), url: 'https://ingestion-a.b.sfdcnow.com/streams/a/b/event' } }] }, bad, /actions.1.member.salesforce is not simulated/],
  [target, { ...payload, awsIotSqlVersion: '2020-01-01' }, bad, /awsIotSqlVersion/],
];

const scope = 'x/20260105/us-east-1/iot/aws4_request';
/** Authorization headers that are not whole, and what is said of them. */
const signatures: readonly (readonly [string, RegExp])[] = [
  ['AWS4-HMAC-SHA256', /requires 'Credential' parameter.*requires 'Signature' parameter.*requires 'SignedHeaders' parameter/],
  [`AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host`, /requires 'Signature' parameter/],
  ['AWS4-HMAC-SHA256 Credential=x/20260105/us-east-1/iot, SignedHeaders=host, Signature=a', /Credential must have exactly 5 slash-delimited elements/],
];
const version = (target: (id: string) => string): BadRequest[] => [
  ...named('policyName', (n) => target('1').replace('/p/', `/${n}/`)),
  [target('one'), undefined, bad, /'one' at 'policyVersionId' .* pattern/],
  [target('9'), undefined, missing, /policyName=p, policyVersionId=9/],
  [target('1').replace('/p/', '/gone/'), undefined, missing, /policyName=gone/],
];
const tags = [{ Key: 'a', Value: 'b' }];
const arnOf = (resource: string) => `arn:aws:iot:us-east-1:123456789012:${resource}`;
const many = Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}`, Value: '' }));
/** What calls about tags refuse of the ARN. */
const tagged = (of: (arn: string | undefined) => readonly [string, unknown]): BadRequest[] => [
  [...of(undefined), bad, /null at 'resourceArn'/],
  [...of('me'), bad, /resourceArn me is not that of a resource with tags/],
  [...of(arnOf('thing/t')), bad, /resourceArn .*thing\/t is not/],
  [...of(arnOf('policy/gone')), missing, /policy\/gone does not exist \(resourceArn\)/],
  [...of(arnOf('rule/gone')), missing, /rule\/gone does not exist \(resourceArn\)/],
  [...of(arnOf('thinggroup/g')), missing, /thinggroup\/g does not exist \(resourceArn\)/],
];
const noPem = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n';

export const badRequests: Readonly<Record<string, readonly BadRequest[]>> = {
  AttachPolicy: [...named('policyName', (n) => `PUT /target-policies/${n}`, { target: cert }), ['PUT /target-policies/p', {}, bad, /null at 'target'/], ['PUT /target-policies/nowhere', { target: cert }, missing, /policyName=nowhere/], ['PUT /target-policies/p', { target: 'me' }, bad, /Invalid target: "me"/], ['PUT /target-policies/p', { target: cert }, missing, /certificate/]],
  AttachThingPrincipal: [...thing((n) => `PUT /things/${n}/principals`).map((row) => [row[0], row[1], row[2], row[3], principal(cert)] as const), ['PUT /things/t/principals', undefined, bad, /null at 'principal'/], ['PUT /things/t/principals', undefined, bad, /Invalid principal/, principal('me')], ['PUT /things/gone/principals', undefined, missing, /Thing gone/, principal(cert)], ['PUT /things/t/principals?thingPrincipalType=SHARED', undefined, bad, /'SHARED' at 'thingPrincipalType' .* enum/, principal(cert)]],
  CreateKeysAndCertificate: [
    ...['maybe', '', '1', 'yes', 'nulltrue'].map((text): BadRequest => [`POST /keys-and-certificate?setAsActive=${text}`, undefined, bad, new RegExp(`setAsActive must be true or false, and is "${text}"`)]),
    ...signatures.map(([authorization, says]): BadRequest => ['POST /keys-and-certificate?setAsActive=true', undefined, 'IncompleteSignatureException', says, { authorization, 'x-amz-date': '20260105T000000Z' }]),
    ['POST /keys-and-certificate', undefined, 'IncompleteSignatureException', /'X-Amz-Date' or a 'Date' header/, { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=a` }],
  ],
  CreatePolicy: [...named('policyName', (n) => `POST /policies/${n}`, { policyDocument: document }).filter(([target]) => !target.endsWith('%C3%A4')), ['POST /policies/q', {}, bad, /null at 'policyDocument'/], ['POST /policies/q', { policyDocument: 'no JSON' }, 'MalformedPolicyException', /^Policy document is Malformed: Invalid policy syntax. policyDocument is no JSON/], ['POST /policies/q', { policyDocument: document.replace('Allow', 'allow') }, 'MalformedPolicyException', /Malformed: .*policyDocument Statement.0.Effect/], ['POST /policies/q', { policyDocument: document.replace('*"}', `${'x'.repeat(2048)}"}`) }, 'MalformedPolicyException', /Malformed: policyDocument has at most 2048 characters/], ['POST /policies/q', { policyDocument: document, tags: many }, bad, /tags: .* at most 50/], ['POST /policies/p', { policyDocument: document }, 'ResourceAlreadyExistsException', /name=p/], ['POST /policies/q', { policyDocument: ' '.repeat(404_601) }, bad, /at 'policyDocument' .* less than or equal to 404600/]],
  CreatePolicyVersion: [
    ...named('policyName', (n) => `POST /policies/${n}/version`, { policyDocument: document }),
    ['POST /policies/p/version', {}, bad, /null at 'policyDocument'/],
    ['POST /policies/gone/version', { policyDocument: document }, missing, /policyName=gone/],
    ['POST /policies/p/version', { policyDocument: '{}' }, 'MalformedPolicyException', /policyDocument Version must be/],
    ['POST /policies/p/version?setAsDefault=1', { policyDocument: document }, bad, /setAsDefault must be true or false/],
  ],
  CreateThing: [...thing((n) => `POST /things/${n}`, {}), ['POST /things/u', { thingTypeName: 'old' }, bad, /Can not create new thing with depreated thing type:old/], ['POST /things/u', { billingGroupName: 'b' }, missing, /billingGroupName/], ['POST /things/t', { attributePayload: { attributes: { a: 'b' } } }, 'ResourceAlreadyExistsException', /Thing t already exists/], ['POST /things/u', { thingTypeName: 'none' }, missing, /Thing type none/], ['POST /things/u', { attributePayload: { attributes: { 'a b': 'c' } } }, bad, /a b.*at 'attributePayload\.attributes.* pattern/], ['POST /things/u', { attributePayload: { attributes: { a: '1', b: '2', c: '3', d: '4' } } }, bad, /attributes: .* at most 3/], ['POST /things/u', { thingTypeName: 5 }, 'SerializationException', /'thingTypeName'/]],
  CreateThingType: [...named('thingTypeName', (n) => `POST /thing-types/${n}`, {}), ['POST /thing-types/a', { thingTypeProperties: { searchableAttributes: ['a', 'b', 'c', 'd'] } }, bad, /^Only three searchable attributes are allowed for a thing type\.$/], ['POST /thing-types/old', { thingTypeProperties: { thingTypeDescription: 'other' } }, 'ResourceAlreadyExistsException', /Thing type old already exists/], ['POST /thing-types/a', { tags: [{ Key: 'aws:a' }] }, bad, /tags: the Key aws:a/], ['POST /thing-types/a', { tags: [{}] }, bad, /null at 'tags.1.member.key'/], ['POST /thing-types/a', { thingTypeProperties: 'x' }, 'SerializationException', /'thingTypeProperties'/]],
  CreateTopicRule: [...rule((n) => `POST /rules/${n}`, payload), ...rulePayloads('POST /rules/new'), ['POST /rules/r', payload, 'ResourceAlreadyExistsException', /ruleName=r/], ['POST /rules/new', payload, bad, /at 'tags.1.member.key'/, { 'x-amz-tagging': '=b' }], ['POST /rules/new', payload, bad, /tags has a Key twice/, { 'x-amz-tagging': 'a=b&a=c' }]],
  DeleteCertificate: [...certificate((n) => `DELETE /certificates/${n}`), ['DELETE /certificates/a%2Fb', undefined, bad, /'a\/b' at 'certificateId'/]],
  DeletePolicy: [...named('policyName', (n) => `DELETE /policies/${n}`), ['DELETE /policies/gone', undefined, missing, /policyName=gone/], ['DELETE /policies/two', undefined, 'DeleteConflictException', /versions other than than default version exist \(name=two\)/]],
  DeletePolicyVersion: [...version((id) => `DELETE /policies/p/version/${id}`), ['DELETE /policies/p/version/1', undefined, 'DeleteConflictException', /^Cannot delete the default version of a policy$/]],
  DeleteThing: [...thing((n) => `DELETE /things/${n}`), ['DELETE /things/t?expectedVersion=9', undefined, 'VersionConflictException', /thing t/], ['DELETE /things/t?expectedVersion=x', undefined, bad, /expectedVersion must be a number/]],
  DeleteThingType: [...named('thingTypeName', (n) => `DELETE /thing-types/${n}`), ['DELETE /thing-types/gone', undefined, missing, /Thing type gone/], ['DELETE /thing-types/old', undefined, bad, /^Cannot delete thing type : old. Please wait for 5 minutes after deprecation and then retry$/], ['DELETE /thing-types/new', undefined, bad, /Cannot delete thing type : new. .* deprecated first/]],
  DeleteTopicRule: [...rule((n) => `DELETE /rules/${n}`), ['DELETE /rules/gone', undefined, 'UnauthorizedException', /'gone'/]],
  DeprecateThingType: [...named('thingTypeName', (n) => `POST /thing-types/${n}/deprecate`, {}), ['POST /thing-types/gone/deprecate', {}, missing, /Thing type gone/], ['POST /thing-types/old/deprecate', { undoDeprecate: 'yes' }, 'SerializationException', /'undoDeprecate'/]],
  DescribeCertificate: [...certificate((n) => `GET /certificates/${n}`), ['GET /certificates/a%2Fb', undefined, bad, /'a\/b' at 'certificateId'/]],
  DescribeEndpoint: ['data', 'iot:data', 'iot:Data-VeriSign', 'x', '%20'].map((type) => [`GET /endpoint?endpointType=${type}`, undefined, bad, /Endpoint type .* endpointType/]),
  DescribeThing: [...thing((n) => `GET /things/${n}`), ['GET /things/gone', undefined, missing, /Thing gone/]],
  DescribeThingType: [...named('thingTypeName', (n) => `GET /thing-types/${n}`), ['GET /thing-types/gone', undefined, missing, /Thing type gone/]],
  DetachPolicy: [...named('policyName', (n) => `POST /target-policies/${n}`, { target: cert }), ['POST /target-policies/p', {}, bad, /null at 'target'/], ['POST /target-policies/gone', { target: cert }, bad, /policyName=gone/], ['POST /target-policies/p', { target: cert }, bad, /certificate/]],
  DetachThingPrincipal: [...thing((n) => `DELETE /things/${n}/principals`).map((row) => [row[0], row[1], row[2], row[3], principal(cert)] as const), ['DELETE /things/t/principals', undefined, bad, /null at 'principal'/], ['DELETE /things/t/principals', undefined, missing, /certificate/, principal(cert)]],
  DisableTopicRule: [...rule((n) => `POST /rules/${n}/disable`), ['POST /rules/gone/disable', undefined, 'UnauthorizedException', /'gone'/]],
  EnableTopicRule: [...rule((n) => `POST /rules/${n}/enable`), ['POST /rules/gone/enable', undefined, 'UnauthorizedException', /'gone'/]],
  GetPolicy: [...named('policyName', (n) => `GET /policies/${n}`), ['GET /policies/gone', undefined, missing, /policyName=gone/]],
  GetPolicyVersion: version((id) => `GET /policies/p/version/${id}`),
  GetTopicRule: [...rule((n) => `GET /rules/${n}`), ['GET /rules/gone', undefined, 'UnauthorizedException', /'gone'/]],
  ListAttachedPolicies: [['POST /attached-policies/me', undefined, bad, /Invalid target: "me"/], [`POST /attached-policies/${encodeURIComponent(arnOf('policy/p'))}`, undefined, bad, /The given ARN does not represent a cert \(target .*policy\/p\)/], [`POST /attached-policies/${encodeURIComponent(arnOf('thinggroup/g'))}`, undefined, missing, /target .*thinggroup\/g does not exist/], [`POST /attached-policies/${escaped}`, undefined, missing, /certificate/], ['POST /attached-policies/us-east-1%3A1', undefined, bad, /Invalid target/], ['POST /attached-policies/me?pageSize=0', undefined, bad, /'0' at 'pageSize'/], ['POST /attached-policies/me?marker=a%20b', undefined, bad, /'a b' at 'marker'/]],
  ListCertificates: listed('GET /certificates', 'pageSize', 'marker', 250),
  ListPolicies: listed('GET /policies', 'pageSize', 'marker', 250),
  ListPolicyVersions: [...named('policyName', (n) => `GET /policies/${n}/version`), ['GET /policies/gone/version', undefined, missing, /policyName=gone/]],
  ListPrincipalThings: [['GET /principals/things', undefined, bad, /null at 'principal'/], ['GET /principals/things', undefined, bad, /Invalid principal/, principal('me')], ['GET /principals/things', undefined, missing, /certificate/, principal(cert)], ['GET /principals/things?maxResults=0', undefined, bad, /'0' at 'maxResults'/, principal(cert)], ['GET /principals/things?maxResults=251', undefined, bad, /'251' at 'maxResults'/, principal(cert)]],
  ListTagsForResource: [...tagged((arn) => [`GET /tags${arn === undefined ? '' : `?resourceArn=${encodeURIComponent(arn)}`}`, undefined]), [`GET /tags?resourceArn=${encodeURIComponent(arnOf('policy/p'))}&nextToken=x`, undefined, bad, /nextToken is invalid/]],
  ListTargetsForPolicy: [...named('policyName', (n) => `POST /policy-targets/${n}`), ['POST /policy-targets/gone', undefined, missing, /policyName=gone/], ['POST /policy-targets/p?pageSize=251', undefined, bad, /'251' at 'pageSize'/], ['POST /policy-targets/p?marker=x', undefined, bad, /marker is invalid/]],
  ListThingPrincipals: [...thing((n) => `GET /things/${n}/principals`), ['GET /things/gone/principals', undefined, missing, /Thing gone/], ...listed('GET /things/t/principals', 'maxResults', 'nextToken', 250)],
  ListThingTypes: listed('GET /thing-types', 'maxResults', 'nextToken', 250),
  ListThings: [...listed('GET /things', 'maxResults', 'nextToken', 250), ['GET /things?attributeValue=x', undefined, bad, /attributeName/]],
  ListTopicRules: listed('GET /rules', 'maxResults', 'nextToken', 10_000),
  RegisterCertificateWithoutCA: [
    ['POST /certificate/register-no-ca', {}, bad, /null at 'certificatePem'/],
    ['POST /certificate/register-no-ca', { certificatePem: '' }, bad, /'' at 'certificatePem' .* greater than or equal to 1/],
    ['POST /certificate/register-no-ca', { certificatePem: 'x'.repeat(65537) }, bad, /at 'certificatePem' .* less than or equal to 65536/],
    ['POST /certificate/register-no-ca', { certificatePem: 'none' }, 'CertificateValidationException', /certificatePem is no X.509 certificate/],
    ['POST /certificate/register-no-ca', { certificatePem: noPem }, 'CertificateValidationException', /certificatePem is no X.509 certificate/],
    ['POST /certificate/register-no-ca', { certificatePem: noPem, status: 'GONE' }, bad, /'GONE' at 'status' .* enum/],
    ['POST /certificate/register-no-ca', { certificatePem: noPem, status: 'PENDING_ACTIVATION' }, 'CertificateStateException', /^Not allowed to register certificate with PENDING_ACTIVATION status$/],
    ['POST /certificate/register-no-ca', { certificatePem: 5 }, 'SerializationException', /'certificatePem'/],
  ],
  ReplaceTopicRule: [...rule((n) => `PATCH /rules/${n}`, payload), ...rulePayloads('PATCH /rules/r'), ['PATCH /rules/gone', payload, 'UnauthorizedException', /'gone'/]],
  SetDefaultPolicyVersion: version((id) => `PATCH /policies/p/version/${id}`),
  TagResource: [
    ...tagged((arn) => ['POST /tags', { resourceArn: arn, tags }]),
    ['POST /tags', { resourceArn: arnOf('policy/p') }, bad, /null at 'tags'/],
    ['POST /tags', { resourceArn: arnOf('policy/p'), tags: [{ Key: '' }] }, bad, /'' at 'tags.1.member.key'/],
    ['POST /tags', { resourceArn: arnOf('policy/p'), tags: many }, 'LimitExceededException', /tags: .* at most 50/],
  ],
  UntagResource: [...tagged((arn) => ['POST /untag', { resourceArn: arn, tagKeys: ['a'] }]), ['POST /untag', { resourceArn: arnOf('policy/p') }, bad, /null at 'tagKeys'/]],
  UpdateCertificate: [...certificate((n) => `PUT /certificates/${n}?newStatus=ACTIVE`), [`PUT /certificates/${id}`, undefined, bad, /null at 'newStatus'/], [`PUT /certificates/${id}?newStatus=GONE`, undefined, bad, /'GONE' at 'newStatus' .* enum/]],
  UpdateThing: [...thing((n) => `PATCH /things/${n}`, {}), ['PATCH /things/gone', {}, missing, /Thing gone/], ['PATCH /things/t', { expectedVersion: 9 }, 'VersionConflictException', /thing t/], ['PATCH /things/t', { thingTypeName: 'old' }, bad, /Can not update a thing to use deprecated thing type: old/], ['PATCH /things/t', { thingTypeName: 'a', removeThingType: true }, bad, /removeThingType/], ['PATCH /things/t', { expectedVersion: 'x' }, 'SerializationException', /'expectedVersion'/]],
  // The data plane.
  DeleteThingShadow: [...thing((n) => `DELETE /things/${n}/shadow`), ['DELETE /things/t/shadow', undefined, missing, /name: 't'/], ['DELETE /things/t/shadow?name=a%20b', undefined, bad, /'a b' at 'shadowName'/]],
  GetRetainedMessage: ['a', 'a%2Fb', '%2B', '%23', '%24x'].map((topic) => [`GET /retainedMessage/${topic}`, undefined, missing, /No retained message found for topic: /]),
  GetThingShadow: [...thing((n) => `GET /things/${n}/shadow`), ['GET /things/t/shadow', undefined, missing, /name: 't'/], ['GET /things/t/shadow?name=s', undefined, missing, /name: 's'/], [`GET /things/t/shadow?name=${'x'.repeat(65)}`, undefined, bad, /at 'shadowName' .* less than or equal to 64/]],
  ListNamedShadowsForThing: [...thing((n) => `GET /api/things/shadow/ListNamedShadowsForThing/${n}`), ...listed('GET /api/things/shadow/ListNamedShadowsForThing/t', 'pageSize', 'nextToken', 100)],
  ListRetainedMessages: listed('GET /retainedMessage', 'maxResults', 'nextToken', 200),
  Publish: [['POST /topics/a?qos=2', 'x', bad, /'2' at 'qos'/], ['POST /topics/a?qos=-1', 'x', bad, /'-1' at 'qos'/], ['POST /topics/a?qos=x', 'x', bad, /qos must be a number/], ['POST /topics/a%2F%23', 'x', bad, /Invalid topic/], ['POST /topics/a%2Bb', 'x', bad, /Invalid topic/], ['POST /topics/a', 'x'.repeat(128 * 1024), 'RequestEntityTooLargeException', /payload/], ['POST /topics/a', 'x', bad, /payloadFormatIndicator/, { 'x-amz-mqtt5-payload-format-indicator': 'TEXT' }], ['POST /topics/a', 'x', bad, /userProperties/, { 'x-amz-mqtt5-user-properties': '{}' }], ['POST /topics/a', 'x', bad, /userProperties must be a JSON array/, { 'x-amz-mqtt5-user-properties': 'e30=' }], ['POST /topics/a', 'x', bad, /correlationData/, { 'x-amz-mqtt5-correlation-data': '?' }], ['POST /topics/a?responseTopic=b%2F%23', 'x', bad, /Invalid responseTopic/], ['POST /topics/a?messageExpiry=0', 'x', bad, /messageExpiry/], ['POST /topics/a?retain=1', 'x', bad, /retain must be true or false/]],
  UpdateThingShadow: [...thing((n) => `POST /things/${n}/shadow`, { state: {} }), ['POST /things/t/shadow', undefined, bad, /Invalid JSON/], ['POST /things/t/shadow', {}, bad, /Missing required node: state/], ['POST /things/t/shadow', { state: 5 }, bad, /State node must be an object/], ['POST /things/t/shadow', { state: { desired: { a: 'x'.repeat(8193) } } }, 'RequestEntityTooLargeException', /maximum size/], ['POST /things/t/shadow', { state: {}, version: 3 }, 'ConflictException', /Version conflict/]],
};
