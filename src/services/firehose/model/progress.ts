/** How deliveries fare: when they begin to fail, when they work again, and what has arrived. */
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import type { FirehoseEvent, FirehoseState } from './state.ts';

type Ctx = ServiceContext<FirehoseEvent>;
/** A failure line: base64 of the data, and what stands around it. [SIM] */
const failureFrame = 300;

/** Size of an object that describes failed records. */
export function failureBytes(records: RecordBatch): number {
  let bytes = 0;
  for (const size of records.bytes) bytes += Math.ceil(size / 3) * 4 + failureFrame;
  return bytes;
}

/** The first tries that fail are told one by one, later ones once an hour. [SIM] */
const toldTries = 10;
const toldEveryMs = 3_600_000;

/** Notes that a delivery failed. */
export function deliveryFailed(state: FirehoseState, destination: string, code: string, ctx: Ctx): void {
  if (state.failing?.destination !== destination) {
    state.failing = Object.freeze({ destination, since: ctx.now });
    state.failedTries = 0;
  }
  if (++state.failedTries > toldTries && ctx.now < state.failureToldAt + toldEveryMs) return;
  state.failureToldAt = ctx.now;
  ctx.trace('delivery.failed', destination, { destination, code }, { tries: 1 });
}

/** Notes that it works again. */
export function deliveryWorks(state: FirehoseState, destination: string, ctx: Ctx): void {
  if (state.failing?.destination !== destination) return;
  ctx.trace('delivery.recovered', destination, { destination, failedMs: ctx.now - state.failing.since });
  state.failing = null;
}

/** Counts what has reached its destination, under a metric where it is not counted elsewhere. */
export function arrived(state: FirehoseState, metric: string | undefined, records: number, bytes: number, ctx: Ctx): void {
  if (metric !== undefined) {
    ctx.count(`${metric}.Records`, records);
    ctx.count(`${metric}.Bytes`, bytes);
  }
  state.delivered += records;
  state.deliveredBytes += bytes;
}

export function bytesOf(records: RecordBatch): number {
  let bytes = 0;
  for (const size of records.bytes) bytes += size;
  return bytes;
}

/** What stands around the data of records that were given up. */
export function failureContent(records: RecordBatch, attemptsMade: number, errorCode: string, errorMessage: string, ctx: Ctx): PlainRecord {
  return { rawData: 'base64 of the record', errorCode, errorMessage, attemptsMade, arrivalTimestamp: ctx.startsAt + (records.arrivedAt?.[0] ?? ctx.now), attemptEndingTimestamp: ctx.startsAt + ctx.now };
}
