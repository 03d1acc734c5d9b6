import { bareModel } from '../sim/bareModel.ts';
import { models as allModels } from '../services/models.ts';
import type { Operation, Reply } from '../sim/calls.ts';
import type { LimitOverrides } from '../sim/limits.ts';
import type { PlainRecord } from '../sim/plainData.ts';
import { defaultStartsAt } from '../sim/recipe.ts';
import { makeBatch, type RecordBatch } from '../sim/records/recordBatch.ts';
import { makeRegistry } from '../sim/registry.ts';
import { eraseModel, type ModelEvent, type ServiceModel } from '../sim/serviceModel.ts';
import { Simulation } from '../sim/simulation.ts';
import type { TraceEvent } from '../sim/trace.ts';

interface HandEvent extends ModelEvent {
  readonly id: number;
}

export interface ServiceBenchOptions {
  readonly facts?: 'notes' | 'today';
  readonly startsAt?: number;
  readonly limitOverrides?: LimitOverrides;
  /** Nodes beside the one on the bench, and the edges among them all; the bench's own is `it`. */
  readonly nodes?: readonly { readonly id: string; readonly kind: string; readonly config?: PlainRecord }[];
  readonly edges?: readonly { readonly from: string; readonly to: string }[];
}

const end = (text: string) => ({ node: text.split('.')[0]!, port: text.split('.')[1] });

/**
 * Any service on a bench: a hand calls its in-ports at exact moments over an edge without latency. The hand keeps the rows that
 * it sends for the whole run.
 */
export class ServiceBench {
  readonly simulation: Simulation;
  readonly replies = new Map<number, Reply<unknown>>();
  readonly #ports: readonly string[];
  #next = 1;

  constructor(kind: string, ports: readonly string[], config: PlainRecord = {}, options: ServiceBenchOptions = {}) {
    const { replies } = this;
    this.#ports = ports;
    const target = allModels.get(kind);
    const hand: ServiceModel<object, { rows: number[] }, HandEvent> = {
      ...bareModel,
      kind: 'hand',
      says: 'Makes the calls of a test.',
      ports: ports.map((name) => ({ name, direction: 'out', operations: target.ports.find((port) => port.name === name)!.operations, calls: true, max: 1 })),
      sinks: () => [],
      init: () => ({ rows: [] }),
      onCall() {},
      onEvent() {},
      onReply(state, about, reply, ctx) {
        replies.set(about.id, reply);
        const batch = reply.ok ? (reply.response as { records?: RecordBatch } | null)?.records : undefined;
        if (batch) {
          ctx.keep(batch.rows);
          state.rows.push(...batch.rows);
        }
      },
      heldRows: (state, visit) => state.rows.forEach(visit),
    };
    const graph = {
      nodes: [{ id: 'hand', kind: 'hand', config: {} }, { id: 'it', kind, config }, ...(options.nodes ?? []).map((node) => ({ config: {}, ...node }))],
      edges: [...ports.map((port) => ({ from: { node: 'hand', port }, to: { node: 'it', port }, latencyMs: 0 })), ...(options.edges ?? []).map(({ from, to }) => ({ from: end(from), to: end(to), latencyMs: 0 }))],
    };
    const recipe = { engine: 1, graph, seed: 1, facts: options.facts ?? ('notes' as const), startsAt: options.startsAt ?? defaultStartsAt, length: 400 * 86_400_000, interventions: [] };
    this.simulation = new Simulation(recipe, {
      models: makeRegistry([eraseModel(hand), ...allModels.kinds.map((name) => allModels.get(name))]),
      checkInvariants: true,
      ...(options.limitOverrides ? { limitOverrides: options.limitOverrides } : {}),
    });
  }

  get now(): number {
    return this.simulation.now;
  }

  wait(ms: number): void {
    const status = this.simulation.runUntil(this.simulation.now + ms);
    if (status.type === 'invariant-broken') throw new Error(`invariant broken: ${status.node}: ${status.name}`);
  }

  waitUntil(at: number): void {
    this.wait(at - this.now);
  }

  /** New records of these sizes, which the hand holds. */
  batch(sizes: readonly number[], key = 'a', classOf = 0): RecordBatch {
    const { simulation } = this;
    const number = simulation.keys.intern(key);
    const rows = Uint32Array.from(sizes, (bytes) => simulation.records.birth(simulation.now, number, bytes, classOf));
    (simulation.nodes[0]!.state as { rows: number[] }).rows.push(...rows);
    return makeBatch({ count: sizes.length, rows, keys: Uint32Array.from(sizes, () => number), bytes: Uint32Array.from(sizes) });
  }

  /** Makes a call now; answers its number. */
  begin<Req, Res>(port: string, op: Operation<Req, Res>, request: Req): number {
    const id = this.#next++;
    this.simulation.callOver(0, this.#ports.indexOf(port), op as Operation<unknown, unknown>, request, { type: 'answer', id } as ModelEvent, undefined);
    this.wait(0);
    return id;
  }

  reply<Req, Res>(op: Operation<Req, Res>, id: number): Reply<Res> | undefined {
    const reply = this.replies.get(id);
    return reply && op.reply(reply);
  }

  /** Calls and waits at most `patience` ms for the reply. */
  ask<Req, Res>(port: string, op: Operation<Req, Res>, request: Req, patience = 60_000): Reply<Res> {
    const id = this.begin(port, op, request);
    const until = this.now + patience;
    while (!this.replies.has(id)) {
      const at = this.simulation.nextEventTime();
      if (at > until) throw new Error(`${op.name} was not answered in ${patience} ms`);
      this.waitUntil(at);
    }
    return this.reply(op, id)!;
  }

  intervene(what: { readonly type: 'fault' | 'recover' | 'operate' | 'setConfig'; readonly node?: string; readonly [key: string]: unknown }): void {
    const problem = this.simulation.apply({ node: 'it', ...what } as never);
    if (problem) throw new Error(problem);
  }

  events(type: string): readonly TraceEvent[] {
    return this.simulation.trace.events().filter((event) => event.type === type);
  }

  metric(name: string, node = 'it'): number {
    return this.simulation.metrics.totals().find((entry) => entry.node === node && entry.metric === name)?.total.sum ?? 0;
  }

  view(node = 'it'): PlainRecord {
    const found = this.simulation.nodes.find((each) => each.id === node)!;
    const at = this.simulation.viewContext();
    return found.model.describe?.(found.state, at) ?? found.model.view(found.state, at).fields;
  }
}
