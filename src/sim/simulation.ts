import { simulatedAccount } from '../aws/ids.ts';
import { copyPlain, hashPlain } from '../base/copyPlain.ts';
import { Digest } from '../base/digest.ts';
import { awsError, type AwsError } from '../aws/awsError.ts';
import { fireAndForget, type Call, type Operation, type Reply } from './calls.ts';
import { EventQueue } from './eventQueue.ts';
import { interventionProblem } from './interventions.ts';
import { limitsOf, type LimitOverrides, type Limits } from './limits.ts';
import { goneModel } from './goneModel.ts';
import { MetricTable } from './metrics.ts';
import { NodeContext, type Hop, type Kernel } from './nodeContext.ts';
import type { GraphEdge, GraphNode, RunRecipe } from './recipe.ts';
import { entryAt, isRecordBatch, type RecordBatch } from './records/recordBatch.ts';
import { KeyTable } from './records/keyTable.ts';
import { PayloadTable } from './records/payloadTable.ts';
import { RecordTable } from './records/recordTable.ts';
import type { ModelRegistry } from './registry.ts';
import { Rng } from './rng.ts';
import type { Checkpoint, NodeRuntime, Payload } from './runTypes.ts';
import type { Intervention, ModelEvent, TrafficAsset, ViewContext } from './serviceModel.ts';
import { StateDigest } from './stateDigest.ts';
import { Trace } from './trace.ts';
import { edgeNames, joinEdge, wireGraph, type Wire } from './wiring.ts';

export type { Hop } from './nodeContext.ts';
export type { Checkpoint } from './runTypes.ts';

export type RunStatus =
  | { readonly type: 'reached' }
  | { readonly type: 'idle' }
  | { readonly type: 'budget-exhausted'; readonly says: string }
  | { readonly type: 'invariant-broken'; readonly node: string; readonly name: string };

export interface SimulationOptions {
  readonly models: ModelRegistry;
  readonly assets?: ReadonlyMap<string, TrafficAsset>;
  /** Check invariants after every event: tests and development. */
  readonly checkInvariants?: boolean;
  /** Events a run may take in all. */
  readonly maxEvents?: number;
  /** Rows that may be held at once. */
  readonly maxHeldRows?: number;
  /** False: metrics are totals only, and no story is kept, which long runs of many nodes want. */
  readonly history?: boolean;
  /** Named in messages and ARNs; decides nothing. */
  readonly account?: string;
  readonly limitOverrides?: LimitOverrides;
}

/** The records that a request or a response carries. */
function batchOf(message: unknown): RecordBatch | undefined {
  const batch = (message as { records?: unknown } | null)?.records;
  return isRecordBatch(batch) ? batch : undefined;
}

/** A run: a recipe, advanced event by event. Everything it knows is plain data and stores; nothing here reads a clock. */
export class Simulation implements Kernel {
  readonly recipe: RunRecipe;
  readonly limits: Limits;
  readonly keys = new KeyTable();
  readonly payloads: PayloadTable;
  wires: readonly Wire[];
  nodes: readonly NodeRuntime[];
  records = new RecordTable();
  metrics: MetricTable;
  trace: Trace;
  now = 0;
  /** Events processed since the beginning. */
  processed = 0;
  /** Row being followed, -1 for none. */
  following = -1;
  hops: Hop[] = [];
  readonly assets: ReadonlyMap<string, TrafficAsset>;
  readonly account: string;
  readonly #options: SimulationOptions;
  #queue = new EventQueue<Payload>();
  #edgeRngs: Rng[];
  #open = new Map<number, number>();
  #costs: Map<string, number>[];
  #history = new Digest();
  #nextIntervention = 0;
  #nextCall = 1;
  #eventsThisMs = 0;
  /** Rows that the reply being handled holds, until somebody keeps them. */
  #brought: Uint32Array | undefined;
  #interventions: { at: number; what: Intervention }[];
  readonly #sinks = new Map<string, number>();

