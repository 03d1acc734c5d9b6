import { fireAndForget, type Call, type Operation, type Reply } from './calls.ts';
import type { Limits } from './limits.ts';
import type { MetricTable } from './metrics.ts';
import type { PlainData, PlainRecord } from './plainData.ts';
import { base64Of, payloadOf } from './records/content.ts';
import type { KeyTable } from './records/keyTable.ts';
import type { PayloadTable } from './records/payloadTable.ts';
import type { RecordTable } from './records/recordTable.ts';
import type { Rng } from './rng.ts';
import type { ModelEvent, ServiceContext, TrafficAsset } from './serviceModel.ts';
import type { Trace } from './trace.ts';
import type { Wire } from './wiring.ts';

/** One moment in a record's life, with the values of its entry. */
export interface Hop {
  readonly at: number;
  readonly node: string;
  readonly type: string;
  readonly detail: PlainRecord;
}

/** What a context needs of the run it belongs to. */
export interface Kernel {
  readonly now: number;
  readonly recipe: { readonly startsAt: number };
  readonly account: string;
  readonly limits: Limits;
  readonly keys: KeyTable;
  readonly payloads: PayloadTable;
  readonly records: RecordTable;
  readonly metrics: MetricTable;
  readonly trace: Trace;
  readonly assets: ReadonlyMap<string, TrafficAsset>;
  readonly wires: readonly Wire[];
  readonly nodes: readonly { readonly id: string; readonly rng: Rng }[];
  /** Row being followed, -1 for none. */
  readonly following: number;
  readonly hops: Hop[];
  schedule(node: number, delay: number, event: ModelEvent): number;
  cancel(id: number): void;
  callOver(from: number, edge: number, op: Operation<unknown, unknown>, request: unknown, about: ModelEvent, timeout: number | undefined): void;
  replyTo(call: Call, reply: Reply<unknown>, last: boolean): void;
  keep(rows: Uint32Array): void;
  bill(node: number, unit: string, amount: number): void;
  sinkNumber(name: string): number;
}

/** A node and all that its records may have come through, the nearest first. */
function upstreamOf(node: number, wires: readonly Wire[]): readonly number[] {
  const found = [node];
  for (const at of found) for (const wire of wires) if (wire.to === at && !found.includes(wire.from)) found.push(wire.from);
  return found;
}

/** What a model sees of its run. */
export class NodeContext implements ServiceContext<ModelEvent> {
  readonly #kernel: Kernel;
  readonly #index: number;
  readonly nodeId: string;
  readonly #edges = new Map<string, readonly number[]>();
  #upstream: readonly number[] | undefined;

  constructor(kernel: Kernel, index: number, nodeId: string) {
    this.#kernel = kernel;
    this.#index = index;
    this.nodeId = nodeId;
  }

  get now(): number {
    return this.#kernel.now;
  }
  get startsAt(): number {
    return this.#kernel.recipe.startsAt;
  }
  get account(): string {
    return this.#kernel.account;
  }
  get rng(): Rng {
    return this.#kernel.nodes[this.#index]!.rng;
  }
  get limits(): Limits {
    return this.#kernel.limits;
  }
  get records(): RecordTable {
    return this.#kernel.records;
  }
  get keys(): KeyTable {
    return this.#kernel.keys;
  }
  get payloads(): PayloadTable {
    return this.#kernel.payloads;
  }
  payload(row: number): PlainData | undefined {
    const { records, keys, payloads, recipe } = this.#kernel;
    const changed = this.content(row);
    if (changed !== undefined) return payloadOf(changed);
    const classOf = records.classOf(row);
    if (!payloads.isReadable(classOf)) return undefined;
    const createdAt = records.createdAt(row);
    return payloads.of(classOf, { row, key: keys.text(records.key(row)), createdAt, time: recipe.startsAt + createdAt });
  }
  content(row: number): PlainData | undefined {
    return this.#kernel.records.content(row, (this.#upstream ??= upstreamOf(this.#index, this.#kernel.wires)));
  }
  data(row: number): string | undefined {
    const changed = this.content(row);
    const content = changed ?? this.payload(row);
    return content === undefined ? undefined : base64Of(content);
  }
  reshape(row: number, edge: number | undefined, content: PlainData): void {
    const wire = edge === undefined ? undefined : this.#kernel.wires[edge]!;
    this.#kernel.records.setContent(row, content, wire === undefined ? this.#index : wire.from === this.#index ? wire.to : wire.from);
  }
  asset(id: string): TrafficAsset | undefined {
    return this.#kernel.assets.get(id);
  }
  after(delay: number, event: ModelEvent): number {
    return this.#kernel.schedule(this.#index, delay, event);
  }
  cancel(id: number): void {
    this.#kernel.cancel(id);
  }
  edgesAt(port: string): readonly number[] {
    let edges = this.#edges.get(port);
    if (edges === undefined) {
      const found: number[] = [];
      this.#kernel.wires.forEach((wire, i) => {
        if ((wire.from === this.#index && wire.fromPort === port) || (wire.to === this.#index && wire.toPort === port)) found.push(i);
      });
      edges = found;
      this.#edges.set(port, edges);
    }
    return edges;
  }
  /** Edges have come since they were last looked up. */
  rewired(): void {
    this.#edges.clear();
    this.#upstream = undefined;
  }
  neighbour(edge: number): string {
    const wire = this.#kernel.wires[edge]!;
    return this.#kernel.nodes[wire.from === this.#index ? wire.to : wire.from]!.id;
  }
  call<Req, Res>(edge: number, op: Operation<Req, Res>, request: Req, about: ModelEvent, timeout?: number): void {
    this.#kernel.callOver(this.#index, edge, op as Operation<unknown, unknown>, request, about, timeout);
  }
  send<Req, Res>(edge: number, op: Operation<Req, Res>, request: Req): void {
    this.#kernel.callOver(this.#index, edge, op as Operation<unknown, unknown>, request, fireAndForget, undefined);
  }
  reply<Res>(call: Call, reply: Reply<Res>): void {
    this.#kernel.replyTo(call, reply, true);
  }
  push<Res>(call: Call, reply: Reply<Res>): void {
    this.#kernel.replyTo(call, reply, false);
  }
  keep(rows: Uint32Array): void {
    this.#kernel.keep(rows);
  }
  count(metric: string, value: number): void {
    this.#kernel.metrics.count(this.nodeId, metric, this.#kernel.now, value);
  }
  bill(unit: string, amount: number): void {
    this.#kernel.bill(this.#index, unit, amount);
  }
  trace(type: string, subject: string, detail: PlainRecord, sums?: Readonly<Record<string, number>>): void {
    this.#kernel.trace.note(this.#kernel.now, this.nodeId, type, subject, detail, sums);
  }
  sink(name: string): number {
    return this.#kernel.sinkNumber(name);
  }
  hop(rows: Uint32Array | (() => Uint32Array), type: string, detail: (entry: number) => PlainRecord): void {
    const kernel = this.#kernel;
    if (kernel.following < 0) return;
    const entry = (typeof rows === 'function' ? rows() : rows).indexOf(kernel.following);
    if (entry >= 0) kernel.hops.push({ at: kernel.now, node: this.nodeId, type, detail: detail(entry) });
  }
}
