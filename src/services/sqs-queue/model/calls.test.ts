import { describe, expect, it } from 'vitest';
import { base64Text } from '../../../base/base64.ts';
import { utf8Bytes } from '../../../base/md5.ts';
import { makeBatch } from '../../../sim/records/recordBatch.ts';
import { inProcess } from '../../../testing/inProcessEndpoint.ts';
import { settle } from '../../../aws-endpoint/requestHandler.ts';
import { identityOf } from './identity.ts';
import { CancelMessageMoveTask, ChangeMessageVisibilityBatch, DeleteQueue, PurgeQueue, ReceiveMessage, SendMessageBatch, SetQueueAttributes, StartMessageMoveTask, type ReceiveMessageRequest } from './operations.ts';

const ask: ReceiveMessageRequest = { MaxNumberOfMessages: 10, consumer: 'test', allServers: true, detailed: true };

/** A queue named `orders` and one called `dead`, with an edge between them; calls go in as a client's. */
function queues(config = {}) {
  const { endpoint } = inProcess();
  const { world } = endpoint;
  const dead = world.create('sqs-queue', {});
  const orders = world.create('sqs-queue', { visibilityTimeout: 1000, ...config }, (id) => [{ from: { node: id, port: 'deadLetter' }, to: { node: world.nodeId(dead), port: 'moved' } }]);
  const sendTo = async (group: number, texts: readonly string[]) => {
    const rows = Uint32Array.from(texts, (text) => world.birth(0, base64Text(utf8Bytes(text))));
    const records = makeBatch({ count: rows.length, rows, keys: new Uint32Array(rows.length), bytes: Uint32Array.from(texts, (text) => text.length) });
    const { messages } = await settle(endpoint, world.call(orders, SendMessageBatch, { records, single: false, MessageGroupId: new Uint32Array(rows.length).fill(group) }, (response) => response));
    world.letGo(rows);
    return messages;
  };
  const send = Object.assign((...texts: string[]) => sendTo(0, texts), { inGroup: (group: number, ...texts: string[]) => sendTo(group, texts) });
  const receive = (node: number, more: Partial<ReceiveMessageRequest> = {}) => settle(endpoint, world.call(node, ReceiveMessage, { ...ask, ...more }, (response) => response));
  const set = (config: Record<string, number>, deadLetterQueue?: string | null) => settle(endpoint, world.call(orders, SetQueueAttributes, { config, deadLetterQueue }, () => 'set').catch((error: Error) => error.message));
  return { endpoint, world, orders, dead, send, receive, set, pass: (ms: number) => world.advance(world.now + ms) };
}

