import { shardOrder, windowOf, type StreamFrame } from '../../../services/kinesis-streams/view/index.ts';
import type { Reshard, StageFrame } from './frame.ts';
import type { Row } from './layout.ts';

/** How long a reshard is shown, ms of wall time at the speed of the run. */
export const reshardMs = 600;

const ease = (t: number): number => 1 - (1 - t) ** 3;

function progressAt(reshard: Reshard | undefined, frame: StageFrame, time: number): number {
  if (!reshard || !frame.playing) return 1;
  return ease(Math.max(0, Math.min(1, (time - reshard.at) / (reshardMs * frame.speed))));
}

/** The reshard that closed a shard: the first whose children lie over its range. */
function closedBy(shard: number, { columns }: StreamFrame, reshards: readonly Reshard[]): Reshard | undefined {
  return reshards.find(({ from, to }) => {
    if (from <= shard) return false;
    for (let s = from; s < to && s < columns.startShare.length; s++) if (columns.startShare[s]! < columns.endShare[shard]! && columns.startShare[shard]! < columns.endShare[s]!) return true;
    return false;
  });
}

/** Whether a reshard is still being shown at a moment. */
export function resharding(frame: StageFrame, time: number): boolean {
  const last = frame.reshards[frame.reshards.length - 1];
  return last !== undefined && progressAt(last, frame, time) < 1;
}

export interface Rows {
  readonly rows: readonly Row[];
  /** Place of the first row among all that could be drawn, and how many those are. */
  readonly from: number;
  readonly of: number;
}

/** The shards to be drawn, in order, as many as fit; children grow and parents shrink while a reshard is shown. */
export function rowsAt(frame: StageFrame, time: number, fit: number, focus: number): Rows {
  const { stream, reshards } = frame;
  if (!stream) return { rows: [], from: 0, of: 0 };
  const order = shardOrder(stream);
  const { from, rows } = windowOf(order, fit, focus);
  const { state } = stream.columns;
  return {
    from,
    of: order.length,
    rows: rows.map((shard): Row => {
      const opened = reshards.find((reshard) => shard >= reshard.from && shard < reshard.to);
      const presence = progressAt(opened, frame, time);
      return { shard, presence, closed: state[shard] === 1 ? progressAt(closedBy(shard, stream, reshards), frame, time) : 0 };
    }),
  };
}
