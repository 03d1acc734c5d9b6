/** Subscriptions that come and go while a run goes on, and what subscribers get of messages whose bytes are known. */
import { describe, expect, it } from 'vitest';
import { base64Bytes, base64Text, utf8Text } from '../../../base/base64.ts';
import { utf8Bytes } from '../../../base/md5.ts';
import { rawContent } from '../../../sim/records/content.ts';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { ServiceBench } from '../../../testing/serviceBench.ts';
import { codeOf, responseOf } from '../../../testing/streamBench.ts';
import { ConfirmSubscription, messageIdOf, PublishBatch, SetSubscription, SetTopic, Subscribe, Unsubscribe, type MessageMembers, type SubscribeRequest } from './operations.ts';

const topicArn = 'arn:aws:sns:eu-west-1:999999999999:news';

function bench(config: object = {}, queue: object = {}) {
  const b = new ServiceBench('sns-topic', ['in'], config as never, { facts: 'today', nodes: ['a', 'b', 'dead'].map((id) => ({ id, kind: 'sqs-queue', config: queue as never })).concat([{ id: 'site', kind: 'http-endpoint', config: { confirms: false } as never }]), edges: [{ from: 'it', to: 'site' }] });
  responseOf(b.ask('in', SetTopic, { topicArn, signatureVersion: '2', contentBasedDeduplication: false, maximumMessageSize: 262_144 }));
  const join = (id: string) => b.simulation.connect([{ from: { node: 'it', port: 'queue' }, to: { node: id }, latencyMs: 0 }]);
  const subscribe = (endpoint: string, more: Partial<SubscribeRequest> = {}) => responseOf(b.ask('in', Subscribe, { endpoint, subscriptionArn: `${topicArn}:${endpoint}`, ...more })).subscription;
  let published = 0;
  const publish = (Message: string, more: Partial<MessageMembers> = {}, group?: string) => {
    const records = b.batch([utf8Bytes(Message).length]);
    const ids = (text: string | undefined) => (text === undefined ? undefined : Uint32Array.of(b.simulation.keys.intern(text) + 1));
    return { records, reply: b.ask('in', PublishBatch, { records, members: [{ Message, ...more }], MessageGroupId: ids(group), MessageDeduplicationId: ids(group && `d${published++}`) }) };
  };
  /** Bytes of each message in a queue, as the queue sees them. */
  const inQueue = (id: string) => (b.view(id).messages as unknown as readonly { readonly row: number }[]).map(({ row }) => utf8Text(base64Bytes(b.simulation.nodes.find((node) => node.id === id)!.context.data(row) ?? '') ?? new Uint8Array()));
  return { b, join, subscribe, publish, inQueue, fault: (node: string, duration: number) => b.intervene({ type: 'fault', node, name: 'unavailable', duration }) };
}

describe('a subscription made while the run goes on', () => {
  it('needs an edge; before it nothing is delivered', () => {
    const { b, join, subscribe, publish, inQueue } = bench();
    expect(codeOf(b.ask('in', Subscribe, { endpoint: 'a', subscriptionArn: 'x' }))).toBe('InvalidParameter');
    join('a');
    publish('early');
    expect(subscribe('a')).toBe(1);
    expect(subscribe('a')).toBe(1);
    publish('late');
    expect(inQueue('a').map((text) => (JSON.parse(text!) as { Message: string }).Message)).toEqual(['late']);
    b.wait(120_000);
    assertRowsConserved(b.simulation);
  });

  it('ends with Unsubscribe: what waits for its next try is dropped', () => {
    const { b, join, subscribe, publish, inQueue, fault } = bench();
    join('a');
    const number = subscribe('a');
    fault('a', 30_000);
    const { records } = publish('waits');
    b.wait(5000);
    expect(b.view()).toMatchObject({ pending: 1, waiting: 1 });
    responseOf(b.ask('in', Unsubscribe, { subscription: number }));
    expect(b.view()).toMatchObject({ pending: 0, waiting: 0 });
    expect(b.simulation.records.holds(records.rows[0]!)).toBe(1);
    b.wait(60_000);
    expect(inQueue('a')).toEqual([]);
    expect(subscribe('a', { rawMessageDelivery: true })).toBe(number + 1);
    publish('again');
    expect(inQueue('a')).toEqual(['again']);
    assertRowsConserved(b.simulation);
  });

  it('ends so for FIFO topics too, with all that stands in line', () => {
    const { b, join, subscribe, publish, inQueue, fault } = bench({ fifo: true }, { fifo: true });
    join('a');
    const number = subscribe('a', { rawMessageDelivery: true });
    publish('first', {}, 'g');
    fault('a', 30_000);
    for (const text of ['second', 'third']) publish(text, {}, 'g');
    b.wait(5000);
    expect(b.view().pending).toBe(2);
    responseOf(b.ask('in', Unsubscribe, { subscription: number }));
    b.wait(60_000);
    subscribe('a', { rawMessageDelivery: true });
    publish('fourth', {}, 'g');
    expect(inQueue('a')).toEqual(['first', 'fourth']);
    expect(b.view().pending).toBe(0);
    assertRowsConserved(b.simulation);
  });

  it('has settings that change, checked like those of a configuration', () => {
    const { b, join, subscribe, publish, inQueue } = bench();
    join('a');
    const subscription = subscribe('a', { rawMessageDelivery: true, filterPolicy: { kind: ['order'] } });
    const kind = (StringValue: string) => ({ MessageAttributes: { kind: { DataType: 'String', StringValue }, bytes: { DataType: 'Binary', BinaryValue: 'AA==' } } });
    publish('one', kind('order'));
    publish('two', kind('visit'));
    const change = (filterPolicy: never) => b.ask('in', SetSubscription, { subscription, endpoint: 'a', subscriptionArn: '', rawMessageDelivery: true, filterPolicy });
    expect(codeOf(change({ kind: [{ prefx: 'v' }] } as never))).toBe('InvalidParameter');
    responseOf(change({ kind: [{ prefix: 'v' }] } as never));
    publish('three', kind('visit'));
    expect(inQueue('a')).toEqual(['one', 'three']);
    expect(codeOf(b.ask('in', SetSubscription, { subscription: 99, endpoint: 'a', subscriptionArn: '' }))).toBe('NotFound');
  });

  it('of a web server waits for its token', () => {
    const { b } = bench();
    const { token } = (b.view().subscriptions as unknown as readonly { readonly token: string }[])[0]!;
    expect(codeOf(b.ask('in', ConfirmSubscription, { subscription: 0, Token: 'x' }))).toBe('InvalidParameter');
    for (let i = 0; i < 2; i++) responseOf(b.ask('in', ConfirmSubscription, { subscription: 0, Token: token }));
    expect(b.view().subscriptions).toMatchObject([{ standing: 'confirmed' }]);
  });
});

