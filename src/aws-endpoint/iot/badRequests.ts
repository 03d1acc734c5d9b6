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

export const badRequests: Readonly<Record<string, readonly BadRequest[]>> = {
  AttachPolicy: [...named('policyName', (n) => `PUT /target-policies/${n}`, { target: cert }), ['PUT /target-policies/p', {}, bad, /null at 'target'/], ['PUT /target-policies/nowhere', { target: cert }, missing, /policyName=nowhere/], ['PUT /target-policies/p', { target: 'me' }, bad, /Invalid target: "me"/], ['PUT /target-policies/p', { target: cert }, missing, /certificate/]],
  AttachThingPrincipal: [...thing((n) => `PUT /things/${n}/principals`).map((row) => [row[0], row[1], row[2], row[3], principal(cert)] as const), ['PUT /things/t/principals', undefined, bad, /null at 'principal'/], ['PUT /things/t/principals', undefined, bad, /Invalid principal/, principal('me')], ['PUT /things/gone/principals', undefined, missing, /Thing gone/, principal(cert)], ['PUT /things/t/principals?thingPrincipalType=SHARED', undefined, bad, /'SHARED' at 'thingPrincipalType' .* enum/, principal(cert)]],
  CreateKeysAndCertificate: [],
  CreatePolicy: [...named('policyName', (n) => `POST /policies/${n}`, { policyDocument: document }).filter(([target]) => !target.endsWith('%C3%A4')), ['POST /policies/q', {}, bad, /null at 'policyDocument'/], ['POST /policies/q', { policyDocument: 'no JSON' }, 'MalformedPolicyException', /policyDocument is no JSON/], ['POST /policies/p', { policyDocument: document }, 'ResourceAlreadyExistsException', /name=p/], ['POST /policies/q', { policyDocument: ' '.repeat(404_601) }, bad, /at 'policyDocument' .* less than or equal to 404600/]],
  CreateThing: [...thing((n) => `POST /things/${n}`, {}), ['POST /things/t', { attributePayload: { attributes: { a: 'b' } } }, 'ResourceAlreadyExistsException', /Thing t already exists/], ['POST /things/u', { thingTypeName: 'none' }, missing, /Thing type none/], ['POST /things/u', { attributePayload: { attributes: { 'a b': 'c' } } }, bad, /'a b' at 'attributePayload.attributes.key'/], ['POST /things/u', { attributePayload: { attributes: { a: '1', b: '2', c: '3', d: '4' } } }, bad, /attributes: .* at most 3/], ['POST /things/u', { thingTypeName: 5 }, 'SerializationException', /'thingTypeName'/]],
  CreateThingType: [...named('thingTypeName', (n) => `POST /thing-types/${n}`, {}), ['POST /thing-types/a', { thingTypeProperties: { searchableAttributes: ['a', 'b', 'c', 'd'] } }, bad, /searchableAttributes/], ['POST /thing-types/a', { thingTypeProperties: 'x' }, 'SerializationException', /'thingTypeProperties'/]],
  CreateTopicRule: [...rule((n) => `POST /rules/${n}`, payload), ...rulePayloads('POST /rules/new'), ['POST /rules/r', payload, 'ResourceAlreadyExistsException', /ruleName=r/]],
  DeleteCertificate: [...certificate((n) => `DELETE /certificates/${n}`), ['DELETE /certificates/a%2Fb', undefined, bad, /'a\/b' at 'certificateId'/]],
  DeletePolicy: [...named('policyName', (n) => `DELETE /policies/${n}`), ['DELETE /policies/gone', undefined, missing, /policyName=gone/]],
  DeleteThing: [...thing((n) => `DELETE /things/${n}`), ['DELETE /things/t?expectedVersion=9', undefined, 'VersionConflictException', /thing t/], ['DELETE /things/t?expectedVersion=x', undefined, bad, /expectedVersion must be a number/]],
  DeleteTopicRule: [...rule((n) => `DELETE /rules/${n}`), ['DELETE /rules/gone', undefined, 'UnauthorizedException', /'gone'/]],
  DescribeCertificate: [...certificate((n) => `GET /certificates/${n}`), ['GET /certificates/a%2Fb', undefined, bad, /'a\/b' at 'certificateId'/]],
  DescribeEndpoint: ['data', 'iot:data', 'iot:Data-VeriSign', 'x', '%20'].map((type) => [`GET /endpoint?endpointType=${type}`, undefined, bad, /Endpoint type .* endpointType/]),
  DescribeThing: [...thing((n) => `GET /things/${n}`), ['GET /things/gone', undefined, missing, /Thing gone/]],
  DescribeThingType: [...named('thingTypeName', (n) => `GET /thing-types/${n}`), ['GET /thing-types/gone', undefined, missing, /Thing type gone/]],
  DetachPolicy: [...named('policyName', (n) => `POST /target-policies/${n}`, { target: cert }), ['POST /target-policies/p', {}, bad, /null at 'target'/], ['POST /target-policies/gone', { target: cert }, missing, /policyName=gone/]],
  DetachThingPrincipal: [...thing((n) => `DELETE /things/${n}/principals`).map((row) => [row[0], row[1], row[2], row[3], principal(cert)] as const), ['DELETE /things/t/principals', undefined, bad, /null at 'principal'/], ['DELETE /things/t/principals', undefined, missing, /certificate/, principal(cert)]],
  DisableTopicRule: [...rule((n) => `POST /rules/${n}/disable`), ['POST /rules/gone/disable', undefined, 'UnauthorizedException', /'gone'/]],
  EnableTopicRule: [...rule((n) => `POST /rules/${n}/enable`), ['POST /rules/gone/enable', undefined, 'UnauthorizedException', /'gone'/]],
  GetPolicy: [...named('policyName', (n) => `GET /policies/${n}`), ['GET /policies/gone', undefined, missing, /policyName=gone/]],
  GetTopicRule: [...rule((n) => `GET /rules/${n}`), ['GET /rules/gone', undefined, 'UnauthorizedException', /'gone'/]],
  ListAttachedPolicies: [['POST /attached-policies/me', undefined, bad, /Invalid target: "me"/], [`POST /attached-policies/${escaped}`, undefined, missing, /certificate/], ['POST /attached-policies/us-east-1%3A1', undefined, bad, /Invalid target/], ['POST /attached-policies/me?pageSize=0', undefined, bad, /'0' at 'pageSize'/], ['POST /attached-policies/me?marker=a%20b', undefined, bad, /'a b' at 'marker'/]],
  ListCertificates: listed('GET /certificates', 'pageSize', 'marker', 250),
  ListPolicies: listed('GET /policies', 'pageSize', 'marker', 250),
  ListPrincipalThings: [['GET /principals/things', undefined, bad, /null at 'principal'/], ['GET /principals/things', undefined, bad, /Invalid principal/, principal('me')], ['GET /principals/things', undefined, missing, /certificate/, principal(cert)], ['GET /principals/things?maxResults=0', undefined, bad, /'0' at 'maxResults'/, principal(cert)], ['GET /principals/things?maxResults=251', undefined, bad, /'251' at 'maxResults'/, principal(cert)]],
  ListThingPrincipals: [...thing((n) => `GET /things/${n}/principals`), ['GET /things/gone/principals', undefined, missing, /Thing gone/], ...listed('GET /things/t/principals', 'maxResults', 'nextToken', 250)],
  ListThingTypes: listed('GET /thing-types', 'maxResults', 'nextToken', 250),
  ListThings: [...listed('GET /things', 'maxResults', 'nextToken', 250), ['GET /things?attributeValue=x', undefined, bad, /attributeName/]],
  ListTopicRules: listed('GET /rules', 'maxResults', 'nextToken', 10_000),
  ReplaceTopicRule: [...rule((n) => `PATCH /rules/${n}`, payload), ...rulePayloads('PATCH /rules/r'), ['PATCH /rules/gone', payload, 'UnauthorizedException', /'gone'/]],
  UpdateCertificate: [...certificate((n) => `PUT /certificates/${n}?newStatus=ACTIVE`), [`PUT /certificates/${id}`, undefined, bad, /null at 'newStatus'/], [`PUT /certificates/${id}?newStatus=GONE`, undefined, bad, /'GONE' at 'newStatus' .* enum/]],
  UpdateThing: [...thing((n) => `PATCH /things/${n}`, {}), ['PATCH /things/gone', {}, missing, /Thing gone/], ['PATCH /things/t', { expectedVersion: 9 }, 'VersionConflictException', /thing t/], ['PATCH /things/t', { thingTypeName: 'a', removeThingType: true }, bad, /removeThingType/], ['PATCH /things/t', { expectedVersion: 'x' }, 'SerializationException', /'expectedVersion'/]],
  // The data plane.
  DeleteThingShadow: [...thing((n) => `DELETE /things/${n}/shadow`), ['DELETE /things/t/shadow', undefined, missing, /name: 't'/], ['DELETE /things/t/shadow?name=a%20b', undefined, bad, /'a b' at 'shadowName'/]],
  GetRetainedMessage: ['a', 'a%2Fb', '%2B', '%23', '%24x'].map((topic) => [`GET /retainedMessage/${topic}`, undefined, missing, /No retained message found for topic: /]),
  GetThingShadow: [...thing((n) => `GET /things/${n}/shadow`), ['GET /things/t/shadow', undefined, missing, /name: 't'/], ['GET /things/t/shadow?name=s', undefined, missing, /name: 's'/], [`GET /things/t/shadow?name=${'x'.repeat(65)}`, undefined, bad, /at 'shadowName' .* less than or equal to 64/]],
  ListNamedShadowsForThing: [...thing((n) => `GET /api/things/shadow/ListNamedShadowsForThing/${n}`), ...listed('GET /api/things/shadow/ListNamedShadowsForThing/t', 'pageSize', 'nextToken', 100)],
  ListRetainedMessages: listed('GET /retainedMessage', 'maxResults', 'nextToken', 200),
  Publish: [['POST /topics/a?qos=2', 'x', bad, /'2' at 'qos'/], ['POST /topics/a?qos=-1', 'x', bad, /'-1' at 'qos'/], ['POST /topics/a?qos=x', 'x', bad, /qos must be a number/], ['POST /topics/a%2F%23', 'x', bad, /Invalid topic/], ['POST /topics/a%2Bb', 'x', bad, /Invalid topic/], ['POST /topics/a', 'x'.repeat(128 * 1024), 'RequestEntityTooLargeException', /payload/], ['POST /topics/a', 'x', bad, /payloadFormatIndicator/, { 'x-amz-mqtt5-payload-format-indicator': 'TEXT' }], ['POST /topics/a', 'x', bad, /userProperties/, { 'x-amz-mqtt5-user-properties': '{}' }]],
  UpdateThingShadow: [...thing((n) => `POST /things/${n}/shadow`, { state: {} }), ['POST /things/t/shadow', undefined, bad, /Invalid JSON/], ['POST /things/t/shadow', {}, bad, /Missing required node: state/], ['POST /things/t/shadow', { state: 5 }, bad, /State node must be an object/], ['POST /things/t/shadow', { state: { desired: { a: 'x'.repeat(8193) } } }, 'RequestEntityTooLargeException', /maximum size/], ['POST /things/t/shadow', { state: {}, version: 3 }, 'ConflictException', /Version conflict/]],
};
