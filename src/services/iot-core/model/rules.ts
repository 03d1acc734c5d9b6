/** The rules engine: which rules a topic reaches, what each makes of the message, and which actions get it. */
import type { PlainData } from '../../../sim/plainData.ts';
import { makeBatch } from '../../../sim/records/recordBatch.ts';
import { act } from './acting.ts';
import { actionKinds, actionSpecs, impliedAction, type Action } from './actions.ts';
import type { IotConfig, Rule } from './config.ts';
import { levelsMatch, splitIngest } from './mqtt.ts';
import type { MqttPayload, SqlEnvironment } from './sql/environment.ts';
import { bytesOfPayload, evaluateStatement } from './sql/evaluate.ts';
import type { SqlValue } from './sql/values.ts';
import { shadowState } from './shadow.ts';
import type { Ctx, IotState } from './state.ts';
import { fillTemplate } from './templates.ts';

/** A message as the rules engine sees it. */
export interface RuleMessage {
  readonly topic: number;
  /** -1 for data without a record. */
  readonly row: number;
  readonly bytes: number;
  /** Absent where the record is opaque. */
  readonly payload: PlainData | undefined;
  readonly clientId: string | undefined;
  readonly principal: string | undefined;
  /** How many republish actions stand before it. */
  readonly depth: number;
  /** Shared by all that came of one message: how many there are. */
  readonly chain: { count: number };
}

interface Work {
  readonly rule: Rule;
  readonly action: Action;
  readonly rows: number[];
  readonly keys: number[];
  readonly bytes: number[];
  readonly texts: string[];
}

/** What the messages of one moment bring about: gathered, then handed on in groups. */
export interface Gathered {
  readonly works: Map<Action, Work>;
  readonly republished: { readonly topic: string; readonly message: RuleMessage; readonly data: PlainData; readonly bytes: number; readonly qos: 0 | 1 }[];
  /** Rows made here for messages that had none. */
  readonly born: number[];
}

const byTopic = new WeakMap<IotConfig, Map<number, readonly Rule[]>>();
const implied = new WeakMap<Rule, readonly Action[]>();
/** Messages that rules publish again may pass this many rules; then the loop is cut. [SIM] */
export const maxDepth = 5;
const accountId = '123456789012';

/** Enabled rules that a topic reaches; Basic Ingest reaches the one it names. */
function rulesFor(config: IotConfig, topic: number, ctx: Ctx): readonly Rule[] {
  let known = byTopic.get(config);
  if (known === undefined) byTopic.set(config, (known = new Map()));
  let found = known.get(topic);
  if (found === undefined) {
    const text = ctx.keys.text(topic);
    const { rule: named } = splitIngest(text);
    const levels = text.split('/');
    found = config.rules.filter((rule) => !rule.ruleDisabled && (named === undefined ? rule.levels !== undefined && levelsMatch(rule.levels, levels) : rule.ruleName === named));
    if (known.size > 20_000) known.clear();
    known.set(topic, found);
  }
  return found;
}

/** A rule's own actions, or one for each node connected to the broker. */
function actionsOf(rule: Rule, config: IotConfig, ctx: Ctx): readonly Action[] {
  if (rule.actions.length > 0) return rule.actions;
  let found = implied.get(rule);
  if (found === undefined) {
    const kinds = actionKinds.filter((kind) => actionSpecs[kind].port !== '' && kind !== 'dynamoDB' && kind !== 'openSearch');
    found = kinds.flatMap((kind) =>
      ctx.edgesAt(actionSpecs[kind].port).flatMap((edge) => {
        const action = impliedAction(kind, ctx.neighbour(edge), kind === 'kinesis' ? config.partitionKey : '', rule.statement.version);
        return action.ok ? [action.value] : [];
      }),
    );
    implied.set(rule, found);
  }
  return found;
}

function environmentOf(state: IotState, message: RuleMessage, rule: Rule, ctx: Ctx): SqlEnvironment {
  const payload: MqttPayload = message.payload === undefined ? { type: 'binary', bytes: new Uint8Array(0) } : { type: 'json', value: message.payload };
  return {
    version: rule.statement.version,
    payload,
    topic: splitIngest(ctx.keys.text(message.topic)).topic,
    clientId: message.clientId,
    traceId: message.clientId,
    principal: message.principal,
    accountId,
    now: ctx.startsAt + ctx.now,
    unit: () => ctx.rng.unit(),
    external: (name, args) => externalValue(state, name, args),
  };
}