  constructor(recipe: RunRecipe, options: SimulationOptions) {
    this.recipe = recipe;
    this.payloads = new PayloadTable(recipe.seed);
    this.#options = options;
    this.account = options.account ?? simulatedAccount;
    this.metrics = new MetricTable(options.history);
    this.trace = new Trace(options.history);
    this.assets = options.assets ?? new Map();
    this.limits = limitsOf(recipe.facts, options.limitOverrides);
    const { wires, issues } = wireGraph(recipe.graph, options.models);
    if (issues.length > 0) throw new Error(issues.map((issue) => issue.problem).join('; '));
    this.wires = wires;
    this.#edgeRngs = edgeNames(wires, recipe.graph.nodes).map((name) => Rng.of(recipe.seed, name));
    this.#interventions = [...recipe.interventions].sort((a, b) => a.at - b.at);
    this.nodes = recipe.graph.nodes.map((node, index) => {
      const context = new NodeContext(this, index, node.id);
      return { index, id: node.id, model: options.models.get(node.kind), config: node.config, state: {}, rng: Rng.of(recipe.seed, node.id), context };
    });
    this.#costs = this.nodes.map(() => new Map<string, number>());
    const configs = this.nodes.map((node) => {
      const parsed = node.model.parseConfig(node.config, this.limits);
      if (!parsed.ok) throw new Error(parsed.error.map((issue) => `${node.id}.${issue.path}: ${issue.problem}`).join('; '));
      return parsed.value;
    });
    this.nodes.forEach((node, i) => {
      const connected = new Set(wires.flatMap((wire) => [...(wire.from === i ? [wire.fromPort] : []), ...(wire.to === i ? [wire.toPort] : [])]));
      for (const name of node.model.sinks(configs[i]!, node.id, connected)) this.#sinks.set(name, this.records.addSink(name));
    });
    this.nodes.forEach((node, i) => {
      node.state = node.model.init(configs[i]!, node.context);
    });
  }

  /**
   * Adds a node to a run under way, for a world that grows (the AWS endpoint); edges join it to nodes that are there. All its sinks
   * count as the run's first one. Throws on a configuration or an edge that is none.
   */
  grow(node: GraphNode, edges: readonly GraphEdge[], callers: readonly Wire[] = []): number {
    const index = this.nodes.length;
    if (this.nodes.some(({ id }) => id === node.id)) throw new Error(`there is a node "${node.id}" already`);
    const model = this.#options.models.get(node.kind);
    const parsed = model.parseConfig(node.config, this.limits);
    if (!parsed.ok) throw new Error(parsed.error.map((issue) => `${issue.path}: ${issue.problem}`).join('; '));
    const context = new NodeContext(this, index, node.id);
    const runtime: NodeRuntime = { index, id: node.id, model, config: node.config, state: {}, rng: Rng.of(this.recipe.seed, node.id), context };
    const { nodes } = this;
    this.nodes = [...nodes, runtime];
    try {
      this.connect(edges, callers);
    } catch (error) {
      this.nodes = nodes;
      throw error;
    }
    this.#costs = [...this.#costs, new Map()];
    this.#declareSinks(new Set([index]));
    runtime.state = model.init(parsed.value, context);
    return index;
  }

  /** Sinks of nodes that have new edges count as the run's first one. */
  #declareSinks(nodes: ReadonlySet<number>): void {
    for (const { index, id, model, config } of this.nodes) {
      const parsed = nodes.has(index) ? model.parseConfig(config, this.limits) : undefined;
      if (!parsed?.ok) continue;
      const connected = new Set(this.wires.flatMap((wire) => [...(wire.from === index ? [wire.fromPort] : []), ...(wire.to === index ? [wire.toPort] : [])]));
      for (const name of model.sinks(parsed.value, id, connected)) if (!this.#sinks.has(name)) this.#sinks.set(name, 0);
    }
  }

