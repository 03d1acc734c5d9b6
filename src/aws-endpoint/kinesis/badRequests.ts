/** Requests that Kinesis refuses: operation, members, code, and a part of the text that names the member. */
export type BadRequest = readonly [input: Readonly<Record<string, unknown>>, code: string, says: RegExp];

const long = 'x'.repeat(129);
/** What every operation on a stream refuses about its name, with the rest of its members in order. */
const named = (rest: Readonly<Record<string, unknown>> = {}): BadRequest[] => [
  [{ ...rest, StreamName: '' }, 'ValidationException', /'' at 'streamName' .* length greater than or equal to 1/],
  [{ ...rest, StreamName: long }, 'ValidationException', /at 'streamName' .* length less than or equal to 128/],
  [{ ...rest, StreamName: 'a/b' }, 'ValidationException', /'a\/b' at 'streamName' .* pattern: \[a-zA-Z0-9_\.-\]\+/],
  [{ ...rest, StreamName: 5 }, 'SerializationException', /NUMBER_VALUE .* 'streamName'/],
  [{ ...rest, StreamName: 'nowhere' }, 'ResourceNotFoundException', /Stream nowhere under account 123456789012 not found/],
];
const nameless: BadRequest = [{}, 'InvalidArgumentException', /StreamName or StreamARN/];
const data = { PartitionKey: 'k', Data: 'eA==' };
const good = { StreamName: 'clicks' };
const arn = 'arn:aws:kinesis:us-east-1:123456789012:stream/clicks';
const invalidTags = /^Some tags contain invalid characters\. Valid characters: Unicode letters, digits, white space, _ \. \/ = \+ - % @ :\.$/;
const manyTags = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, '']));
const consumer: readonly BadRequest[] = [
  [{ ConsumerName: 'a b', StreamARN: arn }, 'ValidationException', /'a b' at 'consumerName' .* pattern/],
  [{ ConsumerName: long, StreamARN: arn }, 'ValidationException', /at 'consumerName' .* less than or equal to 128/],
  [{ ConsumerName: '', StreamARN: arn }, 'ValidationException', /at 'consumerName' .* greater than or equal to 1/],
  [{ ConsumerName: 'c', StreamARN: 'clicks' }, 'ValidationException', /'clicks' at 'streamARN' .* pattern/],
  [{ ConsumerName: true, StreamARN: arn }, 'SerializationException', /TRUE_VALUE .* 'consumerName'/],
];

const subscription = { ConsumerARN: `${arn}/consumer/gone:1`, ShardId: 'shardId-000000000000', StartingPosition: { Type: 'LATEST' } };

/** Calls on a stream or consumer by its ARN. */
const resource = (rest: Readonly<Record<string, unknown>> = {}): BadRequest[] => [
  [{ ...rest }, 'ValidationException', /null at 'resourceARN' .* not be null/],
  [{ ...rest, ResourceARN: 'clicks' }, 'ValidationException', /'clicks' at 'resourceARN' .* pattern/],
  [{ ...rest, ResourceARN: ['clicks'] }, 'SerializationException', /START_ARRAY .* 'resourceARN'/],
  [{ ...rest, ResourceARN: `${arn}s` }, 'ResourceNotFoundException', /^Stream clickss under account 123456789012 not found\.$/],
  [{ ...rest, ResourceARN: `${arn}/consumer/gone:1` }, 'ResourceNotFoundException', /^Consumer arn:.*\/gone:1, account 123456789012 not found\.$/],
];
const commitment = (MinimumThroughputBillingCommitment: unknown) => ({ MinimumThroughputBillingCommitment });
const noMembers = ['no members', 5, null, true, []].map((body): BadRequest => [body as never, 'SerializationException', /cannot be converted to an object/]);

