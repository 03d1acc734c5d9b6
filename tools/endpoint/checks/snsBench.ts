/** What the checks of SNS share: a topic, its queues, and what is in them. */
import { CreateTopicCommand, PublishCommand, SubscribeCommand, type PublishCommandInput, type SNSClient } from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient, type Message } from '@aws-sdk/client-sqs';
import type { Reach } from './reach.ts';

export type Check = (sns: SNSClient, reach: Reach) => Promise<void>;

export const Name = 'orders';
export const account = '123456789012';
export const arnOf = (queue: string) => `arn:aws:sqs:us-east-1:${account}:${queue}`;
export const topicArn = `arn:aws:sns:us-east-1:${account}:${Name}`;
export const fifoArn = `${topicArn}.fifo`;
export const errorOf = async (call: Promise<unknown>) => call.then(() => 'no error', (error: Error) => `${error.name}: ${error.message}`);
export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Queues and what is in them, by the SDK's client of SQS. */
export function queuesOf(reach: Reach) {
  const sqs = new SQSClient(reach.settings);
  const url = (name: string) => `https://sqs.us-east-1.amazonaws.com/${account}/${name}`;
  return {
    sqs,
    url,
    make: (QueueName: string, Attributes?: Record<string, string>) => sqs.send(new CreateQueueCommand({ QueueName, Attributes })),
    /** Takes all messages out. */
    async take(name: string): Promise<Message[]> {
      const found: Message[] = [];
      for (;;) {
        const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: url(name), MaxNumberOfMessages: 10, MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] }));
        if (!Messages || Messages.length === 0) return found;
        found.push(...Messages);
        for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl: url(name), ReceiptHandle }));
      }
    },
  };
}

export const bodiesOf = (messages: readonly Message[]) => messages.map(({ Body }) => Body);
export const envelopeOf = ({ Body }: Message) => JSON.parse(Body!) as Record<string, unknown>;
/** Standard queues promise no order. */
export const inOrder = (texts: readonly unknown[]) => texts.map(String).sort((a, b) => (a < b ? -1 : 1));
export const saidIn = (messages: readonly Message[]) => messages.map((message) => envelopeOf(message).Message);

/** A topic with one queue, `q`. */
export async function fanOut(sns: SNSClient, reach: Reach, Attributes?: Record<string, string>) {
  const queues = queuesOf(reach);
  await sns.send(new CreateTopicCommand({ Name }));
  await queues.make('q');
  const { SubscriptionArn } = await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: arnOf('q'), Attributes }));
  return { ...queues, SubscriptionArn: SubscriptionArn!, publish: (more: Partial<PublishCommandInput>) => sns.send(new PublishCommand({ TopicArn: topicArn, Message: 'hello', ...more })) };
}

export async function fifo(sns: SNSClient, reach: Reach, content: boolean) {
  const queues = queuesOf(reach);
  await sns.send(new CreateTopicCommand({ Name: `${Name}.fifo`, Attributes: { FifoTopic: 'true', ContentBasedDeduplication: String(content) } }));
  await queues.make('q.fifo', { FifoQueue: 'true' });
  await sns.send(new SubscribeCommand({ TopicArn: fifoArn, Protocol: 'sqs', Endpoint: arnOf('q.fifo'), Attributes: { RawMessageDelivery: 'true' } }));
  return { ...queues, publish: (more: Partial<PublishCommandInput>) => sns.send(new PublishCommand({ TopicArn: fifoArn, Message: 'hello', ...more })) };
}
