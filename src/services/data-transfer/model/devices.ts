/** Snowball jobs: ordered, filled, sent back and imported; lost or canceled on the way. */
import type { PlainRecord } from '../../../sim/plainData.ts';
import { arrive, moveOn, type Ctx } from './moving.ts';
import { bulkIsOver, bulkMoved, enter } from './phases.ts';
import { jobStateAt, mayCancel, snowballPlan, snowballQuestion } from './snowball.ts';
import type { Chunk, DeviceJob, TransferEvent, TransferState } from './state.ts';

/** Deals the pieces to devices, by the space they have. */
export function orderDevices(state: TransferState, ctx: Ctx): void {
  const { config } = state;
  const plan = snowballPlan(snowballQuestion(config), ctx.limits);
  let next = 0;
  let dealt = 0;
  let room = 0;
  for (const trip of plan.trips) {
    room += trip.bytes;
    const chunks: Chunk[] = [];
    while (next < state.bulk.length && dealt + state.bulk[next]!.bytes / 2 <= room) {
      dealt += state.bulk[next]!.bytes;
      chunks.push(state.bulk[next++]!);
    }
    state.jobs.push(Object.freeze({ trip, life: 1, chunks: Object.freeze(chunks), imported: false, cancelled: false }));
    schedule(state.jobs[trip.device]!, ctx);
  }
  state.bulk = [];
  ctx.trace('devices.ordered', ctx.nodeId, { devices: plan.devices, waves: plan.waves, device: config.device });
  ctx.bill('SnowballJob', plan.devices);
}

function schedule({ trip, life }: DeviceJob, ctx: Ctx): void {
  const at = (moment: 'arrived' | 'copied' | 'back' | 'imported', when: number) => ctx.after(Math.max(0, when - ctx.now), { type: 'device', device: trip.device, life, moment });
  at('arrived', trip.arrivesAt);
  at('copied', trip.copiedAt);
  at('back', trip.backAt);
  at('imported', trip.importedAt);
}

/** A device has come a step further. */
export function deviceMoment(state: TransferState, event: Extract<TransferEvent, { type: 'device' }>, ctx: Ctx): void {
  const job = state.jobs[event.device];
  if (!job || job.cancelled || job.life !== event.life) return;
  ctx.trace(`device.${event.moment}`, `device ${event.device + 1}`, { device: event.device + 1, bytes: job.trip.bytes });
  if (event.moment === 'arrived') enter(state, 'copying', ctx);
  if (event.moment === 'copied' && state.jobs.every((each) => each.cancelled || each.trip.copiedAt <= ctx.now)) enter(state, 'shipping', ctx);
  if (event.moment === 'back' && state.jobs.every((each) => each.cancelled || each.trip.backAt <= ctx.now)) enter(state, 'importing', ctx);
  if (event.moment !== 'imported') return;
  state.jobs[event.device] = Object.freeze({ ...job, imported: true, chunks: Object.freeze([]) });
  for (const chunk of job.chunks) {
    state.bulkLeft -= chunk.bytes;
    arrive(state, chunk, ctx);
  }
  if (bulkIsOver(state)) bulkMoved(state, ctx);
}

/** A device that is lost holds copies only: the source still has the data, and another device is ordered. */
export function loseDevice(state: TransferState, target: string | undefined, ctx: Ctx): void {
  const wanted = target === undefined ? state.jobs.findIndex((job) => !job.imported && !job.cancelled) : Number(target.replace(/\D+/g, '')) - 1;
  const job = state.jobs[wanted];
  if (!job || job.imported || job.cancelled || ctx.now < job.trip.orderedAt) return;
  const shift = ctx.now - job.trip.orderedAt;
  const { trip } = job;
  const again = Object.freeze({ ...trip, orderedAt: ctx.now, arrivesAt: trip.arrivesAt + shift, copiedAt: trip.copiedAt + shift, backAt: trip.backAt + shift, importedAt: trip.importedAt + shift });
  state.jobs[wanted] = Object.freeze({ ...job, trip: again, life: job.life + 1 });
  ctx.trace('device.lost', `device ${wanted + 1}`, { device: wanted + 1, bytes: trip.bytes });
  schedule(state.jobs[wanted]!, ctx);
}

/** CancelJob: before AWS prepares the device. What it was to carry goes over the line. Answers why not, or undefined. */
export function cancelJob(state: TransferState, request: PlainRecord, ctx: Ctx): string | undefined {
  const job = state.jobs[Number(request.device) - 1];
  if (!job) return `There is no device ${JSON.stringify(request.device ?? null)}; there are ${state.jobs.length}.`;
  const now = job.cancelled ? 'Cancelled' : jobStateAt(job.trip, ctx.now);
  if (!mayCancel(now)) return `The job of device ${job.trip.device + 1} is ${now}: it can be canceled until PreparingAppliance.`;
  state.jobs[job.trip.device] = Object.freeze({ ...job, cancelled: true, chunks: Object.freeze([]) });
  ctx.trace('device.canceled', `device ${job.trip.device + 1}`, { device: job.trip.device + 1, bytes: job.trip.bytes });
  state.bulk.push(...job.chunks);
  state.bulkOpen = true;
  moveOn(state, ctx);
  return undefined;
}
