/** What a panel and a summary see of an agent. */
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { NodeView, ViewContext } from '../../../sim/serviceModel.ts';
import { fileOf, type AgentState, type Flow } from './state.ts';

/** Bytes that a flow has still to read, in the file it reads and in newer ones. */
function bytesBehind(state: AgentState, flow: Flow): number {
  if (flow.cursor === null) return 0;
  let bytes = Math.max(0, (fileOf(state, flow.cursor.file)?.size ?? 0) - flow.cursor.offset);
  for (const file of flow.pending) bytes += fileOf(state, file.id)?.size ?? 0;
  return bytes;
}

function queued(flow: Flow): number {
  let records = 0;
  for (const buffer of flow.queue) records += buffer.records.count;
  for (const buffer of flow.retries) records += buffer.records.count;
  return records;
}

function total(state: AgentState, of: (flow: Flow) => number): number {
  return state.flows.reduce((sum, flow) => sum + of(flow), 0);
}

/** Sums over the flows. */
export function viewAgent(state: AgentState, at: ViewContext): NodeView {
  const first = state.flows[0];
  return {
    fields: {
      running: state.running,
      files: state.files.length,
      bytesOnDisk: state.files.reduce((sum, file) => sum + file.size, 0),
      linesWritten: state.linesWritten,
      linesLost: state.linesLost,
      bytesBehind: total(state, (flow) => bytesBehind(state, flow)),
      filesBehind: total(state, (flow) => flow.pending.length),
      buffered: total(state, (flow) => flow.buffer.rows.length),
      queued: total(state, queued),
      buffersQueued: total(state, (flow) => flow.queue.length),
      callsUnderWay: total(state, (flow) => flow.sending),
      failures: state.flows.reduce((most, flow) => Math.max(most, flow.failures), 0),
      backingOffMs: state.flows.reduce((most, flow) => Math.max(most, flow.waitsUntil < 0 ? 0 : flow.waitsUntil - at.now), 0),
      recordsSent: total(state, (flow) => flow.recordsSent),
      recordsResent: total(state, (flow) => flow.recordsResent),
      recordsFiltered: total(state, (flow) => flow.recordsFiltered),
      recordsTruncated: total(state, (flow) => flow.recordsTruncated),
      lastRead: first?.sampleIn ?? '',
      lastSent: first?.sampleOut ?? '',
    },
  };
}

const filesShown = 100;

/** The sums, every flow, and the files. */
export function describeAgent(state: AgentState, at: ViewContext): PlainRecord {
  return {
    ...viewAgent(state, at).fields,
    flows: state.flows.map((flow, i) => ({
      filePattern: state.config.flows[i]!.filePattern,
      destination: state.config.flows[i]!.destination,
      file: flow.cursor?.path ?? null,
      offset: flow.cursor?.offset ?? 0,
      filesBehind: flow.pending.length,
      bytesBehind: bytesBehind(state, flow),
      buffered: flow.buffer.rows.length,
      buffersQueued: flow.queue.length,
      failures: flow.failures,
      recordsSent: flow.recordsSent,
      recordsResent: flow.recordsResent,
    })),
    fileList: state.files.slice(0, filesShown).map(({ id, path, size, lines }) => ({ id, path, size, lines })),
    checkpoints: Array.from(state.checkpoints, ([flow, { path, id, offset }]) => ({ flow, path, id, offset })),
  };
}
