import type { Command } from './session.ts';

/** A topic that fans out to two queues, one of which sees part of it. */
export const snsCommands: readonly Command[] = [
  { run: 'sns create-topic --name news', prints: { TopicArn: 'arn:aws:sns:us-east-1:123456789012:news' } },
  { run: 'sns list-topics', prints: { Topics: [{ TopicArn: /:news$/ }] } },
  { run: 'sqs create-queue --queue-name all', keep: { all: 'QueueUrl' } },
  { run: 'sqs create-queue --queue-name some', keep: { some: 'QueueUrl' } },
  { run: 'sns subscribe --topic-arn arn:aws:sns:us-east-1:123456789012:news --protocol sqs --notification-endpoint arn:aws:sqs:us-east-1:123456789012:all', prints: { SubscriptionArn: /:news:[0-9a-f-]{36}$/ } },
  {
    run: `sns subscribe --topic-arn arn:aws:sns:us-east-1:123456789012:news --protocol sqs --notification-endpoint arn:aws:sqs:us-east-1:123456789012:some --attributes '{"RawMessageDelivery":"true","FilterPolicy":"{\\"kind\\":[\\"alert\\"]}"}' --return-subscription-arn`,
    keep: { subscription: 'SubscriptionArn' },
  },
  { run: 'sns list-subscriptions-by-topic --topic-arn arn:aws:sns:us-east-1:123456789012:news --query length(Subscriptions)', prints: 2 },
  { run: `sns publish --topic-arn arn:aws:sns:us-east-1:123456789012:news --message hello`, prints: { MessageId: /^[0-9a-f-]{36}$/ } },
  { run: `sns publish --topic-arn arn:aws:sns:us-east-1:123456789012:news --message fire --message-attributes '{"kind":{"DataType":"String","StringValue":"alert"}}'` },
  { run: 'sqs receive-message --queue-url {some} --wait-time-seconds 3 --query Messages[].Body', prints: ['fire'] },
  { run: 'sqs receive-message --queue-url {all} --wait-time-seconds 3 --query Messages[0].Body', prints: /"Type" ?: ?"Notification"/ },
  { run: 'sns get-subscription-attributes --subscription-arn {subscription} --query Attributes.RawMessageDelivery', prints: 'true' },
  { run: 'sns publish --topic-arn arn:aws:sns:us-east-1:123456789012:nothing --message hello', fails: /NotFound/ },
  { run: 'sns unsubscribe --subscription-arn {subscription}' },
  { run: 'sns delete-topic --topic-arn arn:aws:sns:us-east-1:123456789012:news' },
  { run: 'sns list-topics', prints: { Topics: [] } },
];
