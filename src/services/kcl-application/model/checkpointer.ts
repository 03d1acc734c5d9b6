/** What a record processor may checkpoint. */
import { comparePositions, shardEnd, type Position } from './leases.ts';

export type CheckpointRuling = { readonly type: 'write'; readonly position: Position } | { readonly type: 'same' } | { readonly type: 'illegal'; readonly message: string };

/**
 * Rules on a checkpoint: from the last one up to the newest record delivered; the last one again writes nothing; the last record
 * of a shard that has ended stands for its end.
 */
export function ruleOn(wanted: Position, last: Position, delivered: Position | null, shardEnded: boolean): CheckpointRuling {
  if (wanted.sub < 0 || !Number.isInteger(wanted.sub)) return { type: 'illegal', message: `Could not checkpoint at invalid, negative subsequence number ${wanted.sub}` };
  const most = shardEnded ? shardEnd : delivered;
  if (comparePositions(wanted, last) < 0 || most === null || comparePositions(wanted, most) > 0) {
    return { type: 'illegal', message: `Could not checkpoint at ${wanted.sequence}/${wanted.sub}: it did not fall into the range from the last checkpoint to the newest record delivered` };
  }
  const position = shardEnded && delivered !== null && comparePositions(wanted, delivered) >= 0 ? shardEnd : wanted;
  return comparePositions(position, last) === 0 ? { type: 'same' } : { type: 'write', position };
}

/** Whether a user record comes after a checkpoint: those up to it are passed over when a shard is taken up again. */
export function isAfter(sequence: number, sub: number, checkpoint: Position): boolean {
  return typeof checkpoint.sequence !== 'number' || sequence > checkpoint.sequence || (sequence === checkpoint.sequence && sub > checkpoint.sub);
}
