import { EventStreamCodec } from '@smithy/core/event-streams';
import { decode, encode } from 'cborg';
import { expect, it } from 'vitest';
import { utf8Text } from '../../base/base64.ts';
import { utf8Bytes } from '../../base/md5.ts';
import { inProcess } from '../../testing/inProcessEndpoint.ts';
import type { Endpoint } from '../endpoint.ts';
import type { HttpResponse } from '../http.ts';
import { answerOf, settle } from '../requestHandler.ts';

type Members = Record<string, unknown>;
const codec = new EventStreamCodec((bytes) => utf8Text(bytes as Uint8Array)!, utf8Bytes);
const cbor = 'application/x-amz-cbor-1.1';
const json = 'application/x-amz-json-1.1';

function ask(endpoint: Endpoint, operation: string, members: Members, type = json): Promise<HttpResponse> {
  const body = type === cbor ? encode(members) : utf8Bytes(JSON.stringify(members));
  return answerOf(endpoint, { method: 'POST', path: '/', query: '', headers: { 'x-amz-target': `Kinesis_20131202.${operation}`, 'content-type': type }, body });
}

function read(bytes: Uint8Array) {
  const { headers, body } = codec.decode(bytes);
  const text = (name: string) => headers[`:${name}`]?.value as string;
  return { message: text('message-type'), type: text('event-type') ?? text('exception-type'), value: (text('content-type') === cbor ? decode(body, { tags: { 1: (inner: () => unknown) => ({ tagged: inner() }) } as never }) : JSON.parse(utf8Text(body)!)) as Members, contentType: text('content-type') };
}

async function subscribed(type = json) {
  const { endpoint } = inProcess();
  await ask(endpoint, 'CreateStream', { StreamName: 'clicks', ShardCount: 1 });
  const StreamARN = endpoint.world.arn('kinesis', 'stream/clicks');
  const registered = JSON.parse(utf8Text((await ask(endpoint, 'RegisterStreamConsumer', { StreamARN, ConsumerName: 'c' })).body)!) as { Consumer: { ConsumerARN: string } };
  const response = await ask(endpoint, 'SubscribeToShard', { ConsumerARN: registered.Consumer.ConsumerARN, ShardId: 'shardId-000000000000', StartingPosition: { Type: 'LATEST' } }, type);
  const put = (text: string) => ask(endpoint, 'PutRecord', { StreamName: 'clicks', PartitionKey: 'k', Data: Buffer.from(text).toString('base64') });
  const next = async () => {
    const part = await settle(endpoint, response.parts!.next());
    return part.done ? undefined : read(part.value);
  };
  return { endpoint, response, put, next };
}

it.each([json, cbor])('%s: begins with an initial response, then an event at once', async (type) => {
  const { response, next } = await subscribed(type);
  expect([response.status, response.headers['content-type']]).toEqual([200, 'application/vnd.amazon.eventstream']);
  expect(read(response.body)).toEqual({ message: 'event', type: 'initial-response', value: {}, contentType: type });
  expect(await next()).toMatchObject({ message: 'event', type: 'SubscribeToShardEvent', contentType: type, value: { Records: [], MillisBehindLatest: 0, ContinuationSequenceNumber: expect.stringMatching(/^\d{56}$/) as string } });
});

it('CBOR: an event carries bytes as bytes and times as tagged milliseconds', async () => {
  const { put, next } = await subscribed(cbor);
  await next();
  await put('hello');
  const [record] = (await next())!.value.Records as Members[];
  expect(record).toMatchObject({ Data: utf8Bytes('hello'), ApproximateArrivalTimestamp: { tagged: Date.UTC(2026, 0, 5) } });
});

it('sends an event every five seconds when nothing comes, so that clients know that the connection lives', async () => {
  const { endpoint, next } = await subscribed();
  await next();
  const at: number[] = [];
  for (let i = 0; i < 3; i++) {
    expect((await next())!.value.Records).toEqual([]);
    at.push(endpoint.world.now);
  }
  expect(at).toEqual([5000, 10_000, 15_000]);
});

it('ends with an exception message when the account is emptied', async () => {
  const { endpoint, next } = await subscribed();
  await next();
  endpoint.reset(0);
  expect(await next()).toMatchObject({ message: 'exception', type: 'ServiceUnavailable' });
  expect(await next()).toBeUndefined();
});

it('a reader that never reads is let go of, and with it what was kept for it', async () => {
  const { endpoint, put, response } = await subscribed();
  for (let i = 0; i < 1200; i++) {
    await put('x');
    endpoint.world.advance(endpoint.world.now + 50);
    await Promise.resolve();
  }
  const { subscriptions } = endpoint.world.simulation.nodes.find(({ id }) => id.startsWith('kinesis-streams'))!.state as { subscriptions: unknown[] };
  expect(subscriptions).toEqual([]);
  expect(await response.parts!.next()).toEqual({ done: true, value: undefined });
});

it('a call that waits is given up when the account is emptied', async () => {
  const { endpoint } = inProcess();
  const sqs = (operation: string, members: Members) => ({ method: 'POST', path: '/', query: '', headers: { 'x-amz-target': `AmazonSQS.${operation}`, 'content-type': 'application/x-amz-json-1.0', host: 'localhost' }, body: utf8Bytes(JSON.stringify(members)) });
  const { QueueUrl } = JSON.parse(utf8Text((await answerOf(endpoint, sqs('CreateQueue', { QueueName: 'q' }))).body)!) as Members;
  const poll = endpoint.handle(sqs('ReceiveMessage', { QueueUrl, WaitTimeSeconds: 20 }));
  endpoint.reset(0);
  expect((await poll).status).toBe(503);
});
