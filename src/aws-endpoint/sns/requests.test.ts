import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerOf } from '../requestHandler.ts';
import { inProcess } from '../../testing/inProcessEndpoint.ts';
import { shapes } from '../shapes/sns.ts';
import { badRequests } from './badRequests.ts';
import { call, postForm, textOf } from './form.fixture.ts';

const arn = 'arn:aws:sns:us-east-1:123456789012:orders';
const queue = 'arn:aws:sqs:us-east-1:123456789012:q';

async function withTopics() {
  const { endpoint } = inProcess();
  await call(endpoint, 'CreateTopic', { Name: 'orders' });
  await call(endpoint, 'CreateTopic', { Name: 'orders.fifo', Attributes: { FifoTopic: 'true' } });
  const { xml } = await call(endpoint, 'Subscribe', { TopicArn: arn, Protocol: 'sqs', Endpoint: queue });
  return { endpoint, subscription: textOf(xml, 'SubscriptionArn')! };
}

it('has a table of at least five bad requests for every operation', () => {
  expect(Object.keys(badRequests).sort()).toEqual(Object.keys(shapes.operations).sort());
  expect(Object.entries(badRequests).filter(([, rows]) => rows.length < 5)).toEqual([]);
});

const statuses: Readonly<Record<string, number>> = { NotFound: 404, ResourceNotFound: 404 };

describe.each(Object.entries(badRequests))('%s refuses', (operation, rows) => {
  it.each(rows.map(([input, code, says]) => [JSON.stringify(input).slice(0, 110), input, code, says] as const))('%s', async (_, input, code, says) => {
    const { endpoint, subscription } = await withTopics();
    const given = input.SubscriptionArn === '{subscription}' ? { ...input, SubscriptionArn: subscription } : input;
    const { status, xml } = await call(endpoint, operation, given);
    expect([status, textOf(xml, 'Code'), textOf(xml, 'Type')]).toEqual([statuses[code] ?? 400, code, 'Sender']);
    if (typeof says === 'string') expect(textOf(xml, 'Message')).toBe(says);
    else expect(textOf(xml, 'Message')).toMatch(says);
  });
});

it('does not know other operations', async () => {
  const { status, xml } = await call((await withTopics()).endpoint, 'Publishh', {});
  expect([status, textOf(xml, 'Code')]).toEqual([400, 'InvalidAction']);
});

it('answers XML with the names of the API', async () => {
  const { endpoint, subscription } = await withTopics();
  const { status, headers, xml } = await call(endpoint, 'ListSubscriptions', {});
  expect([status, headers['content-type']]).toEqual([200, 'text/xml']);
  expect(xml).toMatch(/^<\?xml version="1.0"\?><ListSubscriptionsResponse xmlns="http:\/\/sns.amazonaws.com\/doc\/2010-03-31\/"><ListSubscriptionsResult><Subscriptions><member>/);
  expect(xml).toContain(`<SubscriptionArn>${subscription}</SubscriptionArn><Owner>123456789012</Owner><Protocol>sqs</Protocol><Endpoint>${queue}</Endpoint><TopicArn>${arn}</TopicArn></member></Subscriptions></ListSubscriptionsResult><ResponseMetadata><RequestId>`);
  expect((await call(endpoint, 'DeleteTopic', { TopicArn: arn })).xml).toMatch(/<DeleteTopicResponse xmlns="[^"]+"><ResponseMetadata><RequestId>[^<]+<\/RequestId><\/ResponseMetadata><\/DeleteTopicResponse>$/);
});

it('in the exam era a standard topic takes no group, and a FIFO topic no standard queue', async () => {
  const { endpoint } = inProcess({ facts: 'notes' });
  await call(endpoint, 'CreateTopic', { Name: 'orders' });
  await call(endpoint, 'CreateTopic', { Name: 'orders.fifo', Attributes: { FifoTopic: 'true' } });
  expect(textOf((await call(endpoint, 'Publish', { TopicArn: arn, Message: 'x', MessageGroupId: 'g' })).xml, 'Message')).toMatch(/MessageGroupId Reason: .* not valid for this topic type/);
  expect(textOf((await call(endpoint, 'Subscribe', { TopicArn: `${arn}.fifo`, Protocol: 'sqs', Endpoint: queue })).xml, 'Message')).toMatch(/Please use FIFO SQS queue/);
});

