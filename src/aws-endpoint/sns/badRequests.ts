/** Requests that SNS refuses, by operation: input, error code, HTTP status where it is not 400, what the message says. */
const account = '123456789012';
const arn = `arn:aws:sns:us-east-1:${account}:orders`;
const fifoArn = `${arn}.fifo`;
const queue = `arn:aws:sqs:us-east-1:${account}:q`;
const none = `${arn}s`;

export type BadRequest = readonly [input: Readonly<Record<string, unknown>>, code: string, says: RegExp];

/** What every call that names a topic refuses; `rest` are its other members. */
function topics(rest: Readonly<Record<string, unknown>> = {}, member = 'TopicArn'): readonly BadRequest[] {
  return [
    [rest, 'InvalidParameter', new RegExp(`${member} Reason: no value for required parameter`)],
    [{ ...rest, [member]: 'orders' }, 'InvalidParameter', new RegExp(`${member} Reason: An ARN must have at least 6 elements, not 1`)],
    [{ ...rest, [member]: 'urn:aws:sns:us-east-1:123456789012:orders' }, 'InvalidParameter', new RegExp(`${member} Reason: .* must begin with arn:aws`)],
    [{ ...rest, [member]: queue }, 'InvalidParameter', new RegExp(`${member} Reason: .* not of sqs`)],
  ];
}
const named = (rest: Readonly<Record<string, unknown>> = {}): readonly BadRequest[] => [...topics(rest), [{ ...rest, TopicArn: none }, 'NotFound', /^Topic does not exist$/]];
const subscriptions = (rest: Readonly<Record<string, unknown>> = {}): readonly BadRequest[] => [...topics(rest, 'SubscriptionArn'), [{ ...rest, SubscriptionArn: `${arn}:00000000-0000-0000-0000-000000000000` }, 'NotFound', /^Subscription does not exist$/]];
const resources = (rest: Readonly<Record<string, unknown>> = {}): readonly BadRequest[] => [...topics(rest, 'ResourceArn'), [{ ...rest, ResourceArn: none }, 'ResourceNotFound', /^Resource does not exist$/]];

const good = { TopicArn: arn };
const permission = { Label: 'l', AWSAccountId: [account], ActionName: ['Publish'] };
const entry = { Id: 'a', Message: 'x' };
const batch = (...PublishBatchRequestEntries: readonly unknown[]) => ({ ...good, PublishBatchRequestEntries });
const attribute = (name: string, value: unknown) => ({ ...good, Message: 'x', MessageAttributes: { [name]: value } });
const subscribe = (Protocol: string, Endpoint: string | undefined, Attributes?: Readonly<Record<string, string>>) => ({ ...good, Protocol, Endpoint, ...(Attributes ? { Attributes } : {}) });
const withAttributes = (Attributes: Readonly<Record<string, string>>) => subscribe('sqs', queue, Attributes);
const invalid = 'InvalidParameter';

