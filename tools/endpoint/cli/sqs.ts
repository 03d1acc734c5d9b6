import type { Command } from './session.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Queues as somebody types them: bodies and their MD5, visibility, FIFO, dead letters, pages. */
export const sqsCommands: readonly Command[] = [
  { run: 'sqs create-queue --queue-name orders', prints: { QueueUrl: /^http:\/\/127\.0\.0\.1:\d+\/123456789012\/orders$/ }, keep: { url: 'QueueUrl' } },
  { run: 'sqs get-queue-url --queue-name orders', prints: { QueueUrl: /orders$/ } },
  { run: 'sqs get-queue-url --queue-name nothing', fails: /(AWS\.SimpleQueueService\.NonExistentQueue|QueueDoesNotExist)/ },
  { run: 'sqs send-message --queue-url {url} --message-body hello', prints: { MD5OfMessageBody: '5d41402abc4b2a76b9719d911017c592', MessageId: uuid } },
  { run: 'sqs get-queue-attributes --queue-url {url} --attribute-names ApproximateNumberOfMessages VisibilityTimeout', prints: { Attributes: { ApproximateNumberOfMessages: '1', VisibilityTimeout: '30' } } },
  { run: 'sqs receive-message --queue-url {url} --wait-time-seconds 2', prints: { Messages: [{ Body: 'hello', MD5OfBody: '5d41402abc4b2a76b9719d911017c592' }] }, keep: { handle: 'Messages.0.ReceiptHandle' } },
  { run: 'sqs change-message-visibility --queue-url {url} --receipt-handle {handle} --visibility-timeout 60' },
  { run: 'sqs delete-message --queue-url {url} --receipt-handle {handle}' },
  { run: 'sqs delete-message --queue-url {url} --receipt-handle nonsense', fails: /ReceiptHandleIsInvalid/ },
  { run: `sqs send-message-batch --queue-url {url} --entries '[{"Id":"a","MessageBody":"one"},{"Id":"b","MessageBody":"two"}]'`, prints: { Successful: [{ Id: 'a' }, { Id: 'b' }] } },
  { run: `sqs send-message-batch --queue-url {url} --entries '[{"Id":"a","MessageBody":"one"},{"Id":"a","MessageBody":"two"}]'`, fails: /BatchEntryIdsNotDistinct/ },
  { run: 'sqs purge-queue --queue-url {url}' },
  { run: 'sqs purge-queue --queue-url {url}', fails: /PurgeQueueInProgress/ },
  { run: 'sqs create-queue --queue-name steps.fifo --attributes FifoQueue=true,ContentBasedDeduplication=true', keep: { fifo: 'QueueUrl' } },
  { run: 'sqs send-message --queue-url {fifo} --message-body first --message-group-id g', prints: { SequenceNumber: /^\d{20}$/ } },
  { run: 'sqs send-message --queue-url {fifo} --message-body second --message-group-id g' },
  { run: 'sqs send-message --queue-url {fifo} --message-body second --message-group-id g' },
  { run: 'sqs send-message --queue-url {fifo} --message-body third', fails: /MissingParameter/ },
  { run: 'sqs receive-message --queue-url {fifo} --max-number-of-messages 10 --query Messages[].Body', prints: ['first', 'second'] },
  { run: 'sqs list-queues --max-items 1', prints: { QueueUrls: [/orders$/], NextToken: /./ } },
  { run: 'sqs tag-queue --queue-url {url} --tags team=data' },
  { run: 'sqs list-queue-tags --queue-url {url}', prints: { Tags: { team: 'data' } } },
  { run: 'sqs delete-queue --queue-url {url}' },
];
