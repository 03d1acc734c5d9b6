/** A message comes in: rights, limits, subscribers, shadows, rules, and what rules publish again. */
import { fireAndForget, type Call } from '../../../sim/calls.ts';
import type { PlainData } from '../../../sim/plainData.ts';
import { certificateOf, disconnect, mayDo } from './connections.ts';
import { bill, deliver } from './delivery.ts';
import { splitIngest, topicProblem } from './mqtt.ts';
import { answer, type PublishDataRequest, type PublishRequest } from './operations.ts';
import { dispatch, maxDepth, runRules, type Gathered, type RuleMessage } from './rules.ts';
import { answerShadow, shadowTopic } from './shadowTopics.ts';
import type { Ctx, IotState, Session } from './state.ts';

/** Messages that may come of one by republishing. [SIM] */
const maxChain = 20;
const codes = ['NotConnected', 'NotAuthorized', 'InvalidTopic', 'PayloadTooLarge'] as const;
const maxTopicsShown = 200;

const emptyGathering = (): Gathered => ({ works: new Map(), republished: [], born: [] });

/** Number of the refusal of an entry, 0 when it is accepted. */
function refusal(state: IotState, client: number, topic: number, bytes: number, request: Pick<PublishRequest, 'protocol'>, ctx: Ctx): number {
  const session = state.sessions.get(client);
  const clientId = ctx.keys.text(client);
  const https = request.protocol === 'https';
  if (!https && !session?.call) return 1;
  if (!https) session!.lastSeenAt = ctx.now;
  const text = ctx.keys.text(topic);
  const certificate = https ? `cert-${clientId}` : session!.request.certificate;
  const problem = topicProblem(text, ctx.limits);
  if (problem === undefined && bytes <= ctx.limits.bytes('iot.mqtt.max-payload')) {
    if (state.config.policy === null && certificateOf(state, certificate) === 'ACTIVE') return 0;
    const permission = mayDo(state, clientId, certificate, { action: 'iot:Publish', resource: `topic/${text}` });
    if (permission.allowed) return 0;
    ctx.count('PublishIn.AuthError', 1);
    ctx.trace('publish.refused', clientId, { topic: text, says: permission.says });
    if (session && !https) close(state, session, 'AUTH_ERROR', ctx);
    return 2;
  }
  ctx.count('PublishIn.ClientError', 1);
  ctx.trace('publish.refused', clientId, { topic: text, says: problem ?? `a payload has at most ${ctx.limits.bytes('iot.mqtt.max-payload')} bytes; it has ${bytes}` });
  if (session && !https) close(state, session, 'CLIENT_ERROR', ctx);
  return problem === undefined ? 4 : 3;
}

/** A connection that the broker ends: the Last Will is published. */
export function close(state: IotState, session: Session, reason: string, ctx: Ctx): void {
  disconnect(state, session, reason, ctx);
  publishWill(state, session, ctx);
}

export function publishWill(state: IotState, session: Session, ctx: Ctx): void {
  const { will, clientId } = session.request;
  if (!will) return;
  ctx.trace('will.published', clientId, { topic: will.topic });
  // The shadow service ignores wills; rules see them.
  publishInside(state, { topic: will.topic, payload: will.payload, clientId }, { shadows: false }, ctx);
}

/** Messages of devices, each a record. */
export function publish(state: IotState, call: Call<PublishRequest>, ctx: Ctx): void {
  const { records, clients, qos, protocol } = call.request;
  const handedOver = call.about === fireAndForget;
  const code = new Uint8Array(records.count);
  let failed = 0;
  const gathered = emptyGathering();
  // Rows that come with a call stay the caller's; while they are worked on, the broker holds them too.
  if (!handedOver) ctx.records.hold(records.rows);
  for (let i = 0; i < records.count; i++) {
    const topic = records.keys[i]!;
    const client = clients[i]!;
    code[i] = refusal(state, client, topic, records.bytes[i]!, call.request, ctx);
    if (code[i] !== 0) {
      failed++;
      continue;
    }
    const clientId = protocol === 'https' ? undefined : ctx.keys.text(client);
    accept(state, { topic, row: records.rows[i]!, bytes: records.bytes[i]!, payload: ctx.payload(records.rows[i]!), clientId, principal: `cert-${ctx.keys.text(client)}`, depth: 0, chain: { count: 0 } }, { qos, shadows: true }, gathered, ctx);
  }
  ctx.count('PublishIn.Success', records.count - failed);
  ctx.hop(records.rows, 'message.published', (i) => ({ topic: ctx.keys.text(records.keys[i]!) }));
  finish(state, gathered, ctx);
  for (let i = 0; i < records.count; i++) ctx.records.releaseRow(records.rows[i]!, code[i] === 0 ? 'dropped-by-rule' : 'refused');
  if (!handedOver) ctx.reply(call, answer({ outcome: { failed, code, codes } }));
}

