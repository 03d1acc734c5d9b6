import { base64Text } from '../../base/base64.ts';
import { utf8Bytes } from '../../base/md5.ts';

/** Requests that SQS refuses: members, code, and a part of the text that names the member. There are queues orders, orders.fifo, and dead with the dead letters of orders. */
export type BadRequest = readonly [input: Readonly<Record<string, unknown>>, code: string, says: RegExp];

const base64 = (text: string) => base64Text(utf8Bytes(text));
const at = (name: string) => `http://sqs.test/123456789012/${name}`;
const arn = (name: string) => `arn:aws:sqs:us-east-1:123456789012:${name}`;
const good = { QueueUrl: at('orders') };
const fifo = { QueueUrl: at('orders.fifo') };

/** What every operation on a queue refuses about its URL, with the rest of its members in order. */
const named = (rest: Readonly<Record<string, unknown>> = {}): BadRequest[] => [
  [rest, 'MissingParameter', /QueueUrl/],
  [{ ...rest, QueueUrl: '' }, 'MissingParameter', /QueueUrl/],
  [{ ...rest, QueueUrl: 'orders' }, 'InvalidAddress', /address orders/],
  [{ ...rest, QueueUrl: at('nowhere') }, 'QueueDoesNotExist', /specified queue does not exist/],
  [{ ...rest, QueueUrl: 'http://sqs.test/999999999999/orders' }, 'QueueDoesNotExist', /specified queue/],
];
const batch = (type: string, entry: Readonly<Record<string, unknown>>): BadRequest[] => [
  ...named({ Entries: [{ Id: 'a', ...entry }] }),
  [good, 'EmptyBatchRequest', new RegExp(`at least one ${type} in`)],
  [{ ...good, Entries: [entry] }, 'MissingParameter', new RegExp(`${type}\\.1\\.Id`)],
  [{ ...good, Entries: [{ Id: 'a b', ...entry }] }, 'InvalidBatchEntryId', /batch entry id/],
  [{ ...good, Entries: [{ Id: 'x'.repeat(81), ...entry }] }, 'InvalidBatchEntryId', /80 letters/],
  [{ ...good, Entries: [{ Id: 'a', ...entry }, { Id: 'a', ...entry }] }, 'BatchEntryIdsNotDistinct', /Id a repeated/],
  [{ ...good, Entries: Array.from({ length: 11 }, (_, i) => ({ Id: `e${i}`, ...entry })) }, 'TooManyEntriesInBatchRequest', /are 10\. You have sent 11/],
];
const attribute = (name: string, value: Readonly<Record<string, unknown>>) => ({ MessageBody: 'x', MessageAttributes: { [name]: value } });
const text = { DataType: 'String', StringValue: 'x' };
const attributes = (name: string, value: string): Readonly<Record<string, unknown>> => ({ Attributes: { [name]: value } });
const settings: readonly (readonly [name: string, value: string, code: string, says: RegExp])[] = [
  ['Colour', 'red', 'InvalidAttributeName', /Unknown Attribute Colour/],
  ['QueueArn', 'x', 'InvalidAttributeName', /Unknown Attribute QueueArn/],
  ['ContentBasedDeduplication', 'true', 'InvalidAttributeName', /ContentBasedDeduplication/],
  ['VisibilityTimeout', '43201', 'InvalidAttributeValue', /parameter VisibilityTimeout/],
  ['VisibilityTimeout', 'soon', 'InvalidAttributeValue', /parameter VisibilityTimeout/],
  ['DelaySeconds', '-1', 'InvalidAttributeValue', /parameter DelaySeconds/],
  ['MessageRetentionPeriod', '59', 'InvalidAttributeValue', /parameter MessageRetentionPeriod/],
  ['MaximumMessageSize', '1023', 'InvalidAttributeValue', /parameter MaximumMessageSize/],
  ['ReceiveMessageWaitTimeSeconds', '21', 'InvalidAttributeValue', /parameter ReceiveMessageWaitTimeSeconds/],
  ['KmsDataKeyReusePeriodSeconds', '59', 'InvalidAttributeValue', /parameter KmsDataKeyReusePeriodSeconds/],
  ['SqsManagedSseEnabled', 'perhaps', 'InvalidAttributeValue', /parameter SqsManagedSseEnabled/],
  ['Policy', '[]', 'InvalidAttributeValue', /parameter Policy/],
  ['RedrivePolicy', '{}', 'InvalidParameterValue', /RedrivePolicy .* deadLetterTargetArn/],
  ['RedriveAllowPolicy', '{"redrivePermission":"some"}', 'InvalidParameterValue', /RedriveAllowPolicy .* redrivePermission/],
];
const permission = { Label: 'l', AWSAccountIds: ['111122223333'], Actions: ['SendMessage'] };

