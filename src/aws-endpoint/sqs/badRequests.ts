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
  [{ ...rest, QueueUrl: 'http://sqs.test/' }, 'InvalidAddress', /^The address http:\/\/sqs\.test\/ is not valid for this endpoint\.$/],
  [{ ...rest, QueueUrl: 'nowhere' }, 'QueueDoesNotExist', /^The specified queue does not exist( for this wsdl version)?\.$/],
  [{ ...rest, QueueUrl: at('nowhere') }, 'QueueDoesNotExist', /specified queue does not exist/],
  [{ ...rest, QueueUrl: 'http://sqs.test/999999999999/orders' }, 'QueueDoesNotExist', /specified queue/],
];
const name = /^Can only include alphanumeric characters, hyphens, or underscores\. 1 to 80 in length$/;
const format = (member: string) => new RegExp(`^You must use this format to specify the ${member}: arn:`);
const batch = (type: string, entry: Readonly<Record<string, unknown>>): BadRequest[] => [
  ...named({ Entries: [{ Id: 'a', ...entry }] }),
  [good, 'EmptyBatchRequest', new RegExp(`at least one ${type} in`)],
  [{ ...good, Entries: [entry] }, 'MissingParameter', new RegExp(`${type}\\.1\\.Id`)],
  [{ ...good, Entries: [{ Id: 'a b', ...entry }] }, 'InvalidBatchEntryId', /batch entry id/],
  [{ ...good, Entries: [{ Id: '', ...entry }] }, 'InvalidBatchEntryId', /batch entry id/],
  [{ ...good, Entries: [{ Id: 'x'.repeat(81), ...entry }] }, 'InvalidBatchEntryId', /80 letters/],
  [{ ...good, Entries: [{ Id: 'a', ...entry }, { Id: 'b', ...entry }, { Id: 'b', ...entry }, { Id: 'a', ...entry }] }, 'BatchEntryIdsNotDistinct', /^Id b repeated\.$/],
  [{ ...good, Entries: Array.from({ length: 11 }, (_, i) => ({ Id: `e${i}`, ...entry })) }, 'TooManyEntriesInBatchRequest', /^Maximum number of entries per request are 10\. You have sent 11\.$/],
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
  ['DeduplicationScope', 'queue', 'InvalidAttributeName', /^You can specify the DeduplicationScope only when FifoQueue is set to true\.$/],
  ['FifoThroughputLimit', 'perQueue', 'InvalidAttributeName', /^You can specify the FifoThroughputLimit only when FifoQueue is set to true\.$/],
  ['RedrivePolicy', '{}', 'InvalidParameterValue', /^Value \{\} for parameter RedrivePolicy is invalid\. Reason: Redrive policy does not contain mandatory attribute: maxReceiveCount\.$/],
  ['RedrivePolicy', '{"maxReceiveCount":1}', 'InvalidParameterValue', /RedrivePolicy .* deadLetterTargetArn/],
  ['RedrivePolicy', '{"deadLetterTargetArn":"dummy","maxReceiveCount":42}', 'InvalidParameterValue', /^Value .* for parameter RedrivePolicy is invalid\. Reason: Invalid value for deadLetterTargetArn\.$/],
  ['RedriveAllowPolicy', '{"redrivePermission":"some"}', 'InvalidParameterValue', /RedriveAllowPolicy .* redrivePermission/],
];
const bothKeys = { Attributes: { KmsMasterKeyId: 'testKeyId', SqsManagedSseEnabled: 'true' } };
const oneKind = /^You can use one type of server-side encryption \(SSE\) at one time\. You can either enable KMS SSE or SQS SSE\.$/;
const permission = { Label: 'l', AWSAccountIds: ['111122223333'], Actions: ['SendMessage'] };