export const badRequests: Readonly<Record<string, readonly BadRequest[]>> = {
  AddPermission: [
    ...named(permission),
    [{ ...good, ...permission, Label: undefined }, invalid, /Label Reason: no value/],
    [{ ...good, ...permission, Label: 'a b' }, invalid, /Invalid parameter: Label/],
    [{ ...good, ...permission, AWSAccountId: ['me'] }, invalid, /AWSAccountId/],
    [{ ...good, ...permission, ActionName: ['Fly'] }, invalid, /ActionName/],
    [{ ...good, ...permission, ActionName: undefined }, invalid, /ActionName Reason: no value/],
    [{ ...good, ...permission, Label: '__default_statement_ID' }, invalid, /Statement already exists/],
  ],
  ConfirmSubscription: [...named({ Token: 'x' }), [good, invalid, /Token Reason: no value/], [{ ...good, Token: 'x' }, invalid, /^Invalid parameter: Token$/], [{ ...good, Token: 'x', AuthenticateOnUnsubscribe: 'maybe' }, invalid, /AuthenticateOnUnsubscribe/]],
  CreateTopic: [
    [{}, invalid, /Name Reason: no value for required parameter/],
    [{ Name: '' }, invalid, /^Invalid parameter: Topic Name$/],
    [{ Name: 'a b' }, invalid, /Topic Name/],
    [{ Name: 'x'.repeat(257) }, invalid, /Topic Name/],
    [{ Name: 'a.fifo' }, invalid, /Topic Name/],
    [{ Name: 'a', Attributes: { FifoTopic: 'true' } }, invalid, /^Invalid parameter: Fifo Topic names must end with .fifo/],
    [{ Name: 'a', Attributes: { FifoTopic: 'perhaps' } }, invalid, /FifoTopic: Invalid value \[perhaps\]/],
    [{ Name: 'a', Attributes: { ContentBasedDeduplication: 'true' } }, invalid, /ContentBasedDeduplication is for FIFO topics only/],
    [{ Name: 'a', Attributes: { Color: 'red' } }, invalid, /Attributes Reason: Unknown attribute Color/],
    [{ Name: 'a', Attributes: { Policy: 'open' } }, invalid, /Policy: Invalid value/],
    [{ Name: 'a', Attributes: { MaximumMessageSize: '9999999999' } }, invalid, /maximumMessageSize/],
    [{ Name: 'orders', Attributes: { DisplayName: 'Other' } }, invalid, /Topic already exists with different attributes/],
    [{ Name: 'orders', Tags: [{ Key: 'a', Value: 'b' }] }, invalid, /Topic already exists with different tags/],
    [{ Name: 'a', Tags: [{ Key: 'aws:a', Value: 'b' }] }, invalid, /Tag Key aws:a/],
  ],
  DeleteTopic: [...topics(), [{ TopicArn: '' }, invalid, /TopicArn Reason: An ARN must have at least 6 elements/]],
  GetSubscriptionAttributes: subscriptions(),
  GetTopicAttributes: named(),
  ListSubscriptions: [
    [{ NextToken: 'nonsense' }, invalid, /NextToken/],
    [{ NextToken: 'e30=' }, invalid, /NextToken/],
    [{ NextToken: 'W10=' }, invalid, /NextToken/],
    [{ NextToken: 'WzEsMiwzXQ==' }, invalid, /NextToken/],
    [{ NextToken: '//8=' }, invalid, /NextToken/],
  ],
  ListSubscriptionsByTopic: [...named(), [{ ...good, NextToken: 'nonsense' }, invalid, /NextToken/]],
  ListTagsForResource: resources(),
  ListTopics: [
    [{ NextToken: 'nonsense' }, invalid, /NextToken/],
    [{ NextToken: 'e30=' }, invalid, /NextToken/],
    [{ NextToken: 'W10=' }, invalid, /NextToken/],
    [{ NextToken: 'WzEsMiwzXQ==' }, invalid, /NextToken/],
    [{ NextToken: '//8=' }, invalid, /NextToken/],
  ],
  Publish: [
    [{ Message: 'x' }, invalid, /TopicArn or TargetArn Reason: no value for required parameter/],
    [{ Message: 'x', TopicArn: 'orders' }, invalid, /TopicArn Reason: An ARN must have at least 6 elements, not 1/],
    [{ Message: 'x', TargetArn: 'orders' }, invalid, /TargetArn Reason: An ARN must have at least 6 elements, not 1/],
    [{ Message: 'x', TopicArn: none }, 'NotFound', /^Topic does not exist$/],
    [{ Message: 'x', TopicArn: arn, TargetArn: arn }, invalid, /TopicArn or TargetArn/],
    [{ Message: 'x', PhoneNumber: '+15550100' }, invalid, /PhoneNumber Reason: \+15550100/],
    [good, invalid, /^Invalid parameter: Empty message$/],
    [{ ...good, Message: '' }, invalid, /Empty message/],
    [{ ...good, Message: 'x', Subject: '' }, invalid, /^Invalid parameter: Subject$/],
    [{ ...good, Message: 'x', Subject: 'a\nb' }, invalid, /Subject/],
    [{ ...good, Message: 'x', Subject: 'x'.repeat(101) }, invalid, /Subject/],
    [{ ...good, Message: 'x', MessageStructure: 'xml' }, invalid, /MessageStructure/],
    [{ ...good, Message: 'x', MessageStructure: 'json' }, invalid, /Message Structure - JSON message body failed to parse/],
    [{ ...good, Message: '[]', MessageStructure: 'json' }, invalid, /Message Structure - No default entry/],
    [{ ...good, Message: '{"default":5}', MessageStructure: 'json' }, invalid, /Message Structure - No default entry/],
    [{ ...good, Message: 'x'.repeat(262_145) }, invalid, /^Invalid parameter: Message too long$/],
    [{ ...good, Message: 'x', MessageDeduplicationId: 'd' }, invalid, /MessageDeduplicationId Reason: .* not valid for this topic type/],
    [{ ...good, Message: 'x', MessageGroupId: 'a b' }, invalid, /MessageGroupId can only include alphanumeric and punctuation/],
    [{ TopicArn: fifoArn, Message: 'x', MessageDeduplicationId: 'd' }, invalid, /MessageGroupId parameter is required/],
    [{ TopicArn: fifoArn, Message: 'x', MessageGroupId: 'g' }, invalid, /MessageDeduplicationId provided explicitly/],
    [attribute('a', { StringValue: 'x' }), 'ParameterValueInvalid', /'a' must contain non-empty message attribute type/],
    [attribute('a', { DataType: 'Text', StringValue: 'x' }), 'ParameterValueInvalid', /'a' has an invalid message attribute type/],
    [attribute('a', { DataType: 'String' }), 'ParameterValueInvalid', /'a' must contain non-empty message attribute value/],
    [attribute('a', { DataType: 'String', StringValue: '' }), 'ParameterValueInvalid', /'a' must contain non-empty message attribute value/],
    [attribute('a', { DataType: 'Binary', StringValue: 'x' }), 'ParameterValueInvalid', /'a' with type 'Binary' must use field 'Binary'/],
    [attribute('a', { DataType: 'Binary', BinaryValue: 'not base64!' }), 'ParameterValueInvalid', /'a' .* must be Base64/],
    [attribute('a', { DataType: 'Number', StringValue: 'many' }), 'ParameterValueInvalid', /'a' value to number/],
    [attribute('a b', { DataType: 'String', StringValue: 'x' }), 'ParameterValueInvalid', /attribute name a b/],
    [attribute('.a', { DataType: 'String', StringValue: 'x' }), 'ParameterValueInvalid', /attribute name \.a/],
    [attribute('aws.a', { DataType: 'String', StringValue: 'x' }), 'ParameterValueInvalid', /attribute name aws\.a/],
  ],
  PublishBatch: [
    ...named({ PublishBatchRequestEntries: [entry] }),
    [good, 'EmptyBatchRequest', /PublishBatchRequestEntries/],
    [batch(...Array.from({ length: 11 }, (_, i) => ({ Id: `e${i}`, Message: 'x' }))), 'TooManyEntriesInBatchRequest', /PublishBatchRequestEntries has 11, at most 10/],
    [batch(entry, entry), 'BatchEntryIdsNotDistinct', /same Id/],
    [batch({ Id: 'a b', Message: 'x' }), 'InvalidBatchEntryId', /The Id of a batch entry/],
    [batch({ Message: 'x' }), invalid, /PublishBatchRequestEntries.Id Reason: no value/],
    [batch({ Id: 'a', Message: 'x'.repeat(200_000) }, { Id: 'b', Message: 'x'.repeat(100_000) }), 'BatchRequestTooLong', /batch messages/],
  ],
  RemovePermission: [...named({ Label: 'l' }), [good, invalid, /Label Reason: no value/], [{ ...good, Label: 'a b' }, invalid, /Invalid parameter: Label/]],
  SetSubscriptionAttributes: [
    ...subscriptions({ AttributeName: 'RawMessageDelivery', AttributeValue: 'true' }),
    [{ SubscriptionArn: '{subscription}' }, invalid, /AttributeName Reason: no value/],
    [{ SubscriptionArn: '{subscription}', AttributeName: 'Color', AttributeValue: 'red' }, invalid, /AttributeName: Color/],
    [{ SubscriptionArn: '{subscription}', AttributeName: 'RawMessageDelivery', AttributeValue: 'maybe' }, invalid, /RawMessageDelivery: Invalid value \[maybe\]/],
    [{ SubscriptionArn: '{subscription}', AttributeName: 'FilterPolicy', AttributeValue: '{' }, invalid, /FilterPolicy: failed to parse JSON/],
    [{ SubscriptionArn: '{subscription}', AttributeName: 'FilterPolicy', AttributeValue: '{"a":{"b":["c"]}}' }, invalid, /FilterPolicy: a: must be a list/],
    [{ SubscriptionArn: '{subscription}', AttributeName: 'FilterPolicyScope', AttributeValue: 'Body' }, invalid, /FilterPolicyScope: Invalid value \[Body\]/],
    [{ SubscriptionArn: '{subscription}', AttributeName: 'RedrivePolicy', AttributeValue: '{}' }, invalid, /RedrivePolicy: deadLetterTargetArn is an invalid arn/],
    [{ SubscriptionArn: '{subscription}', AttributeName: 'RedrivePolicy', AttributeValue: JSON.stringify({ deadLetterTargetArn: `${queue}.fifo` }) }, invalid, /RedrivePolicy: must use a standard queue/],
    [{ SubscriptionArn: '{subscription}', AttributeName: 'DeliveryPolicy', AttributeValue: '{"healthyRetryPolicy":{"numRetries":5}}' }, invalid, /DeliveryPolicy: Not supported for protocol sqs/],
  ],
  SetTopicAttributes: [
    ...named({ AttributeName: 'DisplayName', AttributeValue: 'x' }),
    [good, invalid, /AttributeName Reason: no value/],
    [{ ...good, AttributeName: 'Color', AttributeValue: 'red' }, invalid, /AttributeName: Color cannot be set/],
    [{ ...good, AttributeName: 'FifoTopic', AttributeValue: 'true' }, invalid, /AttributeName: FifoTopic cannot be set/],
    [{ ...good, AttributeName: 'DisplayName', AttributeValue: 'x'.repeat(101) }, invalid, /DisplayName: Invalid value/],
    [{ ...good, AttributeName: 'SignatureVersion', AttributeValue: '3' }, invalid, /SignatureVersion: Invalid value \[3\]/],
    [{ ...good, AttributeName: 'TracingConfig', AttributeValue: 'Off' }, invalid, /TracingConfig: Invalid value \[Off\]/],
    [{ ...good, AttributeName: 'Policy', AttributeValue: '[' }, invalid, /Policy: Invalid value/],
  ],
  Subscribe: [
    ...named({ Protocol: 'sqs', Endpoint: queue }),
    [{ ...good, Endpoint: queue }, invalid, /Protocol Reason: no value/],
    [subscribe('sqs', undefined), invalid, /Endpoint Reason: no value/],
    [subscribe('pigeon', 'x'), invalid, /does not support this protocol string: pigeon/],
    [subscribe('email', 'a@example.com'), invalid, /Protocol Reason: email is not simulated/],
    [subscribe('sqs', 'q'), invalid, /SQS endpoint ARN/],
    [subscribe('sqs', `${queue}.fifo`), invalid, /Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics/],
    [subscribe('https', 'http://example.com'), invalid, /Endpoint must match the specified protocol/],
    [subscribe('https', 'https://'), invalid, /Endpoint Reason/],
    [{ ...subscribe('https', 'https://example.com'), TopicArn: fifoArn }, invalid, /Endpoint Reason: FIFO topics deliver to queues only/],
    [subscribe('firehose', 'stream'), invalid, /Endpoint Reason: .*delivery stream ARN/],
    [subscribe('firehose', `arn:aws:firehose:us-east-1:${account}:deliverystream/s`), invalid, /SubscriptionRoleArn/],
    [withAttributes({ Color: 'red' }), invalid, /Attributes Reason: Unknown attribute Color/],
    [withAttributes({ RawMessageDelivery: 'maybe' }), invalid, /Attributes Reason: RawMessageDelivery: Invalid value \[maybe\]/],
    [withAttributes({ FilterPolicy: 'x' }), invalid, /Attributes Reason: FilterPolicy: failed to parse JSON/],
    [withAttributes({ RedrivePolicy: '{"deadLetterTargetArn":"q"}' }), invalid, /RedrivePolicy: deadLetterTargetArn is an invalid arn/],
    [subscribe('sqs', `${queue}2`, { FilterPolicy: '{"a":[{"prefx":"x"}]}' }), invalid, /Attributes Reason: FilterPolicy: .*prefx/],
    [subscribe('sqs', `${queue}2`, { FilterPolicy: JSON.stringify(Object.fromEntries(['a', 'b', 'c'].map((name) => [name, ['1', '2', '3', '4', '5', '6']]))) }), invalid, /FilterPolicy: .*combinations/],
    [withAttributes({ RawMessageDelivery: 'true' }), invalid, /Subscription already exists with different attributes/],
  ],
  TagResource: [
    ...resources({ Tags: [{ Key: 'a', Value: 'b' }] }),
    [{ ResourceArn: arn }, invalid, /Tags Reason: no value/],
    [{ ResourceArn: arn, Tags: [{ Key: 'a', Value: 'b' }, { Key: 'a', Value: 'c' }] }, invalid, /Tags Reason: Duplicated keys/],
    [{ ResourceArn: arn, Tags: [{ Key: 'x'.repeat(129), Value: 'b' }] }, invalid, /Tag Key/],
    [{ ResourceArn: arn, Tags: [{ Key: 'a', Value: 'x'.repeat(257) }] }, invalid, /Tag Value/],
    [{ ResourceArn: arn, Tags: Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}`, Value: 'v' })) }, 'TagLimitExceeded', /tag quota/],
  ],
  Unsubscribe: [...topics({}, 'SubscriptionArn'), [{ SubscriptionArn: arn }, invalid, /SubscriptionArn Reason: this is the ARN of a topic/]],
  UntagResource: [...resources({ TagKeys: ['a'] }), [{ ResourceArn: arn }, invalid, /TagKeys Reason: no value/], [{ ResourceArn: arn, TagKeys: [''] }, invalid, /TagKeys/]],
};
