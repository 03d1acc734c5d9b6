import { datapipeline } from './datapipeline/index.ts';
import { dynamodb } from './dynamodb/index.ts';
import { firehose } from './firehose/index.ts';
import { iot, iotData } from './iot/index.ts';
import { kinesis } from './kinesis/index.ts';
import type { EndpointService } from './operation.ts';
import { s3 } from './s3/index.ts';
import { sns } from './sns/index.ts';
import { sqs } from './sqs/index.ts';

/** Every service that the endpoint answers for. */
export const endpointServices: readonly EndpointService[] = [kinesis, firehose, dynamodb, iot, iotData, s3, sns, sqs, datapipeline];
