/** A KPL between a hand that submits user records at exact moments and a desk that answers calls as a test says. For tests. */
import { awsError } from '../../../aws/awsError.ts';
import { hashKeyOf, uniformRange } from '../../../aws/hashKey.ts';
import { shardIdText } from '../../../aws/ids.ts';
import { ok } from '../../../base/result.ts';
import type { Call } from '../../../sim/calls.ts';
import type { LimitOverrides } from '../../../sim/limits.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import { defaultStartsAt } from '../../../sim/recipe.ts';
import { makeBatch, rowsOf, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import { makeRegistry } from '../../../sim/registry.ts';
import { eraseModel, type ModelEvent, type ServiceModel } from '../../../sim/serviceModel.ts';
import { Simulation } from '../../../sim/simulation.ts';
import { ListShards, PutRecords, type ListedShard } from '../../kinesis-streams/model/operations.ts';
import { Submit } from '../../sdk-producer/model/operations.ts';
import { kplProducer } from './index.ts';
import type { KplState } from './state.ts';

/** What the desk makes of one entry: 0 stored, a code refused; `shard` only where it is not the owner's. */
export interface Verdict {
  readonly code?: string;
  readonly shard?: number;
}
export type Script = (entry: number, call: SeenCall) => Verdict | undefined;

export interface SeenCall {
  readonly at: number;
  readonly records: RecordBatch;
  /** User records of each entry. */
  readonly sizes: readonly number[];
}

export interface Put {
  readonly key: string;
  readonly bytes: number;
  readonly explicitHashKey?: bigint;
}

const passive = { fields: {}, metrics: [], faults: [], operations: [], invariants: [], parseConfig: () => ok({}), sinks: () => [], init: () => ({}), onCall() {}, onEvent() {}, onReply() {}, onIntervention() {}, view: () => ({ fields: {} }) };

export class KplBench {
  readonly simulation: Simulation;
  readonly calls: SeenCall[] = [];
  readonly listings: number[] = [];
  shards: ListedShard[];
  script: Script = () => undefined;
  /** Code of the error that whole calls get, `silence` for no answer. */
  wholeCall: string | undefined;
  listError: string | undefined;

  constructor(config: PlainRecord = {}, { shards = 1, facts = 'notes', limitOverrides }: { readonly shards?: number; readonly facts?: 'notes' | 'today'; readonly limitOverrides?: LimitOverrides } = {}) {
    this.shards = Array.from({ length: shards }, (_, i) => listedShard(i, uniformRange(i, shards)));
    const hand: ServiceModel<object, object, ModelEvent> = { ...passive, kind: 'hand', says: 'Submits.', ports: [{ name: 'out', direction: 'out', operations: [Submit.name], calls: true, max: 1, local: true }], sinks: () => ['nowhere'] };
    const desk: ServiceModel<object, object, ModelEvent> = {
      ...passive,
      kind: 'desk',
      says: 'Answers.',
      ports: [{ name: 'in', direction: 'in', operations: [PutRecords.name, ListShards.name], calls: false, max: 1 }],
      onCall: (_state, call, ctx) => this.#answer(call, ctx),
    };
    const graph = {
      nodes: [
        { id: 'hand', kind: 'hand', config: {} },
        { id: 'kpl', kind: 'kpl-producer', config },
        { id: 'desk', kind: 'desk', config: {} },
      ],
      edges: [
        { from: { node: 'hand' }, to: { node: 'kpl' }, latencyMs: 0 },
        { from: { node: 'kpl' }, to: { node: 'desk' }, latencyMs: 0 },
      ],
    };
    const recipe = { engine: 1, graph, seed: 1, facts, startsAt: defaultStartsAt, length: 86_400_000, interventions: [] };
    this.simulation = new Simulation(recipe, { models: makeRegistry([eraseModel(hand), eraseModel(kplProducer), eraseModel(desk)]), checkInvariants: true, ...(limitOverrides ? { limitOverrides } : {}) });
  }

  #answer(call: Call, ctx: Parameters<ServiceModel<object, object, ModelEvent>['onCall']>[2]): void {
    if (ListShards.is(call)) {
      this.listings.push(ctx.now);
      if (this.listError === 'silence') return;
      return ctx.reply(call, this.listError ? { ok: false, error: awsError(this.listError, '') } : { ok: true, response: { Shards: this.shards } });
    }
    if (!PutRecords.is(call)) return;
    const { records } = call.request;
    const seen = { at: ctx.now, records, sizes: Array.from({ length: records.count }, (_, i) => rowsOf(records, i).length) };
    this.calls.push(seen);
    if (this.wholeCall === 'silence') return;
    if (this.wholeCall) return ctx.reply(call, { ok: false, error: awsError(this.wholeCall, '') });
    const verdicts = seen.sizes.map((_, entry) => this.script(entry, seen));
    const codes = [...new Set(verdicts.flatMap((verdict) => verdict?.code ?? []))];
    const code = Uint8Array.from(verdicts, (verdict) => (verdict?.code === undefined ? 0 : codes.indexOf(verdict.code) + 1));
    const shards = Uint32Array.from(verdicts, (verdict, i) => verdict?.shard ?? this.#owner(records.explicitHashKeys![i]! - 1));
    ctx.reply(call, { ok: true, response: { FailedRecordCount: code.filter((each) => each > 0).length, outcome: { failed: code.filter((each) => each > 0).length, code, codes, shards, sequences: new Float64Array(records.count).fill(1) } } });
  }

  #owner(key: number): number {
    const { keys } = this.simulation;
    const words = keys.hashWords(key);
    let hash = 0n;
    for (let w = 0; w < 4; w++) hash = (hash << 32n) | BigInt(words[key * 4 + w]!);
    return this.shards.find((shard) => !shard.closed && BigInt(shard.StartingHashKey) <= hash && hash <= BigInt(shard.EndingHashKey))!.shard;
  }

  get state(): KplState {
    return this.simulation.nodes[1]!.state as KplState;
  }

  get now(): number {
    return this.simulation.now;
  }

  /** Lets time pass up to a moment. */
  until(at: number): this {
    const status = this.simulation.runUntil(at);
    if (status.type === 'invariant-broken') throw new Error(`invariant broken: ${status.name}`);
    return this;
  }

  /** Submits user records now, in one batch. */
  put(...puts: readonly Put[]): this {
    const { simulation } = this;
    const { keys } = simulation;
    const keyOf = Uint32Array.from(puts, (each) => keys.intern(each.key));
    const records = makeBatch({
      count: puts.length,
      rows: Uint32Array.from(puts, (each, i) => simulation.records.birth(simulation.now, keyOf[i]!, each.bytes, 0)),
      keys: keyOf,
      bytes: Uint32Array.from(puts, (each) => each.bytes),
      explicitHashKeys: puts.some((each) => each.explicitHashKey !== undefined) ? Uint32Array.from(puts, (each) => (each.explicitHashKey === undefined ? 0 : keys.internHashKey(each.explicitHashKey) + 1)) : undefined,
    });
    simulation.callOver(0, 0, Submit as never, { records }, { type: '' }, undefined);
    return this.until(simulation.now);
  }

  /** Answers the newest call now, as a whole, with an error. */
  answer(code: string): void {
    const node = this.simulation.nodes[1]!;
    node.model.onReply(node.state, { type: 'sent', id: this.state.next - 1 } as ModelEvent, { ok: false, error: awsError(code, '') }, node.context);
  }

  /** As many user records of one key and size. */
  putMany(count: number, bytes: number, key = 'a'): this {
    return this.put(...Array.from({ length: count }, () => ({ key, bytes })));
  }

  /** The desk's shards become these. */
  reshard(shards: readonly ListedShard[]): void {
    this.shards = [...shards];
  }

  events(type: string) {
    return this.simulation.trace.events().filter((event) => event.type === type);
  }

  metric(name: string) {
    return this.simulation.metrics.totals().find((entry) => entry.node === 'kpl' && entry.metric === name)?.total;
  }
}

export function listedShard(shard: number, range: { readonly startingHashKey: bigint; readonly endingHashKey: bigint }, closed = false): ListedShard {
  return { shard, ShardId: shardIdText(shard), ParentShardId: null, AdjacentParentShardId: null, parents: [], closed, StartingHashKey: range.startingHashKey.toString(), EndingHashKey: range.endingHashKey.toString() };
}

/** A key, `k0` or later, that lies in shard `shard` of `count` even ones. */
export function keyIn(shard: number, count: number, from = 0): string {
  const range = uniformRange(shard, count);
  for (let i = from; ; i++) {
    const hash = hashKeyOf(`k${i}`);
    if (hash >= range.startingHashKey && hash <= range.endingHashKey) return `k${i}`;
  }
}
