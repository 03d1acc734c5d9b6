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
const consumer: readonly BadRequest[] = [
  [{ ConsumerName: 'a b', StreamARN: arn }, 'ValidationException', /'a b' at 'consumerName' .* pattern/],
  [{ ConsumerName: long, StreamARN: arn }, 'ValidationException', /at 'consumerName' .* less than or equal to 128/],
  [{ ConsumerName: '', StreamARN: arn }, 'ValidationException', /at 'consumerName' .* greater than or equal to 1/],
  [{ ConsumerName: 'c', StreamARN: 'clicks' }, 'ValidationException', /'clicks' at 'streamARN' .* pattern/],
  [{ ConsumerName: true, StreamARN: arn }, 'SerializationException', /TRUE_VALUE .* 'consumerName'/],
];

const subscription = { ConsumerARN: `${arn}/consumer/gone:1`, ShardId: 'shardId-000000000000', StartingPosition: { Type: 'LATEST' } };

export const badRequests: Readonly<Record<string, readonly BadRequest[]>> = {
  AddTagsToStream: [...named({ Tags: { a: 'b' } }), [good, 'ValidationException', /null at 'tags' .* not be null/], [{ ...good, Tags: { a: 'x'.repeat(257) } }, 'ValidationException', /at 'tags.a.member' .* less than or equal to 256/]],
  CreateStream: [
    ...named({ ShardCount: 1 }).slice(0, 4),
    [{ ShardCount: 1 }, 'ValidationException', /null at 'streamName'/],
    [{ StreamName: 'new', ShardCount: 0 }, 'ValidationException', /'0' at 'shardCount' .* greater than or equal to 1/],
    [{ StreamName: 'new' }, 'InvalidArgumentException', /ShardCount/],
    [{ StreamName: 'new', ShardCount: 'two' }, 'SerializationException', /STRING_VALUE .* 'shardCount'/],
    [{ StreamName: 'new', StreamModeDetails: { StreamMode: 'FAST' } }, 'ValidationException', /'FAST' at 'streamModeDetails.streamMode' .* enum value set: \[PROVISIONED, ON_DEMAND\]/],
    [{ StreamName: 'new', ShardCount: 99_999 }, 'LimitExceededException', /ShardCount asked for: 99999/],
    [{ StreamName: 'clicks', ShardCount: 1 }, 'ResourceInUseException', /Stream clicks .* already exists/],
  ],
  DecreaseStreamRetentionPeriod: [...named({ RetentionPeriodHours: 24 }), [good, 'ValidationException', /null at 'retentionPeriodHours'/], [{ ...good, RetentionPeriodHours: 12 }, 'InvalidArgumentException', /RetentionPeriodHours 12/]],
  DeleteStream: [...named(), nameless],
  DeregisterStreamConsumer: [...consumer, [{ ConsumerName: 'gone', StreamARN: arn }, 'ResourceNotFoundException', /Consumer gone not found/]],
  DescribeLimits: [['no members'], [5], [null], [true], [[]]].map(([body]) => [body as never, 'SerializationException', /cannot be converted to an object/]),
  DescribeStream: [...named(), nameless, [{ ...good, Limit: 0 }, 'ValidationException', /'0' at 'limit'/], [{ ...good, Limit: 10_001 }, 'ValidationException', /'10001' at 'limit'/]],
  DescribeStreamConsumer: [...consumer, [{ ConsumerName: 'gone', StreamARN: arn }, 'ResourceNotFoundException', /Consumer gone not found/]],
  DescribeStreamSummary: [...named(), nameless],
  DisableEnhancedMonitoring: [...named({ ShardLevelMetrics: ['ALL'] }), [{ ...good, ShardLevelMetrics: ['Speed'] }, 'ValidationException', /'Speed' at 'shardLevelMetrics.1.member' .* enum/]],
  EnableEnhancedMonitoring: [...named({ ShardLevelMetrics: ['ALL'] }), [{ ...good, ShardLevelMetrics: [] }, 'ValidationException', /at 'shardLevelMetrics' .* greater than or equal to 1/]],
  GetRecords: [
    [{}, 'ValidationException', /null at 'shardIterator'/],
    [{ ShardIterator: '' }, 'ValidationException', /'' at 'shardIterator'/],
    [{ ShardIterator: 'nonsense' }, 'InvalidArgumentException', /Invalid ShardIterator/],
    [{ ShardIterator: 7 }, 'SerializationException', /NUMBER_VALUE .* 'shardIterator'/],
    [{ ShardIterator: 'x', Limit: 0 }, 'ValidationException', /'0' at 'limit'/],
    [{ ShardIterator: 'x', Limit: 10_001 }, 'ValidationException', /'10001' at 'limit'/],
  ],
  GetShardIterator: [
    ...named({ ShardId: 'shardId-000000000000', ShardIteratorType: 'LATEST' }),
    [{ ...good, ShardId: '0' }, 'ValidationException', /null at 'shardIteratorType'/],
    [{ ...good, ShardId: '0', ShardIteratorType: 'EARLIEST' }, 'ValidationException', /'EARLIEST' at 'shardIteratorType' .* enum/],
    [{ ...good, ShardId: '9', ShardIteratorType: 'LATEST' }, 'ResourceNotFoundException', /Shard 9 in stream clicks/],
    [{ ...good, ShardId: '0', ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' }, 'InvalidArgumentException', /StartingSequenceNumber/],
    [{ ...good, ShardId: '0', ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: '12' }, 'InvalidArgumentException', /StartingSequenceNumber 12/],
  ],
  IncreaseStreamRetentionPeriod: [...named({ RetentionPeriodHours: 48 }), [{ ...good, RetentionPeriodHours: 9000 }, 'InvalidArgumentException', /RetentionPeriodHours 9000/]],
  ListShards: [...named(), nameless, [{ ...good, MaxResults: 0 }, 'ValidationException', /'0' at 'maxResults'/], [{ NextToken: 'nonsense' }, 'InvalidArgumentException', /NextToken/], [{ ...good, NextToken: 'x' }, 'InvalidArgumentException', /NextToken and StreamName/]],
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
  ListTagsForStream: [...named(), nameless, [{ ...good, Limit: 51 }, 'ValidationException', /'51' at 'limit'/]],
  MergeShards: [
    ...named({ ShardToMerge: '0', AdjacentShardToMerge: '1' }),
    [{ ...good, ShardToMerge: '0' }, 'ValidationException', /null at 'adjacentShardToMerge'/],
    [{ ...good, ShardToMerge: '0', AdjacentShardToMerge: '0' }, 'InvalidArgumentException', /not an adjacent pair/],
    [{ ...good, ShardToMerge: '0', AdjacentShardToMerge: '7' }, 'ResourceNotFoundException', /shard 7/],
  ],
  PutRecord: [
    ...named(data),
    [{ ...good, Data: 'eA==' }, 'ValidationException', /null at 'partitionKey'/],
    [{ ...good, PartitionKey: 'k' }, 'ValidationException', /null at 'data'/],
    [{ ...good, ...data, PartitionKey: '' }, 'ValidationException', /'' at 'partitionKey'/],
    [{ ...good, ...data, PartitionKey: 'x'.repeat(257) }, 'ValidationException', /at 'partitionKey' .* less than or equal to 256/],
    [{ ...good, ...data, Data: 'not base64!' }, 'SerializationException', /'data' is not valid Base64/],
    [{ ...good, ...data, ExplicitHashKey: '01' }, 'ValidationException', /'01' at 'explicitHashKey' .* pattern/],
    [{ ...good, ...data, ExplicitHashKey: '340282366920938463463374607431768211456' }, 'InvalidArgumentException', /Invalid ExplicitHashKey/],
  ],
  PutRecords: [
    ...named({ Records: [data] }),
    [good, 'ValidationException', /null at 'records'/],
    [{ ...good, Records: [] }, 'ValidationException', /'\[\]' at 'records' .* greater than or equal to 1/],
    [{ ...good, Records: Array.from({ length: 501 }, () => data) }, 'ValidationException', /at 'records' .* less than or equal to 500/],
    [{ ...good, Records: [data, { Data: 'eA==' }] }, 'ValidationException', /null at 'records.2.member.partitionKey'/],
    [{ ...good, Records: data }, 'SerializationException', /START_OBJECT cannot be converted to a list at 'records'/],
  ],
  RegisterStreamConsumer: [...consumer, [{ ConsumerName: 'c' }, 'ValidationException', /null at 'streamARN'/]],
  RemoveTagsFromStream: [...named({ TagKeys: ['a'] }), [good, 'ValidationException', /null at 'tagKeys'/], [{ ...good, TagKeys: [] }, 'ValidationException', /at 'tagKeys'/]],
  SplitShard: [
    ...named({ ShardToSplit: '0', NewStartingHashKey: '10' }),
    [{ ...good, ShardToSplit: '0' }, 'ValidationException', /null at 'newStartingHashKey'/],
    [{ ...good, ShardToSplit: '0', NewStartingHashKey: '0' }, 'InvalidArgumentException', /NewStartingHashKey 0/],
    [{ ...good, ShardToSplit: '5', NewStartingHashKey: '10' }, 'ResourceNotFoundException', /shard 5/],
  ],
  StartStreamEncryption: [...named({ EncryptionType: 'KMS', KeyId: 'k' }), [{ ...good, EncryptionType: 'AES', KeyId: 'k' }, 'ValidationException', /'AES' at 'encryptionType' .* enum/], [{ ...good, EncryptionType: 'KMS' }, 'ValidationException', /null at 'keyId'/]],
  StopStreamEncryption: [...named({ EncryptionType: 'KMS', KeyId: 'k' }), [{ ...good, KeyId: 'k' }, 'ValidationException', /null at 'encryptionType'/]],
  SubscribeToShard: [
    [{ ...subscription, ConsumerARN: undefined }, 'ValidationException', /null at 'consumerARN'/],
    [{ ...subscription, ConsumerARN: arn }, 'ValidationException', /at 'consumerARN' .* pattern/],
    [{ ...subscription, ShardId: '' }, 'ValidationException', /'' at 'shardId'/],
    [{ ...subscription, StartingPosition: {} }, 'ValidationException', /null at 'startingPosition.type'/],
    [{ ...subscription, StartingPosition: { Type: 'EARLIEST' } }, 'ValidationException', /'EARLIEST' at 'startingPosition.type' .* enum/],
    [{ ...subscription, StartingPosition: { Type: 'LATEST', Timestamp: 'noon' } }, 'SerializationException', /STRING_VALUE .* 'startingPosition.timestamp'/],
    [subscription, 'ResourceNotFoundException', /Consumer arn:aws:kinesis:us-east-1:123456789012:stream\/clicks\/consumer\/gone:1 not found/],
  ],
  UpdateShardCount: [
    ...named({ TargetShardCount: 2, ScalingType: 'UNIFORM_SCALING' }),
    [{ ...good, TargetShardCount: 2 }, 'ValidationException', /null at 'scalingType'/],
    [{ ...good, TargetShardCount: 0, ScalingType: 'UNIFORM_SCALING' }, 'ValidationException', /'0' at 'targetShardCount'/],
    [{ ...good, TargetShardCount: 99, ScalingType: 'UNIFORM_SCALING' }, 'InvalidArgumentException', /from 2 to 99/],
  ],
  UpdateStreamMode: [
    [{ StreamModeDetails: { StreamMode: 'ON_DEMAND' } }, 'ValidationException', /null at 'streamARN'/],
    [{ StreamARN: arn }, 'ValidationException', /null at 'streamModeDetails'/],
    [{ StreamARN: arn, StreamModeDetails: {} }, 'ValidationException', /null at 'streamModeDetails.streamMode'/],
    [{ StreamARN: arn, StreamModeDetails: { StreamMode: 'on' } }, 'ValidationException', /'on' at 'streamModeDetails.streamMode'/],
    [{ StreamARN: `${arn}s`, StreamModeDetails: { StreamMode: 'ON_DEMAND' } }, 'ResourceNotFoundException', /Stream clickss/],
  ],
};
