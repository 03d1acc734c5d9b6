import { ok } from '../base/result.ts';
import type { PlainRecord } from '../sim/plainData.ts';
import { makeBatch } from '../sim/records/recordBatch.ts';
import { makeRegistry } from '../sim/registry.ts';
import { eraseModel, type ServiceContext, type ServiceModel } from '../sim/serviceModel.ts';
import { models } from '../services/models.ts';
import { PublishBatch } from '../services/sns-topic/model/operations.ts';
import { ChangeMessageVisibilityBatch, DeleteMessageBatch, ReceiveMessage, receiveOperations, SendMessageBatch, type ReceiveMessageResponse, type SendMessageBatchResponse } from '../services/sqs-queue/model/operations.ts';

/** One call of a script. `name` labels it; records are called as `names` say. */
export type ProbeStep =
  | { readonly at: number; readonly do: 'send' | 'publish'; readonly names: readonly string[]; readonly bytes?: number; readonly group?: readonly string[] | string; readonly dedup?: readonly string[] | string; readonly delaySeconds?: number; readonly single?: boolean; readonly payload?: unknown }
  | { readonly at: number; readonly do: 'receive'; readonly name: string; readonly max?: number; readonly wait?: number; readonly visibility?: number; readonly attempt?: string }
  | { readonly at: number; readonly do: 'delete'; readonly of: string; readonly entries?: readonly number[] }
  | { readonly at: number; readonly do: 'change'; readonly of: string; readonly to: number; readonly entries?: readonly number[] };

/** What a call of the script was answered. */
export interface ProbeAnswer {
  readonly step: string;
  readonly at: number;
  /** Empty where the whole call succeeded. */
  readonly error: string;
  /** Codes of entries; '' for success. */
  readonly codes: readonly string[];
  readonly names: readonly string[];
  readonly messages: readonly number[];
  readonly receives: readonly number[];
  readonly bytes: readonly number[];
}

interface ProbeState {
  readonly script: readonly ProbeStep[];
  names: string[];
  receipts: Map<string, readonly number[]>;
  log: ProbeAnswer[];
}

type ProbeEvent = { readonly type: 'step' | 'answered'; readonly step: number };
type Ctx = ServiceContext<ProbeEvent>;

function columnOf(value: readonly string[] | string | undefined, count: number, ctx: Ctx): Uint32Array | undefined {
  if (value === undefined) return undefined;
  return Uint32Array.from({ length: count }, (_, i) => ctx.keys.intern(typeof value === 'string' ? value : value[i]!) + 1);
}

function perform(state: ProbeState, number: number, ctx: Ctx): void {
  const step = state.script[number]!;
  const about = { type: 'answered', step: number } as const;
  const receipts = (of: string, entries: readonly number[] | undefined) => Float64Array.from((entries ?? state.receipts.get(of)!.map((_, i) => i)).map((i) => state.receipts.get(of)![i]!));
  if (step.do === 'receive') {
    ctx.call(ctx.edgesAt('receive')[0]!, ReceiveMessage, { MaxNumberOfMessages: step.max ?? 1, WaitTimeSeconds: step.wait, VisibilityTimeout: step.visibility, ReceiveRequestAttemptId: step.attempt, consumer: ctx.nodeId }, about);
  } else if (step.do === 'delete') ctx.call(ctx.edgesAt('receive')[0]!, DeleteMessageBatch, { receipts: receipts(step.of, step.entries) }, about);
  else if (step.do === 'change') ctx.call(ctx.edgesAt('receive')[0]!, ChangeMessageVisibilityBatch, { receipts: receipts(step.of, step.entries), VisibilityTimeout: step.to }, about);
  else {
    const key = ctx.keys.intern('probe');
    const bytes = step.bytes ?? 100;
    const count = step.names.length;
    const classOf = ctx.payloads.addClasses(`probe ${JSON.stringify(step.payload ?? null)}`, [step.payload ?? null]);
    const rows = Uint32Array.from(step.names, (name) => {
      const known = state.names.indexOf(name);
      if (known >= 0) return known;
      state.names.push(name);
      return ctx.records.birth(ctx.now, key, bytes, classOf);
    });
    const records = makeBatch({ count, rows, keys: new Uint32Array(count).fill(key), bytes: new Uint32Array(count).fill(bytes) });
    const request = { records, MessageGroupId: columnOf(step.group, count, ctx), MessageDeduplicationId: columnOf(step.dedup, count, ctx) };
    if (step.do === 'publish') ctx.call(ctx.edgesAt('publish')[0]!, PublishBatch, request, about);
    else ctx.call(ctx.edgesAt('send')[0]!, SendMessageBatch, { ...request, single: step.single ?? count === 1, DelaySeconds: step.delaySeconds === undefined ? undefined : new Uint32Array(count).fill(step.delaySeconds + 1) }, about);
  }
}