describe('calls that clients of the API make', () => {
  it('SetQueueAttributes changes what later calls meet, and refuses what a new queue could not be', async () => {
    const { send, receive, set, orders, pass } = queues();
    await send('a');
    expect(await set({ visibilityTimeout: 5000 })).toBe('set');
    await receive(orders);
    pass(4000);
    expect((await receive(orders)).records.count).toBe(0);
    pass(1000);
    expect((await receive(orders)).records.count).toBe(1);
    expect(await set({ visibilityTimeout: 1500 })).toMatch(/^InvalidAttributeValue: visibilityTimeout counts whole seconds/);
    expect(await set({}, 'nowhere')).toMatch(/^InvalidParameterValue/);
  });

  it('a dead-letter queue is set and taken away; a message keeps its identity there', async () => {
    const { world, send, receive, set, orders, dead, pass } = queues({ maxReceiveCount: 1 });
    pass(10);
    expect(await set({}, null)).toBe('set');
    const [number] = await send('a');
    for (let i = 0; i < 3; i++, pass(1001)) expect((await receive(orders)).records.count).toBe(1);
    expect(await set({}, world.nodeId(dead))).toBe('set');
    expect((await receive(orders)).records.count).toBe(0);
    const { details, records } = await receive(dead);
    expect([details!.identities[0], records.count]).toEqual([identityOf(world.nodeId(orders), number!), 1]);
    expect(world.simulation.wires[details!.sources[0]! - 1]).toMatchObject({ from: orders, to: dead });
  });

  it('move tasks tell what they moved, end, and are remembered', async () => {
    const { endpoint, world, send, receive, orders, dead, pass } = queues({ maxReceiveCount: 1 });
    pass(10);
    await send('a', 'b', 'c', 'd');
    await receive(orders);
    pass(1001);
    await receive(orders);
    const start = () => settle(endpoint, world.call(dead, StartMessageMoveTask, { MaxNumberOfMessagesPerSecond: 2 }, ({ task }) => task));
    expect(await start()).toBe(1);
    await expect(start()).rejects.toThrow('UnsupportedOperation');
    pass(1000);
    expect(await settle(endpoint, world.call(dead, CancelMessageMoveTask, null, ({ moved }) => moved))).toBe(2);
    await expect(settle(endpoint, world.call(dead, CancelMessageMoveTask, null, () => null))).rejects.toThrow('UnsupportedOperation');
    expect(await start()).toBe(2);
    pass(5000);
    expect(world.describe(dead).moveTasks).toMatchObject([{ id: 2, status: 'COMPLETED', moved: 2, toMove: 2 }, { id: 1, status: 'CANCELLED', moved: 2, toMove: 4 }]);
  });

  it('a move task fails where a message came from nowhere, and where its queue is deleted; what is brought back is a new message', async () => {
    const { endpoint, world, send, receive, orders, dead, pass } = queues({ maxReceiveCount: 1 });
    pass(10);
    const move = async (ms: number) => {
      await settle(endpoint, world.call(dead, StartMessageMoveTask, {}, () => null));
      pass(ms);
      return (world.describe(dead).moveTasks as readonly object[])[0];
    };
    const [number] = await send('a', 'b');
    await receive(orders);
    pass(1001);
    await receive(orders);
    expect(await move(500)).toMatchObject({ status: 'COMPLETED', moved: 2 });
    const { details, records } = await receive(orders);
    expect([...records.receives!]).toEqual([1, 1]);
    expect([...details!.identities]).not.toContain(identityOf(world.nodeId(orders), number!));
    expect([...details!.bodies].sort()).toEqual(['a', 'b']);
    pass(1001);
    await receive(orders);
    await settle(endpoint, world.call(orders, DeleteQueue, null, () => null));
    expect(await move(500)).toMatchObject({ status: 'FAILED', failure: 'QueueDoesNotExist', moved: 0 });
    expect(world.describe(dead)).toMatchObject({ visible: 2 });
    await settle(endpoint, world.call(dead, PurgeQueue, { atOnce: true }, () => null));
    const row = world.birth(0, base64Text(utf8Bytes('direct')));
    await settle(endpoint, world.call(dead, SendMessageBatch, { records: makeBatch({ count: 1, rows: Uint32Array.of(row), keys: new Uint32Array(1), bytes: Uint32Array.of(6) }), single: true }, () => null));
    world.letGo(Uint32Array.of(row));
    expect(await move(500)).toMatchObject({ status: 'FAILED', failure: 'CouldNotDetermineMessageSource', moved: 0 });
    expect(world.describe(dead)).toMatchObject({ visible: 1 });
  });

  it('a purge at once takes what is there, in flight and delayed, and forgets what a FIFO queue has seen', async () => {
    const { endpoint, world, send, receive, orders, pass } = queues({ fifo: true, contentBasedDeduplication: true, queueName: 'orders.fifo' });
    const group = world.client.keys.intern('g') + 1;
    const one = async (text: string) => (await send.inGroup(group, text))[0];
    const first = await one('a');
    expect(await one('a')).toBe(first);
    await receive(orders);
    await settle(endpoint, world.call(orders, PurgeQueue, { atOnce: true }, () => null));
    expect(world.describe(orders)).toMatchObject({ visible: 0, inFlight: 0 });
    expect(await one('a')).not.toBe(first);
    pass(60_000);
    expect((await receive(orders)).records.count).toBe(1);
  });

  it('PurgeQueue and DeleteQueue answer as the API does', async () => {
    const { endpoint, world, send, receive, orders, pass } = queues();
    await send('a');
    const purge = () => settle(endpoint, world.call(orders, PurgeQueue, {}, () => 'purged'));
    expect(await purge()).toBe('purged');
    await expect(purge()).rejects.toThrow('PurgeQueueInProgress');
    pass(60_000);
    expect((await receive(orders)).records.count).toBe(0);
    await send('b');
    const waiting = receive(orders, { WaitTimeSeconds: 20 }).then(({ records }) => records.count);
    expect(await waiting).toBe(1);
    expect(await settle(endpoint, world.call(orders, DeleteQueue, null, () => 'deleted'))).toBe('deleted');
    await expect(receive(orders)).rejects.toThrow('QueueDoesNotExist');
    expect(world.simulation.records.recount().held).toBe(0);
  });

  it('ChangeMessageVisibilityBatch takes a timeout for each entry', async () => {
    const { endpoint, world, send, receive, orders, pass } = queues();
    await send('a', 'b', 'c');
    const { receipts } = await receive(orders);
    const codes = await settle(endpoint, world.call(orders, ChangeMessageVisibilityBatch, { receipts, VisibilityTimeout: Uint32Array.of(0, 10, 43_201) }, ({ outcome, problems }) => Array.from(outcome.code, (code) => problems[code - 1]?.why)));
    expect(codes).toEqual([undefined, undefined, 'too long']);
    expect((await receive(orders, { VisibilityTimeout: 60 })).records.count).toBe(1);
    pass(1001);
    expect((await receive(orders, { VisibilityTimeout: 60 })).records.count).toBe(1);
    pass(9000);
    expect((await receive(orders)).records.count).toBe(1);
  });
});