/** One message without a record, from a client. */
export function publishData(state: IotState, request: PublishDataRequest, ctx: Ctx): void {
  const client = ctx.keys.intern(request.clientId);
  const bytes = JSON.stringify(request.payload).length;
  if (request.retain && ctx.limits.edition === 'notes') {
    const session = state.sessions.get(client);
    ctx.trace('publish.refused', request.clientId, { topic: request.topic, says: 'retained messages exist in the Today edition only' });
    if (session?.call) close(state, session, 'CLIENT_ERROR', ctx);
    return;
  }
  if (refusal(state, client, ctx.keys.intern(request.topic), bytes, { protocol: 'mqtt' }, ctx) !== 0) return;
  ctx.count('PublishIn.Success', 1);
  if (request.retain) {
    if (request.payload === '') state.retained.delete(request.topic);
    else state.retained.set(request.topic, request.payload);
  }
  publishInside(state, request, { shadows: true }, ctx);
}

/** A message that a service or a client publishes as data; the `last` of a chain is neither published again nor reported. */
export function publishInside(state: IotState, { topic, payload, clientId }: { topic: string; payload: PlainData; clientId?: string | undefined }, { shadows, last = false }: { shadows: boolean; last?: boolean }, ctx: Ctx): void {
  const gathered = emptyGathering();
  accept(state, { topic: ctx.keys.intern(topic), row: -1, bytes: JSON.stringify(payload).length, payload, clientId, principal: clientId && `cert-${clientId}`, depth: last ? maxDepth : 0, chain: { count: 0 } }, { qos: 1, shadows }, gathered, ctx);
  finish(state, gathered, ctx);
}

function accept(state: IotState, message: RuleMessage, { qos, shadows }: { qos: 0 | 1; shadows: boolean }, gathered: Gathered, ctx: Ctx): void {
  state.messagesIn++;
  const text = ctx.keys.text(message.topic);
  const { rule } = splitIngest(text);
  // Nobody can subscribe to Basic Ingest, and it costs no messaging.
  let reached = 0;
  if (rule === undefined) {
    bill(message.bytes, ctx);
    const seen = state.topics.get(text);
    if (seen !== undefined || state.topics.size < maxTopicsShown) state.topics.set(text, (seen ?? 0) + 1);
    reached = deliver(state, { row: message.row, topic: message.topic, bytes: message.bytes, data: message.row < 0 ? message.payload : undefined, qos }, ctx);
  }
  const fired = runRules(state, message, gathered, ctx);
  if (fired === 0 && rule === undefined && !text.startsWith('$')) ctx.trace('rule.unmatched', ctx.nodeId, {}, { messages: 1, subscribers: reached });
  if (rule !== undefined && fired === 0 && !state.config.rules.some((each) => each.ruleName === rule)) {
    ctx.count('RuleNotFound', 1);
    ctx.trace('rule.not-found', rule, {}, { messages: 1 });
  }
  const shadow = shadows && text.startsWith('$aws/things/') ? shadowTopic(text) : undefined;
  if (shadow === undefined) return;
  const key = shadow.shadow === '' ? shadow.thing : `${shadow.thing}/${shadow.shadow}`;
  const answer = answerShadow(shadow, state.shadows.get(key), message.payload, ctx.startsAt + ctx.now, ctx.limits);
  const name = { get: 'GetThingShadow', update: 'UpdateThingShadow', delete: 'DeleteThingShadow' }[shadow.operation];
  ctx.bill('shadow-operations', 1);
  if (answer.error) {
    ctx.count(`${name}.Rejected`, 1);
    ctx.trace(answer.error.code === 409 ? 'shadow.conflict' : 'shadow.rejected', shadow.thing, { code: answer.error.code, message: answer.error.message });
  } else {
    ctx.count(`${name}.Accepted`, 1);
    state.shadows.set(key, answer.shadow);
    if (answer.messages.some((each) => each.topic.endsWith('/delta'))) ctx.trace('shadow.delta', shadow.thing, { version: answer.shadow.version });
  }
  for (const each of answer.messages) accept(state, { topic: ctx.keys.intern(each.topic), row: -1, bytes: JSON.stringify(each.payload).length, payload: each.payload, clientId: undefined, principal: undefined, depth: message.depth, chain: message.chain }, { qos: 1, shadows: false }, gathered, ctx);
}

/** Republished messages go round again; then all actions start. */
function finish(state: IotState, gathered: Gathered, ctx: Ctx): void {
  for (let i = 0; i < gathered.republished.length; i++) {
    const { topic, message, data, bytes, qos } = gathered.republished[i]!;
    const problem = topicProblem(topic, ctx.limits);
    if (problem !== undefined || message.depth >= maxDepth || ++message.chain.count > maxChain) {
      ctx.count('Failure', 1);
      ctx.trace(problem === undefined ? 'republish.looped' : 'action.failed', topic, problem === undefined ? { depth: message.depth, chain: message.chain } : { action: 'republish', code: problem }, { messages: 1 });
      continue;
    }
    ctx.count('Success', 1);
    accept(state, { ...message, topic: ctx.keys.intern(topic), bytes, payload: data, depth: message.depth + 1 }, { qos, shadows: true }, gathered, ctx);
  }
  dispatch(state, gathered, ctx);
}
