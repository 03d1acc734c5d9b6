import { CancelMessageMoveTaskCommand, DeleteQueueCommand, ListDeadLetterSourceQueuesCommand, ListMessageMoveTasksCommand, ListQueuesCommand, PurgeQueueCommand, SetQueueAttributesCommand, StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import { arnOf, attributes, bodies, type Check, errorOf, make, makeFifo, receive, redriveTo, saysOf, second, send, withDeadLetters } from './sqsCalls.ts';

/** Dead-letter queues and the tasks that move messages out of them. */
export const deadLetterChecks: Readonly<Record<string, Check>> = {
  'dead letters: a message that had its receives moves, with its id and all it carries': async (sqs, { pass }) => {
    const dead = await make(sqs, 'dead');
    const url = await make(sqs, 'orders', { VisibilityTimeout: '5', ...redriveTo('dead') });
    const { MessageId } = await send(sqs, url, 'poison', { MessageAttributes: { a: { DataType: 'String', StringValue: 'x' } } });
    for (let i = 0; i < 2; i++) {
      expect(await receive(sqs, url)).toHaveLength(1);
      pass(6 * second);
    }
    expect(await receive(sqs, url)).toEqual([]);
    const [letter] = await receive(sqs, dead, { MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All'] });
    expect(letter).toMatchObject({ MessageId, Body: 'poison', Attributes: { DeadLetterQueueSourceArn: arnOf('orders'), ApproximateReceiveCount: '3' }, MessageAttributes: { a: { StringValue: 'x' } } });
  },
  'dead letters: the policy comes, changes and goes': async (sqs, { pass }) => {
    const dead = await make(sqs, 'dead');
    const url = await make(sqs, 'orders', { VisibilityTimeout: '1' });
    const set = (Attributes: Record<string, string>) => sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes }));
    await send(sqs, url, 'x');
    await receive(sqs, url);
    await set(redriveTo('dead', 1));
    expect(JSON.parse((await attributes(sqs, url, 'RedrivePolicy'))!.RedrivePolicy!)).toEqual({ deadLetterTargetArn: arnOf('dead'), maxReceiveCount: 1 });
    await set({ RedrivePolicy: '' });
    pass(2 * second);
    expect(await receive(sqs, url)).toHaveLength(1);
    expect(await attributes(sqs, url, 'RedrivePolicy')).toBeUndefined();
    await set({ RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf('dead'), maxReceiveCount: '1' }) });
    expect((await attributes(sqs, url, 'RedrivePolicy'))!.RedrivePolicy).toBe(JSON.stringify({ deadLetterTargetArn: arnOf('dead'), maxReceiveCount: 1 }));
    pass(2 * second);
    expect([await receive(sqs, url), bodies(await receive(sqs, dead))]).toEqual([[], ['x']]);
  },
  'dead letters: policies that are none are refused': async (sqs) => {
    await make(sqs, 'dead');
    await makeFifo(sqs, {}, 'dead.fifo');
    const says = (RedrivePolicy: string) => saysOf(make(sqs, 'orders', { RedrivePolicy }));
    expect(await says('nonsense')).toContain('Redrive policy is not a valid JSON map');
    expect(await says(JSON.stringify({ deadLetterTargetArn: arnOf('dead') }))).toContain('does not contain mandatory attribute: maxReceiveCount');
    expect(await says(JSON.stringify({ deadLetterTargetArn: arnOf('none'), maxReceiveCount: 1 }))).toContain('Dead letter target does not exist');
    expect(await says(redriveTo('dead', 1001).RedrivePolicy)).toContain('Invalid value for maxReceiveCount: 1001, valid values are from 1 to 1000');
    expect(await says(redriveTo('dead.fifo').RedrivePolicy)).toContain('Dead-letter queue must be same type of queue as the source');
    expect((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'orders' }))).QueueUrls).toBeUndefined();
  },
  'RedriveAllowPolicy decides whose dead letters a queue takes': async (sqs) => {
    const allow = (name: string, policy: unknown) => make(sqs, name, { RedriveAllowPolicy: JSON.stringify(policy) });
    await allow('closed', { redrivePermission: 'denyAll' });
    await allow('for-orders', { redrivePermission: 'byQueue', sourceQueueArns: [arnOf('orders')] });
    const to = (name: string, dead: string) => errorOf(make(sqs, name, redriveTo(dead)));
    expect([await to('orders', 'closed'), await to('others', 'for-orders'), await to('orders', 'for-orders')]).toEqual(['InvalidParameterValue', 'InvalidParameterValue', 'no error']);
    expect(await errorOf(allow('wrong', { redrivePermission: 'byQueue' }))).toBe('InvalidParameterValue');
  },
  'source queues of dead letters come in pages': async (sqs) => {
    const dead = await make(sqs, 'dead');
    const urls: string[] = [];
    for (const name of ['a', 'b', 'c']) urls.push(await make(sqs, name, redriveTo('dead')));
    await make(sqs, 'd');
    const first = await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead, MaxResults: 2 }));
    const rest = await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: dead, MaxResults: 2, NextToken: first.NextToken }));
    expect([first.queueUrls, rest.queueUrls, rest.NextToken]).toEqual([urls.slice(0, 2), urls.slice(2), undefined]);
  },
  'a move task brings dead letters back where they came from': async (sqs, { pass }) => {
    const { url, dead } = await withDeadLetters(sqs, pass, 3);
    const ids = (await receive(sqs, dead, { VisibilityTimeout: 0 })).map(({ MessageId }) => MessageId!);
    const { TaskHandle } = await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arnOf('dead') }));
    expect(TaskHandle).toMatch(/^[A-Za-z0-9+/=]+$/);
    const list = async () => (await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: arnOf('dead') }))).Results!;
    expect(await list()).toMatchObject([{ TaskHandle, Status: 'RUNNING', SourceArn: arnOf('dead'), ApproximateNumberOfMessagesToMove: 3 }]);
    pass(second);
    const [done] = await list();
    expect(done).toMatchObject({ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 3 });
    expect(done).not.toHaveProperty('TaskHandle');
    const back = await receive(sqs, url, { MessageSystemAttributeNames: ['All'] });
    expect([bodies(back), await receive(sqs, dead)]).toEqual([['m0', 'm1', 'm2'], []]);
    // Brought back, they are new messages.
    expect(back.every(({ MessageId, Attributes }) => !ids.includes(MessageId!) && Attributes!.ApproximateReceiveCount === '1' && !('DeadLetterQueueSourceArn' in Attributes!))).toBe(true);
  },
  'a move task fails where its destination is deleted, and where nobody knows where a message came from': async (sqs, { pass }) => {
    const { dead } = await withDeadLetters(sqs, pass, 10);
    const other = await make(sqs, 'other');
    const list = async () => (await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: arnOf('dead') }))).Results![0];
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arnOf('dead'), DestinationArn: arnOf('other'), MaxNumberOfMessagesPerSecond: 1 }));
    pass(3 * second);
    await sqs.send(new DeleteQueueCommand({ QueueUrl: other }));
    pass(2 * second);
    expect(await list()).toMatchObject({ Status: 'FAILED', FailureReason: 'AWS.SimpleQueueService.NonExistentQueue', ApproximateNumberOfMessagesMoved: 3, ApproximateNumberOfMessagesToMove: 10 });
    expect(await receive(sqs, dead)).toHaveLength(7);
    await sqs.send(new PurgeQueueCommand({ QueueUrl: dead }));
    await send(sqs, dead, 'direct');
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arnOf('dead') }));
    pass(second);
    expect(await list()).toMatchObject({ Status: 'FAILED', FailureReason: 'CouldNotDetermineMessageSource', ApproximateNumberOfMessagesMoved: 0 });
    expect(bodies(await receive(sqs, dead))).toEqual(['direct']);
  },
  'dead letters stay where they are while their queue is deleted, and go to the one made again': async (sqs, { pass }) => {
    const dead = await make(sqs, 'dead');
    const url = await make(sqs, 'orders', redriveTo('dead', 1));
    await send(sqs, url, 'x');
    await receive(sqs, url, { VisibilityTimeout: 0 });
    await sqs.send(new DeleteQueueCommand({ QueueUrl: dead }));
    expect(bodies(await receive(sqs, url, { VisibilityTimeout: 0 }))).toEqual(['x']);
    pass(60 * second);
    await make(sqs, 'dead');
    expect([await receive(sqs, url), bodies(await receive(sqs, dead))]).toEqual([[], ['x']]);
  },
  'a FIFO dead letter has its message id for its deduplication id': async (sqs) => {
    const dead = await makeFifo(sqs, {}, 'dead.fifo');
    const url = await makeFifo(sqs, redriveTo('dead.fifo', 1));
    const { MessageId } = await send(sqs, url, 'x', { MessageGroupId: 'g', MessageDeduplicationId: 'd' });
    await receive(sqs, url, { VisibilityTimeout: 0 });
    await receive(sqs, url);
    expect(await receive(sqs, dead, { MessageSystemAttributeNames: ['All'] })).toMatchObject([{ MessageId, Attributes: { MessageDeduplicationId: MessageId, MessageGroupId: 'g' } }]);
  },
  'a move task goes to any queue, as fast as told, and is cancelled': async (sqs, { pass }) => {
    const { dead } = await withDeadLetters(sqs, pass, 10);
    const other = await make(sqs, 'other');
    const start = () => sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arnOf('dead'), DestinationArn: arnOf('other'), MaxNumberOfMessagesPerSecond: 2 }));
    const { TaskHandle } = await start();
    expect(await errorOf(start())).toBe('InvalidParameterValue');
    expect(await saysOf(start())).toBe('There is already a task running. Only one active task is allowed for a source queue arn at a given time.');
    pass(2 * second);
    expect((await sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle }))).ApproximateNumberOfMessagesMoved).toBe(4);
    pass(10 * second);
    expect([await attributes(sqs, other, 'ApproximateNumberOfMessages'), await attributes(sqs, dead, 'ApproximateNumberOfMessages')]).toEqual([{ ApproximateNumberOfMessages: '4' }, { ApproximateNumberOfMessages: '6' }]);
    expect((await sqs.send(new ListMessageMoveTasksCommand({ SourceArn: arnOf('dead') }))).Results).toMatchObject([{ Status: 'CANCELLED', DestinationArn: arnOf('other'), MaxNumberOfMessagesPerSecond: 2 }]);
    expect(await errorOf(sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle })))).toBe('ResourceNotFoundException');
    expect(await errorOf(sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arnOf('other') })))).toBe('InvalidParameterValue');
    expect(await errorOf(sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arnOf('nowhere') })))).toBe('ResourceNotFoundException');
  },
};
