import { bucketCommands, deliveryCommands } from './delivery.ts';
import { iotCommands } from './iot.ts';
import { kinesisCommands } from './kinesis.ts';
import { pipelineCommands } from './pipelines.ts';
import type { Command } from './session.ts';
import { snsCommands } from './sns.ts';
import { sqsCommands } from './sqs.ts';

/** What is typed, service by service; each begins with an empty account. */
export const commandsOf: Readonly<Record<string, readonly Command[]>> = { kinesis: kinesisCommands, sqs: sqsCommands, sns: snsCommands, iot: iotCommands, 'datapipeline and dynamodb': pipelineCommands, 'firehose and s3': deliveryCommands, 'files in s3': bucketCommands };