/** A program that makes the calls of a script and writes down the answers; it never lets go of a record it has made. */
const queueProbe: ServiceModel<{ readonly script: readonly ProbeStep[] }, ProbeState, ProbeEvent> = {
  kind: 'queue-probe',
  says: 'Makes the calls of a script.',
  ports: [
    { name: 'receive', direction: 'in', operations: receiveOperations, calls: true, max: 1 },
    { name: 'send', direction: 'out', operations: [SendMessageBatch.name], calls: true, max: 1 },
    { name: 'publish', direction: 'out', operations: [PublishBatch.name], calls: true, max: 1 },
  ],
  fields: { script: { type: 'structure', says: 'Calls', default: [], parse: (raw) => ok(raw) } },
  metrics: [],
  faults: [],
  operations: [],
  parseConfig: (raw) => ok(raw as { script: readonly ProbeStep[] }),
  sinks: () => [],
  init(config, ctx) {
    config.script.forEach((step, i) => ctx.after(step.at, { type: 'step', step: i }));
    return { script: Object.freeze(config.script.map((step) => Object.freeze(step))), names: [], receipts: new Map(), log: [] };
  },
  onCall() {},
  onEvent(state, event, ctx) {
    if (event.type === 'step') perform(state, event.step, ctx);
  },
  onReply(state, event, reply, ctx) {
    const step = state.script[event.step]!;
    const answer = { step: step.do === 'receive' ? step.name : `${step.do} ${'names' in step ? step.names.join() : step.of}`, at: ctx.now, error: reply.ok ? '' : reply.error.code, codes: [] as string[], names: [] as string[], messages: [] as number[], receives: [] as number[], bytes: [] as number[] };
    if (reply.ok && step.do === 'receive') {
      const { records, messages, receipts } = reply.response as ReceiveMessageResponse;
      answer.names = Array.from(records.rows, (row) => state.names[row]!);
      answer.messages = Array.from(messages);
      answer.receives = Array.from(records.receives!);
      answer.bytes = Array.from(records.bytes);
      state.receipts.set(step.name, Array.from(receipts));
    } else if (reply.ok) {
      const { outcome, messages } = reply.response as Partial<SendMessageBatchResponse>;
      if (outcome) answer.codes = Array.from(outcome.code, (code) => (code === 0 ? '' : outcome.codes[code - 1]!));
      if (messages) answer.messages = Array.from(messages);
    }
    state.log.push(answer);
  },
  onIntervention() {},
  view: (state) => ({ fields: { log: state.log as unknown as PlainRecord[] } }),
  invariants: [],
  heldRows(state, visit) {
    state.names.forEach((_, row) => visit(row));
  },
};

/** The services, and the probe. */
export const probedModels = makeRegistry([...models.kinds.map((kind) => models.get(kind)), eraseModel(queueProbe)]);

/** A recipe with a queue `orders` that a `probe` calls; edges without latency, so that times are those of the script. */
export function probedQueue(config: object, script: readonly ProbeStep[], deadLetter?: object): { nodes: object[]; edges: object[] } {
  return {
    nodes: [{ id: 'probe', kind: 'queue-probe', config: { script } }, { id: 'orders', kind: 'sqs-queue', config }, ...(deadLetter ? [{ id: 'dead', kind: 'sqs-queue', config: deadLetter }] : [])],
    edges: [{ from: 'probe', to: 'orders', latencyMs: 0 }, { from: 'orders', to: 'probe', latencyMs: 0 }, ...(deadLetter ? [{ from: 'orders', to: 'dead' }] : [])],
  };
}
