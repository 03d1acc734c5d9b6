/** Requests that Firehose refuses: members, code, and a part of the text that names the member. */
export type BadRequest = readonly [input: Readonly<Record<string, unknown>>, code: string, says: RegExp];

const long = 'x'.repeat(65);
/** So many zero bytes, in base64. */
const zeroes = (bytes: number) => 'A'.repeat(Math.floor(bytes / 3) * 4) + ['', 'AA==', 'AAA='][bytes % 3]!;
/** What every operation on a delivery stream refuses about its name. */
const named = (rest: Readonly<Record<string, unknown>> = {}): BadRequest[] => [
  [{ ...rest }, 'ValidationException', /null at 'deliveryStreamName' .* not be null/],
  [{ ...rest, DeliveryStreamName: '' }, 'ValidationException', /'' at 'deliveryStreamName' .* length greater than or equal to 1/],
  [{ ...rest, DeliveryStreamName: long }, 'ValidationException', /at 'deliveryStreamName' .* length less than or equal to 64/],
  [{ ...rest, DeliveryStreamName: 'a/b' }, 'ValidationException', /'a\/b' at 'deliveryStreamName' .* pattern/],
  [{ ...rest, DeliveryStreamName: 5 }, 'SerializationException', /NUMBER_VALUE .* 'deliveryStreamName'/],
];
const nowhere = (rest: Readonly<Record<string, unknown>> = {}): BadRequest => [{ ...rest, DeliveryStreamName: 'nowhere' }, 'ResourceNotFoundException', /^Firehose nowhere under account 123456789012 not found\.$/];
const good = { DeliveryStreamName: 'clicks' };
const RoleARN = 'arn:aws:iam::123456789012:role/firehose';
const BucketARN = 'arn:aws:s3:::lake';
const s3 = { RoleARN, BucketARN };
const create = (extended: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}) => ({ DeliveryStreamName: 'new', ExtendedS3DestinationConfiguration: { ...s3, ...extended }, ...more });
const stream = (name: string) => ({ DeliveryStreamType: 'KinesisStreamAsSource', KinesisStreamSourceConfiguration: { RoleARN, KinesisStreamARN: `arn:aws:kinesis:us-east-1:123456789012:stream/${name}` } });
const processor = (Type: string, parameters: Readonly<Record<string, string>> = {}) => ({ ProcessingConfiguration: { Enabled: true, Processors: [{ Type, Parameters: Object.entries(parameters).map(([ParameterName, ParameterValue]) => ({ ParameterName, ParameterValue })) }] } });
const lambda = (LambdaArn: string, more: Readonly<Record<string, string>> = {}) => processor('Lambda', { LambdaArn, ...more });
const fn = 'arn:aws:lambda:us-east-1:123456789012:function:pass-through';
const dynamic = { DynamicPartitioningConfiguration: { Enabled: true }, ErrorOutputPrefix: 'e/', BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 60 } };
const update = (more: Readonly<Record<string, unknown>>) => ({ ...good, CurrentDeliveryStreamVersionId: '1', DestinationId: 'destinationId-000000000001', ...more });
const splunk = { HECEndpoint: 'https://splunk', HECEndpointType: 'Raw', HECToken: 't', S3Configuration: s3 };
const extract = processor('MetadataExtraction', { MetadataExtractionQuery: '{a: .a}', JsonParsingEngine: 'JQ-1.6' });
const http = { EndpointConfiguration: { Url: 'https://in.example.com' }, S3Configuration: s3 };

