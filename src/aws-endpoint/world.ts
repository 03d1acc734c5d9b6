import type { AwsError } from '../aws/awsError.ts';
import type { Edition } from '../aws/limits/index.ts';
import { base64Size } from '../base/base64.ts';
import type { Operation, Reply } from '../sim/calls.ts';
import type { PlainRecord } from '../sim/plainData.ts';
import { engineVersion, type GraphEdge } from '../sim/recipe.ts';
import { rawContent } from '../sim/records/content.ts';
import { isRecordBatch } from '../sim/records/recordBatch.ts';
import { makeRegistry, type ModelRegistry } from '../sim/registry.ts';
import { eraseModel, type ServiceContext } from '../sim/serviceModel.ts';
import { Simulation } from '../sim/simulation.ts';
import type { Wire } from '../sim/wiring.ts';
import { apiError, Refusal } from './apiError.ts';
import { Parts } from './parts.ts';
import { clientId, clientKind, clientModel, type AnsweredEvent, type ClientState } from './clientModel.ts';

export interface WorldOptions {
  readonly models: ModelRegistry;
  readonly facts: Edition;
  readonly account: string;
  readonly region: string;
  /** UTC ms at simulated time 0. */
  readonly startsAt: number;
  /** How long a new resource is CREATING and an old one DELETING, ms. */
  readonly provisioningDelay: number;
  readonly seed?: number;
}

interface Take {
  take(reply: Reply<unknown>): boolean;
  giveUp(error: Error): void;
}

/** Longest run, simulated days: columns keep times in 32 bits of milliseconds. */
const mostDays = 49;
const endOfTime = mostDays * 86_400_000;

/** One AWS account in one Region: a run that grows as clients create resources, and the way from a call to its answer. */
export class World {
  readonly options: WorldOptions;
  readonly simulation: Simulation;
  /** State of each service's control plane: what the endpoint itself keeps, by service. */
  readonly #registers = new Map<string, unknown>();
  /** What takes the answer of a call; true when more parts of it are to come. */
  readonly #waiting = new Map<number, Take>();
  readonly #classOf: number;
  /** Edge over which the client reaches each node. */
  readonly #edges = new Map<number, number>();
  #nextCall = 1;
  #nextNode = 1;

  constructor(options: WorldOptions) {
    this.options = options;
    const models = makeRegistry([...options.models.kinds.map((kind) => options.models.get(kind)), eraseModel(clientModel)]);
    this.simulation = new Simulation(
      { engine: engineVersion, graph: { nodes: [{ id: clientId, kind: clientKind, config: {} }], edges: [] }, seed: options.seed ?? 1, facts: options.facts, startsAt: options.startsAt, length: endOfTime, interventions: [] },
      { models, maxEvents: Infinity, maxHeldRows: Infinity, history: false, account: options.account },
    );
    this.#classOf = this.simulation.payloads.addClasses(clientId, [undefined]);
  }

  /** Simulated ms since the start. */
  get now(): number {
    return this.simulation.now;
  }

  /** Throws where time has run out. */
  checkTime(): void {
    if (this.now < endOfTime) return;
    throw new Refusal(apiError('ServiceUnavailable', `The simulated account has lived for ${mostDays} days, the longest run there is: empty it (POST /moto-api/reset), or start the endpoint again.`, 503));
  }

  /** Seconds since 1970, as JSON answers give times. */
  get seconds(): number {
    return (this.options.startsAt + this.now) / 1000;
  }

  /** The client's own sight of the run: keys, contents, chance. */
  get client(): ServiceContext<AnsweredEvent> {
    return this.simulation.nodes[0]!.context as unknown as ServiceContext<AnsweredEvent>;
  }

