import {
  CreateDeliveryStreamCommand, DeleteDeliveryStreamCommand, DescribeDeliveryStreamCommand, FirehoseClient, ListDeliveryStreamsCommand, ListTagsForDeliveryStreamCommand, PutRecordBatchCommand, PutRecordCommand,
  StartDeliveryStreamEncryptionCommand, StopDeliveryStreamEncryptionCommand, TagDeliveryStreamCommand, UntagDeliveryStreamCommand, UpdateDestinationCommand, type CreateDeliveryStreamCommandInput, type ExtendedS3DestinationConfiguration,
} from '@aws-sdk/client-firehose';
import { CreateStreamCommand, KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { answerOf } from '../../../src/aws-endpoint/requestHandler.ts';
import type { Reach } from './reach.ts';

type Check = (firehose: FirehoseClient, reach: Reach) => Promise<void>;

export const DeliveryStreamName = 'clicks';
export const RoleARN = 'arn:aws:iam::123456789012:role/firehose';
export const BucketARN = 'arn:aws:s3:::lake';
export const DestinationId = 'destinationId-000000000001';
export const minute = 60_000;
export const errorOf = async (call: Promise<unknown>) => call.then(() => 'no error', (error: Error) => error.name);
export const messageOf = async (call: Promise<unknown>) => call.then(() => 'no error', (error: Error) => error.message);
export const put = (firehose: FirehoseClient, data: string | Uint8Array) => firehose.send(new PutRecordCommand({ DeliveryStreamName, Record: { Data: Buffer.from(data as string) } }));
export const puts = (firehose: FirehoseClient, data: readonly (string | Uint8Array)[]) => firehose.send(new PutRecordBatchCommand({ DeliveryStreamName, Records: data.map((each) => ({ Data: Buffer.from(each as string) })) }));
export const describe = async (firehose: FirehoseClient) => (await firehose.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName }))).DeliveryStreamDescription!;

/** S3 by plain HTTP. */
export async function s3({ endpoint }: Reach, method: string, path: string, query = '') {
  const { status, headers, body } = await answerOf(endpoint, { method, path, query, headers: { host: '127.0.0.1' }, body: new Uint8Array() });
  return { status, headers, body: Buffer.from(body) };
}
/** Keys of a bucket. */
export async function keysOf(reach: Reach, bucket = 'lake', prefix = ''): Promise<string[]> {
  const { body } = await s3(reach, 'GET', `/${bucket}`, `list-type=2&prefix=${prefix}`);
  return [...body.toString().matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key!);
}
/** The bytes of all objects of a bucket, each with its key; ETags are checked on the way. */
async function objectsOf(reach: Reach, bucket = 'lake', prefix = ''): Promise<{ key: string; body: Buffer }[]> {
  const found = [];
  for (const key of await keysOf(reach, bucket, prefix)) {
    const { body, headers } = await s3(reach, 'GET', `/${bucket}/${key}`);
    expect(headers.etag).toBe(`"${createHash('md5').update(body).digest('hex')}"`);
    found.push({ key, body });
  }
  return found;
}
export const textsOf = async (reach: Reach, bucket?: string, prefix?: string) => (await objectsOf(reach, bucket, prefix)).map(({ body }) => body.toString());

export async function make(firehose: FirehoseClient, reach: Reach, destination: Partial<ExtendedS3DestinationConfiguration> = {}, more: Partial<CreateDeliveryStreamCommandInput> = {}) {
  await s3(reach, 'PUT', '/lake');
  return firehose.send(new CreateDeliveryStreamCommand({ DeliveryStreamName, ExtendedS3DestinationConfiguration: { RoleARN, BucketARN, BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 60 }, ...destination }, ...more }));
}
export const lambda = (name: string, more: Readonly<Record<string, string>> = {}): Partial<ExtendedS3DestinationConfiguration> => ({
  ProcessingConfiguration: {
    Enabled: true,
    Processors: [{ Type: 'Lambda', Parameters: Object.entries({ LambdaArn: `arn:aws:lambda:us-east-1:123456789012:function:${name}`, BufferIntervalInSeconds: '1', ...more }).map(([ParameterName, ParameterValue]) => ({ ParameterName: ParameterName as 'LambdaArn', ParameterValue })) }],
  },
});

