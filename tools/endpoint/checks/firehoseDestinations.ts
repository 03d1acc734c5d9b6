import { CreateDeliveryStreamCommand, DeleteDeliveryStreamCommand, FirehoseClient, PutRecordCommand, UpdateDestinationCommand, type ExtendedS3DestinationUpdate, type UpdateDestinationCommandInput } from '@aws-sdk/client-firehose';
import { CreateStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { expect } from 'vitest';
import { BucketARN, DeliveryStreamName, describe, DestinationId, errorOf, keysOf, lambda, make, messageOf, minute, put, puts, RoleARN, s3, textsOf } from './firehose.ts';
import type { Reach } from './reach.ts';

type Check = (firehose: FirehoseClient, reach: Reach) => Promise<void>;

const change = async (firehose: FirehoseClient, more: Partial<UpdateDestinationCommandInput>) =>
  firehose.send(new UpdateDestinationCommand({ DeliveryStreamName, DestinationId, CurrentDeliveryStreamVersionId: (await describe(firehose)).VersionId, ...more }));
const update = (firehose: FirehoseClient, ExtendedS3DestinationUpdate: ExtendedS3DestinationUpdate) => change(firehose, { ExtendedS3DestinationUpdate });
const total = ({ endpoint }: Reach, metric: string) => endpoint.world.simulation.metrics.totals().reduce((sum, each) => sum + (each.metric === metric ? each.total.sum : 0), 0);
const S3Configuration = { RoleARN, BucketARN };
const s3Part = { ...S3Configuration, BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 300 }, CompressionFormat: 'UNCOMPRESSED', EncryptionConfiguration: { NoEncryptionConfig: 'NoEncryption' }, CloudWatchLoggingOptions: { Enabled: false } };

