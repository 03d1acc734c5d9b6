/** What rules make of the messages of one moment, gathered by action and then handed on in groups. */
import { utf8Bytes } from '../../../base/md5.ts';
import type { PlainData } from '../../../sim/plainData.ts';
import { makeBatch } from '../../../sim/records/recordBatch.ts';
import { act } from './acting.ts';
import { actionSpecs, type Action } from './actions.ts';
import type { Rule } from './config.ts';
import type { RuleMessage } from './rules.ts';
import { toBase64 } from './sql/dataFunctions.ts';
import type { SqlEnvironment } from './sql/environment.ts';
import { sizeOfPayload } from './sql/evaluate.ts';
import type { Ctx, IotState } from './state.ts';
import { fillTemplate } from './templates.ts';

/** Messages that rules publish again may pass this many rules; then the loop is cut. [SIM] */
export const maxDepth = 5;

const noPlace: readonly string[] = Object.freeze([]);

interface Work {
  readonly rule: Rule;
  readonly action: Action;
  /** Why the service would not even be asked; empty where it is. */
  readonly problem: string;
  /** Index and type of a document. */
  readonly place: readonly string[];
  readonly rows: number[];
  readonly keys: number[];
  readonly bytes: number[];
  readonly texts: string[];
  /** What a row carries from the target on; undefined where that is what it carries anyway. */
  readonly contents: (PlainData | undefined)[];
}

export interface Gathered {
  readonly works: Map<Action | string, Work>;
  readonly republished: { readonly topic: string; readonly message: RuleMessage; readonly data: PlainData; readonly bytes: number; readonly qos: 0 | 1 }[];
  /** Rows made here for messages that had none. */
  readonly born: number[];
  readonly tally: { matched: number; executed: number; actions: number; messageUnits: number };
}

export function emptyGathering(): Gathered {
  return { works: new Map(), republished: [], born: [], tally: { matched: 0, executed: 0, actions: 0, messageUnits: 0 } };
}

/** A rule has fired for a message. */
export interface Fired {
  readonly rule: Rule;
  readonly env: SqlEnvironment;
  /** The message's record, once it has one. */
  readonly row: number;
  readonly bytes: number;
  readonly data: PlainData;
  /** The payload is what the record carries. */
  readonly whole: boolean;
}

/** Puts one message down for one action. Answers the message's record, which may have been made for it. */
export function gather(state: IotState, action: Action, fired: Fired, message: RuleMessage, gathered: Gathered, ctx: Ctx): number {
  const { env, row, bytes, data } = fired;
  gathered.tally.actions++;
  const text = fillTemplate(action.text, env);
  if (action.kind === 'republish') {
    gathered.republished.push({ topic: text, message: { ...message, row, own: fired.whole && message.own }, data, bytes, qos: action.qos });
    return row;
  }
  if (actionSpecs[action.kind].port === '') {
    ctx.count('Success', 1);
    return row;
  }
  const problem = problemOf(action, fired, ctx);
  if (action.batchMode && problem === '') return gatherElements(state, action, fired, message, gathered, ctx);
  const of = row < 0 ? born(message, bytes, gathered, ctx) : row;
  add(state, action, fired, { row: of, bytes: sizeOf(action, bytes, text), text, content: fired.whole && keepsForm(action) ? undefined : contentFor(action, data, text), problem }, message, gathered, ctx);
  return of;
}

/** Batch mode: each element is an entry. The first one is the message's record, the others are born here. */
function gatherElements(state: IotState, action: Action, fired: Fired, message: RuleMessage, gathered: Gathered, ctx: Ctx): number {
  let { row } = fired;
  (fired.data as readonly PlainData[]).forEach((element, i) => {
    const bytes = sizeOfPayload(element);
    const of = i === 0 && row >= 0 ? row : born(message, bytes, gathered, ctx);
    if (i === 0) row = of;
    add(state, action, fired, { row: of, bytes: sizeOf(action, bytes, ''), text: '', content: element, problem: '' }, message, gathered, ctx);
  });
  return row;
}

function born(message: RuleMessage, bytes: number, gathered: Gathered, ctx: Ctx): number {
  const row = ctx.records.birth(ctx.now, message.topic, bytes, ctx.payloads.addClasses(ctx.nodeId, [undefined]));
  gathered.born.push(row);
  return row;
}

