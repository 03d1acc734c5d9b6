import { KeyTable } from '../sim/records/keyTable.ts';
import { makeRegistry } from '../sim/registry.ts';
import { eraseModel, type ModelEvent, type ServiceModel } from '../sim/serviceModel.ts';
import { Simulation } from '../sim/simulation.ts';
import { defaultStartsAt } from '../sim/recipe.ts';
import { makeBatch, type RecordBatch } from '../sim/records/recordBatch.ts';
import type { Operation, Reply } from '../sim/calls.ts';
import type { LimitOverrides } from '../sim/limits.ts';
import type { PlainRecord } from '../sim/plainData.ts';
import type { TraceEvent } from '../sim/trace.ts';
import { ok } from '../base/result.ts';
import { kinesisStreams } from '../services/kinesis-streams/model/index.ts';
import {
  GetRecords,
  GetShardIterator,
  ListShards,
  PutRecord,
  PutRecords,
  SubscribeToShard,
  putOperations,
  readOperations,
  type GetRecordsResponse,
  type GetShardIteratorRequest,
  type ListedShard,
  type PutRecordResponse,
  type PutRecordsResponse,
  type ShardIterator,
  type SubscribeToShardEvent,
  type SubscribeToShardRequest,
} from '../services/kinesis-streams/model/operations.ts';
import type { StreamState } from '../services/kinesis-streams/model/state.ts';

/** One entry of a request: a partition key, and the bytes that count (data and key). */
export interface Entry {
  readonly key: string;
  readonly bytes: number;
  readonly explicitHashKey?: bigint;
}

export interface BenchOptions {
  readonly facts?: 'notes' | 'today';
  readonly startsAt?: number;
  readonly limitOverrides?: LimitOverrides;
}

interface CallerEvent extends ModelEvent {
  readonly id: number;
}

/**
 * A stream on a bench: a hand makes calls at exact moments over edges without latency, and has each answer at once.
 * The hand keeps the rows that it puts, as a producer does while a call is under way.
 */
export class StreamBench {
  readonly simulation: Simulation;
  readonly replies = new Map<number, Reply<unknown>[]>();
  #next = 1;

  constructor(config: PlainRecord = {}, options: BenchOptions = {}) {
    const replies = this.replies;
    const hand: ServiceModel<object, object, CallerEvent> = {
      kind: 'hand',
      says: 'Makes the calls of a test.',
      ports: [
        { name: 'put', direction: 'out', operations: putOperations, calls: true, max: 1 },
        { name: 'read', direction: 'in', operations: readOperations, calls: true, max: 1 },
      ],
      fields: {},
      metrics: [],
      faults: [],
      operations: [],
      parseConfig: () => ok({}),
      sinks: (_config, nodeId) => [nodeId],
      init: () => ({}),
      onCall() {},
      onEvent() {},
      onReply(_state, about, reply) {
        replies.set(about.id, [...(replies.get(about.id) ?? []), reply]);
      },
      onIntervention() {},
      view: () => ({ fields: {} }),
      invariants: [],
    };
    const graph = {
      nodes: [
        { id: 'hand', kind: 'hand', config: {} },
        { id: 'stream', kind: 'kinesis-streams', config },
      ],
      edges: [
        { from: { node: 'hand' }, to: { node: 'stream' }, latencyMs: 0 },
        { from: { node: 'stream' }, to: { node: 'hand' }, latencyMs: 0 },
      ],
    };
    const recipe = { engine: 1, graph, seed: 1, facts: options.facts ?? ('notes' as const), startsAt: options.startsAt ?? defaultStartsAt, length: 400 * 86_400_000, interventions: [] };
    this.simulation = new Simulation(recipe, {
      models: makeRegistry([eraseModel(hand), eraseModel(kinesisStreams)]),
      checkInvariants: true,
      ...(options.limitOverrides ? { limitOverrides: options.limitOverrides } : {}),
    });
  }

  get state(): StreamState {
    return this.simulation.nodes[1]!.state as StreamState;
  }

  get keys(): KeyTable {
    return this.simulation.keys;
  }

  get now(): number {
    return this.simulation.now;
  }

  /** Lets simulated time pass. */
  wait(ms: number): void {
    const status = this.simulation.runUntil(this.simulation.now + ms);
    if (status.type === 'invariant-broken') throw new Error(`invariant broken: ${status.name}`);
  }

  /** Lets time pass up to a moment. */
  waitUntil(at: number): void {
    this.wait(at - this.now);
  }