/** Destinations, how they change, and how they are described. */
export const firehoseDestinationChecks: Readonly<Record<string, Check>> = {
  'Splunk as destination: events are acknowledged, all of them lie in S3 beside it, and the mode cannot be taken back': async (firehose, reach) => {
    await s3(reach, 'PUT', '/lake');
    await firehose.send(new CreateDeliveryStreamCommand({ DeliveryStreamName, SplunkDestinationConfiguration: { HECEndpoint: 'https://splunk.example.com:8088', HECEndpointType: 'Event', HECToken: 'token', BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 30 }, S3BackupMode: 'AllEvents', S3Configuration } }));
    await puts(firehose, ['one', 'two']);
    reach.pass(2 * minute);
    expect([total(reach, 'DeliveryToSplunk.Records'), (await textsOf(reach)).join('')]).toEqual([2, 'onetwo']);
    expect((await describe(firehose)).Destinations).toEqual([{ DestinationId, SplunkDestinationDescription: { HECEndpoint: 'https://splunk.example.com:8088', HECEndpointType: 'Event', HECToken: 'token', HECAcknowledgmentTimeoutInSeconds: 180, BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 30 }, RetryOptions: { DurationInSeconds: 300 }, S3BackupMode: 'AllEvents', S3DestinationDescription: s3Part } }]);
    expect(await messageOf(change(firehose, { SplunkDestinationUpdate: { S3BackupMode: 'FailedEventsOnly' } }))).toBe('Disabling S3 backup is not currently supported.');
    await change(firehose, { SplunkDestinationUpdate: { HECEndpoint: 'https://other.example.com:8088', S3Update: { ErrorOutputPrefix: 'bad/' } } });
    await put(firehose, 'three');
    reach.pass(2 * minute);
    const servers = reach.endpoint.world.simulation.nodes.filter(({ model }) => model.kind === 'http-endpoint').map(({ index }) => reach.endpoint.world.describe(index).requests);
    expect([servers.length, total(reach, 'DeliveryToSplunk.Records')]).toEqual([2, 3]);
  },
  'a delivery stream moves to another bucket, its function changes and goes': async (firehose, reach) => {
    await make(firehose, reach, lambda('mark-processed'));
    await s3(reach, 'PUT', '/other');
    expect(await messageOf(update(firehose, { BucketARN: 'arn:aws:s3:::nowhere' }))).toMatch(/^BucketARN: there is no bucket nowhere/);
    await put(firehose, '{"n":1}');
    reach.pass(2 * minute);
    await update(firehose, { BucketARN: 'arn:aws:s3:::other', ...lambda('drop-all') });
    await put(firehose, '{"n":2}');
    reach.pass(2 * minute);
    await update(firehose, { ProcessingConfiguration: { Enabled: false } });
    await put(firehose, '{"n":3}');
    reach.pass(2 * minute);
    expect([await textsOf(reach), await textsOf(reach, 'other')]).toEqual([['{"n":1,"processed":true}'], ['{"n":3}']]);
    expect(await keysOf(reach, 'other')).toEqual([expect.stringMatching(/\/clicks-3-/)]);
  },
  'a backup is added later, and stays': async (firehose, reach) => {
    await make(firehose, reach);
    await s3(reach, 'PUT', '/copies');
    await update(firehose, { S3BackupMode: 'Enabled', S3BackupUpdate: { RoleARN, BucketARN: 'arn:aws:s3:::copies', Prefix: 'came/' } });
    await put(firehose, 'x');
    reach.pass(2 * minute);
    expect([await textsOf(reach), await textsOf(reach, 'copies', 'came/')]).toEqual([['x'], ['x']]);
    expect(await messageOf(update(firehose, { S3BackupMode: 'Disabled' }))).toBe('Disabling S3 backup is not currently supported.');
  },
  'a deleted bucket is missed; made again it gets what waited': async (firehose, reach) => {
    await make(firehose, reach);
    expect((await s3(reach, 'DELETE', '/lake')).status).toBe(204);
    await put(firehose, 'patient');
    reach.pass(3 * minute);
    expect((await s3(reach, 'GET', '/lake', 'list-type=2')).status).toBe(404);
    await s3(reach, 'PUT', '/lake');
    reach.pass(10 * minute);
    expect(await textsOf(reach)).toEqual(['patient']);
  },
  'a delimiter behind each record, and an ending of the names': async (firehose, reach) => {
    await make(firehose, reach, { FileExtension: '.jsonl', ProcessingConfiguration: { Enabled: true, Processors: [{ Type: 'AppendDelimiterToRecord', Parameters: [{ ParameterName: 'Delimiter', ParameterValue: '\\n' }] }] } });
    await puts(firehose, ['{"a":1}', '{"a":2}']);
    reach.pass(2 * minute);
    expect([await textsOf(reach), await keysOf(reach)]).toEqual([['{"a":1}\n{"a":2}\n'], [expect.stringMatching(/-[0-9a-f]{12}\.jsonl$/)]]);
  },
  'describes a stream as source, dynamic partitioning and its defaults': async (firehose, reach) => {
    const kinesis = new KinesisClient(reach.settings);
    await kinesis.send(new CreateStreamCommand({ StreamName: 'source', ShardCount: 1 }));
    kinesis.destroy();
    const KinesisStreamSourceConfiguration = { KinesisStreamARN: 'arn:aws:kinesis:us-east-1:123456789012:stream/source', RoleARN };
    const ProcessingConfiguration = { Enabled: true, Processors: [{ Type: 'MetadataExtraction' as const, Parameters: [{ ParameterName: 'MetadataExtractionQuery' as const, ParameterValue: '{s3Prefix: .tableName}' }, { ParameterName: 'JsonParsingEngine' as const, ParameterValue: 'JQ-1.6' }] }] };
    const prefixes = { Prefix: 'test/!{partitionKeyFromQuery:s3Prefix}', ErrorOutputPrefix: 'errors/!{firehose:error-output-type}/' };
    const hints = { SizeInMBs: 64, IntervalInSeconds: 60 };
    await make(firehose, reach, { BufferingHints: hints, ...prefixes, ProcessingConfiguration, DynamicPartitioningConfiguration: { Enabled: true } }, { DeliveryStreamType: 'KinesisStreamAsSource', KinesisStreamSourceConfiguration });
    const { CreateTimestamp, ...described } = await describe(firehose);
    const S3DestinationDescription = { ...s3Part, BufferingHints: hints, ...prefixes };
    expect(CreateTimestamp).toBeInstanceOf(Date);
    expect(described).toEqual({
      DeliveryStreamARN: 'arn:aws:firehose:us-east-1:123456789012:deliverystream/clicks',
      DeliveryStreamName,
      DeliveryStreamStatus: 'ACTIVE',
      DeliveryStreamType: 'KinesisStreamAsSource',
      VersionId: '1',
      HasMoreDestinations: false,
      Source: { KinesisStreamSourceDescription: { ...KinesisStreamSourceConfiguration, DeliveryStartTimestamp: expect.any(Date) as Date } },
      Destinations: [{ DestinationId, S3DestinationDescription, ExtendedS3DestinationDescription: { ...S3DestinationDescription, ProcessingConfiguration, S3BackupMode: 'Disabled', DynamicPartitioningConfiguration: { Enabled: true, RetryOptions: { DurationInSeconds: 300 } } } }],
    });
  },
  "a function's parameters are described with their defaults": async (firehose, reach) => {
    await make(firehose, reach, lambda('pass-through'));
    const [processor] = (await describe(firehose)).Destinations![0]!.ExtendedS3DestinationDescription!.ProcessingConfiguration!.Processors!;
    expect(Object.fromEntries(processor!.Parameters!.map(({ ParameterName, ParameterValue }) => [ParameterName, ParameterValue]))).toEqual({ LambdaArn: 'arn:aws:lambda:us-east-1:123456789012:function:pass-through', BufferIntervalInSeconds: '1', NumberOfRetries: '3', RoleArn: RoleARN, BufferSizeInMBs: '1' });
  },
  'the SDK tries a throttled PutRecord again until there is room': async (firehose, reach) => {
    await make(firehose, reach);
    const patient = new FirehoseClient({ ...reach.settings, maxAttempts: 5 });
    await puts(firehose, Array.from({ length: 4 }, () => Buffer.alloc(1_000_000)));
    await put(firehose, Buffer.alloc(1_000_000));
    const waiting = patient.send(new PutRecordCommand({ DeliveryStreamName, Record: { Data: Buffer.alloc(1_000_000) } }));
    const timer = setInterval(() => total(reach, 'ThrottledRecords') > 0 && reach.pass(1000), 5);
    expect((await waiting).$metadata.attempts).toBeGreaterThan(1);
    clearInterval(timer);
    patient.destroy();
  },
  'a delivery stream that is gone is not there for anybody': async (firehose, reach) => {
    await make(firehose, reach);
    await firehose.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName }));
    const nowhere = 'Firehose clicks under account 123456789012 not found.';
    expect([await messageOf(put(firehose, 'x')), await messageOf(describe(firehose)), await errorOf(firehose.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName })))]).toEqual([nowhere, nowhere, 'ResourceNotFoundException']);
  },
};
