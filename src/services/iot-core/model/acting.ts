/** Actions under way: calls to other services, tries again, and the error action. */
import { awsError } from '../../../aws/awsError.ts';
import { base64Bytes, base64Text } from '../../../base/base64.ts';
import { utf8Bytes } from '../../../base/md5.ts';
import type { Reply } from '../../../sim/calls.ts';
import type { PlainData } from '../../../sim/plainData.ts';
import { base64Of, rawContent } from '../../../sim/records/content.ts';
import { failures, makeBatch, pickBatch, sliceBatch, successes, type EntryOutcome, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import { BatchWriteItem } from '../../dynamodb-table/model/operations.ts';
import { PutRecordBatch } from '../../firehose/model/operations.ts';
import { PutRecords } from '../../kinesis-streams/model/operations.ts';
import { InvokeAsync } from '../../lambda-function/model/operations.ts';
import { PutObject } from '../../s3-bucket/model/operations.ts';
import { Bulk } from '../../search-index/model/operations.ts';
import { PublishBatch } from '../../sns-topic/model/operations.ts';
import { SendMessageBatch } from '../../sqs-queue/model/operations.ts';
import { actionSpecs, type Action } from './actions.ts';
import { toBase64 } from './sql/dataFunctions.ts';
import type { Acting, Ctx, IotState, Outcomes } from './state.ts';

/** How long the rules engine waits for a service. [SIM] */
const callTimeoutMs = 10_000;

/** A document that is given no id gets one of its own. */
const ownId = actionSpecs.openSearch.text![1];

/** The operations that a port of the broker calls. */
export const portOperations: Readonly<Record<string, string>> = {
  stream: PutRecords.name,
  delivery: PutRecordBatch.name,
  queue: SendMessageBatch.name,
  topic: PublishBatch.name,
  function: InvokeAsync.name,
  table: BatchWriteItem.name,
  bucket: PutObject.name,
  search: Bulk.name,
};

/** The edge that leads to an action's target; undefined where nothing fits. */
export function edgeOf(action: Action, ctx: Ctx): number | undefined {
  const edges = ctx.edgesAt(actionSpecs[action.kind].port);
  if (action.target === '' && action.node === undefined) return edges[0];
  const name = action.node ?? action.target.split(/[/:]/).at(-1);
  return edges.find((edge) => ctx.neighbour(edge) === name);
}

/** Hands messages to an action in groups; the rows are held until their outcome is known. */
export function act(state: IotState, work: Omit<Acting, 'attempt' | 'edge'>, ctx: Ctx): void {
  const { action, records } = work;
  const { group } = actionSpecs[action.kind];
  ctx.records.hold(records.rows);
  const edge = edgeOf(action, ctx);
  for (let from = 0; from < records.count; from += group) {
    const to = Math.min(records.count, from + group);
    start(state, Object.freeze({ ...work, records: sliceBatch(records, from, to), texts: Object.freeze(work.texts.slice(from, to)), contents: Object.freeze(work.contents.slice(from, to)), attempt: 1, edge: edge ?? -1 }), ctx);
  }
}

function denied(state: IotState, action: Action, now: number): boolean {
  const until = Math.max(state.deniedUntil.get('') ?? 0, state.deniedUntil.get(action.kind) ?? 0, state.deniedUntil.get(action.target) ?? 0);
  return !action.roleAllows || now < until;
}

function start(state: IotState, acting: Acting, ctx: Ctx): void {
  const id = state.next++;
  state.acting.set(id, acting);
  if (acting.problem !== '') return void ctx.after(0, { type: 'refused', id, code: acting.problem });
  if (acting.edge < 0) return void ctx.after(0, { type: 'refused', id, code: 'ResourceNotFoundException' });
  if (denied(state, acting.action, ctx.now)) {
    ctx.trace('action.denied', acting.rule, { action: acting.action.kind, target: ctx.neighbour(acting.edge) }, { messages: acting.records.count });
    return void ctx.after(0, { type: 'refused', id, code: 'AccessDeniedException' });
  }
  const { records, contents, edge } = acting;
  if (acting.attempt === 1) {
    contents.forEach((content, i) => {
      const given = outside(acting, content, i, ctx);
      if (given !== undefined) ctx.reshape(records.rows[i]!, edge, given);
    });
  }
  send(acting, { type: 'acted', id }, ctx);
}

/** Bytes for clients outside, who read them again: with the separator of the action, or the partition key that the rule has made. */
function outside({ action, records }: Acting, content: PlainData | undefined, i: number, ctx: Ctx): PlainData | undefined {
  const keyed = action.kind === 'kinesis';
  if (action.node === undefined || (!keyed && action.separator === '')) return content;
  const base64 = (content === undefined ? ctx.data(records.rows[i]!) : base64Of(content)) ?? '';
  if (keyed) return Object.freeze({ $base64: base64, $partitionKey: ctx.keys.text(records.keys[i]!) });
  const bytes = base64Bytes(base64) ?? new Uint8Array();
  const separator = utf8Bytes(action.separator);
  const joined = new Uint8Array(bytes.length + separator.length);
  joined.set(bytes);
  joined.set(separator, bytes.length);
  return rawContent(base64Text(joined));
}

function send({ action, edge, records, texts, place, isErrorAction }: Acting, about: { type: 'acted'; id: number }, ctx: Ctx): void {
  let bytes = 0;
  for (let i = 0; i < records.count; i++) bytes += records.bytes[i]!;
  switch (action.kind) {
    case 'kinesis':
      return ctx.call(edge, PutRecords, { records }, about, callTimeoutMs);
    case 'firehose':
      return ctx.call(edge, PutRecordBatch, { records }, about, callTimeoutMs);
    case 'sqs':
      return ctx.call(edge, SendMessageBatch, { records, single: records.count === 1 }, about, callTimeoutMs);
    case 'sns':
      return ctx.call(edge, PublishBatch, { records, MessageStructure: action.messageFormat === 'JSON' ? 'json' : undefined }, about, callTimeoutMs);
    case 'lambda':
      return ctx.call(edge, InvokeAsync, { source: 'aws:iot', records, payloadBytes: bytes }, about, callTimeoutMs);
    case 'dynamoDB':
    case 'dynamoDBv2':
      return ctx.call(edge, BatchWriteItem, { records }, about, callTimeoutMs);
    case 's3':
      return ctx.call(edge, PutObject, { Key: texts[0]!, purpose: isErrorAction && action.node === undefined ? 'failed' : 'data', records, bytes }, about, callTimeoutMs);
    default:
      return ctx.call(edge, Bulk, { index: place[0]!, type: place[1]!, ...(action.text.source === ownId ? {} : { ids: texts }), records }, about, callTimeoutMs);
  }
}

/** A service has answered, or its time is up. */
export function acted(state: IotState, id: number, reply: Reply<unknown>, ctx: Ctx): void {
  const acting = state.acting.get(id);
  if (!acting) return;
  state.acting.delete(id);
  const { records } = acting;
  if (!reply.ok) return tryAgain(state, acting, records, acting.texts, reply.error.code, ctx);
  const outcome = (reply.response as { readonly outcome?: EntryOutcome } | null)?.outcome;
  if (outcome === undefined || outcome.failed === 0) return done(state, acting, records, ctx);
  if (outcome.failed < records.count) done(state, acting, successes(records, outcome), ctx);
  const refused = failures(records, outcome);
  const code = outcome.codes[0] ?? 'InternalFailure';
  tryAgain(state, acting, refused, outcome.failed === records.count ? acting.texts : acting.texts.filter((_, i) => outcome.code[i] !== 0), code, ctx);
}

function done(state: IotState, acting: Acting, records: RecordBatch, ctx: Ctx): void {
  ctx.count(acting.isErrorAction ? 'ErrorActionSuccess' : 'Success', records.count);
  const counts = state.ruleMatches.get(acting.rule);
  if (counts && !acting.isErrorAction) counts.succeeded += records.count;
  if (!acting.isErrorAction) settleOutcomes(state, acting, records, undefined, ctx);
  ctx.records.release(records.rows, 'dropped-by-rule');
}

function transient(code: string): boolean {
  return awsError(code, '').retryable || /Throttl|TooManyRequests|es_rejected|InternalError|SlowDown/.test(code);
}

function tryAgain(state: IotState, acting: Acting, records: RecordBatch, texts: readonly string[], code: string, ctx: Ctx): void {
  if (!transient(code) || acting.attempt >= state.config.actionTries) return over(state, acting, records, code, ctx);
  const id = state.next++;
  state.acting.set(id, Object.freeze({ ...acting, records, texts, attempt: acting.attempt + 1 }));
  ctx.trace('action.retried', acting.rule, { action: acting.action.kind, code }, { messages: records.count });
  ctx.after(state.config.retryInterval, { type: 'retry', id });
}

/** The engine itself refused: no target, or no right. */
export function refused(state: IotState, id: number, code: string, ctx: Ctx): void {
  const acting = state.acting.get(id);
  if (!acting) return;
  state.acting.delete(id);
  over(state, acting, acting.records, code, ctx);
}

export function retry(state: IotState, id: number, ctx: Ctx): void {
  const acting = state.acting.get(id);
  if (!acting) return;
  state.acting.delete(id);
  start(state, acting, ctx);
}

/** The action has failed for good: the error action gets the messages, or they are lost. */
function over(state: IotState, acting: Acting, records: RecordBatch, code: string, ctx: Ctx): void {
  const { action, rule, isErrorAction } = acting;
  ctx.count(isErrorAction ? 'ErrorActionFailure' : 'Failure', records.count);
  ctx.trace(isErrorAction ? 'error-action.failed' : 'action.failed', rule, { action: action.kind, code, attempts: acting.attempt }, { messages: records.count });
  const counts = state.ruleMatches.get(rule);
  if (counts && !isErrorAction) counts.failed += records.count;
  if (!isErrorAction) settleOutcomes(state, acting, records, { failedAction: actionName(action), failedResource: action.target || (acting.edge < 0 ? '' : ctx.neighbour(acting.edge)), errorMessage: code }, ctx);
  ctx.records.release(records.rows, 'refused');
}

function actionName(action: Action): string {
  return `${action.kind.slice(0, 1).toUpperCase()}${action.kind.slice(1)}Action`;
}

/** When the last action of a rule has ended for a message, its error action gets one message with all failures. */
function settleOutcomes(state: IotState, acting: Acting, records: RecordBatch, failure: { failedAction: string; failedResource: string; errorMessage: string } | undefined, ctx: Ctx): void {
  const rule = state.config.rules.find((each) => each.ruleName === acting.rule);
  if (rule?.errorAction === undefined) return;
  const failed: number[] = [];
  const ended: Outcomes[] = [];
  for (let i = 0; i < records.count; i++) {
    const key = `${acting.rule}/${records.rows[i]}`;
    const outcomes = state.outcomes.get(key);
    if (outcomes === undefined) continue;
    outcomes.left--;
    if (failure) outcomes.failures = Object.freeze([...outcomes.failures, Object.freeze(failure)]);
    if (outcomes.left > 0) continue;
    state.outcomes.delete(key);
    if (outcomes.failures.length === 0) continue;
    failed.push(i);
    ended.push(outcomes);
  }
  if (failed.length > 0) report(state, rule.ruleName, rule.errorAction, pickBatch(records, Uint32Array.from(failed)), ended, ctx);
}

/** Sends the error action's messages: one for each message of the rule, with all failures. */
function report(state: IotState, rule: string, action: Action, records: RecordBatch, ended: readonly Outcomes[], ctx: Ctx): void {
  ctx.trace('error-action.started', rule, { action: action.kind }, { messages: records.count });
  const documents = ended.map(({ topic, clientId, failures: all }, i) => {
    const payload = ctx.payload(records.rows[i]!);
    const base64OriginalPayload = payload === undefined ? '' : toBase64(utf8Bytes(JSON.stringify(payload)));
    return { ruleName: rule, topic, cloudwatchTraceId: '00000000-0000-0000-0000-000000000000', clientId, base64OriginalPayload, failures: all };
  });
  state.lastError = documents.at(-1)!;
  const { port } = actionSpecs[action.kind];
  if (port === '') {
    // It stays inside the broker: what is told about the message goes on, the record itself does not.
    ctx.count('ErrorActionSuccess', records.count);
    if (action.kind === 'republish') documents.forEach((document, i) => ctx.after(0, { type: 'report', topic: ended[i]!.text, document }));
    return;
  }
  const opaque = (i: number) => (documents[i]!.base64OriginalPayload === '' ? 4 * Math.ceil(ctx.records.payloadBytes(records.rows[i]!) / 3) : 0);
  const bytes = Uint32Array.from(documents, (document, i) => JSON.stringify(document).length + opaque(i));
  const keys = action.kind === 'kinesis' ? Uint32Array.from(ended, ({ text }) => ctx.keys.intern(text.slice(0, 256) || 'undefined')) : records.keys;
  act(state, { rule, action, isErrorAction: true, problem: '', place: ended[0]!.place, records: makeBatch({ count: records.count, rows: records.rows, keys, bytes }), texts: ended.map(({ text }) => text), contents: documents.map((document) => Object.freeze(document)) }, ctx);
}
