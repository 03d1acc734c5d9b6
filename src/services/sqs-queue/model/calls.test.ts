import { describe, expect, it } from 'vitest';
import { base64Text } from '../../../base/base64.ts';
import { utf8Bytes } from '../../../base/md5.ts';
import { makeBatch } from '../../../sim/records/recordBatch.ts';
import { inProcess } from '../../../testing/inProcessEndpoint.ts';
import { settle } from '../../../aws-endpoint/requestHandler.ts';
import { CancelMessageMoveTask, ChangeMessageVisibilityBatch, DeleteQueue, identityOf, PurgeQueue, ReceiveMessage, SendMessageBatch, SetQueueAttributes, StartMessageMoveTask, type ReceiveMessageRequest } from './operations.ts';

const ask: ReceiveMessageRequest = { MaxNumberOfMessages: 10, consumer: 'test', allServers: true, detailed: true };

/** A queue named `orders` and one called `dead`, with an edge between them; calls go in as a client's. */
function queues(config = {}) {
  const { endpoint } = inProcess();
  const { world } = endpoint;
  const dead = world.create('sqs-queue', {});
  const orders = world.create('sqs-queue', { visibilityTimeout: 1000, ...config }, (id) => [{ from: { node: id, port: 'deadLetter' }, to: { node: world.nodeId(dead), port: 'moved' } }]);
  const send = async (...texts: string[]) => {
    const rows = Uint32Array.from(texts, (text) => world.birth(0, base64Text(utf8Bytes(text))));
    const records = makeBatch({ count: rows.length, rows, keys: new Uint32Array(rows.length), bytes: Uint32Array.from(texts, (text) => text.length) });
    const { messages } = await settle(endpoint, world.call(orders, SendMessageBatch, { records, single: false }, (response) => response));
    world.letGo(rows);
    return messages;
  };
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

  it('PurgeQueue and DeleteQueue answer as the API does', async () => {
    const { endpoint, world, send, receive, orders, pass } = queues();
    await send('a');
    const purge = () => settle(endpoint, world.call(orders, PurgeQueue, null, () => 'purged'));
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
    const codes = await settle(endpoint, world.call(orders, ChangeMessageVisibilityBatch, { receipts, VisibilityTimeout: Uint32Array.of(0, 10, 43_201) }, ({ outcome }) => [...outcome.code]));
    expect(codes).toEqual([0, 0, 2]);
    expect((await receive(orders, { VisibilityTimeout: 60 })).records.count).toBe(1);
    pass(1001);
    expect((await receive(orders, { VisibilityTimeout: 60 })).records.count).toBe(1);
    pass(9000);
    expect((await receive(orders)).records.count).toBe(1);
  });
});
