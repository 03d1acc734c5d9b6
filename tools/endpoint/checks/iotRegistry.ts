import { createHash, X509Certificate } from 'node:crypto';
import { expect } from 'vitest';
import { type Check, control, seconds } from './iotCalls.ts';
import type { Reach } from './reach.ts';

const documentOf = (action: string) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });
const arnOf = (resource: string) => `arn:aws:iot:us-east-1:123456789012:${resource}`;

/** A list in pages of two, up to its end. */
async function inPages(reach: Reach, [method, target, member, size, token, given]: readonly [string, string, string, string, string, string], headers: Readonly<Record<string, string>>): Promise<unknown[]> {
  const all: unknown[] = [];
  let next: string | undefined;
  do {
    const { body } = await control(reach, method, `${target}?${size}=2${next === undefined ? '' : `&${token}=${encodeURIComponent(next)}`}`, undefined, headers);
    const items = body[member] as unknown[];
    expect([target, items.length <= 2, items.length > 0]).toEqual([target, true, true]);
    all.push(...items);
    next = body[given] as string | undefined;
  } while (next !== undefined);
  return all;
}

/** Things and their types, certificates and policies, tags. */
export const registryChecks: Readonly<Record<string, Check>> = {
  'things: made once, changed by version, searched, deleted': async (_, reach) => {
    await control(reach, 'POST', '/thing-types/pump', { thingTypeProperties: { thingTypeDescription: 'moves water' } });
    const made = await control(reach, 'POST', '/things/p1', { thingTypeName: 'pump', attributePayload: { attributes: { hall: 'a', row: '1' } } });
    expect(made.body).toMatchObject({ thingArn: 'arn:aws:iot:us-east-1:123456789012:thing/p1', thingId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/) as string });
    expect((await control(reach, 'POST', '/things/p1', { thingTypeName: 'pump', attributePayload: { attributes: { row: '1', hall: 'a' } } })).body).toEqual(made.body);
    expect(await control(reach, 'POST', '/things/p1', {})).toMatchObject({ status: 409, error: 'ResourceAlreadyExistsException' });
    await control(reach, 'PATCH', '/things/p1', { attributePayload: { attributes: { hall: '', floor: '2' }, merge: true }, expectedVersion: 1 });
    expect((await control(reach, 'GET', '/things/p1')).body).toMatchObject({ version: 2, attributes: { row: '1', floor: '2' }, thingTypeName: 'pump' });
    expect(await control(reach, 'PATCH', '/things/p1', { expectedVersion: 1 })).toMatchObject({ status: 409, error: 'VersionConflictException' });
    expect((await control(reach, 'GET', '/things?attributeName=floor&attributeValue=2')).body.things).toHaveLength(1);
    const many = { b: '1', c: '2', d: '3', e: '4' };
    expect(await control(reach, 'POST', '/things/p2', { thingTypeName: 'pump', attributePayload: { attributes: many } })).toMatchObject({ status: 400, error: 'InvalidRequestException' });
    expect((await control(reach, 'PATCH', '/things/p1', { attributePayload: { attributes: many, merge: true } })).status).toBe(200);
    expect((await control(reach, 'GET', '/things/p1')).body).toMatchObject({ version: 3, attributes: { row: '1', floor: '2', ...many } });
    expect((await control(reach, 'DELETE', '/things/p1')).status).toBe(200);
    expect(await control(reach, 'GET', '/things/p1')).toMatchObject({ status: 404, error: 'ResourceNotFoundException' });
  },
  'certificates and policies: attached, in the way of deletion, detached': async (_, reach) => {
    const { certificateArn: arn, certificateId: id, certificatePem } = (await control(reach, 'POST', '/keys-and-certificate?setAsActive=true')).body as Record<string, string>;
    expect([id, arn, certificatePem]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), `arn:aws:iot:us-east-1:123456789012:cert/${id}`, expect.stringMatching(/^-----BEGIN CERTIFICATE-----\n([A-Za-z0-9+/=]{1,64}\n)+-----END CERTIFICATE-----\n$/)]);
    const principal = { 'x-amzn-principal': arn! };
    await control(reach, 'POST', '/things/p1', {});
    await control(reach, 'POST', '/policies/all', { policyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:*","Resource":"*"}]}' });
    await control(reach, 'PUT', '/target-policies/all', { target: arn });
    await control(reach, 'PUT', '/things/p1/principals', undefined, principal);
    expect((await control(reach, 'POST', `/attached-policies/${encodeURIComponent(arn!)}`)).body.policies).toEqual([{ policyName: 'all', policyArn: 'arn:aws:iot:us-east-1:123456789012:policy/all' }]);
    expect((await control(reach, 'GET', '/principals/things', undefined, principal)).body.things).toEqual(['p1']);
    const remove = async () => (await control(reach, 'DELETE', `/certificates/${id}`)).error;
    expect(await remove()).toBe('CertificateStateException');
    await control(reach, 'PUT', `/certificates/${id}?newStatus=INACTIVE`);
    expect([await remove(), (await control(reach, 'DELETE', '/things/p1')).error, (await control(reach, 'DELETE', '/policies/all')).error]).toEqual(['DeleteConflictException', 'InvalidRequestException', 'DeleteConflictException']);
    await control(reach, 'DELETE', '/things/p1/principals', undefined, principal);
    expect(await remove()).toBe('DeleteConflictException');
    await control(reach, 'POST', '/target-policies/all', { target: arn });
    expect(await remove()).toBeUndefined();
    expect((await control(reach, 'GET', `/certificates/${id}`)).error).toBe('ResourceNotFoundException');
  },
  'of many changes that expect a version, one counts': async (_, reach) => {
    await control(reach, 'POST', '/things/p1', {});
    const changed = await Promise.all(Array.from({ length: 8 }, (__, i) => control(reach, 'PATCH', '/things/p1', { attributePayload: { attributes: { n: String(i) } }, expectedVersion: 1 })));
    expect(changed.map(({ error }) => error ?? 'changed').sort()).toEqual([...Array<string>(7).fill('VersionConflictException'), 'changed']);
    expect((await control(reach, 'GET', '/things/p1')).body).toMatchObject({ version: 2, attributes: { n: String(changed.findIndex(({ error }) => error === undefined)) } });
  },
  'a thing type is deprecated five minutes before it is deleted': async (_, reach) => {
    const remove = () => control(reach, 'DELETE', '/thing-types/pump');
    await control(reach, 'POST', '/thing-types/pump', { thingTypeProperties: { searchableAttributes: ['a', 'b'] } });
    expect((await control(reach, 'POST', '/thing-types/pump', { thingTypeProperties: { searchableAttributes: ['b', 'a'] } })).status).toBe(200);
    await control(reach, 'POST', '/things/p1', { thingTypeName: 'pump' });
    await control(reach, 'POST', '/thing-types/pump/deprecate');
    expect((await control(reach, 'GET', '/thing-types/pump')).body.thingTypeMetadata).toEqual({ deprecated: true, deprecationDate: seconds, creationDate: seconds });
    expect((await remove()).body.message).toMatch(/Thing p1 is associated/);
    await control(reach, 'PATCH', '/things/p1', { removeThingType: true });
    reach.pass(299_000);
    expect(await remove()).toMatchObject({ status: 400, error: 'InvalidRequestException', body: { message: 'Cannot delete thing type : pump. Please wait for 5 minutes after deprecation and then retry' } });
    await control(reach, 'POST', '/thing-types/pump/deprecate', { undoDeprecate: true });
    expect((await control(reach, 'GET', '/thing-types/pump')).body.thingTypeMetadata).toEqual({ deprecated: false, creationDate: seconds });
    await control(reach, 'POST', '/thing-types/pump/deprecate');
    reach.pass(300_000);
    expect((await remove()).status).toBe(200);
    expect((await control(reach, 'GET', '/thing-types/pump')).error).toBe('ResourceNotFoundException');
  },
  'a policy has five versions at most; numbers do not come back': async (_, reach) => {
    await control(reach, 'POST', '/policies/p', { policyDocument: documentOf('iot:1') });
    const add = async (n: number, query = '') => (await control(reach, 'POST', `/policies/p/version${query}`, { policyDocument: documentOf(`iot:${n}`) })).body;
    expect(await add(2, '?setAsDefault=true')).toEqual({ policyArn: arnOf('policy/p'), policyDocument: documentOf('iot:2'), policyVersionId: '2', isDefaultVersion: true });
    for (const n of [3, 4, 5]) expect(await add(n)).toMatchObject({ policyVersionId: String(n), isDefaultVersion: false });
    expect(await control(reach, 'POST', '/policies/p/version', { policyDocument: documentOf('iot:6') })).toMatchObject({ status: 409, error: 'VersionsLimitExceededException', body: { message: 'The policy p already has the maximum number of versions (5)' } });
    expect((await control(reach, 'GET', '/policies/p')).body).toMatchObject({ defaultVersionId: '2', policyDocument: documentOf('iot:2') });
    await control(reach, 'DELETE', '/policies/p/version/5');
    expect(await add(6)).toMatchObject({ policyVersionId: '6' });
    await control(reach, 'PATCH', '/policies/p/version/4');
    expect((await control(reach, 'GET', '/policies/p/version')).body.policyVersions).toEqual(['6', '4', '3', '2', '1'].map((versionId) => ({ versionId, isDefaultVersion: versionId === '4', createDate: seconds })));
    expect((await control(reach, 'GET', '/policies/p/version/4')).body).toMatchObject({ policyName: 'p', policyDocument: documentOf('iot:4'), isDefaultVersion: true });
    expect(await control(reach, 'DELETE', '/policies/p/version/4')).toMatchObject({ status: 409, error: 'DeleteConflictException' });
    expect(await control(reach, 'DELETE', '/policies/p')).toMatchObject({ status: 409, error: 'DeleteConflictException' });
    for (const n of [6, 3, 2, 1]) await control(reach, 'DELETE', `/policies/p/version/${n}`);
    expect((await control(reach, 'DELETE', '/policies/p')).status).toBe(200);
  },
  'a certificate’s id is the SHA-256 of it, also when a client brings it': async (_, reach) => {
    const made = (await control(reach, 'POST', '/keys-and-certificate')).body as Record<string, string>;
    const x509 = new X509Certificate(made.certificatePem!);
    expect([made.certificateId, x509.subject, x509.validTo]).toEqual([createHash('sha256').update(x509.raw).digest('hex'), 'CN=AWS IoT Certificate', 'Dec 31 23:59:59 2049 GMT']);
    const register = (status?: string) => control(reach, 'POST', '/certificate/register-no-ca', { certificatePem: made.certificatePem, status });
    expect(await register()).toMatchObject({ status: 409, error: 'ResourceAlreadyExistsException', body: { message: 'The certificate is already provisioned or registered', resourceId: made.certificateId, resourceArn: made.certificateArn } });
    await control(reach, 'DELETE', `/certificates/${made.certificateId}`);
    expect(await register('ACTIVE')).toMatchObject({ status: 200, body: { certificateId: made.certificateId, certificateArn: made.certificateArn } });
    expect((await control(reach, 'GET', `/certificates/${made.certificateId}`)).body.certificateDescription).toMatchObject({ status: 'ACTIVE', certificateMode: 'SNI_ONLY', certificatePem: made.certificatePem, validity: { notBefore: seconds, notAfter: Date.UTC(2049, 11, 31, 23, 59, 59) / 1000 } });
  },
  'tags come with a resource, are changed and taken away': async (_, reach) => {
    await control(reach, 'POST', '/rules/r', { sql: "SELECT * FROM 'a'", actions: [] }, { 'x-amz-tagging': 'team=one%20two&cost=7' });
    await control(reach, 'POST', '/policies/p', { policyDocument: documentOf('iot:*'), tags: [{ Key: 'team', Value: 'x' }] });
    await control(reach, 'POST', '/thing-types/pump', { tags: [{ Key: 'team', Value: 'y' }] });
    const tags = async (resource: string) => (await control(reach, 'GET', `/tags?resourceArn=${encodeURIComponent(arnOf(resource))}`)).body.tags;
    expect(await tags('rule/r')).toEqual([{ Key: 'cost', Value: '7' }, { Key: 'team', Value: 'one two' }]);
    expect(await tags('thingtype/pump')).toEqual([{ Key: 'team', Value: 'y' }]);
    await control(reach, 'POST', '/tags', { resourceArn: arnOf('policy/p'), tags: [{ Key: 'team', Value: 'z' }, { Key: 'new', Value: '' }] });
    expect(await tags('policy/p')).toEqual([{ Key: 'new', Value: '' }, { Key: 'team', Value: 'z' }]);
    await control(reach, 'POST', '/untag', { resourceArn: arnOf('policy/p'), tagKeys: ['team', 'none'] });
    expect(await tags('policy/p')).toEqual([{ Key: 'new', Value: '' }]);
  },
  'every list comes in pages, whole and once': async (_, reach) => {
    const certificates: string[] = [];
    for (let i = 0; i < 5; i++) certificates.push((await control(reach, 'POST', '/keys-and-certificate?setAsActive=true')).body.certificateArn as string);
    const [arn = ''] = certificates;
    const principal = { 'x-amzn-principal': arn };
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const name of names) {
      await control(reach, 'POST', `/things/${name}`, {});
      await control(reach, 'POST', `/thing-types/${name}`, {});
      await control(reach, 'POST', `/policies/${name}`, { policyDocument: documentOf('iot:*') });
      await control(reach, 'POST', `/rules/${name}`, { sql: "SELECT * FROM 'a'", actions: [] });
      await control(reach, 'PUT', `/target-policies/${name}`, { target: arn });
      await control(reach, 'PUT', `/things/${name}/principals`, undefined, principal);
    }
    for (const each of certificates) {
      await control(reach, 'PUT', '/things/a/principals', undefined, { 'x-amzn-principal': each });
      await control(reach, 'PUT', '/target-policies/a', { target: each });
    }
    const listed = async (...call: Parameters<typeof inPages>[1]) => (await inPages(reach, call, principal)).map((item) => (typeof item === 'string' ? item : ((item as Record<string, string>)[{ things: 'thingName', thingTypes: 'thingTypeName', rules: 'ruleName', policies: 'policyName', certificates: 'certificateArn' }[call[2]]!])));
    const byToken = ['maxResults', 'nextToken', 'nextToken'] as const;
    const byMarker = ['pageSize', 'marker', 'nextMarker'] as const;
    expect(await listed('GET', '/things', 'things', ...byToken)).toEqual(names);
    expect(await listed('GET', '/thing-types', 'thingTypes', ...byToken)).toEqual(names);
    expect(await listed('GET', '/rules', 'rules', ...byToken)).toEqual(names);
    expect(await listed('GET', '/principals/things', 'things', ...byToken)).toEqual(names);
    expect(await listed('GET', '/things/a/principals', 'principals', ...byToken)).toEqual([...certificates].sort());
    expect(await listed('GET', '/policies', 'policies', ...byMarker)).toEqual([...names].reverse());
    expect(await listed('GET', '/certificates', 'certificates', ...byMarker)).toEqual([...certificates].reverse());
    expect(await listed('POST', `/attached-policies/${encodeURIComponent(arn)}`, 'policies', ...byMarker)).toEqual(names);
    expect(await listed('POST', '/policy-targets/a', 'targets', ...byMarker)).toEqual([...certificates].sort());
    expect((await control(reach, 'GET', '/policies?isAscendingOrder=true&pageSize=1')).body.policies).toMatchObject([{ policyName: 'a' }]);
  },
};
