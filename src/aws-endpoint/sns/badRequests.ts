/** Requests that SNS refuses, by operation: input, error code, what the message is (a text) or says. */
const account = '123456789012';
const arn = `arn:aws:sns:us-east-1:${account}:orders`;
const fifoArn = `${arn}.fifo`;
const queue = `arn:aws:sqs:us-east-1:${account}:q`;
const none = `${arn}s`;
const foreign = 'arn:aws:sns:eu-west-1:123456789012:orders';
const token = '2336412f37fb687f5d51e6e2425e'.repeat(8);

export type BadRequest = readonly [input: Readonly<Record<string, unknown>>, code: string, says: RegExp | string];

/** What every call that names a topic refuses; `rest` are its other members. */
function topics(rest: Readonly<Record<string, unknown>> = {}, member = 'TopicArn'): readonly BadRequest[] {
  return [
    [rest, 'InvalidParameter', `Invalid parameter: ${member} Reason: no value for required parameter`],
    [{ ...rest, [member]: 'orders' }, 'InvalidParameter', `Invalid parameter: ${member} Reason: An ARN must have at least 6 elements, not 1`],
    [{ ...rest, [member]: 'arn:aws:sns:us-east-1:random' }, 'InvalidParameter', `Invalid parameter: ${member} Reason: An ARN must have at least 6 elements, not 5`],
    [{ ...rest, [member]: 'urn:aws:sns:us-east-1:123456789012:orders' }, 'InvalidParameter', `Invalid parameter: ${member}`],
    [{ ...rest, [member]: foreign }, 'InvalidParameter', `Invalid parameter: ${member}`],
    [{ ...rest, [member]: queue }, 'InvalidParameter', `Invalid parameter: ${member}`],
  ];
}
const named = (rest: Readonly<Record<string, unknown>> = {}): readonly BadRequest[] => [...topics(rest), [{ ...rest, TopicArn: none }, 'NotFound', /^Topic does not exist$/]];
const subscriptionArns = (rest: Readonly<Record<string, unknown>> = {}): readonly BadRequest[] => [
  ...topics(rest, 'SubscriptionArn'),
  [{ ...rest, SubscriptionArn: '' }, 'InvalidParameter', 'Invalid parameter: SubscriptionArn Reason: no value for required parameter'],
  [{ ...rest, SubscriptionArn: arn }, 'InvalidParameter', 'Invalid parameter: SubscriptionId'],
  [{ ...rest, SubscriptionArn: `${arn}:random` }, 'InvalidParameter', 'Invalid parameter: SubscriptionId'],
];
const subscriptions = (rest: Readonly<Record<string, unknown>> = {}): readonly BadRequest[] => [...subscriptionArns(rest), [{ ...rest, SubscriptionArn: `${arn}:00000000-0000-0000-0000-000000000000` }, 'NotFound', /^Subscription does not exist$/]];
const resources = (rest: Readonly<Record<string, unknown>> = {}): readonly BadRequest[] => [...topics(rest, 'ResourceArn'), [{ ...rest, ResourceArn: none }, 'ResourceNotFound', /^Resource does not exist$/]];

const good = { TopicArn: arn };
const permission = { Label: 'l', AWSAccountId: [account], ActionName: ['Publish'] };
const entry = { Id: 'a', Message: 'x' };
const batch = (...PublishBatchRequestEntries: readonly unknown[]) => ({ ...good, PublishBatchRequestEntries });
const attribute = (name: string, value: unknown) => ({ ...good, Message: 'x', MessageAttributes: { [name]: value } });
const subscribe = (Protocol: string, Endpoint: string | undefined, Attributes?: Readonly<Record<string, string>>) => ({ ...good, Protocol, Endpoint, ...(Attributes ? { Attributes } : {}) });
const withAttributes = (Attributes: Readonly<Record<string, string>>) => subscribe('sqs', queue, Attributes);
const invalid = 'InvalidParameter';
const validation = 'ValidationError';
/** A member that is missing, by its path. */
const missing = (path: string) => `1 validation error detected: Value null at '${path}' failed to satisfy constraint: Member must not be null`;
const value = 'ParameterValueInvalid';
const source = (column: number) => `\n at [Source: REDACTED (\`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION\` disabled); line: 1, column: ${column}]`;
const setting = (AttributeName: string, AttributeValue: string) => ({ SubscriptionArn: '{subscription}', AttributeName, AttributeValue });