/** The delivery stream `clicks` goes to S3 by Direct PUT; `piped` has a stream as source. */
export const badRequests: Readonly<Record<string, readonly BadRequest[]>> = {
  CreateDeliveryStream: [
    ...named({ S3DestinationConfiguration: s3 }),
    [{ DeliveryStreamName: 'new' }, 'InvalidArgumentException', /Exactly one destination configuration is supported for a Firehose/],
    [create({}, { S3DestinationConfiguration: s3 }), 'InvalidArgumentException', /Exactly one destination configuration is supported for a Firehose/],
    [{ ...good, S3DestinationConfiguration: s3 }, 'ResourceInUseException', /^Firehose clicks under accountId 123456789012 already exists$/],
    [{ DeliveryStreamName: 'new', S3DestinationConfiguration: { RoleARN } }, 'ValidationException', /null at 's3DestinationConfiguration.bucketARN'/],
    [{ DeliveryStreamName: 'new', S3DestinationConfiguration: { RoleARN, BucketARN: 'lake' } }, 'ValidationException', /'lake' at 's3DestinationConfiguration.bucketARN' .* pattern/],
    [create({ BufferingHints: { SizeInMBs: 129, IntervalInSeconds: 60 } }), 'ValidationException', /'129' at 'extendedS3DestinationConfiguration.bufferingHints.sizeInMBs'/],
    [create({ BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 901 } }), 'ValidationException', /'901' at .*intervalInSeconds/],
    [create({ BufferingHints: { SizeInMBs: 5 } }), 'InvalidArgumentException', /BufferingHints.IntervalInSeconds .* given together/],
    [create({ CompressionFormat: 'LZ4' }), 'ValidationException', /'LZ4' at .*compressionFormat' .* enum/],
    [create({ CompressionFormat: 'GZIP' }), 'InvalidArgumentException', /CompressionFormat GZIP is not simulated/],
    [create({ Prefix: 'a/!{timestamp:yyyy}/' }), 'InvalidArgumentException', /^Ths supplied prefix\(es\) do not satisfy the following constraint: ErrorOutputPrefix cannot be null or empty when Prefix contains expressions$/],
    [create({ Prefix: 'a/!{now}/', ErrorOutputPrefix: 'e/' }), 'InvalidArgumentException', /^Ths supplied prefix.*constraint: Prefix .*no expression/],
    [create({ ErrorOutputPrefix: '!{timestamp:yyyy}/' }), 'InvalidArgumentException', /ErrorOutputPrefix .*error-output-type/],
    [create({}, stream('none')), 'InvalidArgumentException', /KinesisStreamARN: Stream none/],
    [create({}, { DeliveryStreamType: 'KinesisStreamAsSource' }), 'InvalidArgumentException', /KinesisStreamSourceConfiguration must be given/],
    [create({}, { ...stream('source'), DeliveryStreamType: 'DirectPut' }), 'InvalidArgumentException', /KinesisStreamSourceConfiguration .* only/],
    [create({}, { DeliveryStreamType: 'MSKAsSource' }), 'InvalidArgumentException', /DeliveryStreamType MSKAsSource/],
    [create({}, { ...stream('source'), DeliveryStreamEncryptionConfigurationInput: { KeyType: 'AWS_OWNED_CMK' } }), 'InvalidArgumentException', /DeliveryStreamEncryptionConfigurationInput/],
    [create(lambda('my-function')), 'InvalidArgumentException', /LambdaArn .*my-function is none/],
    [create(lambda(`${fn}-2`)), 'InvalidArgumentException', /LambdaArn: there is no function pass-through-2/],
    [create(lambda(fn, { NumberOfRetries: 'some' })), 'InvalidArgumentException', /NumberOfRetries must be a number/],
    [create(lambda(fn, { BufferIntervalInSeconds: '901' })), 'InvalidArgumentException', /BufferIntervalInSeconds/],
    [create(processor('Decompression')), 'InvalidArgumentException', /processor Decompression is not simulated/],
    [create({ S3BackupMode: 'Enabled' }), 'InvalidArgumentException', /S3BackupConfiguration must be given/],
    [create({ S3BackupMode: 'Enabled', S3BackupConfiguration: s3, ...lambda(fn) }), 'InvalidArgumentException', /S3BackupConfiguration.BucketARN/],
    [create({ S3BackupMode: 'Enabled', S3BackupConfiguration: { ...s3, Prefix: '!{timestamp:yyyy}/' } }), 'InvalidArgumentException', /ErrorOutputPrefix cannot be null or empty/],
    [create({ S3BackupMode: 'Enabled', S3BackupConfiguration: { ...s3, Prefix: '!{now}/', ErrorOutputPrefix: 'e/' } }), 'InvalidArgumentException', /S3BackupConfiguration\.Prefix/],
    [create({ ...dynamic }), 'InvalidArgumentException', /^Processing Configuration is not enabled when DataPartitioning is enabled$/],
    [create({ ...dynamic, ...extract }), 'InvalidArgumentException', /^S3 Prefix should contain Dynamic Partitioning namespaces when Dynamic Partitioning is enabled$/],
    [create({ ErrorOutputPrefix: 'e/', Prefix: '!{partitionKeyFromQuery:a}/' }), 'InvalidArgumentException', /^Dynamic Partitioning Namespaces can only be part of a prefix expression when Dynamic Partitioning is enabled\.$/],
    [create({ ...dynamic, ...lambda(fn), Prefix: '!{partitionKeyFromQuery:a}/' }), 'InvalidArgumentException', /^MetadataExtraction processor should be present when S3 Prefix has partitionKeyFromQuery namespace\.$/],
    [create({ ...dynamic, ...extract, Prefix: '!{partitionKeyFromLambda:a}/' }), 'InvalidArgumentException', /^Lambda should be present when S3 Prefix contains keys from partitionKeyFromLambda namespace$/],
    [create({ ...dynamic, ...extract, Prefix: '!{partitionKeyFromQuery:b}/' }), 'InvalidArgumentException', /MetadataExtractionQuery .*asks for b/],
    [create({ ...dynamic, ...extract, Prefix: '!{partitionKeyFromQuery:a}/', BufferingHints: { SizeInMBs: 63, IntervalInSeconds: 60 } }), 'InvalidArgumentException', /^BufferingHints\.SizeInMBs must be at least 64 when Dynamic Partitioning is enabled\.$/],
    [create({ ...dynamic, ...extract, Prefix: '!{partitionKeyFromQuery:a}/', BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 59 } }), 'InvalidArgumentException', /^BufferingHints\.IntervalInSeconds must be at least 60 seconds when Dynamic Partitioning is enabled\.$/],
    [create({ ...dynamic, Prefix: '!{partitionKeyFromQuery:a}/', ...processor('MetadataExtraction', { MetadataExtractionQuery: '.a' }) }), 'InvalidArgumentException', /MetadataExtractionQuery must be a jq object/],
    [create({ DataFormatConversionConfiguration: { Enabled: true } }), 'InvalidArgumentException', /DataFormatConversionConfiguration/],
    [{ DeliveryStreamName: 'new', HttpEndpointDestinationConfiguration: { ...http, EndpointConfiguration: { Url: 'http://plain' } } }, 'ValidationException', /'http:\/\/plain' at 'httpEndpointDestinationConfiguration.endpointConfiguration.url'/],
    [{ DeliveryStreamName: 'new', HttpEndpointDestinationConfiguration: { ...http, RequestConfiguration: { ContentEncoding: 'GZIP' } } }, 'InvalidArgumentException', /RequestConfiguration\.ContentEncoding GZIP is not simulated/],
    [{ DeliveryStreamName: 'new', SplunkDestinationConfiguration: { ...splunk, BufferingHints: { SizeInMBs: 6, IntervalInSeconds: 60 } } }, 'ValidationException', /'6' at 'splunkDestinationConfiguration.bufferingHints.sizeInMBs'/],
    [{ DeliveryStreamName: 'new', SplunkDestinationConfiguration: { ...splunk, HECAcknowledgmentTimeoutInSeconds: 179 } }, 'ValidationException', /'179' at 'splunkDestinationConfiguration.hECAcknowledgmentTimeoutInSeconds'/],
    [{ DeliveryStreamName: 'new', SplunkDestinationConfiguration: { ...splunk, HECEndpoint: undefined } }, 'ValidationException', /null at 'splunkDestinationConfiguration.hECEndpoint'/],
    [{ DeliveryStreamName: 'new', AmazonopensearchserviceDestinationConfiguration: { RoleARN, IndexName: 'i', S3Configuration: s3 } }, 'InvalidArgumentException', /AmazonopensearchserviceDestinationConfiguration is not simulated/],
    [create({}, { Tags: [] }), 'ValidationException', /'\[\]' at 'tags'/],
  ],
  DeleteDeliveryStream: [...named(), nowhere()],
  DescribeDeliveryStream: [...named(), nowhere(), [{ ...good, Limit: 0 }, 'ValidationException', /'0' at 'limit'/], [{ ...good, ExclusiveStartDestinationId: 'a b' }, 'ValidationException', /'a b' at 'exclusiveStartDestinationId'/]],
  ListDeliveryStreams: [
    [{ Limit: 0 }, 'ValidationException', /'0' at 'limit'/],
    [{ Limit: 10_001 }, 'ValidationException', /'10001' at 'limit'/],
    [{ Limit: 'many' }, 'SerializationException', /STRING_VALUE .* 'limit'/],
    [{ DeliveryStreamType: 'Pipe' }, 'ValidationException', /'Pipe' at 'deliveryStreamType' .* enum/],
    [{ ExclusiveStartDeliveryStreamName: 'a b' }, 'ValidationException', /'a b' at 'exclusiveStartDeliveryStreamName'/],
  ],
  ListTagsForDeliveryStream: [...named(), nowhere(), [{ ...good, Limit: 51 }, 'ValidationException', /'51' at 'limit'/]],
  PutRecord: [
    ...named({ Record: { Data: 'eA==' } }),
    nowhere({ Record: { Data: 'eA==' } }),
    [good, 'ValidationException', /null at 'record'/],
    [{ ...good, Record: {} }, 'ValidationException', /null at 'record.data'/],
    [{ ...good, Record: { Data: 'not base64!' } }, 'SerializationException', /'record.data' is not valid Base64/],
    [{ ...good, Record: { Data: zeroes(1_024_001) } }, 'ValidationException', /^1 validation error detected: Value 'java\.nio\.HeapByteBuffer\[pos=0 lim=1024001 cap=1024001\]' at 'record\.data' failed to satisfy constraint: Member must have length less than or equal to 1024000$/],
    [{ DeliveryStreamName: 'piped', Record: { Data: 'eA==' } }, 'InvalidArgumentException', /^This operation is not permitted on KinesisStreamAsSource delivery stream type\.$/],
  ],
  PutRecordBatch: [
    ...named({ Records: [{ Data: 'eA==' }] }),
    nowhere({ Records: [{ Data: 'eA==' }] }),
    [good, 'ValidationException', /null at 'records'/],
    [{ ...good, Records: [] }, 'ValidationException', /'\[\]' at 'records' .* greater than or equal to 1/],
    [{ ...good, Records: Array.from({ length: 501 }, () => ({ Data: '' })) }, 'ValidationException', /at 'records' .* less than or equal to 500/],
    [{ ...good, Records: [{ Data: 'eA==' }, {}] }, 'ValidationException', /null at 'records.2.member.data'/],
    [{ ...good, Records: Array.from({ length: 5 }, () => ({ Data: zeroes(900_000) })) }, 'InvalidArgumentException', /^Records size exceeds 4 MB limit$/],
    [{ DeliveryStreamName: 'piped', Records: [{ Data: 'eA==' }] }, 'InvalidArgumentException', /^This operation is not permitted on KinesisStreamAsSource delivery stream type\.$/],
  ],
  StartDeliveryStreamEncryption: [
    ...named(),
    nowhere(),
    [{ ...good, DeliveryStreamEncryptionConfigurationInput: { KeyType: 'MINE' } }, 'ValidationException', /'MINE' at 'deliveryStreamEncryptionConfigurationInput.keyType' .* enum/],
    [{ ...good, DeliveryStreamEncryptionConfigurationInput: { KeyType: 'CUSTOMER_MANAGED_CMK' } }, 'InvalidArgumentException', /KeyARN must be given/],
    [{ ...good, DeliveryStreamEncryptionConfigurationInput: { KeyType: 'AWS_OWNED_CMK', KeyARN: 'arn:aws:kms:us-east-1:123456789012:key/k' } }, 'InvalidArgumentException', /KeyARN must not be given/],
    [{ DeliveryStreamName: 'piped' }, 'InvalidArgumentException', /encryption of piped/],
  ],
  StopDeliveryStreamEncryption: [...named(), nowhere(), [{ DeliveryStreamName: 'piped' }, 'InvalidArgumentException', /encryption of piped/]],
  TagDeliveryStream: [
    ...named({ Tags: [{ Key: 'a' }] }),
    nowhere({ Tags: [{ Key: 'a' }] }),
    [good, 'ValidationException', /null at 'tags'/],
    [{ ...good, Tags: [{ Value: 'v' }] }, 'ValidationException', /null at 'tags.1.member.key'/],
    [{ ...good, Tags: [{ Key: 'aws:mine' }] }, 'ValidationException', /'aws:mine' at 'tags.1.member.key' .* pattern/],
  ],
  UntagDeliveryStream: [...named({ TagKeys: ['a'] }), nowhere({ TagKeys: ['a'] }), [good, 'ValidationException', /null at 'tagKeys'/], [{ ...good, TagKeys: [] }, 'ValidationException', /at 'tagKeys'/]],
  UpdateDestination: [
    ...named({ CurrentDeliveryStreamVersionId: '1', DestinationId: 'd' }),
    [update({ CurrentDeliveryStreamVersionId: '2', S3DestinationUpdate: {} }), 'ConcurrentModificationException', /version id: 1 and specified version id: 2/],
    [update({ CurrentDeliveryStreamVersionId: 'one' }), 'ValidationException', /'one' at 'currentDeliveryStreamVersionId'/],
    [update({ DestinationId: 'destinationId-2', S3DestinationUpdate: {} }), 'InvalidArgumentException', /Destination Id destinationId-2/],
    [update({}), 'InvalidArgumentException', /^Exactly one destination update is supported for a Firehose$/],
    [update({ ExtendedS3DestinationUpdate: { DynamicPartitioningConfiguration: { Enabled: true }, ...extract, Prefix: '!{partitionKeyFromQuery:a}/', ErrorOutputPrefix: 'e/', BufferingHints: dynamic.BufferingHints } }), 'InvalidArgumentException', /DynamicPartitioningConfiguration/],
    [update({ HttpEndpointDestinationUpdate: {} }), 'InvalidArgumentException', /HttpEndpointDestinationUpdate does not fit/],
    [update({ S3DestinationUpdate: { BucketARN: 'arn:aws:s3:::other' } }), 'InvalidArgumentException', /BucketARN: there is no bucket other/],
    [update({ S3DestinationUpdate: { BufferingHints: { IntervalInSeconds: 60 } } }), 'InvalidArgumentException', /BufferingHints.SizeInMBs/],
    [update({ ExtendedS3DestinationUpdate: { Prefix: '!{timestamp:yyyy}/' } }), 'InvalidArgumentException', /ErrorOutputPrefix/],
    [update({ DeliveryStreamName: 'nowhere', S3DestinationUpdate: {} }), 'ResourceNotFoundException', /Firehose nowhere/],
  ],
};
