import type { Edition, Limit } from './define.ts';
import { agentLimits } from './agent.ts';
import { dmsLimits } from './dms.ts';
import { dpLimits } from './dp.ts';
import { dxLimits } from './dx.ts';
import { emitLimits } from './emit.ts';
import { firehoseBufferLimits } from './firehose.ts';
import { firehoseDeliveryLimits } from './firehose-delivery.ts';
import { iotLimits } from './iot.ts';
import { kclLimits } from './kcl.ts';
import { kdsLimits } from './kds.ts';
import { kplLimits } from './kpl.ts';
import { lambdaLimits } from './lambda.ts';
import { regionLimits } from './region.ts';
import { s3taLimits } from './s3ta.ts';
import { sgwLimits } from './sgw.ts';
import { snowLimits } from './snow.ts';
import { snsLimits } from './sns.ts';
import { sqsLimits } from './sqs.ts';

export type { Edition, Limit, Quantity } from './define.ts';

/** Every limit of every service; one line a topic. */
export const allLimits: readonly Limit[] = [
  ...kdsLimits,
  ...kplLimits,
  ...agentLimits,
  ...kclLimits,
  ...emitLimits,
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
  ...s3taLimits,
  ...dmsLimits,
  ...regionLimits,
];

const byId = new Map(allLimits.map((limit) => [limit.id, limit]));

/** The limit with this id, or undefined. */
export function findLimit(id: string): Limit | undefined {
  return byId.get(id);
}

/** The value of a limit in an edition, in the base unit of its quantity. Throws on an unknown id. */
export function limitValue(id: string, edition: Edition): number {
  const limit = byId.get(id);
  if (!limit) throw new Error(`no limit has the id ${id}`);
  return edition === 'today' ? (limit.today ?? limit.notes) : limit.notes;
}
