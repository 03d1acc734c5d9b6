import { CreateStreamCommand, GetRecordsCommand, GetShardIteratorCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import { bytes, type Check, control, get, publish, roleArn, seconds, update } from './iotCalls.ts';
import type { Reach } from './reach.ts';

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

/** Rules: what they move where, how they are made and changed. */
export const ruleChecks: Readonly<Record<string, Check>> = {
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
  'what only reads a shadow over HTTPS tells no rule': (iot, reach) =>
    withQueue(reach, async (sqs, queueUrl) => {
      await rule(reach, "SELECT topic(5) AS what, topic(6) AS how FROM '$aws/things/+/shadow/#'", [{ sqs: { queueUrl, roleArn } }]);
      await update(iot, { state: { reported: { led: 'on' } } });
      await get(iot);
      await update(iot, { state: {}, version: 9 }).catch(() => undefined);
      const told = await received(sqs, queueUrl);
      expect([told.length, new Set(told)]).toEqual([2, new Set(['{"what":"update","how":"accepted"}', '{"what":"update","how":"documents"}'])]);
    }),
  'one of many rules of one name is made, and all changes of it count': async (_, reach) => {
    const made = await Promise.all(Array.from({ length: 8 }, (__, i) => rule(reach, `SELECT ${i} AS n FROM 'a'`, [])));
    expect(made.map(({ error }) => error ?? 'made').sort()).toEqual([...Array<string>(7).fill('ResourceAlreadyExistsException'), 'made']);
    expect(made.find(({ error }) => error !== undefined)!.body).toMatchObject({ resourceId: 'r', resourceArn: 'arn:aws:iot:us-east-1:123456789012:rule/r' });
    await Promise.all([control(reach, 'PATCH', '/rules/r', { sql: "SELECT x FROM 'b'", actions: [] }), control(reach, 'POST', '/rules/r/disable')]);
    expect((await control(reach, 'GET', '/rules/r')).body.rule).toMatchObject({ sql: "SELECT x FROM 'b'" });
  },
};