  /** Adds edges to a run under way: checked ones, and wires as they stand. */
  connect(edges: readonly GraphEdge[], wires: readonly Wire[] = []): void {
    const index = new Map(this.nodes.map(({ id }, i) => [id, i]));
    const kinds = this.nodes.map(({ id, model }) => ({ id, kind: model.kind }));
    const joined = edges.map((edge) => joinEdge(edge, kinds, index, this.#options.models));
    for (const each of joined) if (typeof each === 'string') throw new Error(each);
    const added = [...joined.flatMap((each) => (typeof each === 'string' ? [] : [each.wire])), ...wires];
    this.wires = [...this.wires, ...added];
    this.#edgeRngs = edgeNames(this.wires, this.nodes).map((name, i) => this.#edgeRngs[i] ?? Rng.of(this.recipe.seed, name));
    for (const { context } of this.nodes) context.rewired();
    this.#declareSinks(new Set(added.flatMap(({ from, to }) => [from, to])));
  }

  /**
   * Takes a node out of a run under way: what it holds goes, its state goes, and whoever still calls it gets `error`. Its index,
   * name and edges stay, since others count by them.
   */
  retire(index: number, error: AwsError): void {
    const { model, state } = this.nodes[index]!;
    const held: number[] = [];
    model.heldRows?.(state, (row) => held.push(row));
    this.records.release(Uint32Array.from(held), 'expired');
    this.nodes = this.nodes.map((node) => (node.index === index ? { ...node, model: goneModel(model.kind, error), state: {} } : node));
  }

  /** All commands so far: the recipe's and those applied since. */
  get interventions(): readonly { readonly at: number; readonly what: Intervention }[] {
    return this.#interventions;
  }

  /** Processes every event not after `until`, and the interventions due. `maxEvents` bounds this call only. */
  runUntil(until: number, maxEvents = Infinity): RunStatus & { readonly more?: boolean } {
    const start = this.processed;
    const budget = this.#options.maxEvents ?? 200_000_000;
    const maxHeld = this.#options.maxHeldRows ?? 8_000_000;
    for (;;) {
      const intervention = this.#interventions[this.#nextIntervention];
      const at = this.#queue.nextTime();
      if (intervention !== undefined && intervention.at <= until && intervention.at < at) {
        this.#setNow(Math.max(this.now, intervention.at));
        this.#nextIntervention++;
        this.#perform(intervention.what);
        continue;
      }
      if (at > until) break;
      if (this.processed - start >= maxEvents) return { type: 'reached', more: true };
      const status = this.#step(at);
      if (status) return status;
      if (this.processed >= budget) return { type: 'budget-exhausted', says: `${budget} events` };
      if (this.records.held > maxHeld) return { type: 'budget-exhausted', says: `${this.records.held} records held at once; use fewer, larger records or a shorter run` };
    }
    this.#setNow(Math.max(this.now, until));
    return this.#queue.size === 0 ? { type: 'idle' } : { type: 'reached' };
  }

  /** Processes exactly one event, if one is due before the recipe's end. False when there is none. */
  stepEvent(): boolean {
    for (;;) {
      const intervention = this.#interventions[this.#nextIntervention];
      const at = this.#queue.nextTime();
      if (intervention !== undefined && intervention.at < at && intervention.at <= this.recipe.length) {
        this.#setNow(Math.max(this.now, intervention.at));
        this.#nextIntervention++;
        this.#perform(intervention.what);
        continue;
      }
      if (at > this.recipe.length) return false;
      this.#step(at);
      return true;
    }
  }

  /** Time of the next event or command; Infinity when nothing waits. */
  nextEventTime(): number {
    return Math.min(this.#queue.nextTime(), this.#interventions[this.#nextIntervention]?.at ?? Infinity);
  }

  #setNow(now: number): void {
    if (now !== this.now) {
      this.now = now;
      this.#eventsThisMs = 0;
    }
  }

  #step(at: number): RunStatus | undefined {
    const payload = this.#queue.take();
    this.#setNow(at);
    this.processed++;
    if (++this.#eventsThisMs > 1_000_000) return { type: 'budget-exhausted', says: 'a million events in one millisecond' };
    const history = this.#history;
    history.int(at | 0);
    switch (payload.type) {
      case 'event': {
        history.int(payload.node);
        const node = this.nodes[payload.node]!;
        node.model.onEvent(node.state, payload.event, node.context);
        break;
      }
      case 'call': {
        history.int(payload.node + 1000);
        const node = this.nodes[payload.node]!;
        this.#foldRequest(payload.call.request);
        if (this.following >= 0) this.#noteCall(payload.call, node.id);
        node.model.onCall(node.state, payload.call, node.context);
        if (payload.rows) this.records.release(payload.rows, 'refused');
        break;
      }
      case 'reply':
        this.#brought = payload.rows;
        this.#deliverReply(payload.call, payload.reply, payload.last);
        if (this.#brought) this.records.release(this.#brought, 'expired');
        this.#brought = undefined;
        break;
      case 'timeout':
        this.#deliverReply(payload.call, { ok: false, error: awsError('RequestTimeout', 'No answer came in time; the request may or may not have been carried out.') }, true);
        break;
    }
    return this.#options.checkInvariants ? this.#checkInvariants() : undefined;
  }

  #foldRequest(request: unknown): void {
    const batch = batchOf(request);
    if (batch === undefined) return;
    this.#history.int(batch.count);
    if (batch.count > 0) {
      this.#history.int(batch.rows[0]!);
      this.#history.int(batch.rows[batch.count - 1]!);
      this.#history.int(batch.bytes[0]!);
    }
  }

  #deliverReply(call: Call, reply: Reply<unknown>, last: boolean): void {
    if (call.timed) {
      const timeout = this.#open.get(call.callId);
      if (timeout === undefined) return;
      if (last) {
        this.#queue.cancel(timeout);
        this.#open.delete(call.callId);
      }
    }
    const node = this.nodes[call.from]!;
    this.#history.int(call.from + 2000);
    this.#history.int(reply.ok ? 1 : 0);
    node.model.onReply(node.state, call.about as ModelEvent, reply, node.context);
  }

  schedule(node: number, delay: number, event: ModelEvent): number {
    if (delay < 0 || !Number.isInteger(delay)) throw new Error(`node ${this.nodes[node]!.id} asked for a delay of ${delay} ms: it must be a whole number, not negative`);
    return this.#queue.push(this.now + delay, { type: 'event', node, event });
  }

  cancel(id: number): void {
    this.#queue.cancel(id);
  }

  callOver(from: number, edge: number, op: Operation<unknown, unknown>, request: unknown, about: ModelEvent, timeout: number | undefined): void {
    const wire = this.wires[edge]!;
    const target = wire.from === from ? wire.to : wire.from;
    const call: Call = Object.freeze({ callId: this.#nextCall++, operation: op.name, from, fromId: this.nodes[from]!.id, edge, request, about, timed: timeout !== undefined });
    if (timeout !== undefined) this.#open.set(call.callId, this.#queue.push(this.now + timeout, { type: 'timeout', call }));
    const batch = batchOf(request);
    if (wire.loseRequests > 0 && this.#edgeRngs[edge]!.unit() < wire.loseRequests) {
      // Rows that were handed over for good go down with the message.
      if (batch && about === fireAndForget) this.records.release(batch.rows, 'lost-on-the-way');
      return;
    }
    // A caller holds its rows until it has given the call up; a message slower than that must hold them itself.
    const rows = batch && timeout !== undefined && timeout <= wire.latencyMs ? batch.rows : undefined;
    if (rows) this.records.hold(rows);
    this.#queue.push(this.now + wire.latencyMs, { type: 'call', node: target, call, rows });
  }

  replyTo(call: Call, reply: Reply<unknown>, last: boolean): void {
    if (call.about === fireAndForget) return;
    const wire = this.wires[call.edge]!;
    if (last && wire.loseReplies > 0 && this.#edgeRngs[call.edge]!.unit() < wire.loseReplies) return;
    // The store that answers may let go of these rows before they arrive.
    const rows = reply.ok ? batchOf(reply.response)?.rows : undefined;
    if (rows) this.records.hold(rows);
    this.#queue.push(this.now + wire.latencyMs, { type: 'reply', call, reply, last, rows });
  }

  /** Visits, with repetition, the rows that messages under way carry and hold: tests compare them with the record table. */
  rowsOnTheWay(visit: (row: number) => void): void {
    this.#queue.visit((payload) => {
      if (payload.type === 'call' && payload.call.about === fireAndForget) batchOf(payload.call.request)?.rows.forEach(visit);
      else if (payload.type === 'call' || payload.type === 'reply') payload.rows?.forEach(visit);
    });
  }

  keep(rows: Uint32Array): void {
    if (rows === this.#brought) this.#brought = undefined;
    else this.records.hold(rows);
  }

  bill(node: number, unit: string, amount: number): void {
    const costs = this.#costs[node]!;
    costs.set(unit, (costs.get(unit) ?? 0) + amount);
  }

  /** Billing units counted so far, brought up to now. */
  costUnits(): { node: string; unit: string; amount: number }[] {
    const units: { node: string; unit: string; amount: number }[] = [];
    for (const node of this.nodes) {
      node.model.settle?.(node.state, node.context);
      for (const [unit, amount] of this.#costs[node.index]!) units.push({ node: node.id, unit, amount });
    }
    return units;
  }

  sinkNumber(name: string): number {
    const number = this.#sinks.get(name);
    if (number === undefined) throw new Error(`no sink is called ${name}`);
    return number;
  }

  /**
   * Carries out a command now, after everything due at this millisecond, and keeps it with the run's commands.
   * Commands that lay after this moment are dropped: the past has been changed.
   */
  apply(what: Intervention): string | undefined {
    const problem = this.checkIntervention(what);
    if (problem) return problem;
    this.runUntil(this.now);
    this.#interventions = [...this.#interventions.slice(0, this.#nextIntervention), { at: this.now, what }];
    this.#nextIntervention = this.#interventions.length;
    this.#perform(what);
    return undefined;
  }

  /** What is wrong with a command, in one sentence; undefined when nothing is. */
  checkIntervention(what: Intervention): string | undefined {
    return interventionProblem(what, this.nodes, this.limits);
  }

  #perform(what: Intervention): void {
    const node = this.nodes.find((n) => n.id === what.node);
    if (!node || this.checkIntervention(what)) return;
    this.#history.text(JSON.stringify(what, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)));
    let config: object | undefined;
    if (what.type === 'setConfig') {
      node.config = { ...node.config, ...what.config };
      const parsed = node.model.parseConfig(node.config, this.limits);
      if (parsed.ok) config = parsed.value;
    }
    node.model.onIntervention(node.state, what, config, node.context);
  }

  viewContext(): ViewContext {
    return { now: this.now, limits: this.limits, keys: this.keys, records: this.records, startsAt: this.recipe.startsAt };
  }

  #checkInvariants(): RunStatus | undefined {
    const at = this.viewContext();
    for (const node of this.nodes) {
      for (const invariant of node.model.invariants) {
        if (!invariant.holds(node.state, at)) return { type: 'invariant-broken', node: node.id, name: invariant.name };
      }
    }
    const { inTransit, held } = this.records;
    if (inTransit < 0 || inTransit > held) return { type: 'invariant-broken', node: 'records', name: 'what is in transit is held by somebody' };
    return undefined;
  }

  #noteCall(call: Call, node: string): void {
    const batch = batchOf(call.request);
    if (batch === undefined) return;
    const index = batch.rows.indexOf(this.following);
    if (index < 0) return;
    const entry = entryAt(batch, index);
    this.hops.push({ at: this.now, node, type: 'call.arrived', detail: { operation: call.operation, from: call.fromId, entry, of: batch.count, bytes: batch.bytes[entry]! } });
  }

  /** Sixteen hexadecimal digits that two runs share exactly when their histories and states agree. */
  digest(): string {
    const digest = new StateDigest(this.#history.a, this.#history.b);
    digest.number(this.now);
    digest.number(this.processed);
    digest.number(this.#queue.size);
    this.records.hashInto(digest);
    this.metrics.hashInto(digest);
    this.trace.hashInto(digest);
    for (const rng of this.#edgeRngs) rng.hashInto(digest);
    for (const node of this.nodes) {
      digest.text(node.id);
      node.rng.hashInto(digest);
      hashPlain(node.state, digest);
    }
    return digest.hex();
  }

  checkpoint(): Checkpoint {
    return {
      now: this.now,
      processed: this.processed,
      heldRows: this.records.held,
      born: this.records.born,
      queue: this.#queue.clone(),
      nodes: this.nodes,
      wires: this.wires,
      states: this.nodes.map((node) => copyPlain(node.state)),
      configs: this.nodes.map((node) => node.config),
      rngs: this.nodes.map((node) => node.rng.clone()),
      edgeRngs: this.#edgeRngs.map((rng) => rng.clone()),
      records: this.records.clone(),
      metrics: this.metrics.clone(),
      trace: this.trace.clone(),
      open: new Map(this.#open),
      costs: this.#costs.map((costs) => new Map(costs)),
      history: [this.#history.a, this.#history.b],
      nextIntervention: this.#nextIntervention,
      nextCall: this.#nextCall,
    };
  }

  /** Returns to a checkpoint of this run; the checkpoint stays good. */
  restore(checkpoint: Checkpoint): void {
    this.now = checkpoint.now;
    this.processed = checkpoint.processed;
    this.#eventsThisMs = 0;
    this.#queue = checkpoint.queue.clone();
    this.nodes = checkpoint.nodes;
    this.wires = checkpoint.wires;
    this.nodes.forEach((node, i) => {
      node.state = copyPlain(checkpoint.states[i]!);
      node.config = checkpoint.configs[i]!;
      node.rng = checkpoint.rngs[i]!.clone();
    });
    this.#edgeRngs = checkpoint.edgeRngs.map((rng) => rng.clone());
    this.records = checkpoint.records.clone();
    this.metrics = checkpoint.metrics.clone();
    this.trace = checkpoint.trace.clone();
    this.#open = new Map(checkpoint.open);
    this.#costs = checkpoint.costs.map((costs) => new Map(costs));
    this.#history = new Digest(checkpoint.history[0], checkpoint.history[1]);
    this.#nextIntervention = checkpoint.nextIntervention;
    this.#nextCall = checkpoint.nextCall;
  }
}