/** SIMPLIFIED: of the functions that ask other services only get_thing_shadow is answered; the others are Undefined. */
function externalValue(state: IotState, name: string, args: readonly SqlValue[]): SqlValue {
  if (name !== 'get_thing_shadow' || typeof args[0] !== 'string') return undefined;
  const [thing, shadowName] = args;
  if (args.length > 2 && typeof shadowName !== 'string') return undefined;
  const shadow = state.shadows.get(args.length > 2 ? `${thing}/${shadowName as string}` : thing);
  return shadow === undefined || shadow.deleted ? undefined : { state: shadowState(shadow) as SqlValue, version: shadow.version };
}

/** Runs a message through all rules. Answers how many fired. */
export function runRules(state: IotState, message: RuleMessage, gathered: Gathered, ctx: Ctx): number {
  let fired = 0;
  const rules = rulesFor(state.config, message.topic, ctx);
  for (const rule of rules) {
    const env = environmentOf(state, message, rule, ctx);
    const counts = countsOf(state, rule.ruleName);
    counts.matched++;
    const outcome = evaluateStatement(rule.statement, env);
    if (!outcome.fires) continue;
    fired++;
    counts.fired++;
    const opaque = outcome.payload instanceof Uint8Array && message.payload === undefined;
    const bytes = opaque ? message.bytes : bytesOfPayload(outcome.payload).length;
    const actions = actionsOf(rule, state.config, ctx);
    let row = message.row;
    for (const action of actions) row = gather(state, { rule, action, env, row, bytes, data: outcome.payload instanceof Uint8Array ? '' : outcome.payload }, message, gathered, ctx);
  }
  if (rules.length > 0) {
    ctx.count('TopicMatch', rules.length);
    ctx.count('RulesExecuted', fired);
    ctx.bill('rules-triggered', rules.length);
  }
  return fired;
}

function countsOf(state: IotState, rule: string): { matched: number; fired: number; succeeded: number; failed: number } {
  let counts = state.ruleMatches.get(rule);
  if (counts === undefined) state.ruleMatches.set(rule, (counts = { matched: 0, fired: 0, succeeded: 0, failed: 0 }));
  return counts;
}

interface Fired {
  readonly rule: Rule;
  readonly action: Action;
  readonly env: SqlEnvironment;
  readonly row: number;
  readonly bytes: number;
  readonly data: PlainData;
}

function gather(state: IotState, { rule, action, env, row, bytes, data }: Fired, message: RuleMessage, gathered: Gathered, ctx: Ctx): number {
  ctx.bill('actions-executed', 1);
  const text = fillTemplate(action.text, env);
  if (action.kind === 'republish') {
    gathered.republished.push({ topic: text, message: { ...message, row }, data, bytes, qos: action.qos });
    return row;
  }
  if (actionSpecs[action.kind].port === '') {
    ctx.count('Success', 1);
    return row;
  }
  let of = row;
  if (of < 0) {
    of = ctx.records.birth(ctx.now, message.topic, bytes, state.classBase);
    gathered.born.push(of);
  }
  let work = gathered.works.get(action);
  if (work === undefined) gathered.works.set(action, (work = { rule, action, rows: [], keys: [], bytes: [], texts: [] }));
  work.rows.push(of);
  work.keys.push(action.kind === 'kinesis' ? ctx.keys.intern(text.slice(0, 256) || 'undefined') : message.topic);
  work.bytes.push(sizeOf(action, bytes, text));
  work.texts.push(text);
  if (rule.errorAction && message.depth < maxDepth) {
    const key = `${rule.ruleName}/${of}`;
    const outcomes = state.outcomes.get(key);
    if (outcomes) outcomes.left++;
    else state.outcomes.set(key, { left: 1, topic: env.topic, clientId: env.clientId ?? 'N/A', text: fillTemplate(rule.errorAction.text, env), failures: Object.freeze([]) });
  }
  return of;
}

/** What the target counts: the payload with its separator, in base64, with its partition key. */
function sizeOf(action: Action, bytes: number, text: string): number {
  if (action.kind === 'kinesis') return bytes + text.length;
  if (action.kind === 'firehose') return bytes + action.separator.length;
  return action.kind === 'sqs' && action.useBase64 ? 4 * Math.ceil(bytes / 3) : bytes;
}

/** Hands what was gathered to the actions. */
export function dispatch(state: IotState, gathered: Gathered, ctx: Ctx): void {
  for (const { rule, action, rows, keys, bytes, texts } of gathered.works.values()) {
    const records = makeBatch({ count: rows.length, rows: Uint32Array.from(rows), keys: Uint32Array.from(keys), bytes: Uint32Array.from(bytes) });
    act(state, { rule: rule.ruleName, action, isErrorAction: false, records, texts }, ctx);
  }
  for (const row of gathered.born) ctx.records.releaseRow(row, 'dropped-by-rule');
}
