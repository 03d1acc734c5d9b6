import {
  DeleteThingShadowCommand, GetRetainedMessageCommand, GetThingShadowCommand, IoTDataPlaneClient, ListNamedShadowsForThingCommand, paginateListRetainedMessages, PublishCommand, UpdateThingShadowCommand,
} from '@aws-sdk/client-iot-data-plane';
import { CreateStreamCommand, GetRecordsCommand, GetShardIteratorCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import { answerOf } from '../../../src/aws-endpoint/requestHandler.ts';
import type { Reach } from './reach.ts';

type Check = (iot: IoTDataPlaneClient, reach: Reach) => Promise<void>;

const thingName = 'pump-7';
const roleArn = 'arn:aws:iam::123456789012:role/iot';
const seconds = Date.UTC(2026, 0, 5) / 1000;
const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const read = (payload: Uint8Array | undefined) => JSON.parse(Buffer.from(payload!).toString()) as Record<string, unknown>;
const update = async (iot: IoTDataPlaneClient, payload: unknown, shadowName?: string) => read((await iot.send(new UpdateThingShadowCommand({ thingName, shadowName, payload: bytes(payload) }))).payload);
const get = async (iot: IoTDataPlaneClient, shadowName?: string) => read((await iot.send(new GetThingShadowCommand({ thingName, shadowName }))).payload);
const errorOf = async (call: Promise<unknown>) => call.then(() => 'no error', (error: Error & { readonly $metadata?: { readonly httpStatusCode?: number } }) => `${error.name} ${error.$metadata?.httpStatusCode}: ${error.message}`);
const publish = (iot: IoTDataPlaneClient, topic: string, payload: unknown, more: { readonly qos?: number; readonly retain?: boolean } = {}) => iot.send(new PublishCommand({ topic, payload: bytes(payload), ...more }));

/** The control plane, whose SDK client is not here: plain HTTP. */
async function control({ endpoint }: Reach, method: string, target: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) {
  const [path = '', query = ''] = target.split('?');
  const answer = await answerOf(endpoint, { method, path, query, headers, body: body === undefined ? new Uint8Array() : bytes(body) });
  return { status: answer.status, error: answer.headers['x-amzn-errortype'], body: JSON.parse(Buffer.from(answer.body).toString()) as Record<string, unknown> };
}
const rule = (reach: Reach, sql: string, actions: readonly object[], more: object = {}, name = 'r') => control(reach, 'POST', `/rules/${name}`, { sql, awsIotSqlVersion: '2016-03-23', actions, ...more });

async function streamTexts(kinesis: KinesisClient, StreamName = 'readings') {
  const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand({ StreamName, ShardId: '0', ShardIteratorType: 'TRIM_HORIZON' }));
  return (await kinesis.send(new GetRecordsCommand({ ShardIterator }))).Records!.map(({ PartitionKey, Data }) => [PartitionKey, Buffer.from(Data!).toString()]);
}
async function withStream(reach: Reach, check: (kinesis: KinesisClient) => Promise<void>) {
  const kinesis = new KinesisClient(reach.settings);
  await kinesis.send(new CreateStreamCommand({ StreamName: 'readings', ShardCount: 1 }));
  await check(kinesis).finally(() => kinesis.destroy());
}
async function withQueue(reach: Reach, check: (sqs: SQSClient, url: string) => Promise<void>) {
  const sqs = new SQSClient(reach.settings);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'alarms' }));
  await check(sqs, QueueUrl!).finally(() => sqs.destroy());
}
const received = async (sqs: SQSClient, QueueUrl: string) => ((await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }))).Messages ?? []).map(({ Body }) => Body);