function placeOf(action: Action, env: SqlEnvironment): readonly string[] {
  return actionSpecs[action.kind].port === 'search' ? Object.freeze([fillTemplate(action.index, env), fillTemplate(action.type, env)]) : noPlace;
}

interface Entry {
  readonly row: number;
  readonly bytes: number;
  readonly text: string;
  readonly content: PlainData | undefined;
  readonly problem: string;
}

function add(state: IotState, action: Action, { rule, env }: Fired, { row, bytes, text, content, problem }: Entry, message: RuleMessage, gathered: Gathered, ctx: Ctx): void {
  const place = placeOf(action, env);
  const group = place.length === 0 && problem === '' ? action : `${rule.ruleName}\n${rule.actions.indexOf(action)}\n${place.join('\n')}\n${problem}`;
  let work = gathered.works.get(group);
  if (work === undefined) gathered.works.set(group, (work = { rule, action, problem, place, rows: [], keys: [], bytes: [], texts: [], contents: [] }));
  work.rows.push(row);
  work.keys.push(action.kind === 'kinesis' ? ctx.keys.intern(text.slice(0, 256) || 'undefined') : message.topic);
  work.bytes.push(bytes);
  work.texts.push(text);
  work.contents.push(content);
  if (rule.errorAction === undefined || message.depth >= maxDepth) return;
  const key = `${rule.ruleName}/${row}`;
  const outcomes = state.outcomes.get(key);
  if (outcomes) outcomes.left++;
  else state.outcomes.set(key, { left: 1, topic: env.topic, clientId: env.clientId ?? 'N/A', text: fillTemplate(rule.errorAction.text, env), place: placeOf(rule.errorAction, env), failures: Object.freeze([]) });
}

/** Why an action cannot even be tried with this payload; empty where it can. */
function problemOf(action: Action, { data, whole }: Fired, ctx: Ctx): string {
  if (action.batchMode) {
    const most = ctx.limits.number('firehose.put-record-batch.max-entries');
    if (!Array.isArray(data)) return 'in batch mode the payload must be an array';
    return data.length > 0 && data.length <= most ? '' : `in batch mode the array has 1 to ${most} elements; here are ${data.length}`;
  }
  const isObject = typeof data === 'object' && data !== null && !Array.isArray(data);
  return action.kind === 'dynamoDBv2' && !isObject && !whole ? 'the payload must be an object: its keys become columns' : '';
}

/** What the target counts: the payload with its separator, in base64, with its partition key. */
function sizeOf(action: Action, bytes: number, text: string): number {
  if (action.kind === 'kinesis') return bytes + text.length;
  if (action.kind === 'firehose') return bytes + action.separator.length;
  return action.kind === 'sqs' && action.useBase64 ? 4 * Math.ceil(bytes / 3) : bytes;
}

const keepsForm = (action: Action): boolean => !action.useBase64 && action.kind !== 'dynamoDB';

/** What the target is given. */
function contentFor(action: Action, data: PlainData, text: string): PlainData {
  if (action.kind === 'dynamoDB') return Object.freeze({ [action.hashKeyField]: text, [action.payloadField]: data });
  return action.useBase64 ? toBase64(utf8Bytes(typeof data === 'string' ? data : JSON.stringify(data))) : data;
}

/** Hands what was gathered to the actions. */
export function dispatch(state: IotState, { works, born: made, tally }: Gathered, ctx: Ctx): void {
  for (const { rule, action, problem, place, rows, keys, bytes, texts, contents } of works.values()) {
    const records = makeBatch({ count: rows.length, rows: new Uint32Array(rows), keys: new Uint32Array(keys), bytes: new Uint32Array(bytes) });
    act(state, { rule: rule.ruleName, action, isErrorAction: false, problem, place, records, texts, contents }, ctx);
  }
  for (const row of made) ctx.records.releaseRow(row, 'dropped-by-rule');
  if (tally.messageUnits > 0) ctx.bill('iot-messages', tally.messageUnits);
  if (tally.actions > 0) ctx.bill('actions-executed', tally.actions);
  if (tally.matched === 0) return;
  ctx.count('TopicMatch', tally.matched);
  ctx.count('RulesExecuted', tally.executed);
  ctx.bill('rules-triggered', tally.matched);
}