describe('what subscribers see', () => {
  it('is an envelope with the names of this topic, or the message alone', () => {
    const { b, join, subscribe, publish, inQueue } = bench();
    for (const id of ['a', 'b']) join(id);
    subscribe('a');
    subscribe('b', { rawMessageDelivery: true });
    b.wait(1234);
    responseOf(publish('ü', { Subject: 'News' }).reply);
    const [text] = inQueue('a');
    expect(JSON.parse(text!)).toMatchObject({ TopicArn: topicArn, Subject: 'News', Message: 'ü', MessageId: messageIdOf(topicArn, 1), SignatureVersion: '2', UnsubscribeURL: `https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${topicArn}:a` });
    expect((JSON.parse(text!) as { Timestamp: string }).Timestamp).toMatch(/\.234Z$/);
    expect(inQueue('b')).toEqual(['ü']);
    expect([b.metric('SentMessageSize', 'a'), b.metric('SentMessageSize', 'b')]).toEqual([utf8Bytes(text!).length, 2]);
  });

  it('goes to the dead-letter queue as it would have come', () => {
    const { b, join, subscribe, publish, inQueue } = bench();
    for (const id of ['a', 'b', 'dead']) join(id);
    subscribe('a', { deadLetter: 'dead' });
    subscribe('b', { rawMessageDelivery: true });
    b.intervene({ type: 'fault', node: 'a', name: 'access-denied', duration: 1000 });
    publish('m');
    expect([inQueue('a'), inQueue('b')]).toEqual([[], ['m']]);
    expect(JSON.parse(inQueue('dead')[0]!)).toMatchObject({ Type: 'Notification', Message: 'm' });
  });

  it('is the envelope for records with bytes of their own, and the record itself where a template made it', () => {
    const { b, join, subscribe, inQueue } = bench();
    join('a');
    subscribe('a');
    const records = b.batch([5]);
    b.simulation.records.setContent(records.rows[0]!, rawContent(base64Text(utf8Bytes('{"attributes":1}'))));
    b.ask('in', PublishBatch, { records });
    const classOf = b.simulation.payloads.addClasses('test', [{ total: 5, attributes: { kind: 'x' } }]);
    b.ask('in', PublishBatch, { records: b.batch([5], 'a', classOf) });
    const [own, made] = inQueue('a');
    expect([(JSON.parse(own!) as { Message: string }).Message, JSON.parse(made!)]).toEqual(['{"attributes":1}', { total: 5, attributes: { kind: 'x' } }]);
  });

  it('a standard topic passes message groups on today', () => {
    const { b, join, subscribe, inQueue } = bench();
    join('a');
    subscribe('a', { rawMessageDelivery: true });
    const MessageGroupId = Uint32Array.of(b.simulation.keys.intern('tenant') + 1);
    responseOf(b.ask('in', PublishBatch, { records: b.batch([1]), members: [{ Message: 'x' }], MessageGroupId }));
    expect(inQueue('a')).toEqual(['x']);
    expect((b.view('a').messages as unknown as readonly { readonly group?: string }[])[0]).toMatchObject({ group: 'tenant' });
  });
});