export const badRequests: Readonly<Record<string, readonly BadRequest[]>> = {
  AddTagsToStream: [...named({ Tags: { a: 'b' } }), [good, 'ValidationException', /null at 'tags' .* not be null/], [{ ...good, Tags: { a: 'x'.repeat(257) } }, 'ValidationException', /at 'tags' .* Map value must satisfy constraint: \[Member must have length less than or equal to 256/],
    [{ ...good, Tags: { 'a;b': '1' } }, 'InvalidArgumentException', invalidTags],
    [{ ...good, Tags: { a: 'b\tc' } }, 'InvalidArgumentException', invalidTags],
    [{ ...good, Tags: { a: '5%' } }, 'InvalidArgumentException', /^Failed to add tags to stream clicks under account 123456789012 because some tags contained illegal characters\. The allowed characters are Unicode letters, white-spaces, '_',',','\/','=','\+','-','@',':'\.$/],
    [{ ...good, Tags: manyTags }, 'InvalidArgumentException', /^Failed to add tags to stream clicks under account 123456789012 because a given stream cannot have more than 50 tags associated with it\.$/],
  ],
  CreateStream: [
    ...named({ ShardCount: 1 }).slice(0, 4),
    [{ ShardCount: 1 }, 'ValidationException', /null at 'streamName'/],
    [{ StreamName: 'new', ShardCount: 0 }, 'ValidationException', /'0' at 'shardCount' .* greater than or equal to 1/],
    [{ StreamName: 'new', StreamModeDetails: { StreamMode: 'PROVISIONED' } }, 'InvalidArgumentException', /^ShardCount must be given/],
    [{ StreamName: 'new', ShardCount: 2, StreamModeDetails: { StreamMode: 'ON_DEMAND' } }, 'InvalidArgumentException', /^ShardCount is not expected when StreamMode=ON_DEMAND$/],
    [{ StreamName: 'new', ShardCount: 1, Tags: { 'a;b': '' } }, 'InvalidArgumentException', invalidTags],
    [{ StreamName: 'new', ShardCount: 1, MaxRecordSizeInKiB: 1023 }, 'ValidationException', /'1023' at 'maxRecordSizeInKiB' .* greater than or equal to 1024/],
    [{ StreamName: 'new', ShardCount: 1, WarmThroughputMiBps: 8 }, 'ValidationException', /WarmThroughputMiBps is only for streams with StreamMode ON_DEMAND/],
    [{ StreamName: 'new', StreamModeDetails: { StreamMode: 'ON_DEMAND' }, WarmThroughputMiBps: 8 }, 'ValidationException', /WarmThroughputMiBps needs .* MinimumThroughputBillingCommitment/],
    [{ StreamName: 'new', ShardCount: 'two' }, 'SerializationException', /STRING_VALUE .* 'shardCount'/],
    [{ StreamName: 'new', StreamModeDetails: { StreamMode: 'FAST' } }, 'ValidationException', /'FAST' at 'streamModeDetails.streamMode' .* enum value set: \[PROVISIONED, ON_DEMAND\]/],
    [{ StreamName: 'new', ShardCount: 99_999 }, 'LimitExceededException', /^This request would exceed the shard limit for the account 123456789012 in us-east-1\. Current shard count for the account: 2\. Limit: 20000\. Number of additional shards that would have resulted from this request: 99999\. /],
    [{ StreamName: 'clicks', ShardCount: 1 }, 'ResourceInUseException', /^Stream clicks under account 123456789012 already exists\.$/],
  ],
  DecreaseStreamRetentionPeriod: [
    ...named({ RetentionPeriodHours: 24 }),
    [good, 'ValidationException', /null at 'retentionPeriodHours'/],
    [{ ...good, RetentionPeriodHours: 12 }, 'InvalidArgumentException', /^Minimum allowed retention period is 24 hours\. Requested retention period \(12 hours\) is too short\.$/],
    [{ ...good, RetentionPeriodHours: 30 }, 'InvalidArgumentException', /^Requested retention period \(30 hours\) for stream clicks can not be longer than existing retention period \(24 hours\)\. Use IncreaseRetentionPeriod API\.$/],
  ],
  DeleteStream: [...named(), nameless],
  DeregisterStreamConsumer: [...consumer, [{ ConsumerName: 'gone', StreamARN: arn }, 'ResourceNotFoundException', /^Consumer gone, account 123456789012 not found\.$/]],
  DeleteResourcePolicy: [...resource(), [{ ResourceARN: arn }, 'ResourceNotFoundException', /^No resource policy found for resource ARN arn:.*\/clicks\.$/]],
  DescribeAccountSettings: noMembers,
  DescribeLimits: noMembers,
  DescribeStream: [...named(), nameless, [{ ...good, Limit: 0 }, 'ValidationException', /'0' at 'limit'/], [{ ...good, Limit: 10_001 }, 'ValidationException', /'10001' at 'limit'/]],
  DescribeStreamConsumer: [...consumer, [{ ConsumerName: 'gone', StreamARN: arn }, 'ResourceNotFoundException', /^Consumer gone, account 123456789012 not found\.$/]],
  DescribeStreamSummary: [...named(), nameless],
  DisableEnhancedMonitoring: [...named({ ShardLevelMetrics: ['ALL'] }), [{ ...good, ShardLevelMetrics: ['Speed'] }, 'ValidationException', /'\[Speed\]' at 'shardLevelMetrics' .* Member must satisfy constraint: \[Member must satisfy enum/]],
  EnableEnhancedMonitoring: [...named({ ShardLevelMetrics: ['ALL'] }), [{ ...good, ShardLevelMetrics: [] }, 'ValidationException', /at 'shardLevelMetrics' .* greater than or equal to 1/]],
  GetRecords: [
    [{}, 'ValidationException', /null at 'shardIterator'/],
    [{ ShardIterator: '' }, 'ValidationException', /'' at 'shardIterator'/],
    [{ ShardIterator: 'nonsense' }, 'InvalidArgumentException', /^Invalid ShardIterator\.$/],
    [{ ShardIterator: 7 }, 'SerializationException', /NUMBER_VALUE .* 'shardIterator'/],
    [{ ShardIterator: 'x', Limit: 0 }, 'ValidationException', /'0' at 'limit'/],
    [{ ShardIterator: 'x', Limit: 10_001 }, 'ValidationException', /'10001' at 'limit'/],
  ],
  GetResourcePolicy: [...resource(), [{ ResourceARN: arn }, 'ResourceNotFoundException', /^No resource policy found for resource ARN arn:.*\/clicks\.$/]],
  GetShardIterator: [
    ...named({ ShardId: 'shardId-000000000000', ShardIteratorType: 'LATEST' }).slice(0, 4),
    [{ StreamName: 'nowhere', ShardId: 'shard-3', ShardIteratorType: 'LATEST' }, 'ResourceNotFoundException', /^Shard shardId-000000000003 in stream nowhere under account 123456789012 does not exist$/],
    [{ StreamName: 'nowhere', ShardId: 'ABKLFD8', ShardIteratorType: 'LATEST' }, 'ResourceNotFoundException', /^Could not find shard ABKLFD8 in stream nowhere under account 123456789012\.$/],
    [{ ...good, ShardId: '0' }, 'ValidationException', /null at 'shardIteratorType'/],
    [{ ...good, ShardId: '0', ShardIteratorType: 'EARLIEST' }, 'ValidationException', /'EARLIEST' at 'shardIteratorType' .* enum/],
    [{ ...good, ShardId: '9', ShardIteratorType: 'LATEST' }, 'ResourceNotFoundException', /^Shard shardId-000000000009 in stream clicks under account 123456789012 does not exist$/],
    [{ ...good, ShardId: '0', ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' }, 'InvalidArgumentException', /^Must either specify \(1\) AT_SEQUENCE_NUMBER .* Request specified AFTER_SEQUENCE_NUMBER and no StartingSequenceNumber\.$/],
    [{ ...good, ShardId: '0', ShardIteratorType: 'TRIM_HORIZON', StartingSequenceNumber: '5' }, 'InvalidArgumentException', /Request specified TRIM_HORIZON and also a StartingSequenceNumber\.$/],
    [{ ...good, ShardId: '0', ShardIteratorType: 'AT_TIMESTAMP' }, 'InvalidArgumentException', /^Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP\. Current request has no timestamp parameter\.$/],
    [{ ...good, ShardId: '0', ShardIteratorType: 'AT_TIMESTAMP', Timestamp: 4e9 }, 'InvalidArgumentException', /^The timestampInMillis parameter cannot be greater than the currentTimestampInMillis\. timestampInMillis: 4000000000000, currentTimestampInMillis: \d+$/],
    [{ ...good, ShardId: '0', ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: '12' }, 'InvalidArgumentException', /^StartingSequenceNumber 12 used in GetShardIterator on shard shardId-000000000000 in stream clicks under account 123456789012 is invalid\.$/],
  ],
  IncreaseStreamRetentionPeriod: [...named({ RetentionPeriodHours: 48 }), [{ ...good, RetentionPeriodHours: 9000 }, 'InvalidArgumentException', /^Maximum allowed retention period is 8760 hours\. Requested retention period \(9000 hours\) is too long\.$/]],
  ListShards: [
    ...named(),
    [{}, 'InvalidArgumentException', /^Either NextToken or StreamName should be provided\.$/],
    [{ ...good, MaxResults: 0 }, 'ValidationException', /'0' at 'maxResults'/],
    [{ NextToken: 'nonsense' }, 'InvalidArgumentException', /NextToken/],
    [{ NextToken: 'WyJjbGlja3MiLCIiLDBd' }, 'InvalidArgumentException', /^NextToken is invalid/],
    [{ ...good, NextToken: 'x' }, 'InvalidArgumentException', /^NextToken and StreamName cannot be provided together\.$/],
    [{ ExclusiveStartShardId: 'shardId-0', NextToken: 'x' }, 'InvalidArgumentException', /^NextToken and ExclusiveStartShardId/],
    [{ ...good, ShardFilter: {} }, 'ValidationException', /null at 'shardFilter.type'/],
    [{ ...good, ShardFilter: { Type: 'AT_NOON' } }, 'ValidationException', /'AT_NOON' at 'shardFilter.type' .* enum/],
    [{ ...good, ShardFilter: { Type: 'AT_TIMESTAMP' } }, 'InvalidArgumentException', /^ShardFilter of Type AT_TIMESTAMP needs a Timestamp/],
    [{ ...good, ShardFilter: { Type: 'AFTER_SHARD_ID' } }, 'InvalidArgumentException', /^ShardFilter of Type AFTER_SHARD_ID needs a ShardId/],
    [{ ...good, ShardFilter: { Type: 'AT_LATEST', Timestamp: 1 } }, 'InvalidArgumentException', /^ShardFilter of Type AT_LATEST has no Timestamp/],
    [{ ...good, StreamCreationTimestamp: 1 }, 'ResourceNotFoundException', /^Stream clicks under account 123456789012 with StreamCreationTimestamp 1 not found/],
  ],
  ListStreamConsumers: [
    [{}, 'ValidationException', /null at 'streamARN'/],
    [{ StreamARN: 'clicks' }, 'ValidationException', /'clicks' at 'streamARN'/],
    [{ StreamARN: arn, MaxResults: 0 }, 'ValidationException', /'0' at 'maxResults'/],
    [{ StreamARN: arn, NextToken: 'nonsense' }, 'InvalidArgumentException', /NextToken/],
    [{ StreamARN: `${arn}s` }, 'ResourceNotFoundException', /Stream clickss/],
  ],
  ListStreams: [
    [{ Limit: 0 }, 'ValidationException', /'0' at 'limit'/],
    [{ Limit: 10_001 }, 'ValidationException', /'10001' at 'limit'/],
    [{ Limit: 'many' }, 'SerializationException', /STRING_VALUE .* 'limit'/],
    [{ ExclusiveStartStreamName: 'a b' }, 'ValidationException', /'a b' at 'exclusiveStartStreamName'/],
    [{ NextToken: 'nonsense' }, 'InvalidArgumentException', /NextToken/],
  ],
  ListTagsForResource: resource(),
  ListTagsForStream: [...named(), nameless, [{ ...good, Limit: 51 }, 'ValidationException', /'51' at 'limit'/]],
  MergeShards: [
    ...named({ ShardToMerge: '0', AdjacentShardToMerge: '1' }),
    [{ ...good, ShardToMerge: '0' }, 'ValidationException', /null at 'adjacentShardToMerge'/],
    [{ ...good, ShardToMerge: '0', AdjacentShardToMerge: '0' }, 'InvalidArgumentException', /not an adjacent pair/],
    [{ ...good, ShardToMerge: '1', AdjacentShardToMerge: '0' }, 'InvalidArgumentException', /^Shards shardId-000000000001 and shardId-000000000000 in stream clicks under account 123456789012 are not an adjacent pair of shards eligible for merging$/],
    [{ ...good, ShardToMerge: '0', AdjacentShardToMerge: '7' }, 'ResourceNotFoundException', /^Could not find shard shardId-000000000007 in stream clicks under account 123456789012\.$/],
  ],
  PutRecord: [
    ...named(data),
    [{ ...good, Data: 'eA==' }, 'ValidationException', /null at 'partitionKey'/],
    [{ ...good, PartitionKey: 'k' }, 'ValidationException', /null at 'data'/],
    [{ ...good, ...data, PartitionKey: '' }, 'ValidationException', /'' at 'partitionKey'/],
    [{ ...good, ...data, PartitionKey: 'x'.repeat(257) }, 'ValidationException', /at 'partitionKey' .* less than or equal to 256/],
    [{ ...good, ...data, Data: 'not base64!' }, 'SerializationException', /'data' is not valid Base64/],
    [{ ...good, ...data, ExplicitHashKey: '01' }, 'ValidationException', /'01' at 'explicitHashKey' .* pattern/],
    [{ ...good, ...data, ExplicitHashKey: '340282366920938463463374607431768211456' }, 'InvalidArgumentException', /^Invalid ExplicitHashKey\. ExplicitHashKey must be in the range: \[0, 2\^128-1\]\. Specified value was 340282366920938463463374607431768211456$/],
  ],
  PutRecords: [
    ...named({ Records: [data] }),
    [good, 'ValidationException', /null at 'records'/],
    [{ ...good, Records: [] }, 'ValidationException', /'\[\]' at 'records' .* greater than or equal to 1/],
    [{ ...good, Records: Array.from({ length: 501 }, () => data) }, 'ValidationException', /at 'records' .* less than or equal to 500/],
    [{ ...good, Records: [data, { Data: 'eA==' }] }, 'ValidationException', /null at 'records.2.member.partitionKey'/],
    [{ ...good, Records: data }, 'SerializationException', /START_OBJECT cannot be converted to a list at 'records'/],
  ],
  PutResourcePolicy: [...resource({ Policy: '{}' }), [{ ResourceARN: arn }, 'ValidationException', /null at 'policy'/], [{ ResourceARN: arn, Policy: 'all' }, 'InvalidArgumentException', /^Policy is not a policy document/], [{ ResourceARN: arn, Policy: '{}' }, 'InvalidArgumentException', /^Policy .* Statement/]],
  RegisterStreamConsumer: [...consumer, [{ ConsumerName: 'c' }, 'ValidationException', /null at 'streamARN'/]],
  RemoveTagsFromStream: [...named({ TagKeys: ['a'] }), [good, 'ValidationException', /null at 'tagKeys'/], [{ ...good, TagKeys: [] }, 'ValidationException', /at 'tagKeys'/],
    [{ ...good, TagKeys: ['a,b'] }, 'InvalidArgumentException', invalidTags],
    [{ ...good, TagKeys: ['5%'] }, 'InvalidArgumentException', /^Failed to remove tags from stream clicks under account 123456789012 because some tags/],
  ],
  SplitShard: [
    ...named({ ShardToSplit: '0', NewStartingHashKey: '10' }),
    [{ ...good, ShardToSplit: '0' }, 'ValidationException', /null at 'newStartingHashKey'/],
    [{ ...good, ShardToSplit: '0', NewStartingHashKey: '0' }, 'InvalidArgumentException', /^NewStartingHashKey 0 used in SplitShard\(\) on shard shardId-000000000000 in stream clicks under account 123456789012 is not both greater than one plus the shard's StartingHashKey 0 and less than the shard's EndingHashKey 170141183460469231731687303715884105727\.$/],
    [{ ...good, ShardToSplit: '5', NewStartingHashKey: '10' }, 'ResourceNotFoundException', /^Could not find shard shardId-000000000005 in stream clicks under account 123456789012\.$/],
  ],
  StartStreamEncryption: [...named({ EncryptionType: 'KMS', KeyId: 'k' }), [{ ...good, EncryptionType: 'AES', KeyId: 'k' }, 'ValidationException', /'AES' at 'encryptionType' .* enum/],
    [{ ...good, EncryptionType: 'NONE', KeyId: 'k' }, 'InvalidArgumentException', /^EncryptionType NONE is not valid/], [{ ...good, EncryptionType: 'KMS' }, 'ValidationException', /null at 'keyId'/]],
  StopStreamEncryption: [...named({ EncryptionType: 'KMS', KeyId: 'k' }), [{ ...good, KeyId: 'k' }, 'ValidationException', /null at 'encryptionType'/]],
  SubscribeToShard: [
    [{ ...subscription, ConsumerARN: undefined }, 'ValidationException', /null at 'consumerARN'/],
    [{ ...subscription, ConsumerARN: arn }, 'ValidationException', /at 'consumerARN' .* pattern/],
    [{ ...subscription, ShardId: '' }, 'ValidationException', /'' at 'shardId'/],
    [{ ...subscription, StartingPosition: {} }, 'ValidationException', /null at 'startingPosition.type'/],
    [{ ...subscription, StartingPosition: { Type: 'EARLIEST' } }, 'ValidationException', /'EARLIEST' at 'startingPosition.type' .* enum/],
    [{ ...subscription, StartingPosition: { Type: 'LATEST', Timestamp: 'noon' } }, 'SerializationException', /STRING_VALUE .* 'startingPosition.timestamp'/],
    [subscription, 'ResourceNotFoundException', /Consumer arn:aws:kinesis:us-east-1:123456789012:stream\/clicks\/consumer\/gone:1, account 123456789012 not found/],
  ],
  TagResource: [...resource({ Tags: { a: 'b' } }), [{ ResourceARN: arn }, 'ValidationException', /null at 'tags'/], [{ ResourceARN: arn, Tags: { 'a;b': '' } }, 'InvalidArgumentException', invalidTags], [{ ResourceARN: arn, Tags: manyTags }, 'InvalidArgumentException', /cannot have more than 50 tags/]],
  UntagResource: [...resource({ TagKeys: ['a'] }), [{ ResourceARN: arn }, 'ValidationException', /null at 'tagKeys'/], [{ ResourceARN: arn, TagKeys: ['a;b'] }, 'InvalidArgumentException', invalidTags]],
  UpdateAccountSettings: [
    [{}, 'ValidationException', /null at 'minimumThroughputBillingCommitment' .* not be null/],
    [commitment({}), 'ValidationException', /null at 'minimumThroughputBillingCommitment.status'/],
    [commitment({ Status: 'ON' }), 'ValidationException', /'ON' at 'minimumThroughputBillingCommitment.status' .* enum value set: \[ENABLED, DISABLED\]/],
    [commitment({ Status: 1 }), 'SerializationException', /NUMBER_VALUE .* 'minimumThroughputBillingCommitment.status'/],
    [commitment('ENABLED'), 'SerializationException', /STRING_VALUE .* 'minimumThroughputBillingCommitment'/],
  ],
  UpdateMaxRecordSize: [
    [{ StreamARN: arn }, 'ValidationException', /null at 'maxRecordSizeInKiB'/],
    [{ StreamARN: arn, MaxRecordSizeInKiB: 1023 }, 'ValidationException', /'1023' at 'maxRecordSizeInKiB' .* greater than or equal to 1024/],
    [{ StreamARN: arn, MaxRecordSizeInKiB: 10_241 }, 'ValidationException', /'10241' at 'maxRecordSizeInKiB' .* less than or equal to 10240/],
    [{ StreamARN: arn, MaxRecordSizeInKiB: 'much' }, 'SerializationException', /STRING_VALUE .* 'maxRecordSizeInKiB'/],
    [{ StreamARN: `${arn}s`, MaxRecordSizeInKiB: 2048 }, 'ResourceNotFoundException', /^Stream clickss under account 123456789012 not found\.$/],
    [{ MaxRecordSizeInKiB: 2048 }, 'InvalidArgumentException', /StreamName or StreamARN/],
  ],
  UpdateShardCount: [
    ...named({ TargetShardCount: 2, ScalingType: 'UNIFORM_SCALING' }),
    [{ ...good, TargetShardCount: 2 }, 'ValidationException', /null at 'scalingType'/],
    [{ ...good, TargetShardCount: 0, ScalingType: 'UNIFORM_SCALING' }, 'ValidationException', /'0' at 'targetShardCount'/],
    [{ ...good, TargetShardCount: 99, ScalingType: 'UNIFORM_SCALING' }, 'LimitExceededException', /^UpdateShardCount cannot scale up over double your current open shard count\. Current open shard count: 2, Target shard count: 99$/],
  ],
  UpdateStreamMode: [
    [{ StreamModeDetails: { StreamMode: 'ON_DEMAND' } }, 'ValidationException', /null at 'streamARN'/],
    [{ StreamARN: arn }, 'ValidationException', /null at 'streamModeDetails'/],
    [{ StreamARN: arn, StreamModeDetails: {} }, 'ValidationException', /null at 'streamModeDetails.streamMode'/],
    [{ StreamARN: arn, StreamModeDetails: { StreamMode: 'on' } }, 'ValidationException', /'on' at 'streamModeDetails.streamMode'/],
    [{ StreamARN: `${arn}s`, StreamModeDetails: { StreamMode: 'ON_DEMAND' } }, 'ResourceNotFoundException', /Stream clickss/],
  ],
  UpdateStreamWarmThroughput: [
    ...named({ WarmThroughputMiBps: 8 }),
    [good, 'ValidationException', /null at 'warmThroughputMiBps'/],
    [{ ...good, WarmThroughputMiBps: -1 }, 'ValidationException', /'-1' at 'warmThroughputMiBps' .* greater than or equal to 0/],
    [{ ...good, WarmThroughputMiBps: 8 }, 'ValidationException', /^UpdateStreamWarmThroughput needs .* MinimumThroughputBillingCommitment enabled/],
  ],
};
