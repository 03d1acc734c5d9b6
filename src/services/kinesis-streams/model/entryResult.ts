import { shardIdText } from '../../../aws/ids.ts';
import type { BatchOutcome } from '../../../sim/records/recordBatch.ts';
import type { EntryResult } from './operations.ts';
import { sequenceNumberAt } from './reading.ts';
import type { StreamState } from './state.ts';
import { throttleMessage } from './throughput.ts';

/** The answer to entry `entry` of a request, in AWS's members. Good as long as the record is held. */
export function entryResult(state: StreamState, { startsAt, account }: { readonly startsAt: number; readonly account: string }, outcome: BatchOutcome, entry: number): EntryResult {
  const shard = outcome.shards[entry]!;
  const code = outcome.code[entry]!;
  if (code === 0) return { SequenceNumber: sequenceNumberAt(state, startsAt, shard, outcome.sequences[entry]! - 1), ShardId: shardIdText(shard) };
  return { ErrorCode: outcome.codes[code - 1]!, ErrorMessage: code === 1 ? throttleMessage(state, shard, account) : 'Internal service failure.' };
}
