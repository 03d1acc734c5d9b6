/** One batch to its destination: an object for S3, a staged object and COPY for Redshift, documents for a search domain, a request for the others. */
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { stage } from './copying.ts';
import { index } from './indexing.ts';
import { writeData } from './objects.ts';
import { startPosting } from './posting.ts';
import { arrived } from './progress.ts';
import type { FirehoseEvent, FirehoseState, Put } from './state.ts';

type Ctx = ServiceContext<FirehoseEvent>;

/** Begins the delivery of a batch; the next waits until it is over. */
export function deliverBatch(state: FirehoseState, records: RecordBatch, bytes: number, ctx: Ctx): void {
  state.mainBusy = true;
  const { destination } = state.config;
  if (destination === 'search') index(state, records, ctx);
  else if (destination === 'splunk' || destination === 'http') startPosting(state, records, bytes, ctx);
  else writeData(state, records, bytes, ctx);
}

/** An object lies in S3: what it meant is done. */
export function objectWritten(state: FirehoseState, put: Put, ctx: Ctx): void {
  if (put.purpose === 'staging') stage(state, { key: put.key, records: put.records, stagedAt: ctx.now }, ctx);
  else ctx.records.release(put.records.rows, 'dropped-by-code');
  if (put.purpose === 'data') arrived(state, undefined, put.records.count, put.bytes, ctx);
  if (put.main) {
    state.objects++;
    ctx.after(0, { type: 'over' });
  } else if (put.partition !== null) {
    if (put.purpose === 'data') state.objects++;
    ctx.after(0, { type: 'partition-over', buffer: put.partition });
  }
}
