import type { Command } from './session.ts';

/** A bucket, objects in it, and a delivery stream that fills it. */
export const deliveryCommands: readonly Command[] = [
  { run: 's3api create-bucket --bucket lake' },
  { run: 's3api list-buckets', prints: { Buckets: [{ Name: 'lake' }] } },
  { run: 's3api head-bucket --bucket lake' },
  { run: 's3api list-objects-v2 --bucket lake --query Contents', prints: null },
  { run: 's3api get-object --bucket lake --key nothing /dev/null', fails: /NoSuchKey/ },
  { run: 'firehose create-delivery-stream --delivery-stream-name hose --extended-s3-destination-configuration RoleARN=arn:aws:iam::123456789012:role/r,BucketARN=arn:aws:s3:::lake,Prefix=in/,BufferingHints={SizeInMBs=1,IntervalInSeconds=60}', prints: { DeliveryStreamARN: /deliverystream\/hose$/ } },
  { run: 'firehose list-delivery-streams', prints: { DeliveryStreamNames: ['hose'], HasMoreDeliveryStreams: false } },
  { run: 'firehose describe-delivery-stream --delivery-stream-name hose --query DeliveryStreamDescription.Destinations[0].ExtendedS3DestinationDescription.Prefix', prints: 'in/' },
  { run: 'firehose put-record --delivery-stream-name nothing --record Data=aGVsbG8=', fails: /ResourceNotFoundException/ },
  { run: `firehose put-record-batch --delivery-stream-name hose --records '[{"Data":"hel"},{"Data":"lo"}]'`, blobs: true, prints: { FailedPutCount: 0 } },
  { pass: 61_000, run: 's3api list-objects-v2 --bucket lake --prefix in/', prints: { Contents: [{ Size: 5 }] }, keep: { key: 'Contents.0.Key' } },
  { run: 's3api head-object --bucket lake --key {key} --query ContentLength', prints: 5 },
  { run: 'firehose tag-delivery-stream --delivery-stream-name hose --tags Key=team,Value=data' },
  { run: 'firehose list-tags-for-delivery-stream --delivery-stream-name hose', prints: { Tags: [{ Key: 'team', Value: 'data' }] } },
  { run: 's3api delete-object --bucket lake --key {key}' },
  { run: 'firehose delete-delivery-stream --delivery-stream-name hose' },
];
