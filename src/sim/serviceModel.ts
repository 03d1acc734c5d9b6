import type { Result } from '../base/result.ts';
import type { Call, Operation, Port, Reply } from './calls.ts';
import type { ConfigIssue, Field } from './config.ts';
import type { Limits } from './limits.ts';
import type { PlainData, PlainRecord } from './plainData.ts';
import type { KeyTable } from './records/keyTable.ts';
import type { PayloadTable } from './records/payloadTable.ts';
import type { RecordTable } from './records/recordTable.ts';
import type { Rng } from './rng.ts';

/** What a learner or a script does to a running simulation. */
export type Intervention =
  | { readonly type: 'setConfig'; readonly node: string; readonly config: PlainRecord }
  | { readonly type: 'fault'; readonly node: string; readonly name: string; readonly target?: string | undefined; readonly duration?: number | undefined }
  | { readonly type: 'recover'; readonly node: string; readonly name: string; readonly target?: string | undefined }
  | { readonly type: 'operate'; readonly node: string; readonly operation: string; readonly request: PlainRecord };

export interface FaultSpec {
  readonly name: string;
  readonly says: string;
  readonly takesDuration: boolean;
  readonly targets: 'node' | 'shard' | 'consumer' | 'worker' | 'edge';
}

export interface OperationSpec {
  readonly name: string;
  readonly says: string;
  readonly members: Readonly<Record<string, string>>;
}

export type Columns = { readonly [name: string]: Float64Array | Uint32Array | Uint8Array };

/** A few fields in the learner's words, and columns for what there may be a thousand of. */
export interface NodeView<Fields = PlainRecord> {
  readonly fields: Fields;
  readonly columns?: Columns;
}

export interface Invariant<State> {
  readonly name: string;
  holds(state: State, at: ViewContext): boolean;
}

/** What a view or an invariant may ask besides the state. */
export interface ViewContext {
  readonly now: number;
  readonly limits: Limits;
  readonly keys: KeyTable;
  readonly records: RecordTable;
  /** UTC milliseconds at simulated time 0. */
  readonly startsAt: number;
}

/** Events that a model schedules for itself: plain data told apart by `type`. */
export interface ModelEvent {
  readonly type: string;
}

export interface ServiceContext<Event extends ModelEvent> {
  readonly now: number;
  readonly nodeId: string;
  readonly startsAt: number;
  /** The account whose services these are, twelve digits. */
  readonly account: string;
  readonly rng: Rng;
  readonly limits: Limits;
  readonly records: RecordTable;
  readonly keys: KeyTable;
  readonly payloads: PayloadTable;
  /** What a record carries as this node sees it; undefined when it is opaque. */
  payload(row: number): PlainData | undefined;
  /** What was set for a record, as this node sees it: the bytes that a client sent, with all that stands beside them. Undefined where nothing was set. */
  content(row: number): PlainData | undefined;
  /** The bytes that a record carries as this node sees it, in base64; undefined when it is opaque. */
  data(row: number): string | undefined;
  /**
   * A record that somebody holds carries `content` from now on: as seen by this node and all behind it, or, over an edge, by the
   * neighbour there and all behind that. SIMPLIFIED: where two ways lead to the same node, what was set nearest to it counts.
   */
  reshape(row: number, edge: number | undefined, content: PlainData): void;
  /** Files that this run may replay, by asset id. */
  asset(id: string): TrafficAsset | undefined;
  /** Schedules an event for this node, `delay` ms from now (whole, not negative). */
  after(delay: number, event: Event): number;
  cancel(id: number): void;
  /** Edges at a port of this node. */
  edgesAt(port: string): readonly number[];
  /** The id of the node at the other end of an edge. */
  neighbour(edge: number): string;
  /** Calls over an edge; the reply, or `RequestTimeout` after `timeout` ms, comes to onReply with `about`. */
  call<Req, Res>(edge: number, op: Operation<Req, Res>, request: Req, about: Event, timeout?: number): void;
  /** Calls without waiting for any reply. */
  send<Req, Res>(edge: number, op: Operation<Req, Res>, request: Req): void;
  reply<Res>(call: Call, reply: Reply<Res>): void;
  /** One part of an answer that goes on (SubscribeToShard); `reply` ends it. */
  push<Res>(call: Call, reply: Reply<Res>): void;
  /** Holds rows that a reply brought: they pass over from the message that is being handled. */
  keep(rows: Uint32Array): void;
  /** One observation of a CloudWatch metric. */
  count(metric: string, value: number): void;
  /** Adds to a billing unit. */
  bill(unit: string, amount: number): void;
  /** Notes something worth telling; `sums` add up while the episode lasts. */
  trace(type: string, subject: string, detail: PlainRecord, sums?: Readonly<Record<string, number>>): void;
  /** Number of the sink with this name (declared by the model's `sinks`). */
  sink(name: string): number;
  /** Something happened to rows: kept when one of them is being followed. Rows that must be gathered first are given as a function. */
  hop(rows: Uint32Array | (() => Uint32Array), type: string, detail: (entry: number) => PlainRecord): void;
}

/** A file brought in for replay: one entry a record, in columns. */
export interface TrafficAsset {
  readonly id: string;
  readonly rows: number;
  /** Column name to the text of each row. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  /** Size of each row's line in bytes. */
  readonly bytes: Uint32Array;
}

export interface ServiceModel<Config extends object, State extends object, Event extends ModelEvent> {
  readonly kind: string;
  /** What it is, in one sentence. */
  readonly says: string;
  readonly ports: readonly Port[];
  readonly fields: { readonly [key: string]: Field };
  /** Every metric that this service counts: what was never counted is 0, not absent. */
  readonly metrics: readonly string[];
  readonly faults: readonly FaultSpec[];
  readonly operations: readonly OperationSpec[];
  parseConfig(raw: unknown, limits: Limits): Result<Config, readonly ConfigIssue[]>;
  /** Names of the sinks this node is: places where records arrive for good. `connected` are the ports that have an edge. */
  sinks(config: Config, nodeId: string, connected: ReadonlySet<string>): readonly string[];
  init(config: Config, ctx: ServiceContext<Event>): State;
  onCall(state: State, call: Call, ctx: ServiceContext<Event>): void;
  onEvent(state: State, event: Event, ctx: ServiceContext<Event>): void;
  onReply(state: State, about: Event, reply: Reply<unknown>, ctx: ServiceContext<Event>): void;
  /** A checked intervention; `config` is the whole new configuration for setConfig. */
  onIntervention(state: State, what: Intervention, config: Config | undefined, ctx: ServiceContext<Event>): void;
  /** Brings billing units up to now (shard-hours run without events). */
  settle?(state: State, ctx: ServiceContext<Event>): void;
  view(state: State, at: ViewContext): NodeView;
  /** The long form for summaries and tables: everything a person may ask of this node. */
  describe?(state: State, at: ViewContext): PlainRecord;
  readonly invariants: readonly Invariant<State>[];
  /** Rows this node holds, with repetition: tests compare them with the record table. */
  heldRows?(state: State, visit: (row: number) => void): void;
}

export type AnyServiceModel = ServiceModel<object, object, ModelEvent>;

/** Erases the types of a model: the only place where they are given up, so that a list of models has one type. */
export function eraseModel<Config extends object, State extends object, Event extends ModelEvent>(model: ServiceModel<Config, State, Event>): AnyServiceModel {
  return model as unknown as AnyServiceModel;
}

export type { PlainData };
