/** What a panel and a summary see of a connector. */
import { shardIdText } from '../../../aws/ids.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { NodeView, ViewContext } from '../../../sim/serviceModel.ts';
import type { ConnectorState } from './state.ts';

export interface ConnectorViewFields {
  readonly pipelines: number;
  readonly buffered: number;
  readonly bufferedBytes: number;
  readonly emitting: number;
  readonly emitted: number;
  readonly failed: number;
  readonly filtered: number;
  readonly unreadable: number;
  readonly repeats: number;
  readonly flushes: number;
}

export function viewFields(state: ConnectorState): ConnectorViewFields {
  const all = [...state.pipelines.values()];
  return {
    pipelines: all.length,
    buffered: all.reduce((sum, { count }) => sum + count, 0),
    bufferedBytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
    emitting: all.filter(({ emission }) => emission !== null).length,
    emitted: state.emitted,
    failed: state.failed,
    filtered: state.filtered,
    unreadable: state.unreadable,
    repeats: state.repeats,
    flushes: state.flushes,
  };
}

export function viewConnector(state: ConnectorState): NodeView {
  return { fields: viewFields(state) as unknown as PlainRecord };
}

/** The long form: every shard's buffer. */
export function describeConnector(state: ConnectorState, at: ViewContext): PlainRecord {
  const buffers = [...state.pipelines.values()].map(({ shard, count, bytes, lastFlush, emission }) => ({ shard: shardIdText(shard), records: count, bytes, msSinceFlush: at.now - lastFlush, tries: emission?.tries ?? 0 }));
  return { ...viewFields(state), buffers };
}
