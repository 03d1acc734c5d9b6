/** The way into the buffer of the destination, or into those of partitions. */
import type { PlainData } from '../../../sim/plainData.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { fill } from './buffering.ts';
import { bufferFor, sortsByKeys } from './partitions.ts';
import { buffers, type FirehoseEvent, type FirehoseState } from './state.ts';

/** Records that may be delivered, with what a function has made of them. */
export interface Deliverable {
  readonly rows: Uint32Array;
  readonly sizes: Uint32Array;
  /** By position; undefined: as it came. */
  readonly contents?: readonly (PlainData | undefined)[] | undefined;
  readonly lambdaKeys?: readonly (Readonly<Record<string, string>> | undefined)[] | undefined;
}

export function route(state: FirehoseState, { rows, sizes, contents, lambdaKeys }: Deliverable, ctx: ServiceContext<FirehoseEvent>): void {
  if (!sortsByKeys(state)) return fill(state, buffers.destination, rows, sizes, ctx);
  rows.forEach((row, i) => {
    const log = bufferFor(state, row, contents?.[i] ?? ctx.payload(row), lambdaKeys?.[i], ctx);
    fill(state, log, rows.subarray(i, i + 1), sizes.subarray(i, i + 1), ctx);
  });
}
