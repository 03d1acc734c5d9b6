import type { Command } from './session.ts';

const on = '--stream-name clicks';

/** Kinesis as somebody types it: waiters, pages, records in and out. */
export const kinesisCommands: readonly Command[] = [
  { run: 'kinesis list-streams', prints: { StreamNames: [] } },
  { run: `kinesis create-stream ${on} --shard-count 2` },
  { run: `kinesis wait stream-exists ${on}` },
  { run: `kinesis describe-stream ${on}`, prints: { StreamDescription: { StreamName: 'clicks', StreamStatus: 'ACTIVE', Shards: [{ ShardId: 'shardId-000000000000' }, { ShardId: 'shardId-000000000001' }] } }, keep: { arn: 'StreamDescription.StreamARN', middle: 'StreamDescription.Shards.1.HashKeyRange.StartingHashKey' } },
  { run: `kinesis describe-stream-summary ${on}`, prints: { StreamDescriptionSummary: { OpenShardCount: 2, RetentionPeriodHours: 24 } } },
  { run: `kinesis put-record ${on} --partition-key a --explicit-hash-key 0 --data hello`, blobs: true, prints: { ShardId: 'shardId-000000000000' }, keep: { first: 'SequenceNumber' } },
  { run: `kinesis put-records ${on} --records '[{"Data":"aGk=","PartitionKey":"b"},{"Data":"aG8=","PartitionKey":"c"}]'`, prints: { FailedRecordCount: 0 } },
  { run: `kinesis get-shard-iterator ${on} --shard-id shardId-000000000000 --shard-iterator-type TRIM_HORIZON`, keep: { iterator: 'ShardIterator' } },
  { run: 'kinesis get-records --shard-iterator {iterator} --limit 1', prints: { Records: [{ Data: 'aGVsbG8=', PartitionKey: 'a' }] } },
  { run: `kinesis get-shard-iterator ${on} --shard-id 0 --shard-iterator-type AT_SEQUENCE_NUMBER --starting-sequence-number {first}`, keep: { at: 'ShardIterator' } },
  { run: 'kinesis get-records --shard-iterator {at} --limit 1', prints: { Records: [{ SequenceNumber: /^\d{56}$/ }] } },
  { run: 'kinesis get-records --shard-iterator nonsense', fails: /InvalidArgumentException.*GetRecords operation: Invalid ShardIterator/ },
  { run: `kinesis put-record --stream-name nowhere --partition-key a --data x`, blobs: true, fails: /ResourceNotFoundException.*Stream nowhere under account 123456789012 not found/ },
  { run: `kinesis create-stream ${on} --shard-count 1`, fails: /ResourceInUseException/ },
  { run: `kinesis split-shard ${on} --shard-to-split shardId-000000000001 --new-starting-hash-key 255211775190703847597530955573826158592` },
  { run: `kinesis wait stream-exists ${on}` },
  { run: `kinesis list-shards ${on} --max-items 3`, prints: { Shards: [{}, {}, { ShardId: 'shardId-000000000002', ParentShardId: 'shardId-000000000001' }], NextToken: /./ } },
  { run: `kinesis merge-shards ${on} --shard-to-merge shardId-000000000000 --adjacent-shard-to-merge shardId-000000000003`, fails: /InvalidArgumentException.*not an adjacent pair/ },
  { run: `kinesis increase-stream-retention-period ${on} --retention-period-hours 48` },
  { run: `kinesis wait stream-exists ${on}` },
  { run: `kinesis describe-stream-summary ${on} --query StreamDescriptionSummary.RetentionPeriodHours`, prints: 48 },
  { run: `kinesis add-tags-to-stream ${on} --tags team=data,cost=7` },
  { run: `kinesis list-tags-for-stream ${on}`, prints: { Tags: [{ Key: 'cost', Value: '7' }, { Key: 'team', Value: 'data' }] } },
  { run: `kinesis list-shards ${on} --shard-filter Type=AT_LATEST`, prints: { Shards: [{ ShardId: 'shardId-000000000000' }, { ShardId: 'shardId-000000000002' }, { ShardId: 'shardId-000000000003' }] } },
  { run: `kinesis list-shards ${on} --shard-filter Type=AT_TIMESTAMP`, fails: /InvalidArgumentException.*Timestamp/ },
  { run: `kinesis update-shard-count ${on} --target-shard-count 30 --scaling-type UNIFORM_SCALING`, fails: /LimitExceededException.*UpdateShardCount operation/ },
  { run: 'kinesis register-stream-consumer --stream-arn {arn} --consumer-name fast', prints: { Consumer: { ConsumerName: 'fast' } } },
  { run: 'kinesis list-stream-consumers --stream-arn {arn}', prints: { Consumers: [{ ConsumerName: 'fast' }] } },
  { run: `kinesis delete-stream ${on}`, fails: /ResourceInUseException/ },
  { run: `kinesis delete-stream ${on} --enforce-consumer-deletion` },
  { run: `kinesis wait stream-not-exists ${on}` },
  { run: 'kinesis list-streams', prints: { StreamNames: [] } },
];