  batch(entries: readonly Entry[]): RecordBatch {
    const { simulation, keys } = this;
    const explicit = entries.some((entry) => entry.explicitHashKey !== undefined);
    const keyOf = entries.map((entry) => keys.intern(entry.key));
    return makeBatch({
      count: entries.length,
      rows: Uint32Array.from(entries, (entry, i) => simulation.records.birth(simulation.now, keyOf[i]!, entry.bytes, 0)),
      keys: Uint32Array.from(keyOf),
      bytes: Uint32Array.from(entries, (entry) => entry.bytes),
      explicitHashKeys: explicit ? Uint32Array.from(entries, (entry) => (entry.explicitHashKey === undefined ? 0 : keys.internHashKey(entry.explicitHashKey) + 1)) : undefined,
    });
  }

  /** Makes a call now; answers its number, by which `replies` keeps what came back. */
  begin<Req, Res>(op: Operation<Req, Res>, request: Req): number {
    const id = this.#next++;
    const edge = putOperations.includes(op.name) ? 0 : 1;
    this.simulation.callOver(0, edge, op as Operation<unknown, unknown>, request, { type: 'answer', id } as ModelEvent, undefined);
    this.wait(0);
    return id;
  }

  #ask<Req, Res>(op: Operation<Req, Res>, request: Req): Reply<Res> {
    const reply = this.replies.get(this.begin(op, request))?.[0];
    if (!reply) throw new Error(`${op.name} was not answered`);
    return op.reply(reply);
  }

  put(entries: readonly Entry[]): Reply<PutRecordsResponse> {
    return this.#ask(PutRecords, { records: this.batch(entries) });
  }

  /** `count` entries of one key and size in one call. */
  putMany(count: number, bytes: number, key = 'a'): Reply<PutRecordsResponse> {
    return this.put(Array.from({ length: count }, () => ({ key, bytes })));
  }

  putOne(entry: Entry, SequenceNumberForOrdering?: string): Reply<PutRecordResponse> {
    return this.#ask(PutRecord, { records: this.batch([entry]), SequenceNumberForOrdering });
  }

  iterator(request: Partial<GetShardIteratorRequest> = {}): Reply<{ readonly ShardIterator: ShardIterator }> {
    return this.#ask(GetShardIterator, { ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON', ...request });
  }

  /** An iterator that must be granted. */
  iteratorOf(request: Partial<GetShardIteratorRequest> = {}): ShardIterator {
    const reply = this.iterator(request);
    if (!reply.ok) throw new Error(reply.error.message);
    return reply.response.ShardIterator;
  }

  get(iterator: ShardIterator, Limit?: number, consumer = 'test'): Reply<GetRecordsResponse> {
    return this.#ask(GetRecords, { ShardIterator: iterator, Limit, consumer });
  }

  /** Records that a read from the oldest on returns, ignoring read limits between calls. */
  listShards(): readonly ListedShard[] {
    const reply = this.#ask(ListShards, { consumer: 'test' });
    if (!reply.ok) throw new Error(reply.error.message);
    return reply.response.Shards;
  }

  /** Subscribes; answers the call's number. */
  subscribe(request: SubscribeToShardRequest): number {
    return this.begin(SubscribeToShard, request);
  }

  pushes(call: number): readonly Reply<SubscribeToShardEvent>[] {
    return (this.replies.get(call) ?? []).map((reply) => SubscribeToShard.reply(reply));
  }

  operate(operation: string, request: PlainRecord): void {
    const problem = this.simulation.apply({ type: 'operate', node: 'stream', operation, request });
    if (problem) throw new Error(problem);
  }

  /** Carries out a control call and waits until the stream is ACTIVE again. */
  reshard(operation: string, request: PlainRecord): void {
    this.operate(operation, request);
    this.wait(this.state.config.controlPlaneDelay);
    if (this.state.status !== 'ACTIVE') throw new Error(`the stream is ${this.state.status}`);
  }

  events(type: string): readonly TraceEvent[] {
    return this.simulation.trace.events().filter((event) => event.type === type);
  }

  /** Of the newest refused control call. */
  lastRefusal(): { readonly code: string; readonly message: string } | undefined {
    const detail = this.events('operation.refused').at(-1)?.detail;
    return detail ? { code: detail.code as string, message: detail.message as string } : undefined;
  }

  metric(name: string): number {
    return this.simulation.metrics.totals().find((entry) => entry.node === 'stream' && entry.metric === name)?.total.sum ?? 0;
  }
}

/** The response of a reply that must be one; throws with the error's message otherwise. */
export function responseOf<Res>(reply: Reply<Res>): Res {
  if (!reply.ok) throw new Error(`${reply.error.code}: ${reply.error.message}`);
  return reply.response;
}

/** The error code of a reply; `ok` when there is none. */
export function codeOf(reply: Reply<unknown>): string {
  return reply.ok ? 'ok' : reply.error.code;
}
