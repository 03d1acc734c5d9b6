import type { Limit } from './define.ts';
import { agentLimits } from './agent.ts';
import { dmsLimits } from './dms.ts';
import { dpLimits } from './dp.ts';
import { dxLimits } from './dx.ts';
import { dynamodbLimits } from './dynamodb.ts';
import { emitLimits } from './emit.ts';
import { firehoseBufferLimits } from './firehose.ts';
import { firehoseDeliveryLimits } from './firehose-delivery.ts';
import { iotLimits } from './iot.ts';
import { kclLimits } from './kcl.ts';
import { kdsLimits } from './kds.ts';
import { kplLimits } from './kpl.ts';
import { lambdaLimits } from './lambda.ts';
import { regionLimits } from './region.ts';
import { s3Limits } from './s3.ts';
import { s3taLimits } from './s3ta.ts';
import { sgwLimits } from './sgw.ts';
import { snowLimits } from './snow.ts';
import { snsLimits } from './sns.ts';
import { sqsLimits } from './sqs.ts';

/** Every limit of every service; one line a topic. */
export const allLimits: readonly Limit[] = [
  ...kdsLimits,
  ...kplLimits,
  ...agentLimits,
  ...kclLimits,
  ...emitLimits,
  ...dynamodbLimits,
  ...lambdaLimits,
  ...firehoseBufferLimits,
  ...firehoseDeliveryLimits,
  ...sqsLimits,
  ...snsLimits,
  ...iotLimits,
  ...dpLimits,
  ...dxLimits,
  ...snowLimits,
  ...sgwLimits,
  ...s3Limits,
  ...s3taLimits,
  ...dmsLimits,
  ...regionLimits,
];