/** What an SDK client of Firehose may rely on, by what it shows and by what lies in S3. */
export const firehoseChecks: Readonly<Record<string, Check>> = {
  'delivers by time: the object holds exactly what was put': async (firehose, reach) => {
    await make(firehose, reach);
    for (const text of ['one\n', 'two\n', 'drei ü\n']) await put(firehose, text);
    reach.pass(59_000);
    expect(await keysOf(reach)).toEqual([]);
    reach.pass(2000);
    expect(await textsOf(reach)).toEqual(['one\ntwo\ndrei ü\n']);
  },
  'delivers by size, long before the interval ends': async (firehose, reach) => {
    await make(firehose, reach, { BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 900 } });
    const part = (n: number) => Buffer.alloc(300_000, n);
    for (let n = 1; n <= 4; n++) await put(firehose, part(n));
    reach.pass(1000);
    expect((await objectsOf(reach)).map(({ body }) => body)).toEqual([Buffer.concat([1, 2, 3, 4].map(part))]);
    await put(firehose, 'rest');
    reach.pass(899_000);
    expect(await keysOf(reach)).toHaveLength(1);
    reach.pass(2000);
    expect((await textsOf(reach)).filter((text) => text === 'rest')).toHaveLength(1);
  },
  'gives any bytes back as they came': async (firehose, reach) => {
    await make(firehose, reach);
    const data = Uint8Array.from({ length: 256 }, (_, i) => i);
    await puts(firehose, [data, data]);
    reach.pass(minute + 1000);
    expect((await objectsOf(reach)).map(({ body }) => [...body])).toEqual([[...data, ...data]]);
  },
  '3,000 records in six batches arrive in order, once': async (firehose, reach) => {
    await make(firehose, reach);
    const lines = Array.from({ length: 3000 }, (_, i) => `${i}\n`);
    for (let at = 0; at < lines.length; at += 500) expect((await puts(firehose, lines.slice(at, at + 500))).FailedPutCount).toBe(0);
    reach.pass(2 * minute);
    expect((await textsOf(reach)).join('')).toBe(lines.join(''));
  },
  'record ids are long and never the same twice': async (firehose, reach) => {
    await make(firehose, reach);
    const { RequestResponses } = await puts(firehose, ['a', 'b', 'c']);
    const ids = [(await put(firehose, 'd')).RecordId!, ...RequestResponses!.map(({ RecordId }) => RecordId!)];
    expect(new Set(ids).size).toBe(4);
    expect(ids.every((id) => id.length >= 100)).toBe(true);
  },
  'keys have prefix, hour, stream, version and moment': async (firehose, reach) => {
    await make(firehose, reach, { Prefix: 'raw/' });
    await put(firehose, 'x');
    reach.pass(2 * minute);
    expect(await keysOf(reach)).toEqual([expect.stringMatching(/^raw\/2026\/01\/05\/00\/clicks-1-2026-01-05-00-00-00-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/)]);
  },
  'expressions in prefixes': async (firehose, reach) => {
    expect(await messageOf(make(firehose, reach, { Prefix: 'y=!{timestamp:yyyy}/' }))).toMatch(/ErrorOutputPrefix/);
    await make(firehose, reach, { Prefix: 'y=!{timestamp:yyyy}/m=!{timestamp:MM}/', ErrorOutputPrefix: 'bad/!{firehose:error-output-type}/' });
    await put(firehose, 'x');
    reach.pass(2 * minute);
    expect(await keysOf(reach)).toEqual([expect.stringMatching(/^y=2026\/m=01\/clicks-1-/)]);
  },
  'a stream as source: what it takes in is delivered; Direct PUT is refused': async (firehose, reach) => {
    const kinesis = new KinesisClient(reach.settings);
    await kinesis.send(new CreateStreamCommand({ StreamName: 'source', ShardCount: 1 }));
    const KinesisStreamARN = 'arn:aws:kinesis:us-east-1:123456789012:stream/source';
    await make(firehose, reach, {}, { DeliveryStreamType: 'KinesisStreamAsSource', KinesisStreamSourceConfiguration: { KinesisStreamARN, RoleARN } });
    expect((await describe(firehose)).Source!.KinesisStreamSourceDescription).toMatchObject({ KinesisStreamARN, RoleARN });
    reach.pass(2000);
    const texts = Array.from({ length: 50 }, (_, i) => `${i};`);
    await kinesis.send(new PutRecordsCommand({ StreamName: 'source', Records: texts.map((text) => ({ PartitionKey: text, Data: Buffer.from(text) })) }));
    reach.pass(2 * minute);
    expect((await textsOf(reach)).join('')).toBe(texts.join(''));
    expect(await messageOf(put(firehose, 'x'))).toBe('This operation is not permitted on KinesisStreamAsSource delivery stream type.');
    kinesis.destroy();
  },
  'a stream as source must be there': async (firehose, reach) => {
    const source = { KinesisStreamARN: 'arn:aws:kinesis:us-east-1:123456789012:stream/none', RoleARN };
    expect(await messageOf(make(firehose, reach, {}, { DeliveryStreamType: 'KinesisStreamAsSource', KinesisStreamSourceConfiguration: source }))).toMatch(/KinesisStreamARN: Stream none/);
  },
  'a function changes JSON records on their way': async (firehose, reach) => {
    await make(firehose, reach, lambda('mark-processed'));
    await puts(firehose, ['{"id":1}', '{"id":2}']);
    reach.pass(2 * minute);
    expect((await textsOf(reach)).join('')).toBe('{"id":1,"processed":true}{"id":2,"processed":true}');
  },
  'Ok is delivered, Dropped is gone, ProcessingFailed lies under the error prefix as it came': async (firehose, reach) => {
    await make(firehose, reach, { ...lambda('by-result'), Prefix: 'good/', ErrorOutputPrefix: 'bad/' });
    const record = (result: string) => JSON.stringify({ result, n: 1 });
    await puts(firehose, ['Ok', 'Dropped', 'ProcessingFailed'].map(record));
    reach.pass(2 * minute);
    expect(await textsOf(reach, 'lake', 'good/')).toEqual([record('Ok')]);
    const [failed, ...more] = await textsOf(reach, 'lake', 'bad/');
    expect(more).toEqual([]);
    const line = JSON.parse(failed!) as Record<string, unknown>;
    expect(line).toMatchObject({ attemptsMade: 1, errorCode: 'Lambda.ProcessingFailedStatus', errorMessage: 'ProcessingFailed status set for record', lambdaARN: 'arn:aws:lambda:us-east-1:123456789012:function:by-result' });
    expect(Object.keys(line)).toEqual(['rawData', 'errorCode', 'errorMessage', 'attemptsMade', 'arrivalTimestamp', 'attemptEndingTimestamp', 'lambdaARN']);
    expect(Buffer.from(String(line.rawData), 'base64').toString()).toBe(record('ProcessingFailed'));
    expect(await keysOf(reach)).toHaveLength(2);
  },
  'a function that throws is tried again, then its records lie under processing-failed': async (firehose, reach) => {
    await make(firehose, reach, lambda('throw-error', { NumberOfRetries: '2' }));
    await put(firehose, 'precious');
    reach.pass(2 * minute);
    const [object] = await objectsOf(reach);
    expect(object!.key).toMatch(/^processing-failed\//);
    expect(JSON.parse(object!.body.toString())).toMatchObject({ attemptsMade: 3, rawData: Buffer.from('precious').toString('base64') });
  },
  'only the functions of this endpoint are known': async (firehose, reach) => {
    expect(await messageOf(make(firehose, reach, lambda('my-own')))).toMatch(/LambdaArn: there is no function my-own.*pass-through, mark-processed/);
  },
  'a backup holds what came, the destination what the function made': async (firehose, reach) => {
    await s3(reach, 'PUT', '/backup');
    await make(firehose, reach, { ...lambda('mark-processed'), S3BackupMode: 'Enabled', S3BackupConfiguration: { RoleARN, BucketARN: 'arn:aws:s3:::backup', Prefix: 'came/' } });
    await put(firehose, '{"id":1}');
    reach.pass(2 * minute);
    expect(await textsOf(reach)).toEqual(['{"id":1,"processed":true}']);
    expect(await textsOf(reach, 'backup', 'came/')).toEqual(['{"id":1}']);
  },
  'dynamic partitioning sorts records by their own members': async (firehose, reach) => {
    await make(firehose, reach, {
      BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 60 },
      Prefix: 'c=!{partitionKeyFromQuery:customer}/',
      ErrorOutputPrefix: 'bad/',
      DynamicPartitioningConfiguration: { Enabled: true },
      ProcessingConfiguration: { Enabled: true, Processors: [{ Type: 'MetadataExtraction', Parameters: [{ ParameterName: 'MetadataExtractionQuery', ParameterValue: '{customer: .c}' }, { ParameterName: 'JsonParsingEngine', ParameterValue: 'JQ-1.6' }] }] },
    });
    await puts(firehose, ['{"c":"a"}', '{"c":"b"}', '{"c":"a","n":2}', 'no json']);
    reach.pass(2 * minute);
    expect(await textsOf(reach, 'lake', 'c=a/')).toEqual(['{"c":"a"}{"c":"a","n":2}']);
    expect(await textsOf(reach, 'lake', 'c=b/')).toEqual(['{"c":"b"}']);
    expect(await keysOf(reach, 'lake', 'bad/')).toHaveLength(1);
  },
  'limits of a batch: 500 records, 1,000 KiB each, 4 MiB together': async (firehose, reach) => {
    await make(firehose, reach);
    expect(await errorOf(puts(firehose, Array.from({ length: 501 }, () => 'x')))).toBe('ValidationException');
    expect(await errorOf(puts(firehose, []))).toBe('ValidationException');
    expect(await errorOf(put(firehose, Buffer.alloc(1_024_001)))).toBe('ValidationException');
    expect(await errorOf(puts(firehose, Array.from({ length: 5 }, () => Buffer.alloc(900_000))))).toBe('InvalidArgumentException');
    expect((await puts(firehose, Array.from({ length: 4 }, () => Buffer.alloc(1_024_000)))).FailedPutCount).toBe(0);
  },
  'beyond 5 MiB a second entries fail under HTTP 200; put again they arrive': async (firehose, reach) => {
    await make(firehose, reach);
    const batch = Array.from({ length: 4 }, (_, i) => Buffer.alloc(1_000_000, i));
    expect((await puts(firehose, batch)).FailedPutCount).toBe(0);
    const second = await puts(firehose, batch);
    expect([second.$metadata.httpStatusCode, second.FailedPutCount]).toEqual([200, 3]);
    expect(second.RequestResponses!.map(({ ErrorCode }) => ErrorCode)).toEqual([undefined, ...Array.from({ length: 3 }, () => 'ServiceUnavailableException')]);
    expect(await errorOf(put(firehose, Buffer.alloc(1_000_000)))).toBe('ServiceUnavailableException');
    reach.pass(1000);
    expect((await puts(firehose, batch.slice(1))).FailedPutCount).toBe(0);
    reach.pass(2 * minute);
    const bytes = (await objectsOf(reach)).reduce((sum, { body }) => sum + body.length, 0);
    expect(bytes).toBe(8_000_000);
  },
  'a bucket that comes late gets what waited for it': async (firehose, reach) => {
    await firehose.send(new CreateDeliveryStreamCommand({ DeliveryStreamName, S3DestinationConfiguration: { RoleARN, BucketARN: 'arn:aws:s3:::later', BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 60 } } }));
    await put(firehose, 'patient');
    reach.pass(3 * minute);
    await s3(reach, 'PUT', '/later');
    reach.pass(10 * minute);
    expect(await textsOf(reach, 'later')).toEqual(['patient']);
  },
  'an HTTP endpoint as destination, with all data in S3 beside it': async (firehose, reach) => {
    await s3(reach, 'PUT', '/lake');
    await firehose.send(new CreateDeliveryStreamCommand({
      DeliveryStreamName,
      HttpEndpointDestinationConfiguration: { EndpointConfiguration: { Url: 'https://in.example.com/', Name: 'mine' }, BufferingHints: { SizeInMBs: 1, IntervalInSeconds: 60 }, S3BackupMode: 'AllData', S3Configuration: { RoleARN, BucketARN } },
    }));
    await put(firehose, 'to the web');
    reach.pass(2 * minute);
    expect(await textsOf(reach)).toEqual(['to the web']);
    const received = reach.endpoint.world.simulation.metrics.totals().find(({ metric }) => metric === 'DeliveryToHttpEndpoint.Records');
    expect(received!.total.sum).toBe(1);
    expect((await describe(firehose)).Destinations![0]!.HttpEndpointDestinationDescription).toMatchObject({ EndpointConfiguration: { Url: 'https://in.example.com/', Name: 'mine' }, S3BackupMode: 'AllData' });
  },
  'describes what was given, with defaults and a version': async (firehose, reach) => {
    const { DeliveryStreamARN } = await make(firehose, reach, { BufferingHints: undefined });
    const described = await describe(firehose);
    expect(described).toMatchObject({ DeliveryStreamName, DeliveryStreamARN, DeliveryStreamStatus: 'ACTIVE', DeliveryStreamType: 'DirectPut', VersionId: '1', HasMoreDestinations: false, CreateTimestamp: new Date(Date.UTC(2026, 0, 5)) });
    expect(DeliveryStreamARN).toBe('arn:aws:firehose:us-east-1:123456789012:deliverystream/clicks');
    expect(described.Destinations).toMatchObject([{ DestinationId, ExtendedS3DestinationDescription: { RoleARN, BucketARN, BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 300 }, CompressionFormat: 'UNCOMPRESSED', S3BackupMode: 'Disabled' } }]);
  },
  'UpdateDestination changes prefix and buffers; the version must be the newest': async (firehose, reach) => {
    await make(firehose, reach);
    const update = (CurrentDeliveryStreamVersionId: string) => firehose.send(new UpdateDestinationCommand({ DeliveryStreamName, CurrentDeliveryStreamVersionId, DestinationId, ExtendedS3DestinationUpdate: { Prefix: 'new/', BufferingHints: { SizeInMBs: 2, IntervalInSeconds: 120 } } }));
    await update('1');
    expect(await errorOf(update('1'))).toBe('ConcurrentModificationException');
    const described = await describe(firehose);
    expect([described.VersionId, described.Destinations![0]!.ExtendedS3DestinationDescription]).toMatchObject(['2', { Prefix: 'new/', BucketARN, BufferingHints: { SizeInMBs: 2, IntervalInSeconds: 120 } }]);
    await put(firehose, 'x');
    reach.pass(2 * minute + 1000);
    expect(await keysOf(reach)).toEqual([expect.stringMatching(/^new\/2026\/.*\/clicks-2-/)]);
  },
  'lists by name, in pages': async (firehose) => {
    for (const name of ['c', 'a', 'b']) await firehose.send(new CreateDeliveryStreamCommand({ DeliveryStreamName: name, S3DestinationConfiguration: { RoleARN, BucketARN } }));
    expect(await firehose.send(new ListDeliveryStreamsCommand({ Limit: 2 }))).toMatchObject({ DeliveryStreamNames: ['a', 'b'], HasMoreDeliveryStreams: true });
    expect(await firehose.send(new ListDeliveryStreamsCommand({ ExclusiveStartDeliveryStreamName: 'b' }))).toMatchObject({ DeliveryStreamNames: ['c'], HasMoreDeliveryStreams: false });
    expect((await firehose.send(new ListDeliveryStreamsCommand({ DeliveryStreamType: 'KinesisStreamAsSource' }))).DeliveryStreamNames).toEqual([]);
  },
  'tags: given, added, listed in pages, removed': async (firehose, reach) => {
    await make(firehose, reach, {}, { Tags: [{ Key: 'b', Value: '2' }] });
    await firehose.send(new TagDeliveryStreamCommand({ DeliveryStreamName, Tags: [{ Key: 'a', Value: '1' }, { Key: 'c' }] }));
    expect(await firehose.send(new ListTagsForDeliveryStreamCommand({ DeliveryStreamName, Limit: 2 }))).toMatchObject({ Tags: [{ Key: 'b', Value: '2' }, { Key: 'a', Value: '1' }], HasMoreTags: true });
    expect(await firehose.send(new ListTagsForDeliveryStreamCommand({ DeliveryStreamName, ExclusiveStartTagKey: 'a' }))).toMatchObject({ Tags: [{ Key: 'c' }], HasMoreTags: false });
    await firehose.send(new UntagDeliveryStreamCommand({ DeliveryStreamName, TagKeys: ['a', 'b'] }));
    expect((await firehose.send(new ListTagsForDeliveryStreamCommand({ DeliveryStreamName }))).Tags).toEqual([{ Key: 'c' }]);
  },
  'encryption is a flag': async (firehose, reach) => {
    await make(firehose, reach);
    expect((await put(firehose, 'x')).Encrypted).toBe(false);
    await firehose.send(new StartDeliveryStreamEncryptionCommand({ DeliveryStreamName }));
    expect((await describe(firehose)).DeliveryStreamEncryptionConfiguration).toEqual({ KeyType: 'AWS_OWNED_CMK', Status: 'ENABLED' });
    expect((await puts(firehose, ['x'])).Encrypted).toBe(true);
    await firehose.send(new StopDeliveryStreamEncryptionCommand({ DeliveryStreamName }));
    expect((await describe(firehose)).DeliveryStreamEncryptionConfiguration).toEqual({ Status: 'DISABLED' });
  },
  'a deleted delivery stream takes nothing, delivers nothing, and its name is free': async (firehose, reach) => {
    await make(firehose, reach);
    expect(await errorOf(make(firehose, reach))).toBe('ResourceInUseException');
    await put(firehose, 'lost');
    await firehose.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName }));
    expect(await errorOf(put(firehose, 'x'))).toBe('ResourceNotFoundException');
    expect(await errorOf(describe(firehose))).toBe('ResourceNotFoundException');
    await make(firehose, reach, { Prefix: 'again/' });
    await put(firehose, 'kept');
    reach.pass(2 * minute);
    expect(await textsOf(reach)).toEqual(['kept']);
  },
};
