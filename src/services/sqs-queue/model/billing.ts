import type { Ctx, QueueState } from './state.ts';

/** One call in the bill: at least one request, and one for each 64 KiB of payload. */
export function billRequest(state: QueueState, payloadBytes: number, ctx: Ctx): void {
  ctx.bill(state.config.fifo ? 'FIFO requests' : 'requests', Math.max(1, Math.ceil(payloadBytes / ctx.limits.bytes('sqs.billing.chunk-bytes'))));
}