  /** What a service keeps at the endpoint, made on first use. */
  register<T>(service: string, make: () => T): T {
    if (!this.#registers.has(service)) this.#registers.set(service, make());
    return this.#registers.get(service) as T;
  }

  arn(service: string, resource: string): string {
    return `arn:aws:${service}:${this.options.region}:${this.options.account}:${resource}`;
  }

  /** Lets time pass up to `now`, and hands out the answers that came. */
  advance(now: number): void {
    this.simulation.runUntil(Math.min(Math.max(Math.floor(now), this.now), endOfTime));
    this.#handOut();
  }

  /** Time of the next event of the run; Infinity when nothing will happen by itself. */
  nextEventTime(): number {
    return this.simulation.nextEventTime();
  }

  /** Calls that wait for an answer. */
  get waiting(): number {
    return this.#waiting.size;
  }

  #handOut(): void {
    const state = this.simulation.nodes[0]!.state as ClientState;
    while (state.answers.length > 0) {
      const { answers } = state;
      state.answers = [];
      for (const { id, reply } of answers) {
        if (!this.#waiting.get(id)?.take(reply)) this.#waiting.delete(id);
        const batch = reply.ok ? (reply.response as { records?: unknown } | null)?.records : undefined;
        if (isRecordBatch(batch)) this.simulation.records.deliver(0, batch.rows, this.now, 'expired');
      }
      this.simulation.runUntil(this.now);
    }
  }

  /** A new resource as a node of the run. `edges` join it to others; the client reaches it by `call`. */
  create(kind: string, config: PlainRecord, edges: (id: string) => readonly GraphEdge[] = () => []): number {
    const id = `${kind}-${this.#nextNode++}`;
    const to = this.simulation.nodes.length;
    const wire: Wire = { from: 0, to, fromPort: 'api', toPort: 'api', caller: 0, latencyMs: 0, loseReplies: 0, loseRequests: 0 };
    const node = this.simulation.grow({ id, kind, config }, edges(id), [wire]);
    this.#edges.set(node, this.simulation.wires.lastIndexOf(wire));
    return node;
  }

  /** A resource that is deleted: what it holds goes, and callers get this error. */
  remove(node: number, error: AwsError): void {
    this.simulation.retire(node, error);
  }

  nodeId(node: number): string {
    return this.simulation.nodes[node]!.id;
  }

  /**
   * Calls an operation of a node; `read` makes the answer of it while its records are still there. An error of the service becomes
   * a Refusal with HTTP status 400, or 500 where AWS says that it was not the client's fault.
   */
  call<Req, Res, T>(node: number, op: Operation<Req, Res>, request: Req, read: (response: Res) => T): Promise<T> {
    return new Promise<T>((resolve, giveUp) => {
      this.#send(node, op, request, { take: (raw) => (settle(op.reply(raw), read, resolve, giveUp), false), giveUp });
    });
  }

  /**
   * Calls an operation that answers in parts. The first part is waited for, so that an error of the service becomes a Refusal before
   * anything is sent; a later error ends the parts with a Refusal. `over` tells the last part; `hangUp` is called when the reader leaves early, or has left
   * `mostUnread` parts lying.
   */
  open<Req, Res, T>(node: number, op: Operation<Req, Res>, request: Req, reading: { readonly mostUnread: number; read(response: Res): T; over(response: Res): boolean; hangUp(): void }): Promise<Parts<T>> {
    const parts = new Parts<T>(() => reading.hangUp());
    return new Promise<Parts<T>>((resolve, reject) => {
      const fail = (error: Error) => {
        parts.end(error);
        reject(error);
      };
      const take = (raw: Reply<unknown>) => {
        const reply = op.reply(raw);
        settle(reply, reading.read, (part) => parts.add(part), fail);
        resolve(parts);
        // Not now: hanging up is a call, and this is in the middle of handing out answers.
        if (parts.unread >= reading.mostUnread) void Promise.resolve().then(() => parts.return());
        if (reply.ok && !reading.over(reply.response)) return true;
        parts.end();
        return false;
      };
      this.#send(node, op, request, { take, giveUp: fail });
    });
  }

  #send<Req, Res>(node: number, op: Operation<Req, Res>, request: Req, take: Take): void {
    const id = this.#nextCall++;
    const edge = this.#edges.get(node);
    if (edge === undefined) throw new Error(`the client does not reach node ${node}`);
    this.#waiting.set(id, take);
    this.client.call(edge, op, Object.freeze(request), { type: 'answered', id });
    this.simulation.runUntil(this.now);
    this.#handOut();
  }

  /** Gives up on every call that waits: this world has ended. */
  end(): void {
    const gone = new Refusal(apiError('ServiceUnavailable', 'The simulated account was emptied while this call waited.', 503));
    for (const [id, { giveUp }] of this.#waiting) {
      this.#waiting.delete(id);
      giveUp(gone);
    }
  }

  /** The long form of a node's state, as its service describes it. */
  describe(node: number): PlainRecord {
    const { model, state } = this.simulation.nodes[node]!;
    const at = this.simulation.viewContext();
    return { ...model.view(state, at).fields, ...model.describe?.(state, at) };
  }

  /** A record that a client brings: held once, by the caller. */
  birth(key: number, base64: string): number {
    const row = this.simulation.records.birth(this.now, key, base64Size(base64), this.#classOf);
    this.simulation.records.setContent(row, rawContent(base64));
    return row;
  }

  /** The client lets go of records that it brought; those that no store took are gone. */
  letGo(rows: Uint32Array): void {
    this.simulation.records.release(rows, 'refused');
  }
}

/** Hands a reply on: what `read` makes of it, or why there is nothing. */
function settle<Res, T>(reply: Reply<Res>, read: (response: Res) => T, give: (made: T) => void, fail: (error: Error) => void): void {
  try {
    if (reply.ok) give(read(reply.response));
    else fail(new Refusal(errorOf(reply.error)));
  } catch (error) {
    fail(error instanceof Error ? error : new Error(String(error)));
  }
}

function errorOf({ code, message }: AwsError) {
  return apiError(code, message, code === 'InternalFailure' || code.startsWith('ServiceUnavailable') ? 500 : 400);
}
