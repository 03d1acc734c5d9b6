import { makeRegistry } from '../sim/registry.ts';
import { eraseModel } from '../sim/serviceModel.ts';
import { kinesisStreams } from './kinesis-streams/model/index.ts';
import { sdkProducer } from './sdk-producer/model/index.ts';
import { streamReader } from './stream-reader/model/index.ts';
import { traffic } from './traffic/model/index.ts';

/** Kinds that a page loads only when a run names one of them; a test holds this list to models.ts. */
export const laterKinds: readonly string[] = [
  'kpl-producer', 'kinesis-agent', 'kcl-application', 'connector', 'dynamodb-table', 'lambda-function', 'firehose', 's3-bucket', 'redshift', 'search-index', 'http-endpoint', 'emr-cluster',
  'sqs-queue', 'sns-topic', 'queue-producer', 'queue-worker', 'iot-core', 'device-fleet', 'data-pipeline', 'data-transfer',
];

/** The services of the first lab: what a page needs to begin. All others come with models.ts. */
export const firstModels = makeRegistry([eraseModel(traffic), eraseModel(sdkProducer), eraseModel(kinesisStreams), eraseModel(streamReader)], laterKinds);