/** What an SDK client of IoT's data plane may rely on, by what it shows. */
export const iotChecks: Readonly<Record<string, Check>> = {
  'the first update makes a shadow at version 1': async (iot) => {
    expect(await update(iot, { state: { desired: { led: 'on' } }, clientToken: 'a' })).toEqual({ state: { desired: { led: 'on' } }, metadata: { desired: { led: { timestamp: seconds } } }, version: 1, timestamp: seconds, clientToken: 'a' });
  },
  'what is desired and not reported is the delta': async (iot) => {
    await update(iot, { state: { desired: { led: 'on', speed: { low: 1, high: 9 } }, reported: { led: 'off', speed: { low: 1 } } } });
    expect((await get(iot)).state).toEqual({ desired: { led: 'on', speed: { low: 1, high: 9 } }, reported: { led: 'off', speed: { low: 1 } }, delta: { led: 'on', speed: { high: 9 } } });
    await update(iot, { state: { reported: { led: 'on', speed: { high: 9 } } } });
    expect((await get(iot)).state).not.toHaveProperty('delta');
  },
  'updates are merged; arrays are replaced': async (iot) => {
    await update(iot, { state: { reported: { a: { b: 1, c: 2 }, list: [1, 2, 3] } } });
    await update(iot, { state: { reported: { a: { c: 3 }, list: [4] } } });
    expect(await get(iot)).toMatchObject({ state: { reported: { a: { b: 1, c: 3 }, list: [4] } }, version: 2 });
  },
  'null deletes a key, a section, and all': async (iot) => {
    await update(iot, { state: { desired: { a: 1, b: 2 }, reported: { a: 1 } } });
    await update(iot, { state: { desired: { a: null } } });
    expect((await get(iot)).state).toEqual({ desired: { b: 2 }, reported: { a: 1 }, delta: { b: 2 } });
    await update(iot, { state: { desired: null } });
    expect((await get(iot)).state).toEqual({ reported: { a: 1 } });
    await update(iot, { state: null });
    expect(await get(iot)).toMatchObject({ state: {}, metadata: {}, version: 4 });
  },
  'a leaf keeps the time of its update': async (iot, { pass }) => {
    await update(iot, { state: { reported: { a: 1, list: [1, 2] } } });
    pass(60_000);
    await update(iot, { state: { reported: { b: 2 } } });
    expect((await get(iot)).metadata).toEqual({ reported: { a: { timestamp: seconds }, list: [{ timestamp: seconds }, { timestamp: seconds }], b: { timestamp: seconds + 60 } } });
  },
  'an update for another version conflicts': async (iot) => {
    await update(iot, { state: { desired: { a: 1 } } });
    expect(await errorOf(update(iot, { state: { desired: { a: 2 } }, version: 5 }))).toBe('ConflictException 409: Version conflict');
    expect(await update(iot, { state: { desired: { a: 2 } }, version: 1 })).toMatchObject({ version: 2 });
  },
  'a shadow that is not there is not found': async (iot) => {
    expect(await errorOf(get(iot))).toBe("ResourceNotFoundException 404: No shadow exists with name: 'pump-7'");
    expect(await errorOf(get(iot, 'config'))).toBe("ResourceNotFoundException 404: No shadow exists with name: 'config'");
  },
  'a deleted shadow is gone, and its version goes on': async (iot) => {
    await update(iot, { state: { desired: { a: 1 } } });
    expect(read((await iot.send(new DeleteThingShadowCommand({ thingName }))).payload)).toMatchObject({ version: 1, timestamp: seconds });
    expect(await errorOf(get(iot))).toMatch(/^ResourceNotFoundException 404/);
    expect(await errorOf(iot.send(new DeleteThingShadowCommand({ thingName })))).toMatch(/^ResourceNotFoundException 404/);
    expect(await update(iot, { state: { desired: { a: 1 } } })).toMatchObject({ version: 2 });
  },
  'named shadows live beside the classic one': async (iot) => {
    await update(iot, { state: { desired: { a: 1 } } });
    await update(iot, { state: { desired: { a: 2 } } }, 'config');
    await update(iot, { state: { desired: { a: 3 } } }, 'config');
    expect([(await get(iot)).version, (await get(iot, 'config')).version]).toEqual([1, 2]);
    await iot.send(new DeleteThingShadowCommand({ thingName, shadowName: 'config' }));
    expect((await get(iot)).state).toMatchObject({ desired: { a: 1 } });
  },
  'named shadows are listed in pages': async (iot) => {
    for (const name of ['c', 'a', 'b']) await update(iot, { state: { desired: { x: 1 } } }, name);
    const first = await iot.send(new ListNamedShadowsForThingCommand({ thingName, pageSize: 2 }));
    const second = await iot.send(new ListNamedShadowsForThingCommand({ thingName, pageSize: 2, nextToken: first.nextToken }));
    expect([first.results, second.results, second.nextToken, first.timestamp]).toEqual([['a', 'b'], ['c'], undefined, seconds]);
    expect(await errorOf(iot.send(new ListNamedShadowsForThingCommand({ thingName, nextToken: 'nonsense' })))).toBe('InvalidRequestException 400: nextToken is invalid.');
  },
  'a shadow holds 8 KB of state': async (iot) => {
    expect(await update(iot, { state: { desired: { a: 'x'.repeat(8000) } } })).toMatchObject({ version: 1 });
    expect(await errorOf(update(iot, { state: { reported: { a: 'x'.repeat(400) } } }))).toBe('RequestEntityTooLargeException 413: The payload exceeds the maximum size allowed');
    expect((await get(iot)).version).toBe(1);
  },
  'what is wrong with an update is told in AWS’s words': async (iot) => {
    const told = async (payload: unknown) => errorOf(update(iot, payload));
    const bad = (text: string) => `InvalidRequestException 400: ${text}`;
    expect(await told('{"state":')).toBe(bad('Invalid JSON'));
    expect(await told({})).toBe(bad('Missing required node: state'));
    expect(await told({ state: 5 })).toBe(bad('State node must be an object'));
    expect(await told({ state: { desired: 'on' } })).toBe(bad('Desired node must be an object'));
    expect(await told({ state: { reported: [] } })).toBe(bad('Reported node must be an object'));
    expect(await told({ state: {}, version: 'one' })).toBe(bad('Invalid version'));
    expect(await told({ state: {}, clientToken: 'x'.repeat(65) })).toBe(bad('Invalid clientToken'));
    expect(await told({ state: { desired: { list: [null] } } })).toBe(bad('State contains an invalid node'));
  },
  'a retained message stays with its bytes, QoS and time': async (iot, { pass }) => {
    const data = Uint8Array.from({ length: 256 }, (_, i) => i);
    await iot.send(new PublishCommand({ topic: 'lab/1', payload: data, qos: 1, retain: true }));
    pass(1500);
    await publish(iot, 'lab/1', 'not kept');
    const kept = await iot.send(new GetRetainedMessageCommand({ topic: 'lab/1' }));
    expect(kept).toMatchObject({ topic: 'lab/1', qos: 1, lastModifiedTime: seconds * 1000 });
    expect(Uint8Array.from(kept.payload!)).toEqual(data);
  },
  'an empty message ends what is retained': async (iot) => {
    await publish(iot, 'lab/1', 'x', { retain: true });
    await publish(iot, 'lab/1', '', { retain: true });
    expect(await errorOf(iot.send(new GetRetainedMessageCommand({ topic: 'lab/1' })))).toMatch(/^ResourceNotFoundException 404: .*lab\/1/);
  },
  'retained messages are listed in pages': async (iot) => {
    for (let i = 0; i < 5; i++) await publish(iot, `lab/${i}`, 'x'.repeat(i + 1), { retain: true });
    const pages: unknown[] = [];
    for await (const { retainedTopics } of paginateListRetainedMessages({ client: iot }, { maxResults: 2 })) pages.push(retainedTopics!.map(({ topic, payloadSize }) => [topic, payloadSize]));
    expect(pages).toEqual([[['lab/0', 1], ['lab/1', 2]], [['lab/2', 3], ['lab/3', 4]], [['lab/4', 5]]]);
  },
  'topics and sizes that MQTT does not allow are refused': async (iot) => {
    expect(await errorOf(publish(iot, 'a/+', 'x'))).toMatch(/^InvalidRequestException 400: Invalid topic/);
    expect(await errorOf(publish(iot, 'a/b/c/d/e/f/g/h/i', 'x'))).toMatch(/^InvalidRequestException 400: .*slashes/);
    expect(await errorOf(publish(iot, 'a', 'x'.repeat(128 * 1024 + 1)))).toMatch(/^RequestEntityTooLargeException 413/);
    expect(await errorOf(publish(iot, 'a', 'x', { qos: 2 }))).toMatch(/^InvalidRequestException 400: .*'qos'/);
  },
  'a rule moves what its SELECT makes into a stream': (iot, reach) =>
    withStream(reach, async (kinesis) => {
      expect((await rule(reach, "SELECT temperature AS t, topic(2) AS device FROM 'plant/+/data' WHERE temperature > 50", [{ kinesis: { streamName: 'readings', partitionKey: '${topic(2)}', roleArn } }])).status).toBe(200);
      await publish(iot, 'plant/p1/data', { temperature: 51, noise: 1 });
      await publish(iot, 'plant/p2/data', { temperature: 49 });
      await publish(iot, 'plant/p3/other', { temperature: 99 });
      expect(await streamTexts(kinesis)).toEqual([['p1', '{"t":51,"device":"p1"}']]);
    }),
  'a rule moves a message into a queue': (iot, reach) =>
    withQueue(reach, async (sqs, queueUrl) => {
      await rule(reach, "SELECT upper(state) AS state FROM 'alarm'", [{ sqs: { queueUrl, roleArn, useBase64: false } }]);
      await publish(iot, 'alarm', { state: 'high' });
      expect(await received(sqs, queueUrl)).toEqual(['{"state":"HIGH"}']);
    }),
  'a rule in two forms: stream and queue, base64 where it says so': (iot, reach) =>
    withStream(reach, (kinesis) =>
      withQueue(reach, async (sqs, queueUrl) => {
        await rule(reach, "SELECT * FROM 'both'", [{ kinesis: { streamName: 'readings', partitionKey: 'k', roleArn } }, { sqs: { queueUrl, roleArn, useBase64: true } }]);
        await publish(iot, 'both', { a: 1 });
        expect(await streamTexts(kinesis)).toEqual([['k', '{"a":1}']]);
        expect(await received(sqs, queueUrl)).toEqual([bytes({ a: 1 }).toString('base64')]);
      }),
    ),
  'a rule finds a stream that is made after it, and rests while it is disabled': async (iot, reach) => {
    await rule(reach, "SELECT * FROM 'late'", [{ kinesis: { streamName: 'readings', partitionKey: 'k', roleArn } }]);
    await publish(iot, 'late', { n: 1 });
    await withStream(reach, async (kinesis) => {
      await publish(iot, 'late', { n: 2 });
      await control(reach, 'POST', '/rules/r/disable');
      await publish(iot, 'late', { n: 3 });
      await control(reach, 'POST', '/rules/r/enable');
      await publish(iot, 'late', { n: 4 });
      expect(await streamTexts(kinesis)).toEqual([['k', '{"n":2}'], ['k', '{"n":4}']]);
      await control(reach, 'DELETE', '/rules/r');
      await publish(iot, 'late', { n: 5 });
      expect(await streamTexts(kinesis)).toHaveLength(2);
    });
  },
  'an error action tells which action failed': (iot, reach) =>
    withQueue(reach, async (sqs, queueUrl) => {
      await rule(reach, "SELECT * FROM 'a'", [{ kinesis: { streamName: 'nowhere', partitionKey: 'k', roleArn } }], { errorAction: { sqs: { queueUrl, roleArn } } });
      await publish(iot, 'a', { x: 1 });
      const [body] = await received(sqs, queueUrl);
      expect(JSON.parse(body!)).toMatchObject({ ruleName: 'r', topic: 'a', base64OriginalPayload: bytes({ x: 1 }).toString('base64'), failures: [{ failedResource: 'nowhere', errorMessage: 'ResourceNotFoundException' }] });
    }),
  'rules see what the shadow service publishes': (iot, reach) =>
    withQueue(reach, async (sqs, queueUrl) => {
      await rule(reach, "SELECT state FROM '$aws/things/+/shadow/update/delta'", [{ sqs: { queueUrl, roleArn } }]);
      await update(iot, { state: { desired: { led: 'on' } } });
      expect(await received(sqs, queueUrl)).toEqual(['{"state":{"led":"on"}}']);
    }),
  'Basic Ingest reaches the rule that it names; republish goes round': (iot, reach) =>
    withQueue(reach, async (sqs, queueUrl) => {
      await rule(reach, "SELECT * FROM 'somewhere/else'", [{ republish: { topic: 'again/${topic(1)}', roleArn } }], {}, 'first');
      await rule(reach, "SELECT *, topic() AS at FROM 'again/#'", [{ sqs: { queueUrl, roleArn } }], {}, 'second');
      await publish(iot, '$aws/rules/first/in/x', { a: 1 });
      expect(await received(sqs, queueUrl)).toEqual(['{"a":1,"at":"again/in"}']);
    }),
  'SQL that does not parse is refused with its place': async (_, reach) => {
    expect(await rule(reach, "SELECT FROM 'a'", [])).toMatchObject({ status: 400, error: 'SqlParseException', body: { message: expect.stringMatching(/^sql: line 1, column 8/) as string } });
    expect((await rule(reach, "SELECT * FROM 'a/#/b'", [])).error).toBe('SqlParseException');
  },
  'rules: described as they were given, listed by topic, replaced': async (_, reach) => {
    const actions = [{ kinesis: { roleArn, streamName: 's' } }];
    await rule(reach, "SELECT * FROM 'a/+'", actions, { description: 'mine' }, 'one');
    await rule(reach, "SELECT * FROM 'b'", [], { ruleDisabled: true }, 'two');
    expect((await rule(reach, "SELECT * FROM 'b'", [], {}, 'two')).error).toBe('ResourceAlreadyExistsException');
    expect((await control(reach, 'GET', '/rules/one')).body).toEqual({ ruleArn: 'arn:aws:iot:us-east-1:123456789012:rule/one', rule: { ruleName: 'one', createdAt: seconds, sql: "SELECT * FROM 'a/+'", awsIotSqlVersion: '2016-03-23', actions, description: 'mine', ruleDisabled: false } });
    expect((await control(reach, 'GET', '/rules?topic=a/x')).body.rules).toMatchObject([{ ruleName: 'one', topicPattern: 'a/+', ruleDisabled: false }]);
    expect((await control(reach, 'GET', '/rules?ruleDisabled=true')).body.rules).toMatchObject([{ ruleName: 'two' }]);
    await control(reach, 'PATCH', '/rules/two', { sql: "SELECT x FROM 'c'", actions: [] });
    expect((await control(reach, 'GET', '/rules/two')).body.rule).toMatchObject({ sql: "SELECT x FROM 'c'", ruleDisabled: false });
  },
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
};