export const badRequests: Readonly<Record<string, readonly BadRequest[]>> = {
  AddPermission: [
    ...named(permission),
    [{ ...good, ...permission, Label: undefined }, 'MissingParameter', /Label/],
    [{ ...good, ...permission, Label: 'a b' }, 'InvalidParameterValue', /a b for parameter Label/],
    [{ ...good, ...permission, AWSAccountIds: undefined }, 'MissingParameter', /AWSAccountIds/],
    [{ ...good, ...permission, AWSAccountIds: ['me'] }, 'InvalidParameterValue', /PrincipalId/],
    [{ ...good, ...permission, Actions: undefined }, 'MissingParameter', /Actions/],
    [{ ...good, ...permission, Actions: ['Fly'] }, 'InvalidParameterValue', /SQS:Fly for parameter ActionName/],
    [{ ...good, ...permission, Actions: Array.from({ length: 8 }, () => 'SendMessage') }, 'OverLimit', /8 Actions/],
  ],
  CancelMessageMoveTask: [
    [{}, 'MissingParameter', /TaskHandle/],
    [{ TaskHandle: '' }, 'MissingParameter', /TaskHandle/],
    [{ TaskHandle: 'nonsense' }, 'InvalidParameterValue', /TaskHandle/],
    [{ TaskHandle: base64('[]') }, 'InvalidParameterValue', /TaskHandle/],
    [{ TaskHandle: base64(JSON.stringify({ taskId: 'x', sourceArn: arn('nowhere') })) }, 'ResourceNotFoundException', /SourceArn/],
    [{ TaskHandle: base64(JSON.stringify({ taskId: 'x', sourceArn: arn('dead') })) }, 'ResourceNotFoundException', /Task does not exist/],
  ],
  ChangeMessageVisibility: [
    ...named({ ReceiptHandle: 'x', VisibilityTimeout: 1 }),
    [{ ...good, VisibilityTimeout: 1 }, 'MissingParameter', /ReceiptHandle/],
    [{ ...good, ReceiptHandle: 'x' }, 'MissingParameter', /VisibilityTimeout/],
    [{ ...good, ReceiptHandle: 'x', VisibilityTimeout: -1 }, 'InvalidParameterValue', /-1 for parameter VisibilityTimeout/],
    [{ ...good, ReceiptHandle: 'x', VisibilityTimeout: 43_201 }, 'InvalidParameterValue', /43201 for parameter VisibilityTimeout/],
    [{ ...good, ReceiptHandle: 'x', VisibilityTimeout: 1 }, 'ReceiptHandleIsInvalid', /handle "x"/],
  ],
  ChangeMessageVisibilityBatch: batch('ChangeMessageVisibilityBatchRequestEntry', { ReceiptHandle: 'x', VisibilityTimeout: 1 }),
  CreateQueue: [
    [{}, 'MissingParameter', /QueueName/],
    [{ QueueName: '' }, 'InvalidParameterValue', /QueueName .* 1 to 80/],
    [{ QueueName: 'a b' }, 'InvalidParameterValue', /a b for parameter QueueName/],
    [{ QueueName: 'x'.repeat(81) }, 'InvalidParameterValue', /QueueName/],
    [{ QueueName: 'new.fifo' }, 'InvalidParameterValue', /new\.fifo for parameter QueueName/],
    [{ QueueName: 'new', ...attributes('FifoQueue', 'true') }, 'InvalidParameterValue', /FIFO queue .* \.fifo suffix/],
    [{ QueueName: 'new', ...attributes('FifoQueue', 'false') }, 'InvalidAttributeName', /FifoQueue/],
    [{ QueueName: 'new.fifo', Attributes: { FifoQueue: 'true', FifoThroughputLimit: 'perMessageGroupId' } }, 'InvalidAttributeValue', /FifoThroughputLimit/],
    [{ QueueName: 'orders', ...attributes('DelaySeconds', '1') }, 'QueueNameExists', /DelaySeconds/],
    [{ QueueName: 'new', tags: { 'aws:x': 'y' } }, 'InvalidParameterValue', /Tag\.Key/],
    ...settings.map(([name, value, code, says]): BadRequest => [{ QueueName: 'new', ...attributes(name, value) }, code, says]),
  ],
  DeleteMessage: [...named({ ReceiptHandle: 'x' }), [good, 'MissingParameter', /ReceiptHandle/], [{ ...good, ReceiptHandle: 'AQEB' }, 'ReceiptHandleIsInvalid', /handle "AQEB"/]],
  DeleteMessageBatch: batch('DeleteMessageBatchRequestEntry', { ReceiptHandle: 'x' }),
  DeleteQueue: named(),
  GetQueueAttributes: [...named({ AttributeNames: ['All'] }), [{ ...good, AttributeNames: ['Colour'] }, 'InvalidAttributeName', /Colour/]],
  GetQueueUrl: [
    [{}, 'MissingParameter', /QueueName/],
    [{ QueueName: 'a b' }, 'InvalidParameterValue', /QueueName/],
    [{ QueueName: '' }, 'InvalidParameterValue', /QueueName/],
    [{ QueueName: 'nowhere' }, 'QueueDoesNotExist', /specified queue/],
    [{ QueueName: 'orders', QueueOwnerAWSAccountId: '999999999999' }, 'QueueDoesNotExist', /specified queue/],
  ],
  ListDeadLetterSourceQueues: [...named(), [{ ...good, MaxResults: 0 }, 'InvalidParameterValue', /0 for parameter MaxResults/], [{ ...good, NextToken: 'x' }, 'InvalidParameterValue', /NextToken/]],
  ListMessageMoveTasks: [
    [{}, 'MissingParameter', /SourceArn/],
    [{ SourceArn: 'dead' }, 'InvalidParameterValue', /dead for parameter SourceArn/],
    [{ SourceArn: arn('nowhere') }, 'ResourceNotFoundException', /SourceArn/],
    [{ SourceArn: arn('dead'), MaxResults: 0 }, 'InvalidParameterValue', /0 for parameter MaxResults/],
    [{ SourceArn: arn('dead'), MaxResults: 11 }, 'InvalidParameterValue', /11 for parameter MaxResults/],
  ],
  ListQueueTags: named(),
  ListQueues: [
    [{ MaxResults: 0 }, 'InvalidParameterValue', /0 for parameter MaxResults/],
    [{ MaxResults: -5 }, 'InvalidParameterValue', /-5 for parameter MaxResults/],
    [{ MaxResults: 1001 }, 'InvalidParameterValue', /1001 for parameter MaxResults/],
    [{ NextToken: 'nonsense' }, 'InvalidParameterValue', /NextToken/],
    [{ MaxResults: 1, NextToken: base64('{}') }, 'InvalidParameterValue', /NextToken/],
  ],
  PurgeQueue: named(),
  ReceiveMessage: [
    ...named(),
    [{ ...good, MaxNumberOfMessages: 0 }, 'InvalidParameterValue', /0 for parameter MaxNumberOfMessages/],
    [{ ...good, MaxNumberOfMessages: 11 }, 'InvalidParameterValue', /11 for parameter MaxNumberOfMessages/],
    [{ ...good, WaitTimeSeconds: 21 }, 'InvalidParameterValue', /21 for parameter WaitTimeSeconds/],
    [{ ...good, VisibilityTimeout: 43_201 }, 'InvalidParameterValue', /43201 for parameter VisibilityTimeout/],
    [{ ...good, AttributeNames: ['Colour'] }, 'InvalidAttributeName', /Colour/],
    [{ ...good, MessageSystemAttributeNames: ['Colour'] }, 'InvalidAttributeName', /Colour/],
    [{ ...good, ReceiveRequestAttemptId: 'x' }, 'InvalidParameterValue', /ReceiveRequestAttemptId .* queue type/],
    [{ ...fifo, ReceiveRequestAttemptId: 'a b' }, 'InvalidParameterValue', /a b for parameter ReceiveRequestAttemptId/],
  ],
  RemovePermission: [...named({ Label: 'l' }), [good, 'MissingParameter', /Label/], [{ ...good, Label: 'none' }, 'InvalidParameterValue', /none for parameter Label/]],
  SendMessage: [
    ...named({ MessageBody: 'x' }),
    [good, 'MissingParameter', /MessageBody/],
    [{ ...good, MessageBody: '\u0001' }, 'InvalidMessageContents', /Invalid characters/],
    [{ ...good, MessageBody: 'x', DelaySeconds: 901 }, 'InvalidParameterValue', /901 for parameter DelaySeconds/],
    [{ ...good, MessageBody: 'x', MessageDeduplicationId: 'd' }, 'InvalidParameterValue', /d for parameter MessageDeduplicationId .* queue type/],
    [{ ...good, ...attribute('a b', text) }, 'InvalidParameterValue', /'a b'/],
    [{ ...good, ...attribute('a', { StringValue: 'x' }) }, 'InvalidParameterValue', /'a' must contain non-empty message attribute type/],
    [{ ...good, ...attribute('a', { DataType: 'Date', StringValue: 'x' }) }, 'InvalidParameterValue', /'a' has an invalid message attribute type/],
    [{ ...good, ...attribute('a', { DataType: 'Binary', StringValue: 'x' }) }, 'InvalidParameterValue', /'a' with type 'Binary' must use field 'Binary'/],
    [{ ...good, ...attribute('a', { DataType: 'Number', StringValue: '1x' }) }, 'InvalidParameterValue', /'a' to a number/],
    [{ ...good, ...attribute('a', { ...text, StringListValues: ['x'] }) }, 'UnsupportedOperation', /list values/],
    [{ ...good, MessageBody: 'x', MessageSystemAttributes: { Other: text } }, 'InvalidParameterValue', /'Other'/],
    [{ ...good, MessageBody: 'x'.repeat(1_048_577) }, 'InvalidParameterValue', /shorter than 1048576 bytes/],
    [{ ...fifo, MessageBody: 'x', MessageDeduplicationId: 'd' }, 'MissingParameter', /MessageGroupId/],
    [{ ...fifo, MessageBody: 'x', MessageGroupId: 'g' }, 'InvalidParameterValue', /MessageDeduplicationId provided explicitly/],
    [{ ...fifo, MessageBody: 'x', MessageGroupId: 'a b', MessageDeduplicationId: 'd' }, 'InvalidParameterValue', /a b for parameter MessageGroupId/],
    [{ ...fifo, MessageBody: 'x', MessageGroupId: 'g', MessageDeduplicationId: 'é' }, 'InvalidParameterValue', /é for parameter MessageDeduplicationId/],
    [{ ...fifo, MessageBody: 'x', MessageGroupId: 'g', MessageDeduplicationId: 'd', DelaySeconds: 1 }, 'InvalidParameterValue', /1 for parameter DelaySeconds .* queue type/],
  ],
  SendMessageBatch: batch('SendMessageBatchRequestEntry', { MessageBody: 'x' }),
  SetQueueAttributes: [
    ...named(attributes('DelaySeconds', '1')),
    [good, 'MissingParameter', /Attribute\.Name/],
    [{ ...fifo, ...attributes('FifoQueue', 'false') }, 'InvalidAttributeValue', /FifoQueue\. Reason: Modifying queue type/],
    ...settings.map(([name, value, code, says]): BadRequest => [{ ...good, ...attributes(name, value) }, code, says]),
  ],
  StartMessageMoveTask: [
    [{}, 'MissingParameter', /SourceArn/],
    [{ SourceArn: 'dead' }, 'InvalidParameterValue', /dead for parameter SourceArn/],
    [{ SourceArn: arn('nowhere') }, 'ResourceNotFoundException', /SourceArn/],
    [{ SourceArn: arn('orders') }, 'InvalidParameterValue', /orders for parameter SourceArn/],
    [{ SourceArn: arn('dead'), DestinationArn: arn('nowhere') }, 'ResourceNotFoundException', /DestinationArn/],
    [{ SourceArn: arn('dead'), DestinationArn: arn('dead') }, 'InvalidParameterValue', /dead for parameter DestinationArn/],
    [{ SourceArn: arn('dead'), DestinationArn: arn('orders.fifo') }, 'InvalidParameterValue', /orders\.fifo for parameter DestinationArn/],
    [{ SourceArn: arn('dead'), MaxNumberOfMessagesPerSecond: 501 }, 'InvalidParameterValue', /501 for parameter MaxNumberOfMessagesPerSecond/],
  ],
  TagQueue: [
    ...named({ Tags: { a: 'b' } }),
    [good, 'MissingParameter', /Tags/],
    [{ ...good, Tags: { ['x'.repeat(129)]: 'y' } }, 'InvalidParameterValue', /Tag\.Key/],
    [{ ...good, Tags: { a: 'x'.repeat(257) } }, 'InvalidParameterValue', /Tag\.Value/],
    [{ ...good, Tags: { 'aws:a': 'b' } }, 'InvalidParameterValue', /aws:a for parameter Tag\.Key/],
  ],
  UntagQueue: [...named({ TagKeys: ['a'] }), [good, 'MissingParameter', /TagKeys/], [{ ...good, TagKeys: [''] }, 'InvalidParameterValue', /TagKeys/]],
};