export const badRequests: Readonly<Record<string, readonly BadRequest[]>> = {
  AddPermission: [
    ...named(permission),
    [{ ...good, ...permission, Label: undefined }, 'MissingParameter', /Label/],
    [{ ...good, ...permission, Label: 'a b' }, 'InvalidParameterValue', /a b for parameter Label/],
    [{ ...good, ...permission, AWSAccountIds: undefined }, 'InvalidParameterValue', /^Value \[\] for parameter PrincipalId is invalid\. Reason: Unable to verify\.$/],
    [{ ...good, ...permission, AWSAccountIds: ['me'] }, 'InvalidParameterValue', /PrincipalId/],
    [{ ...good, ...permission, Actions: undefined }, 'MissingParameter', /Actions/],
    [{ ...good, ...permission, Actions: ['RemovePermission'] }, 'InvalidParameterValue', /^Value SQS:RemovePermission for parameter ActionName is invalid\. Reason: Only the queue owner is allowed to invoke this action\.$/],
    [{ ...good, ...permission, Actions: Array.from({ length: 8 }, () => 'SendMessage') }, 'OverLimit', /^8 Actions were found, maximum allowed is 7\.$/],
  ],
  CancelMessageMoveTask: [
    [{}, 'MissingParameter', /TaskHandle/],
    [{ TaskHandle: '' }, 'MissingParameter', /TaskHandle/],
    [{ TaskHandle: 'nonsense' }, 'InvalidParameterValue', /^Value for parameter TaskHandle is invalid\.$/],
    [{ TaskHandle: base64('[]') }, 'InvalidParameterValue', /TaskHandle/],
    [{ TaskHandle: base64(JSON.stringify({ taskId: 'x', sourceArn: arn('nowhere') })) }, 'ResourceNotFoundException', /^The resource that you specified for the SourceArn parameter doesn't exist\.$/],
    [{ TaskHandle: base64(JSON.stringify({ taskId: 'x', sourceArn: arn('dead') })) }, 'ResourceNotFoundException', /^Task does not exist\.$/],
  ],
  ChangeMessageVisibility: [
    ...named({ ReceiptHandle: 'x', VisibilityTimeout: 1 }),
    [{ ...good, VisibilityTimeout: 1 }, 'MissingParameter', /ReceiptHandle/],
    [{ ...good, ReceiptHandle: 'x' }, 'MissingParameter', /VisibilityTimeout/],
    [{ ...good, ReceiptHandle: 'x', VisibilityTimeout: -1 }, 'InvalidParameterValue', /-1 for parameter VisibilityTimeout/],
    [{ ...good, ReceiptHandle: 'x', VisibilityTimeout: 43_201 }, 'InvalidParameterValue', /43201 for parameter VisibilityTimeout/],
    [{ ...good, ReceiptHandle: 'x', VisibilityTimeout: 1 }, 'ReceiptHandleIsInvalid', /^The input receipt handle "x" is not a valid receipt handle\.$/],
  ],
  ChangeMessageVisibilityBatch: batch('ChangeMessageVisibilityBatchRequestEntry', { ReceiptHandle: 'x', VisibilityTimeout: 1 }),
  CreateQueue: [
    [{}, 'MissingParameter', /QueueName/],
    [{ QueueName: '' }, 'InvalidParameterValue', name],
    [{ QueueName: 'a b' }, 'InvalidParameterValue', name],
    [{ QueueName: 'queue/a/' }, 'InvalidParameterValue', name],
    [{ QueueName: 'x'.repeat(81) }, 'InvalidParameterValue', name],
    [{ QueueName: 'new.fifo' }, 'InvalidParameterValue', name],
    [{ QueueName: 'new', ...bothKeys }, 'InvalidAttributeName', oneKind],
    [{ QueueName: 'new', ...attributes('FifoQueue', 'true') }, 'InvalidParameterValue', /^The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with \.fifo suffix and be 1 to 80 in length\.$/],
    [{ QueueName: 'new', ...attributes('FifoQueue', 'false') }, 'InvalidAttributeName', /^Unknown Attribute FifoQueue\.$/],
    [{ QueueName: 'new.fifo', Attributes: { FifoQueue: 'true', FifoThroughputLimit: 'perMessageGroupId' } }, 'InvalidAttributeValue', /FifoThroughputLimit/],
    [{ QueueName: 'orders', ...attributes('DelaySeconds', '1') }, 'QueueNameExists', /^A queue already exists with the same name and a different value for attribute DelaySeconds$/],
    [{ QueueName: 'new', tags: { 'aws:x': 'y' } }, 'InvalidParameterValue', /Tag\.Key/],
    ...settings.map(([name, value, code, says]): BadRequest => [{ QueueName: 'new', ...attributes(name, value) }, code, says]),
  ],
  DeleteMessage: [...named({ ReceiptHandle: 'x' }), [good, 'MissingParameter', /ReceiptHandle/], [{ ...good, ReceiptHandle: 'AQEB' }, 'ReceiptHandleIsInvalid', /handle "AQEB"/]],
  DeleteMessageBatch: batch('DeleteMessageBatchRequestEntry', { ReceiptHandle: 'x' }),
  DeleteQueue: named(),
  GetQueueAttributes: [...named({ AttributeNames: ['All'] }), [{ ...good, AttributeNames: ['Colour'] }, 'InvalidAttributeName', /Colour/]],
  GetQueueUrl: [
    [{}, 'MissingParameter', /QueueName/],
    [{ QueueName: 'a b' }, 'InvalidParameterValue', name],
    [{ QueueName: '' }, 'InvalidParameterValue', name],
    [{ QueueName: 'nowhere' }, 'QueueDoesNotExist', /specified queue/],
    [{ QueueName: 'orders', QueueOwnerAWSAccountId: '999999999999' }, 'QueueDoesNotExist', /specified queue/],
  ],
  ListDeadLetterSourceQueues: [...named(), [{ ...good, MaxResults: 0 }, 'InvalidParameterValue', /0 for parameter MaxResults/], [{ ...good, NextToken: 'x' }, 'InvalidParameterValue', /NextToken/]],
  ListMessageMoveTasks: [
    [{}, 'MissingParameter', /SourceArn/],
    [{ SourceArn: 'dead' }, 'InvalidParameterValue', format('SourceArn')],
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
    [{ ...good, MaxNumberOfMessages: 11 }, 'InvalidParameterValue', /^Value 11 for parameter MaxNumberOfMessages is invalid\. Reason: Must be between 1 and 10, if provided\.$/],
    [{ ...good, WaitTimeSeconds: 21 }, 'InvalidParameterValue', /^Value 21 for parameter WaitTimeSeconds is invalid\. Reason: Must be >= 0 and <= 20, if provided\.$/],
    [{ ...good, VisibilityTimeout: 43_201 }, 'InvalidParameterValue', /43201 for parameter VisibilityTimeout/],
    [{ ...good, AttributeNames: ['Colour'] }, 'InvalidAttributeName', /Colour/],
    [{ ...good, MessageSystemAttributeNames: ['Colour'] }, 'InvalidAttributeName', /Colour/],
    [{ ...good, ReceiveRequestAttemptId: 'x' }, 'InvalidParameterValue', /ReceiveRequestAttemptId .* queue type/],
    [{ ...fifo, ReceiveRequestAttemptId: 'a b' }, 'InvalidParameterValue', /a b for parameter ReceiveRequestAttemptId/],
  ],
  RemovePermission: [...named({ Label: 'l' }), [good, 'MissingParameter', /Label/], [{ ...good, Label: 'none' }, 'InvalidParameterValue', /^Value none for parameter Label is invalid\. Reason: can't find label\.$/]],
  SendMessage: [
    ...named({ MessageBody: 'x' }),
    [good, 'MissingParameter', /^The request must contain the parameter MessageBody\.$/],
    [{ ...good, MessageBody: '\u0001' }, 'InvalidMessageContents', /Invalid characters/],
    [{ ...good, MessageBody: 'x', DelaySeconds: 901 }, 'InvalidParameterValue', /901 for parameter DelaySeconds/],
    [{ ...good, MessageBody: 'x', MessageDeduplicationId: 'd' }, 'InvalidParameterValue', /d for parameter MessageDeduplicationId .* queue type/],
    [{ ...good, ...attribute('a b', text) }, 'InvalidParameterValue', /'a b'/],
    [{ ...good, ...attribute('a', { StringValue: 'x' }) }, 'InvalidParameterValue', /'a' must contain non-empty message attribute type/],
    [{ ...good, ...attribute('a', { DataType: 'Date', StringValue: 'x' }) }, 'InvalidParameterValue', /^The type of message \(user\) attribute 'a' is invalid\. You must use only the following supported type prefixes: Binary, Number, String\.$/],
    [{ ...good, ...attribute('ErrorDetails', { DataType: 'String', StringValue: '' }) }, 'InvalidParameterValue', /^Message \(user\) attribute 'ErrorDetails' must contain a non-empty value of type 'String'\.$/],
    [{ ...good, ...attribute('a', { DataType: 'String', StringValue: 'Invalid-\u0008,\u000b' }) }, 'InvalidParameterValue', /Invalid characters/],
    [{ ...good, ...attribute('AMAZON.x', text) }, 'InvalidParameterValue', /'AMAZON\.x'/],
    [{ ...good, ...attribute('§', text) }, 'InvalidParameterValue', /'§'/],
    [{ ...good, ...attribute('L'.repeat(257), text) }, 'InvalidParameterValue', /LLL/],
    [{ ...good, ...attribute('a', { DataType: 'Binary', StringValue: 'x' }) }, 'InvalidParameterValue', /'a' with type 'Binary' must use field 'Binary'/],
    [{ ...good, ...attribute('a', { DataType: 'Number', StringValue: '1x' }) }, 'InvalidParameterValue', /'a' to a number/],
    [{ ...good, ...attribute('a', { ...text, StringListValues: ['x'] }) }, 'UnsupportedOperation', /list values/],
    [{ ...good, MessageBody: 'x', MessageSystemAttributes: { Other: text } }, 'InvalidParameterValue', /'Other'/],
    [{ ...good, MessageBody: 'x'.repeat(1_048_577) }, 'InvalidParameterValue', /^One or more parameters are invalid\. Reason: Message must be shorter than 1048576 bytes\.$/],
    [{ ...fifo, MessageBody: 'x', MessageDeduplicationId: 'd' }, 'MissingParameter', /^The request must contain the parameter MessageGroupId\.$/],
    [{ ...fifo, MessageBody: 'x', MessageGroupId: 'g' }, 'InvalidParameterValue', /^The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly$/],
    [{ ...fifo, MessageBody: 'x', MessageGroupId: 'a b', MessageDeduplicationId: 'd' }, 'InvalidParameterValue', /a b for parameter MessageGroupId/],
    [{ ...fifo, MessageBody: 'x', MessageGroupId: 'g', MessageDeduplicationId: 'é' }, 'InvalidParameterValue', /é for parameter MessageDeduplicationId/],
    [{ ...fifo, MessageBody: 'x', MessageGroupId: 'g', MessageDeduplicationId: 'd', DelaySeconds: 2 }, 'InvalidParameterValue', /^Value 2 for parameter DelaySeconds is invalid\. Reason: The request include parameter that is not valid for this queue type\.$/],
  ],
  SendMessageBatch: [
    ...batch('SendMessageBatchRequestEntry', { MessageBody: 'x' }),
    [{ ...fifo, Entries: [{ Id: 'a', MessageBody: 'x', MessageGroupId: 'g', MessageDeduplicationId: 'd' }, { Id: 'b', MessageBody: 'x', MessageGroupId: 'g' }] }, 'InvalidParameterValue', /^The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly$/],
    [{ ...fifo, Entries: [{ Id: 'a', MessageBody: 'x', MessageGroupId: 'g', MessageDeduplicationId: 'd' }, { Id: 'b', MessageBody: 'x', MessageDeduplicationId: 'e' }] }, 'InvalidParameterValue', /^The request must contain the parameter MessageGroupId\.$/],
    [{ ...good, Entries: [{ Id: 'a', MessageBody: 'x'.repeat(1_048_576) }, { Id: 'b', MessageBody: 'y' }] }, 'BatchRequestTooLong', /^Batch requests cannot be longer than 1048576 bytes\. You have sent 1048577 bytes\.$/],
  ],
  SetQueueAttributes: [
    ...named(attributes('DelaySeconds', '1')),
    [good, 'MissingParameter', /Attribute\.Name/],
    [{ ...good, ...attributes('FifoQueue', 'true') }, 'InvalidAttributeName', /^Unknown Attribute FifoQueue\.$/],
    [{ ...fifo, ...attributes('FifoQueue', 'false') }, 'InvalidAttributeValue', /^Invalid value for the parameter FifoQueue\. Reason: Modifying queue type is not supported\.$/],
    [{ ...good, ...bothKeys }, 'InvalidAttributeName', oneKind],
    ...settings.map(([name, value, code, says]): BadRequest => [{ ...good, ...attributes(name, value) }, code, says]),
  ],
  StartMessageMoveTask: [
    [{}, 'MissingParameter', /SourceArn/],
    [{ SourceArn: 'dead' }, 'InvalidParameterValue', format('SourceArn')],
    [{ SourceArn: arn('nowhere') }, 'ResourceNotFoundException', /SourceArn/],
    [{ SourceArn: arn('orders') }, 'InvalidParameterValue', /^Source queue must be configured as a Dead Letter Queue\.$/],
    [{ SourceArn: arn('dead'), DestinationArn: arn('nowhere') }, 'ResourceNotFoundException', /^The resource that you specified for the DestinationArn parameter doesn't exist\.$/],
    [{ SourceArn: arn('dead'), DestinationArn: 'orders' }, 'InvalidParameterValue', format('DestinationArn')],
    [{ SourceArn: arn('dead'), DestinationArn: arn('dead') }, 'InvalidParameterValue', /dead for parameter DestinationArn/],
    [{ SourceArn: arn('dead'), DestinationArn: arn('orders.fifo') }, 'InvalidParameterValue', /orders\.fifo for parameter DestinationArn/],
    [{ SourceArn: arn('dead'), MaxNumberOfMessagesPerSecond: 501 }, 'InvalidParameterValue', /501 for parameter MaxNumberOfMessagesPerSecond/],
  ],
  TagQueue: [
    ...named({ Tags: { a: 'b' } }),
    [good, 'MissingParameter', /Tags/],
    [{ ...good, Tags: { ['x'.repeat(129)]: 'y' } }, 'InvalidParameterValue', /^Tag keys must be between 1 and 128 characters in length\.$/],
    [{ ...good, Tags: { a: 'x'.repeat(257) } }, 'InvalidParameterValue', /^Tag values/],
    [{ ...good, Tags: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, ''])) }, 'InvalidParameterValue', /^Too many tags added for queue orders\.$/],
    [{ ...good, Tags: { 'aws:a': 'b' } }, 'InvalidParameterValue', /aws:a for parameter Tag\.Key/],
  ],
  UntagQueue: [...named({ TagKeys: ['a'] }), [good, 'InvalidParameterValue', /^Tag keys must be between 1 and 128 characters in length\.$/], [{ ...good, TagKeys: [''] }, 'InvalidParameterValue', /^Tag keys/]],
};
