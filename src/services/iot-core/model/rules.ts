/** The rules engine: which rules a topic reaches, what each makes of the message, and which actions get it. */
import type { PlainData } from '../../../sim/plainData.ts';
import type { KeyTable } from '../../../sim/records/keyTable.ts';
import { actionKinds, actionSpecs, impliedAction, type Action } from './actions.ts';
import type { IotConfig, Rule } from './config.ts';
import { gather, type Gathered } from './gathering.ts';
import { levelsMatch } from './mqtt.ts';
import type { SqlVersion, Statement } from './sql/ast.ts';
import type { MqttPayload, SqlEnvironment } from './sql/environment.ts';
import { evaluateStatement, sizeOfPayload } from './sql/evaluate.ts';
import { textOfUtf8, type SqlValue } from './sql/values.ts';
import { shadowState } from './shadow.ts';
import type { Ctx, IotState } from './state.ts';
import { topicFacts } from './topics.ts';

/** A message as the rules engine sees it. */
export interface RuleMessage {
  readonly topic: number;
  /** -1 for data without a record. */
  readonly row: number;
  readonly bytes: number;
  /** Absent where the record is opaque. */
  readonly payload: PlainData | undefined;
  /** The payload is what the record carries. */
  readonly own: boolean;
  readonly clientId: string | undefined;
  readonly principal: string | undefined;
  /** How many republish actions stand before it. */
  readonly depth: number;
  /** Shared by all that came of one message: how many there are. */
  readonly chain: { count: number };
}

/** Rules that a topic reaches: topics are numbers of a run, so the memo belongs to its keys. */
const byTopic = new WeakMap<KeyTable, WeakMap<IotConfig, Map<number, readonly Rule[]>>>();
/** Actions that are implied by what is connected; a node's edges are one array until they change. */
const implied = new WeakMap<readonly number[], Map<Rule, readonly Action[]>>();

/** Enabled rules that a topic reaches; Basic Ingest reaches the one it names. */
function rulesFor(config: IotConfig, topic: number, ctx: Ctx): readonly Rule[] {
  let byConfig = byTopic.get(ctx.keys);
  if (byConfig === undefined) byTopic.set(ctx.keys, (byConfig = new WeakMap()));
  let known = byConfig.get(config);
  if (known === undefined) byConfig.set(config, (known = new Map()));
  let found = known.get(topic);
  if (found === undefined) {
    const { ingestRule, levels } = topicFacts(topic, ctx);
    found = config.rules.filter((rule) => !rule.ruleDisabled && (ingestRule === undefined ? rule.levels !== undefined && levelsMatch(rule.levels, levels) : rule.ruleName === ingestRule));
    if (known.size > 20_000) known.clear();
    known.set(topic, found);
  }
  return found;
}

/** A rule's own actions, or one for each node connected to the broker. */
function actionsOf(rule: Rule, config: IotConfig, ctx: Ctx): readonly Action[] {
  if (rule.actions.length > 0 || !rule.impliesActions) return rule.actions;
  const edges = ctx.edgesAt(actionSpecs.kinesis.port);
  let known = implied.get(edges);
  if (known === undefined) implied.set(edges, (known = new Map()));
  let found = known.get(rule);
  if (found === undefined) {
    const kinds = actionKinds.filter((kind) => actionSpecs[kind].port !== '' && kind !== 'dynamoDB' && kind !== 'openSearch');
    found = kinds.flatMap((kind) =>
      ctx.edgesAt(actionSpecs[kind].port).flatMap((edge) => {
        const action = impliedAction(kind, ctx.neighbour(edge), kind === 'kinesis' ? config.partitionKey : '', rule.statement.version);
        return action.ok ? [action.value] : [];
      }),
    );
    known.set(rule, found);
  }
  return found;
}

const noBytes: MqttPayload = Object.freeze({ type: 'binary', bytes: new Uint8Array(0) });

/** What SQL may know of one message. */
class MessageEnvironment implements SqlEnvironment {
  readonly version: SqlVersion;
  readonly payload: MqttPayload;
  readonly topic: string;
  readonly topicLevels: readonly string[];
  readonly clientId: string | undefined;
  readonly traceId: string | undefined;
  readonly principal: string | undefined;
  readonly accountId: string;
  readonly now: number;
  readonly #state: IotState;
  readonly #ctx: Ctx;

  constructor(state: IotState, message: RuleMessage, version: SqlVersion, ctx: Ctx) {
    const { seen, seenLevels } = topicFacts(message.topic, ctx);
    this.version = version;
    this.payload = message.payload === undefined ? noBytes : { type: 'json', value: message.payload };
    this.topic = seen;
    this.topicLevels = seenLevels;
    this.clientId = message.clientId;
    this.traceId = message.clientId;
    this.principal = message.principal;
    this.accountId = ctx.account;
    this.now = ctx.startsAt + ctx.now;
    this.#state = state;
    this.#ctx = ctx;
  }

  unit(): number {
    return this.#ctx.rng.unit();
  }

  external(name: string, args: readonly SqlValue[]): SqlValue {
    return externalValue(this.#state, name, args);
  }
}

/** `SELECT *` and nothing else: the payload goes on as it came. */
function isWhole({ select }: Statement): boolean {
  return select.type === 'items' && select.items.length === 1 && select.items[0]!.path.length === 0;
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
  let executed = 0;
  let env: SqlEnvironment | undefined;
  const rules = rulesFor(state.config, message.topic, ctx);
  for (const rule of rules) {
    const { statement } = rule;
    if (env?.version !== statement.version) env = new MessageEnvironment(state, message, statement.version, ctx);
    const counts = countsOf(state, rule.ruleName);
    counts.matched++;
    const outcome = evaluateStatement(statement, env);
    if (!outcome.fires) continue;
    executed++;
    counts.fired++;
    const { payload } = outcome;
    const whole = isWhole(statement) || (payload instanceof Uint8Array && message.payload === undefined);
    const data = payload instanceof Uint8Array ? (textOfUtf8(payload) ?? '') : payload;
    const bytes = whole ? message.bytes : sizeOfPayload(payload);
    let { row } = message;
    for (const action of actionsOf(rule, state.config, ctx)) row = gather(state, action, { rule, env, row, bytes, data, whole: whole && message.own && row >= 0 }, message, gathered, ctx);
  }
  gathered.tally.matched += rules.length;
  gathered.tally.executed += executed;
  return executed;
}

function countsOf(state: IotState, rule: string): { matched: number; fired: number; succeeded: number; failed: number } {
  let counts = state.ruleMatches.get(rule);
  if (counts === undefined) state.ruleMatches.set(rule, (counts = { matched: 0, fired: 0, succeeded: 0, failed: 0 }));
  return counts;
}
