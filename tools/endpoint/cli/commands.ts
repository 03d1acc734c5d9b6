import { deliveryCommands } from './delivery.ts';
import { kinesisCommands } from './kinesis.ts';
import type { Command } from './session.ts';
import { snsCommands } from './sns.ts';
import { sqsCommands } from './sqs.ts';

/** What is typed, service by service; each begins with an empty account. */
export const commandsOf: Readonly<Record<string, readonly Command[]>> = { kinesis: kinesisCommands, sqs: sqsCommands, sns: snsCommands, 'firehose and s3': deliveryCommands };