const junk = fc.oneof(fc.string(), fc.constant(arn), fc.constant(`${arn}.fifo`), fc.constant(queue), fc.constant('{"a":["b"]}'), fc.constant('{"default":"x"}'), fc.constant('sqs'), fc.constant('https'), fc.constant('https://example.com/x'), fc.constant('true'), fc.constant('json'), fc.integer().map(String));
const attributeName = fc.constantFrom('RawMessageDelivery', 'FilterPolicy', 'FilterPolicyScope', 'RedrivePolicy', 'DeliveryPolicy', 'DisplayName', 'Policy', 'FifoTopic', 'x');
const attributes = fc.dictionary(fc.oneof(attributeName, fc.string()), junk, { maxKeys: 3 });
const messageAttributes = fc.dictionary(fc.string(), fc.record({ DataType: fc.oneof(junk, fc.constantFrom('String', 'Number', 'Binary', 'String.Array')), StringValue: junk, BinaryValue: junk }, { requiredKeys: [] }), { maxKeys: 2 });
const message = { Id: junk, Message: junk, Subject: junk, MessageStructure: junk, MessageAttributes: messageAttributes, MessageGroupId: junk, MessageDeduplicationId: junk };
const members = fc.record(
  {
    TopicArn: fc.oneof(junk, fc.constantFrom(arn, `${arn}.fifo`)), TargetArn: junk, ...message, Name: fc.oneof(junk, fc.stringMatching(/^[a-z]{1,5}$/)), Protocol: fc.oneof(junk, fc.constantFrom('sqs', 'http', 'firehose')), Endpoint: junk, Attributes: attributes, SubscriptionArn: junk,
    AttributeName: attributeName, AttributeValue: junk, ResourceArn: fc.oneof(junk, fc.constant(arn)), Tags: fc.array(fc.record({ Key: junk, Value: junk }, { requiredKeys: [] }), { maxLength: 3 }), TagKeys: fc.array(junk, { maxLength: 3 }), Token: junk, NextToken: junk, Label: junk,
    AWSAccountId: fc.array(junk, { maxLength: 2 }), ActionName: fc.array(junk, { maxLength: 2 }), PublishBatchRequestEntries: fc.array(fc.record(message, { requiredKeys: [] }), { maxLength: 4 }), ReturnSubscriptionArn: fc.boolean(),
  },
  { requiredKeys: [] },
);

it('1,000 drawn requests are all answered', async () => {
  const { endpoint } = await withTopics();
  const operations = Object.keys(shapes.operations);
  let answered = 0;
  const codes = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...operations), members, async (operation, input) => {
      const { status, xml } = await call(endpoint, operation, input);
      answered++;
      codes.add(textOf(xml, 'Code') ?? 'none');
      expect([200, 400, 404]).toContain(status);
    }),
    { seed: 2026, numRuns: 1000 },
  );
  expect(answered).toBe(1000);
  expect([...codes]).toEqual(expect.arrayContaining(['none', 'InvalidParameter', 'NotFound']));
}, 60_000);

it('1,000 drawn bodies that are hardly forms are all answered', async () => {
  const { endpoint } = await withTopics();
  const names = fc.constantFrom('Tags', 'Tags.member.0', 'Tags.member.2.Key', 'Attributes.entry.1.key', 'Attributes.entry.x.value', 'Message', 'TopicArn', 'PublishBatchRequestEntries.member.1.Id', 'PublishBatchRequestEntries.member.999999', 'MessageAttributes.entry.1.Value.DataType', 'AWSAccountId.member.1', 'TagKeys.member.3');
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.keys(shapes.operations)), fc.array(fc.tuple(fc.oneof(names, fc.string()), fc.oneof(junk, fc.string({ unit: 'binary' }))), { maxLength: 5 }), async (operation, pairs) => {
      const { status } = await postForm(endpoint, `Action=${operation}&Version=2010-03-31&${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`);
      expect([200, 400, 404]).toContain(status);
    }),
    { seed: 2026, numRuns: 1000 },
  );
}, 60_000);

it('a list with a gap in its numbers is an entry without members, not a fault of the server', async () => {
  const { endpoint } = inProcess();
  const body = Buffer.from('Action=CreateTopic&Version=2010-03-31&Name=a&Tags.member.2.Key=k&Tags.member.2.Value=v');
  const { status, body: answer } = await answerOf(endpoint, { method: 'POST', path: '/', query: '', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });
  expect([status, Buffer.from(answer).toString()]).toEqual([400, expect.stringContaining('at &#39;tags.1.member.key&#39; failed to satisfy constraint: Member must not be null')]);
});
