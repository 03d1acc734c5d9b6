import { makeRegistry } from '../sim/registry.ts';
import { eraseModel } from '../sim/serviceModel.ts';
import { dynamodbTable } from './dynamodb-table/model/index.ts';
import { dataPipeline } from './data-pipeline/model/index.ts';
import { dataTransfer } from './data-transfer/model/index.ts';
import { kinesisAgent } from './kinesis-agent/model/index.ts';
import { kclApplication } from './kcl-application/model/index.ts';
import { connector } from './connector/model/index.ts';
import { deviceFleet } from './device-fleet/model/index.ts';
import { iotCore } from './iot-core/model/index.ts';
import { kinesisStreams } from './kinesis-streams/model/index.ts';
import { kplProducer } from './kpl-producer/model/index.ts';
import { emrCluster } from './emr-cluster/model/index.ts';
import { firehose } from './firehose/model/index.ts';
import { lambdaFunction } from './lambda-function/model/index.ts';
import { redshift } from './redshift/model/index.ts';
import { s3Bucket } from './s3-bucket/model/index.ts';
import { sdkProducer } from './sdk-producer/model/index.ts';
import { queueProducer } from './queue-producer/model/index.ts';
import { queueWorker } from './queue-worker/model/index.ts';
import { snsTopic } from './sns-topic/model/index.ts';
import { sqsQueue } from './sqs-queue/model/index.ts';
import { httpEndpoint } from './http-endpoint/model/index.ts';
import { searchIndex } from './search-index/model/index.ts';
import { streamReader } from './stream-reader/model/index.ts';
import { traffic } from './traffic/model/index.ts';

/** Every simulated service. A new one is a folder beside these and one line here. */
export const models = makeRegistry([eraseModel(traffic), eraseModel(iotCore), eraseModel(deviceFleet), eraseModel(sdkProducer), eraseModel(kplProducer), eraseModel(kinesisStreams), eraseModel(streamReader), eraseModel(dynamodbTable), eraseModel(sqsQueue), eraseModel(snsTopic), eraseModel(queueWorker), eraseModel(queueProducer), eraseModel(s3Bucket), eraseModel(lambdaFunction), eraseModel(firehose), eraseModel(redshift), eraseModel(searchIndex), eraseModel(httpEndpoint), eraseModel(emrCluster), eraseModel(dataTransfer), eraseModel(kinesisAgent), eraseModel(kclApplication), eraseModel(connector), eraseModel(dataPipeline)]);
