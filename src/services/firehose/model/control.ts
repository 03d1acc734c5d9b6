/** What an API does to a delivery stream as a whole: its settings change, or it is deleted. */
import { awsError, type AwsError } from '../../../aws/awsError.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { parseFirehoseConfig, type FirehoseConfig } from './config.ts';
import type { FirehoseEvent, FirehoseState } from './state.ts';

type Ctx = ServiceContext<FirehoseEvent>;

/** New settings; the destination is fixed for the life of a delivery stream. */
export function applyConfig(state: FirehoseState, config: FirehoseConfig): void {
  state.config = { ...config, destination: state.config.destination };
  state.effectiveSize = state.config.bufferSize;
  state.version++;
}

/** Settings as UpdateDestination gives them; the error where they are none. */
export function updateDestination(state: FirehoseState, raw: PlainRecord, ctx: Ctx): AwsError | undefined {
  const parsed = parseFirehoseConfig({ ...raw, destination: state.config.destination }, ctx.limits);
  if (!parsed.ok) return awsError('InvalidArgumentException', parsed.error.map(({ path, problem }) => `${path}: ${problem}`).join('; '));
  applyConfig(state, parsed.value);
  return undefined;
}

/** Everything that is not delivered yet is lost, and nothing comes in any more. Requests under way may still arrive. */
export function deleteAll(state: FirehoseState, ctx: Ctx): void {
  state.deleted = true;
  const { logs } = state;
  const lose = (rows: Uint32Array) => ctx.records.release(rows, 'deleted-unprocessed');
  for (let buffer = 0; buffer < logs.count; buffer++) {
    const from = logs.first(buffer);
    lose(Uint32Array.from({ length: logs.length(buffer) - from }, (_, i) => logs.row(buffer, from + i)));
    logs.dropBefore(buffer, logs.length(buffer));
    state.buffers[buffer]!.bytes = 0;
    state.buffers[buffer]!.run++;
  }
  for (const { records } of [...state.puts.values(), ...state.invocations.values(), ...state.staged]) lose(records.rows);
  if (state.indexing) lose(state.indexing.records.rows);
  if (state.posting) lose(state.posting.records.rows);
  state.freeLogs.push(...state.partitions.keys());
  for (const held of [state.puts, state.invocations, state.partitions, state.partitionLogs, state.readers]) held.clear();
  state.staged = [];
  state.queued = [];
  state.indexing = null;
  state.posting = null;
  state.copying = null;
  state.due = null;
  state.mainBusy = false;
}