export const badRequests: Readonly<Record<string, readonly BadRequest[]>> = {
  AddPermission: [
    ...named(permission),
    [{ ...good, ...permission, Label: undefined }, validation, missing('label')],
    [{ ...good, ...permission, Label: 'a b' }, invalid, 'Invalid parameter: Label'],
    [{ ...good, ...permission, AWSAccountId: ['me'] }, invalid, /AWSAccountId/],
    [{ ...good, ...permission, AWSAccountId: undefined }, validation, missing('aWSAccountId')],
    [{ ...good, ...permission, ActionName: ['Fly'] }, invalid, 'Invalid parameter: Policy statement action out of service scope!'],
    [{ ...good, ...permission, ActionName: undefined }, validation, missing('actionName')],
    [{ ...good, ...permission, Label: '__default_statement_ID' }, invalid, 'Invalid parameter: Statement already exists'],
  ],
  ConfirmSubscription: [
    [{ Token: token }, invalid, 'Invalid parameter: TopicArn Reason: no value for required parameter'],
    [good, validation, missing('token')],
    [{ TopicArn: 'not-an-arn', Token: token }, invalid, 'Invalid parameter: Topic'],
    [{ TopicArn: foreign, Token: token }, invalid, 'Invalid parameter: Topic'],
    [{ TopicArn: none, Token: token }, invalid, 'Invalid parameter: Token'],
    [{ ...good, Token: 'randomtoken' }, invalid, 'Invalid token'],
    [{ ...good, Token: 'abc123' }, invalid, 'Invalid parameter: Token'],
    [{ ...good, Token: token, AuthenticateOnUnsubscribe: 'maybe' }, invalid, /AuthenticateOnUnsubscribe/],
  ],
  CreateTopic: [
    [{}, validation, missing('name')],
    [{ Name: '' }, invalid, /^Invalid parameter: Topic Name$/],
    ...Array.from(':;!@|^% ', (odd): BadRequest => [{ Name: `a${odd}b` }, invalid, 'Invalid parameter: Topic Name']),
    [{ Name: 'x'.repeat(257) }, invalid, 'Invalid parameter: Topic Name'],
    [{ Name: 'a.fifo' }, invalid, /Topic Name/],
    [{ Name: 'a', Attributes: { FifoTopic: 'true' } }, invalid, /^Invalid parameter: Fifo Topic names must end with .fifo/],
    [{ Name: 'a', Attributes: { FifoTopic: 'perhaps' } }, invalid, /FifoTopic: Invalid value \[perhaps\]/],
    [{ Name: 'a', Attributes: { ContentBasedDeduplication: 'true' } }, invalid, /ContentBasedDeduplication is for FIFO topics only/],
    [{ Name: 'a', Attributes: { Color: 'red' } }, invalid, /Attributes Reason: Unknown attribute Color/],
    [{ Name: 'a', Attributes: { Policy: 'open' } }, invalid, /Policy Error: null/],
    [{ Name: 'a', Attributes: { MaximumMessageSize: '9999999999' } }, invalid, /maximumMessageSize/],
    [{ Name: 'orders', Attributes: { DisplayName: 'Other' } }, invalid, 'Invalid parameter: Attributes Reason: Topic already exists with different attributes'],
    [{ Name: 'orders', Tags: [{ Key: 'a', Value: 'b' }] }, invalid, 'Invalid parameter: Tags Reason: Topic already exists with different tags'],
    [{ Name: 'a', Tags: [{ Key: 'a', Value: 'b' }, { Key: 'a', Value: 'b' }] }, invalid, 'Invalid parameter: Duplicated keys are not allowed.'],
    [{ Name: 'a', Tags: [{ Value: 'b' }] }, validation, missing('tags.1.member.key')],
    [{ Name: 'a', Tags: [{ Key: 'aws:a', Value: 'b' }] }, invalid, /Tag Key aws:a/],
  ],
  DeleteTopic: [...topics(), [{ TopicArn: '' }, invalid, /TopicArn Reason: An ARN must have at least 6 elements/]],
  GetSubscriptionAttributes: subscriptions(),
  GetTopicAttributes: named(),
  ListSubscriptions: [
    [{ NextToken: 'nonsense' }, invalid, 'Invalid parameter: NextToken'],
    [{ NextToken: 'e30=' }, invalid, 'Invalid parameter: NextToken'],
    [{ NextToken: 'W10=' }, invalid, 'Invalid parameter: NextToken'],
    [{ NextToken: 'WzEsMiwzXQ==' }, invalid, 'Invalid parameter: NextToken'],
    [{ NextToken: '//8=' }, invalid, 'Invalid parameter: NextToken'],
  ],
  ListSubscriptionsByTopic: [...named(), [{ ...good, NextToken: 'nonsense' }, invalid, 'Invalid parameter: NextToken']],
  ListTagsForResource: resources(),
  ListTopics: [
    [{ NextToken: 'nonsense' }, invalid, 'Invalid parameter: NextToken'],
    [{ NextToken: 'e30=' }, invalid, 'Invalid parameter: NextToken'],
    [{ NextToken: 'W10=' }, invalid, 'Invalid parameter: NextToken'],
    [{ NextToken: 'WzEsMiwzXQ==' }, invalid, 'Invalid parameter: NextToken'],
    [{ NextToken: '//8=' }, invalid, 'Invalid parameter: NextToken'],
  ],
  Publish: [
    [{ Message: 'x' }, invalid, /TopicArn or TargetArn Reason: no value for required parameter/],
    [{ Message: 'x', TopicArn: 'orders' }, invalid, 'Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1'],
    [{ Message: 'x', TopicArn: '' }, invalid, 'Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1'],
    [{ Message: 'x', TopicArn: foreign }, invalid, 'Invalid parameter: TopicArn'],
    [{ Message: 'x', TargetArn: `arn:aws:sns:us-east-1:${account}:endpoint/APNS/abcdef/0f7d5971-aa8b-4bd5-b585-0826e9f93a66` }, invalid, 'Invalid parameter: TargetArn Reason: No endpoint found for the target arn specified'],
    [{ Message: 'x', TargetArn: 'orders' }, invalid, /TargetArn Reason: An ARN must have at least 6 elements, not 1/],
    [{ Message: 'x', TopicArn: none }, 'NotFound', /^Topic does not exist$/],
    [{ Message: 'x', TopicArn: arn, TargetArn: arn }, invalid, /TopicArn or TargetArn/],
    [{ Message: 'x', PhoneNumber: 'home' }, invalid, /PhoneNumber Reason: home/],
    [good, validation, missing('message')],
    [{ ...good, Message: '' }, invalid, 'Invalid parameter: Empty message'],
    [{ ...good, Message: 'x', Subject: '' }, invalid, /^Invalid parameter: Subject$/],
    [{ ...good, Message: 'x', Subject: 'a\nb' }, invalid, /Subject/],
    [{ ...good, Message: 'x', Subject: 'x'.repeat(101) }, invalid, /Subject/],
    [{ ...good, Message: 'x', MessageStructure: 'xml' }, invalid, /MessageStructure/],
    [{ ...good, Message: 'x', MessageStructure: 'json' }, invalid, 'Invalid parameter: Message Structure - JSON message body failed to parse'],
    [{ ...good, Message: '{"default": "This is a default message"} }', MessageStructure: 'json' }, invalid, 'Invalid parameter: Message Structure - JSON message body failed to parse'],
    [{ ...good, Message: '[]', MessageStructure: 'json' }, invalid, 'Invalid parameter: Message Structure - No default entry in JSON message body'],
    [{ ...good, Message: '{"default":5}', MessageStructure: 'json' }, invalid, 'Invalid parameter: Message Structure - No default entry in JSON message body'],
    [{ ...good, Message: 'x'.repeat(262_145) }, invalid, /^Invalid parameter: Message too long$/],
    [{ ...good, Message: 'x', MessageDeduplicationId: 'd' }, invalid, 'Invalid parameter: MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type'],
    [{ ...good, Message: 'x', MessageGroupId: 'a b' }, invalid, /MessageGroupId can only include alphanumeric and punctuation/],
    [{ TopicArn: fifoArn, Message: 'x', MessageDeduplicationId: 'd' }, invalid, 'Invalid parameter: The MessageGroupId parameter is required for FIFO topics'],
    [{ TopicArn: fifoArn, Message: 'x', MessageGroupId: 'g' }, invalid, 'Invalid parameter: The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly'],
    [attribute('attr1', { StringValue: 'x' }), validation, missing('messageAttributes.attr1.member.dataType')],
    [attribute('a', { DataType: '', StringValue: 'x' }), value, /'a' must contain non-empty message attribute type/],
    [attribute('a', { DataType: 'Text', StringValue: 'x' }), value, "The message attribute 'a' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String."],
    [attribute('a', { DataType: 'Stringprefix', StringValue: 'x' }), value, /supported type prefixes/],
    [attribute('a', { DataType: 'String' }), value, "The message attribute 'a' must contain non-empty message attribute value for message attribute type 'String'."],
    [attribute('a', { DataType: 'String', StringValue: '' }), value, "The message attribute 'a' must contain non-empty message attribute value for message attribute type 'String'."],
    [attribute('a', { DataType: 'Binary', BinaryValue: '' }), value, "The message attribute 'a' must contain non-empty message attribute value for message attribute type 'Binary'."],
    [attribute('a', { DataType: 'String', BinaryValue: 'AP8=' }), value, "The message attribute 'a' with type 'String' must use field 'String'."],
    [attribute('a', { DataType: 'Number', BinaryValue: 'AP8=' }), value, "The message attribute 'a' with type 'Number' must use field 'String'."],
    [attribute('a', { DataType: 'Binary', StringValue: 'x' }), value, "The message attribute 'a' with type 'Binary' must use field 'Binary'."],
    [attribute('a', { DataType: 'Binary', BinaryValue: 'not base64!' }), value, /'a' .* must be Base64/],
    [attribute('a', { DataType: 'Number', StringValue: 'many' }), value, "Could not cast message attribute 'a' value to number."],
    [attribute('t'.repeat(257), { DataType: 'String', StringValue: 'x' }), value, 'Length of message attribute name must be less than 256 bytes.'],
    [attribute('a^', { DataType: 'String', StringValue: 'x' }), value, "Invalid non-alphanumeric character '#x5E' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots."],
    [attribute('.a', { DataType: 'String', StringValue: 'x' }), value, "Invalid message attribute name starting with character '.' was found."],
    [attribute('a.', { DataType: 'String', StringValue: 'x' }), value, "Invalid message attribute name ending with character '.' was found."],
    [attribute('a..b', { DataType: 'String', StringValue: 'x' }), value, "Message attribute name can not have successive '.' character."],
    [attribute('aws.a', { DataType: 'String', StringValue: 'x' }), value, /attribute name aws\.a/],
  ],
  PublishBatch: [
    ...named({ PublishBatchRequestEntries: [entry] }),
    [good, 'EmptyBatchRequest', "The batch request doesn't contain any entries."],
    [batch(...Array.from({ length: 11 }, (_, i) => ({ Id: `e${i}`, Message: 'x' }))), 'TooManyEntriesInBatchRequest', 'The batch request contains more entries than permissible.'],
    [batch(entry, entry), 'BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.'],
    [batch({ Id: 'a b', Message: 'x' }), 'InvalidBatchEntryId', "The Id of a batch entry in a batch request doesn't abide by the specification."],
    [batch({ Message: 'x' }), validation, missing('publishBatchRequestEntries.1.member.id')],
    [batch({ Id: 'a', Message: 'x'.repeat(200_000) }, { Id: 'b', Message: 'x'.repeat(100_000) }), 'BatchRequestTooLong', 'The length of all the messages put together is more than the limit.'],
    // One wrong entry refuses the others too.
    [batch(entry, { Id: 'b' }), validation, missing('publishBatchRequestEntries.2.member.message')],
    [batch(entry, { Id: 'b', Message: '' }), invalid, 'Invalid parameter: Empty message'],
    [batch(entry, { Id: 'b', Message: '{"sqs":"x"}', MessageStructure: 'json' }), invalid, 'Invalid parameter: Message Structure - No default entry in JSON message body'],
    [batch(entry, { Id: 'b', Message: 'x', MessageAttributes: { attr1: { StringValue: 'x' } } }), validation, missing('publishBatchRequestEntries.2.member.messageAttributes.attr1.member.dataType')],
    [batch(entry, { Id: 'b', Message: 'x', MessageAttributes: { a: { DataType: 'String' } } }), value, /'a' must contain non-empty message attribute value/],
    [{ ...batch(entry), TopicArn: fifoArn }, invalid, 'Invalid parameter: The MessageGroupId parameter is required for FIFO topics'],
    [{ ...batch({ ...entry, MessageGroupId: 'g' }), TopicArn: fifoArn }, invalid, 'Invalid parameter: The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly'],
  ],
  RemovePermission: [...named({ Label: 'l' }), [good, validation, missing('label')], [{ ...good, Label: 'a b' }, invalid, /Invalid parameter: Label/]],
  SetSubscriptionAttributes: [
    ...subscriptions({ AttributeName: 'RawMessageDelivery', AttributeValue: 'true' }),
    [{ SubscriptionArn: '{subscription}' }, validation, missing('attributeName')],
    [setting('Color', 'red'), invalid, 'Invalid parameter: AttributeName'],
    [setting('RawMessageDelivery', 'test-ValUe'), invalid, 'Invalid parameter: RawMessageDelivery: Invalid value [test-ValUe]. Must be true or false.'],
    [setting('RawMessageDelivery', ''), invalid, 'Invalid parameter: RawMessageDelivery: Invalid value []. Must be true or false.'],
    [setting('FilterPolicy', '{invalidjson}'), invalid, `Invalid parameter: FilterPolicy: failed to parse JSON. Unexpected character ('i' (code 105)): was expecting double-quote to start field name${source(2)}`],
    [setting('FilterPolicy', '{"key_a":"value_one"}'), invalid, `Invalid parameter: FilterPolicy: "key_a" must be an object or an array${source(11)}`],
    [setting('FilterPolicy', '{"object":{"key":[{"prefix":"auto-"}]}}'), invalid, 'Invalid parameter: Filter policy scope MessageAttributes does not support nested filter policy'],
    [setting('FilterPolicy', JSON.stringify(Object.fromEntries(Array.from('abcdef', (name) => [name, ['v']])))), invalid, 'Invalid parameter: FilterPolicy: Filter policy can not have more than 5 keys'],
    [setting('FilterPolicyScope', 'RandomValue'), invalid, 'Invalid parameter: FilterPolicyScope: Invalid value [RandomValue]. Please use either MessageBody or MessageAttributes'],
    [setting('RedrivePolicy', '{"deadLetterTargetArn":"fake-arn"}'), invalid, 'Invalid parameter: RedrivePolicy: deadLetterTargetArn is an invalid arn'],
    [setting('RedrivePolicy', '{invalidjson}'), invalid, `Invalid parameter: RedrivePolicy: failed to parse JSON. Unexpected character ('i' (code 105)): was expecting double-quote to start field name${source(2)}`],
    [setting('RedrivePolicy', JSON.stringify({ deadLetterTargetArn: `${queue}.fifo` })), invalid, /RedrivePolicy: must use a standard queue/],
    [setting('DeliveryPolicy', '{"healthyRetryPolicy":{"numRetries":5}}'), invalid, /DeliveryPolicy: Not supported for protocol sqs/],
  ],
  SetTopicAttributes: [
    ...named({ AttributeName: 'DisplayName', AttributeValue: 'x' }),
    [good, validation, missing('attributeName')],
    [{ ...good, AttributeName: 'Color', AttributeValue: 'red' }, invalid, 'Invalid parameter: AttributeName'],
    [{ ...good, AttributeName: 'FifoTopic', AttributeValue: 'false' }, invalid, 'Invalid parameter: AttributeName'],
    [{ ...good, AttributeName: 'DisplayName', AttributeValue: 'x'.repeat(101) }, invalid, /DisplayName: Invalid value/],
    [{ ...good, AttributeName: 'SignatureVersion', AttributeValue: '3' }, invalid, /SignatureVersion: Invalid value \[3\]/],
    [{ ...good, AttributeName: 'TracingConfig', AttributeValue: 'Off' }, invalid, /TracingConfig: Invalid value \[Off\]/],
    [{ ...good, AttributeName: 'Policy', AttributeValue: '[' }, invalid, 'Invalid parameter: Policy Error: null'],
  ],
  Subscribe: [
    ...named({ Protocol: 'sqs', Endpoint: queue }),
    [{ ...good, Endpoint: queue }, validation, missing('protocol')],
    [subscribe('sqs', undefined), invalid, /Endpoint Reason: no value/],
    [subscribe('pigeon', 'x'), invalid, 'Invalid parameter: Amazon SNS does not support this protocol string: pigeon'],
    [subscribe('lambda', `arn:aws:lambda:us-east-1:${account}:function:f`), invalid, /Protocol Reason: lambda is not simulated/],
    [subscribe('email', 'nobody'), invalid, 'Invalid parameter: Email address'],
    [subscribe('sms', 'invalid-number'), invalid, 'Invalid SMS endpoint: invalid-number'],
    [subscribe('sms', '+1555--0100'), invalid, 'Invalid SMS endpoint: +1555--0100'],
    [subscribe('sms', '+15550100', { RawMessageDelivery: 'true' }), invalid, /Delivery protocol \[sms\] does not support raw message delivery/],
    [subscribe('sqs', 'q'), invalid, 'Invalid parameter: SQS endpoint ARN'],
    [subscribe('sqs', `https://sqs.us-east-1.amazonaws.com/${account}/q`), invalid, 'Invalid parameter: SQS endpoint ARN'],
    [subscribe('sqs', `${queue}.fifo`), invalid, 'Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics'],
    [subscribe('https', 'http://example.com'), invalid, /Endpoint must match the specified protocol/],
    [subscribe('https', 'https://'), invalid, /Endpoint Reason/],
    [{ ...subscribe('https', 'https://example.com'), TopicArn: fifoArn }, invalid, /Endpoint Reason: Please use FIFO SQS queue/],
    [subscribe('firehose', 'stream'), invalid, /Endpoint Reason: .*delivery stream ARN/],
    [subscribe('firehose', `arn:aws:firehose:us-east-1:${account}:deliverystream/s`), invalid, /SubscriptionRoleArn/],
    [withAttributes({ Color: 'red' }), invalid, /Attributes Reason: Unknown attribute Color/],
    [withAttributes({ RawMessageDelivery: 'maybe' }), invalid, 'Invalid parameter: Attributes Reason: RawMessageDelivery: Invalid value [maybe]. Must be true or false.'],
    [withAttributes({ FilterPolicy: 'invalid' }), invalid, `Invalid parameter: Attributes Reason: FilterPolicy: failed to parse JSON. Unrecognized token 'invalid': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')${source(8)}`],
    [withAttributes({ RedrivePolicy: '{"deadLetterTargetArn":"q"}' }), invalid, 'Invalid parameter: Attributes Reason: RedrivePolicy: deadLetterTargetArn is an invalid arn'],
    [{ ...subscribe('sqs', `${queue}.fifo`, { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: queue }) }), TopicArn: fifoArn }, invalid, 'Invalid parameter: Attributes Reason: RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.'],
    [subscribe('sqs', `${queue}2`, { FilterPolicy: '{"a":[{"prefx":"x"}]}' }), invalid, `Invalid parameter: Attributes Reason: FilterPolicy: Unrecognized match type prefx${source(17)}`],
    [subscribe('sqs', `${queue}2`, { FilterPolicy: JSON.stringify({ key: Array.from({ length: 151 }, (_, i) => `value${i}`) }) }), invalid, 'Invalid parameter: Attributes Reason: FilterPolicy: Filter policy is too complex'],
    [withAttributes({ RawMessageDelivery: 'true' }), invalid, 'Invalid parameter: Attributes Reason: Subscription already exists with different attributes'],
  ],
  TagResource: [
    ...resources({ Tags: [{ Key: 'a', Value: 'b' }] }),
    [{ ResourceArn: arn }, validation, missing('tags')],
    [{ ResourceArn: arn, Tags: [{ Key: 'a', Value: 'b' }, { Key: 'a', Value: 'c' }] }, invalid, 'Invalid parameter: Duplicated keys are not allowed.'],
    [{ ResourceArn: arn, Tags: [{ Key: 'x'.repeat(129), Value: 'b' }] }, validation, /at 'tags.1.member.key' .* less than or equal to 128/],
    [{ ResourceArn: arn, Tags: [{ Key: 'a', Value: 'x'.repeat(257) }] }, validation, /at 'tags.1.member.value' .* less than or equal to 256/],
    [{ ResourceArn: arn, Tags: Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}`, Value: 'v' })) }, 'TagLimitExceeded', /tag quota/],
  ],
  Unsubscribe: subscriptionArns(),
  UntagResource: [
    ...resources({ TagKeys: ['a'] }),
    [{ ResourceArn: arn }, validation, missing('tagKeys')],
    [{ ResourceArn: arn, TagKeys: [''] }, validation, /'\[\]' at 'tagKeys' .* Member must satisfy constraint: \[.* greater than or equal to 1/],
  ],
};
