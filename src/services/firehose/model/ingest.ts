/** What comes in: limits of a call, Direct PUT quotas, billing, and the way into the buffers. */
import { awsError, type AwsError } from '../../../aws/awsError.ts';
import { pickBatch, type EntryOutcome, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { fill } from './buffering.ts';
import { route } from './routing.ts';
import { buffers, type FirehoseEvent, type FirehoseState } from './state.ts';

type Ctx = ServiceContext<FirehoseEvent>;
const throttled = 'ServiceUnavailableException';
const slowDown = 'Slow down.';
/** Quotas count in thousandths, so that a millisecond adds whole numbers. */
const thousand = 1000;

const large = ['firehose.direct-put.large-region-records-per-second', 'firehose.direct-put.large-region-calls-per-second', 'firehose.direct-put.large-region-bytes-per-second'];
const other = ['firehose.direct-put.other-region-records-per-second', 'firehose.direct-put.other-region-calls-per-second', 'firehose.direct-put.other-region-bytes-per-second'];

/** Records, calls and bytes a second. */
function quotas(state: FirehoseState, ctx: Ctx): readonly number[] {
  return (state.config.largeRegion ? large : other).map((id) => ctx.limits.number(id));
}

/** Full quotas, for the start. */
export function fullTokens(state: FirehoseState, ctx: Ctx): number[] {
  return quotas(state, ctx).map((perSecond) => perSecond * thousand);
}

function refill(state: FirehoseState, ctx: Ctx): void {
  const elapsed = ctx.now - state.filledAt;
  if (elapsed <= 0) return;
  state.filledAt = ctx.now;
  quotas(state, ctx).forEach((perSecond, i) => {
    state.tokens[i] = Math.min(perSecond * thousand, state.tokens[i]! + perSecond * elapsed);
  });
}

/** What is wrong with a call as a whole; undefined when its entries may be looked at. */
export function checkCall(records: RecordBatch, single: boolean, ctx: Ctx): AwsError | undefined {
  const invalid = (message: string) => awsError('InvalidArgumentException', message);
  const most = single ? 1 : ctx.limits.number('firehose.put-record-batch.max-entries');
  if (records.count < 1 || records.count > most) return invalid(`A call carries 1 to ${most} records; got ${records.count}.`);
  const largest = ctx.limits.bytes('firehose.record.max-bytes');
  let bytes = 0;
  for (const size of records.bytes) {
    if (size > largest) return invalid(`A record may have at most ${largest} bytes; got ${size}.`);
    bytes += size;
  }
  const whole = ctx.limits.bytes('firehose.put-record-batch.max-bytes');
  return !single && bytes > whole ? invalid(`Records size exceeds ${whole / 1024 ** 2} MB limit`) : undefined;
}

/** Takes in the entries that the quotas leave room for; answers the error of the call, or how each entry fared. */
export function putEntries(state: FirehoseState, records: RecordBatch, ctx: Ctx): AwsError | EntryOutcome {
  refill(state, ctx);
  const { tokens } = state;
  const refuse = (limit: string, refused: number) => {
    ctx.count('ThrottledRecords', refused);
    ctx.trace('put.refused', limit, { limit, code: throttled }, { refused, offered: records.count });
  };
  ctx.count('IncomingPutRequests', 1);
  if (tokens[1]! < thousand) {
    refuse('calls a second', records.count);
    return awsError(throttled, slowDown);
  }
  tokens[1]! -= thousand;
  const code = new Uint8Array(records.count);
  let failed = 0;
  let byBytes = false;
  for (let i = 0; i < records.count; i++) {
    const cost = records.bytes[i]! * thousand;
    if (tokens[0]! < thousand || tokens[2]! < cost) {
      byBytes ||= tokens[0]! >= thousand;
      code[i] = 1;
      failed++;
    } else {
      tokens[0]! -= thousand;
      tokens[2]! -= cost;
    }
  }
  if (failed > 0) refuse(byBytes ? 'bytes a second' : 'records a second', failed);
  const accepted = failed === 0 ? records : pickBatch(records, Uint32Array.from(Array.from({ length: records.count }, (_, i) => i).filter((i) => code[i] === 0)));
  if (accepted.count > 0) {
    ctx.records.hold(accepted.rows);
    takeIn(state, accepted, ctx);
  }
  return { failed, code, codes: [throttled] };
}

/** Records that Firehose has hold of enter the first buffer, and the backup. Aggregates are taken apart; billing counts what came. */
export function takeIn(state: FirehoseState, records: RecordBatch, ctx: Ctx): void {
  const unit = ctx.limits.bytes('firehose.billing.record-unit');
  let bytes = 0;
  let billed = 0;
  for (const size of records.bytes) {
    bytes += size;
    billed += Math.max(1, Math.ceil(size / unit)) * unit;
  }
  ctx.count('IncomingRecords', records.count);
  ctx.count('IncomingBytes', bytes);
  ctx.bill('firehose-gibibyte', billed / 1024 ** 3);
  state.billedBytes += billed;
  state.received += records.rows.length;
  const { rows } = records;
  const sizes = records.first ? rows.map((row) => ctx.records.payloadBytes(row)) : records.bytes;
  ctx.hop(rows, 'record.buffered', () => ({ transformed: false }));
  if (ctx.edgesAt('backup').length > 0 || backsUpAll(state)) {
    ctx.records.hold(rows);
    fill(state, buffers.backup, rows, sizes, ctx);
  }
  if (state.config.transforms && ctx.edgesAt('transform').length > 0) fill(state, buffers.lambda, rows, sizes, ctx);
  else route(state, { rows, sizes }, ctx);
}

function backsUpAll({ config }: FirehoseState): boolean {
  return config.s3BackupMode === 'All' && config.destination !== 's3' && config.destination !== 'redshift';
}
