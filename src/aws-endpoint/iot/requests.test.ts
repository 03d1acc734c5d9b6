import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inProcess } from '../../testing/inProcessEndpoint.ts';
import type { Endpoint } from '../endpoint.ts';
import { answerOf } from '../requestHandler.ts';
import { shapes as controlShapes } from '../shapes/iot.ts';
import { shapes as dataShapes } from '../shapes/iot-data.ts';
import type { ServiceShapes } from '../shapeTypes.ts';
import { badRequests } from './badRequests.ts';

async function send(endpoint: Endpoint, target: string, body?: unknown, headers: Readonly<Record<string, string>> = {}, cut = false) {
  const [method = '', url = ''] = target.split(' ');
  const [path = '', query = ''] = url.split('?');
  const bytes = body === undefined ? new Uint8Array() : Buffer.from(JSON.stringify(body));
  const answer = await answerOf(endpoint, { method, path, query, headers, body: cut ? bytes.subarray(0, Math.floor(bytes.length / 2)) : bytes });
  return { status: answer.status, code: answer.headers['x-amzn-errortype'], text: Buffer.from(answer.body).toString() };
}

const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:*","Resource":"*"}]}';

async function prepared() {
  const { endpoint } = inProcess();
  await send(endpoint, 'POST /things/t', {});
  await send(endpoint, 'POST /rules/r', { sql: "SELECT * FROM 'a'", actions: [] });
  await send(endpoint, 'POST /policies/p', { policyDocument: document });
  await send(endpoint, 'POST /policies/two', { policyDocument: document });
  await send(endpoint, 'POST /policies/two/version', { policyDocument: document });
  await send(endpoint, 'POST /thing-types/new', {});
  await send(endpoint, 'POST /thing-types/old', {});
  await send(endpoint, 'POST /thing-types/old/deprecate', {});
  return endpoint;
}

const operations = { ...controlShapes.operations, ...dataShapes.operations };

it('has a table of at least five bad requests for every operation', () => {
  expect(Object.keys(badRequests).sort()).toEqual(Object.keys(operations).sort());
  expect(Object.entries(badRequests).filter(([, rows]) => rows.length < 5).map(([name]) => name)).toEqual([]);
});

const statusOf = (code: string) => [controlShapes, dataShapes].map(({ shapes }) => (shapes as ServiceShapes['shapes'])[code]?.error?.httpStatusCode).find((status) => status !== undefined) ?? 400;

describe.each(Object.entries(badRequests))('%s refuses', (_, rows) => {
  it.each(rows.map((row) => [`${row[0].slice(0, 60)} ${JSON.stringify(row[1])?.slice(0, 60) ?? ''}`, row] as const))('%s', async (__, [target, body, code, says, headers]) => {
    const answer = await send(await prepared(), target, body, headers);
    expect([answer.status, answer.code]).toEqual([statusOf(code), code]);
    expect((JSON.parse(answer.text) as { readonly message: string }).message).toMatch(says);
  });
});

const junk = fc.anything({ withBigInt: false, withDate: false, withMap: false, withSet: false, withTypedArray: false, withNullPrototype: false });
const action = fc.oneof(junk, fc.constant({ republish: { roleArn: 'r', topic: 'a' } }), fc.constant({ kinesis: { roleArn: 'r', streamName: 's' } }), fc.constant({ dynamoDBv2: { roleArn: 'r', putItem: { tableName: 'table' } } }));
const members = fc.dictionary(
  fc.constantFrom('state', 'version', 'clientToken', 'sql', 'actions', 'errorAction', 'awsIotSqlVersion', 'attributePayload', 'thingTypeName', 'policyDocument', 'target', 'thingTypeProperties', 'expectedVersion', 'resourceArn', 'tags', 'tagKeys', 'certificatePem', 'undoDeprecate', 'billingGroupName'),
  fc.oneof(junk, fc.constant("SELECT * FROM 'a'"), fc.array(action, { maxLength: 3 }), fc.constant({ desired: { a: null }, reported: { a: [1] } }), fc.constant('pump'), fc.integer()),
);
const names = fc.oneof(fc.constantFrom('t', 'r', 'p', 'a', 'a%2Fb', '%', '%zz', '__proto__', 'constructor', '$aws%2Frules%2Fr'), fc.string({ minLength: 1, maxLength: 8 }).map(encodeURIComponent));
const query = fc.array(fc.tuple(fc.constantFrom('qos', 'retain', 'name', 'nextToken', 'marker', 'maxResults', 'pageSize', 'newStatus', 'topic', 'expectedVersion', 'setAsActive', 'setAsDefault', 'resourceArn', 'messageExpiry', 'responseTopic', 'ruleDisabled'), fc.oneof(names, fc.constantFrom('1', '0', 'true', '-1'))), { maxLength: 3 });

it('1,000 drawn requests are all answered, and none fails inside', async () => {
  const endpoint = await prepared();
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.values(operations)), names, query, fc.oneof(members, junk), fc.boolean(), fc.option(names), async ({ method, uri }, name, pairs, value, cut, principal) => {
      const target = `${method} ${uri.replace(/\{[^}]+\}/g, name.replace(/[?/ ]/g, '_'))}?${pairs.map(([key, text]) => `${key}=${text}`).join('&')}`;
      const { status } = await send(endpoint, target, value, principal === null ? {} : { 'x-amzn-principal': principal }, cut);
      answered++;
      expect(status).toBeGreaterThanOrEqual(200);
      expect(status).toBeLessThan(500);
    }),
    { seed: 2026, numRuns: 1000 },
  );
  expect(answered).toBe(1000);
}, 60_000);
