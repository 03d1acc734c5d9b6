/** What a worker of KCL 3.x reports: its utilisation every half minute, and each lease's data rate with its renewals. */
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { UpdateItem } from '../../dynamodb-table/model/operations.ts';
import type { HeldLease, KclEvent, KclState, PeerReport, Worker } from './state.ts';
import { callTable } from './table.ts';
import { smoothed, utilizationOf } from './utilization.ts';

type Ctx = ServiceContext<KclEvent>;

/** Key of a worker's row. SIMPLIFIED: it lies in the lease table; the library has a table of its own for it. */
export function peerKey(id: string): string {
  return `worker:${id}`;
}

/** The report that an item is; undefined when it is none. Never throws. */
export function peerOf(item: PlainRecord): PeerReport | undefined {
  const { reporter, reports, utilization } = item;
  return typeof reporter === 'string' && typeof reports === 'number' && typeof utilization === 'number' && utilization >= 0 ? { id: reporter, reports, metric: utilization } : undefined;
}

/** Writes the worker's row, and goes on doing so; the first report says 0, as there is nothing to compare with yet. */
export function report(state: KclState, worker: Worker, ctx: Ctx): void {
  if (state.config.leaseAssignment !== 'worker-utilization') {
    worker.reporting = false;
    return;
  }
  const alpha = ctx.limits.number('kcl.balance.smoothing');
  if (worker.reports > 0) worker.utilization = smoothed(worker.utilization, utilizationOf(worker.busyMs, ctx.now - worker.reportedAt, state.config.workerCores), alpha);
  worker.reporting = true;
  worker.reports++;
  worker.busyMs = 0;
  worker.reportedAt = ctx.now;
  ctx.after(ctx.limits.duration('kcl.worker-metrics.interval'), { type: 'report', worker: worker.number, life: worker.life });
  callTable(UpdateItem, { key: peerKey(worker.id), set: { leaseKey: peerKey(worker.id), reporter: worker.id, reports: ctx.now, utilization: worker.utilization } }, { type: 'none' }, ctx);
}

/** What a read brought counts as the lease's data until its next renewal. */
export function noteFetched(worker: Worker, { shard, run }: { readonly shard: number; readonly run: number }, { count, bytes }: RecordBatch): void {
  const held = worker.held.write(shard);
  if (held?.run !== run) return;
  for (let i = 0; i < count; i++) held.fetchedBytes += bytes[i]!;
}

/** The lease's smoothed data rate with what came since its last renewal, kB/s. */
export function measureThroughput(held: HeldLease, ctx: Ctx): number {
  const elapsed = ctx.now - held.measuredAt;
  if (elapsed > 0) held.throughput = smoothed(held.throughput, held.fetchedBytes / elapsed, ctx.limits.number('kcl.balance.smoothing'));
  held.fetchedBytes = 0;
  held.measuredAt = ctx.now;
  return held.throughput ?? 0;
}
