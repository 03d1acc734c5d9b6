import type { Call, Reply } from './calls.ts';
import type { EventQueue } from './eventQueue.ts';
import type { MetricTable } from './metrics.ts';
import type { NodeContext } from './nodeContext.ts';
import type { PlainRecord } from './plainData.ts';
import type { RecordTable } from './records/recordTable.ts';
import type { Rng } from './rng.ts';
import type { AnyServiceModel, ModelEvent } from './serviceModel.ts';
import type { Trace } from './trace.ts';
import type { Wire } from './wiring.ts';

/** What waits in the queue of a run. */
export type Payload =
  | { readonly type: 'event'; readonly node: number; readonly event: ModelEvent }
  /** `rows`: what the message itself holds while it is under way. */
  | { readonly type: 'call'; readonly node: number; readonly call: Call; readonly rows: Uint32Array | undefined }
  | { readonly type: 'reply'; readonly call: Call; readonly reply: Reply<unknown>; readonly last: boolean; readonly rows: Uint32Array | undefined }
  | { readonly type: 'timeout'; readonly call: Call };

/** A node of a run: what it is, and its state now. */
export interface NodeRuntime {
  readonly index: number;
  readonly id: string;
  readonly model: AnyServiceModel;
  config: PlainRecord;
  state: object;
  rng: Rng;
  readonly context: NodeContext;
}

/** A moment of a run that can be returned to; shares with the run all that does not change. */
export interface Checkpoint {
  readonly now: number;
  readonly processed: number;
  readonly heldRows: number;
  readonly born: number;
  readonly queue: EventQueue<Payload>;
  readonly nodes: readonly NodeRuntime[];
  readonly wires: readonly Wire[];
  readonly states: readonly object[];
  readonly configs: readonly PlainRecord[];
  readonly rngs: readonly Rng[];
  readonly edgeRngs: readonly Rng[];
  readonly records: RecordTable;
  readonly metrics: MetricTable;
  readonly trace: Trace;
  readonly open: ReadonlyMap<number, number>;
  readonly costs: readonly ReadonlyMap<string, number>[];
  readonly history: readonly [number, number];
  readonly nextIntervention: number;
  readonly nextCall: number;
}
