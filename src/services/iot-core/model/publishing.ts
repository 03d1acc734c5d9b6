/** A message comes in: rights, limits, subscribers, shadows, rules, and what rules publish again. */
import { fireAndForget, type Call } from '../../../sim/calls.ts';
import type { PlainData } from '../../../sim/plainData.ts';
import { base64Of } from '../../../sim/records/content.ts';
import { disconnect } from './connections.ts';
import { deliver, messageUnits } from './delivery.ts';
import { topicProblem } from './mqtt.ts';
import { answer, type ConnectRequest, type Credentials, type PublishDataRequest, type PublishRequest, type ThingShadowRequest } from './operations.ts';
import { mayDo, mayDoAll, principalOf, type Client } from './permission.ts';
import { dispatch, emptyGathering, maxDepth, type Gathered } from './gathering.ts';
import { runRules, type RuleMessage } from './rules.ts';
import { answerShadow, rejectShadow, shadowTopic, type ShadowAnswer, type ShadowTopic } from './shadowTopics.ts';
import type { Ctx, IotState, Retained, Session } from './state.ts';
import { topicFacts, type TopicFacts } from './topics.ts';

/** Messages that may come of one by republishing. [SIM] */
const maxChain = 20;
const codes = ['NotConnected', 'NotAuthorized', 'InvalidTopic', 'PayloadTooLarge', 'RetainNotSupported'] as const;
const maxTopicsShown = 200;

/** Number of the refusal of an entry, 0 when it is accepted. */
function refusal(state: IotState, client: number, topic: TopicFacts, bytes: number, request: Pick<PublishRequest, 'protocol' | 'credentials'> & { readonly retain?: boolean }, ctx: Ctx): number {
  const https = request.protocol === 'https';
  const session = https ? undefined : state.sessions.get(client);
  if (!https && !session?.call) return 1;
  if (session) session.lastSeenAt = ctx.now;
  const tooLarge = bytes > ctx.limits.bytes('iot.mqtt.max-payload');
  const noRetain = request.retain === true && ctx.limits.edition === 'notes';
  if (topic.problem === undefined && !tooLarge && !noRetain) {
    const asks: Client = session ? session.request : httpsClient(ctx.keys.text(client), request.credentials);
    if (mayDoAll(state, asks)) return 0;
    const resource = `topic/${topic.text}`;
    let permission = mayDo(state, asks, { action: 'iot:Publish', resource });
    if (permission.allowed && request.retain) permission = mayDo(state, asks, { action: 'iot:RetainPublish', resource });
    if (permission.allowed) return 0;
    ctx.count('PublishIn.AuthError', 1);
    ctx.trace('publish.refused', asks.clientId, { topic: topic.text, says: permission.says });
    if (session) close(state, session, 'AUTH_ERROR', ctx);
    return 2;
  }
  ctx.count('PublishIn.ClientError', 1);
  ctx.trace('publish.refused', ctx.keys.text(client), { topic: topic.text, says: topic.problem ?? (noRetain ? 'retained messages exist in the Today edition only' : `a payload has at most ${ctx.limits.bytes('iot.mqtt.max-payload')} bytes; it has ${bytes}`) });
  if (session) close(state, session, 'CLIENT_ERROR', ctx);
  if (topic.problem !== undefined) return 3;
  return noRetain ? 5 : 4;
}

/** Over HTTPS every request shows who asks; devices have a certificate of their own. */
function httpsClient(clientId: string, credentials: Credentials | undefined): Client {
  return { clientId, certificate: `cert-${clientId}`, credentials };
}

/** A connection that the broker ends: the Last Will is published. */
export function close(state: IotState, session: Session, reason: string, ctx: Ctx): void {
  disconnect(state, session, reason, ctx);
  publishWill(state, session.request, ctx);
}

/** The Last Will of a connection that ended without a DISCONNECT. */
export function publishWill(state: IotState, { will, clientId }: Pick<ConnectRequest, 'will' | 'clientId'>, ctx: Ctx): void {
  if (!will) return;
  ctx.trace('will.published', clientId, { topic: will.topic });
  // The shadow service ignores wills; rules see them.
  publishInside(state, { topic: will.topic, payload: will.payload, clientId }, { shadows: false }, ctx);
}

/** Messages of devices, each a record. */
export function publish(state: IotState, call: Call<PublishRequest>, ctx: Ctx): void {
  const { records, clients, qos, protocol, credentials } = call.request;
  const https = protocol === 'https';
  const handedOver = call.about === fireAndForget;
  const code = new Uint8Array(records.count);
  let failed = 0;
  const gathered = emptyGathering();
  // Rows that come with a call stay the caller's; while they are worked on, the broker holds them too.
  if (!handedOver) ctx.records.hold(records.rows);
  for (let i = 0; i < records.count; i++) {
    const topic = records.keys[i]!;
    const client = clients[i]!;
    code[i] = refusal(state, client, topicFacts(topic, ctx), records.bytes[i]!, call.request, ctx);
    if (code[i] !== 0) {
      failed++;
      continue;
    }
    const asks: Client = https ? httpsClient(ctx.keys.text(client), credentials) : state.sessions.get(client)!.request;
    if (call.request.retain) retainRow(state, ctx.keys.text(topic), records.rows[i]!, call.request, ctx);
    accept(state, { topic, row: records.rows[i]!, bytes: records.bytes[i]!, payload: ctx.payload(records.rows[i]!), own: true, clientId: https ? undefined : asks.clientId, principal: principalOf(asks), depth: 0, chain: { count: 0 } }, { qos, shadows: true }, gathered, ctx);
  }
  ctx.count('PublishIn.Success', records.count - failed);
  ctx.hop(records.rows, 'message.published', (i) => ({ topic: ctx.keys.text(records.keys[i]!) }));
  finish(state, gathered, ctx);
  for (let i = 0; i < records.count; i++) ctx.records.releaseRow(records.rows[i]!, code[i] === 0 ? 'dropped-by-rule' : 'refused');
  if (!handedOver) ctx.reply(call, answer({ outcome: { failed, code, codes } }));
}

/** Keeps a topic's newest message, or lets it go. */
function retain(state: IotState, topic: string, message: Retained | undefined): void {
  if (message === undefined) state.retained.delete(topic);
  else state.retained.set(topic, Object.freeze(message));
}

/** SIMPLIFIED: bytes that are no text come to subscribers later as an empty text. */
function retainRow(state: IotState, topic: string, row: number, { qos, userProperties }: Pick<PublishRequest, 'qos' | 'userProperties'>, ctx: Ctx): void {
  const bytes = ctx.records.payloadBytes(row);
  retain(state, topic, bytes === 0 ? undefined : { payload: ctx.payload(row) ?? '', base64: ctx.data(row) ?? '', bytes, qos, at: ctx.now, ...(userProperties === undefined ? {} : { userProperties }) });
}

/** One message without a record, from a client. */
export function publishData(state: IotState, request: PublishDataRequest, ctx: Ctx): void {
  const client = ctx.keys.intern(request.clientId);
  const bytes = JSON.stringify(request.payload).length;
  if (refusal(state, client, topicFacts(ctx.keys.intern(request.topic), ctx), bytes, { protocol: 'mqtt', retain: request.retain }, ctx) !== 0) return;
  ctx.count('PublishIn.Success', 1);
  if (request.retain) retain(state, request.topic, request.payload === '' ? undefined : { payload: request.payload, base64: base64Of(request.payload), bytes, qos: 1, at: ctx.now });
  publishInside(state, request, { shadows: true }, ctx);
}

/** A message that a service or a client publishes as data; the `last` of a chain is neither published again nor reported. */
export function publishInside(state: IotState, { topic, payload, clientId }: { topic: string; payload: PlainData; clientId?: string | undefined }, { shadows, last = false }: { shadows: boolean; last?: boolean }, ctx: Ctx): void {
  const gathered = emptyGathering();
  accept(state, { topic: ctx.keys.intern(topic), row: -1, bytes: JSON.stringify(payload).length, payload, own: true, clientId, principal: clientId === undefined ? undefined : principalFor(state, clientId, ctx), depth: last ? maxDepth : 0, chain: { count: 0 } }, { qos: 1, shadows }, gathered, ctx);
  finish(state, gathered, ctx);
}

function principalFor(state: IotState, clientId: string, ctx: Ctx): string {
  const session = state.sessions.get(ctx.keys.intern(clientId));
  return session ? principalOf(session.request) : `cert-${clientId}`;
}

function accept(state: IotState, message: RuleMessage, { qos, shadows }: { qos: 0 | 1; shadows: boolean }, gathered: Gathered, ctx: Ctx): void {
  state.messagesIn++;
  const topic = topicFacts(message.topic, ctx);
  const { text, ingestRule: rule } = topic;
  // Nobody can subscribe to Basic Ingest, and it costs no messaging.
  let reached = 0;
  if (rule === undefined) {
    gathered.tally.messageUnits += messageUnits(message.bytes, ctx);
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
  if (shadows && topic.shadow !== undefined) askShadow(state, topic.shadow, message, gathered, ctx);
}

/** A request to the shadow service, and what it publishes for an answer. Over HTTPS only changes are published: the caller has its own answer. */
function askShadow(state: IotState, shadow: ShadowTopic, message: Pick<RuleMessage, 'payload' | 'clientId' | 'depth' | 'chain'>, gathered: Gathered, ctx: Ctx, https = false): ShadowAnswer {
  const key = shadow.shadow === '' ? shadow.thing : `${shadow.thing}/${shadow.shadow}`;
  const known = state.shadows.get(key);
  const epochMs = ctx.startsAt + ctx.now;
  const answer = hasRoom(state, message.clientId, ctx) ? answerShadow(shadow, known, message.payload, epochMs, ctx.limits) : rejectShadow(shadow, known, { code: 429, message: 'Too many requests' }, message.payload, epochMs);
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
  const published = https && (answer.error !== undefined || shadow.operation === 'get') ? [] : answer.messages;
  for (const each of published) accept(state, { topic: ctx.keys.intern(each.topic), row: -1, bytes: JSON.stringify(each.payload).length, payload: each.payload, own: true, clientId: undefined, principal: undefined, depth: message.depth, chain: message.chain }, { qos: 1, shadows: false }, gathered, ctx);
  return answer;
}

/** A request to the shadow service over HTTPS by the owner of the account. */
export function shadowOverHttps(state: IotState, { operation, thingName, shadowName, payload }: ThingShadowRequest, ctx: Ctx): ShadowAnswer {
  const topic = shadowTopic(`$aws/things/${thingName}/shadow${shadowName === '' ? '' : `/name/${shadowName}`}/${operation}`)!;
  const gathered = emptyGathering();
  const answered = askShadow(state, topic, { payload, clientId: undefined, depth: 0, chain: { count: 0 } }, gathered, ctx, true);
  finish(state, gathered, ctx);
  return answered;
}

/** How long a request to the shadow service is in flight: its answer is told at once, its place is free only then. [SIM] */
const shadowRequestMs = 50;

/** Whether a connection has fewer requests to the shadow service in flight than it may; if so, here is one more. */
function hasRoom(state: IotState, clientId: string | undefined, ctx: Ctx): boolean {
  const session = clientId === undefined ? undefined : state.sessions.get(ctx.keys.intern(clientId));
  if (!session) return true;
  const inFlight = session.shadowRequests.filter((at) => ctx.now - at < shadowRequestMs);
  const room = inFlight.length < ctx.limits.number('iot.shadow.max-in-flight');
  session.shadowRequests = Object.freeze(room ? [...inFlight, ctx.now] : inFlight);
  return room;
}

/** Republished messages go round again; then all actions start. */
function finish(state: IotState, gathered: Gathered, ctx: Ctx): void {
  for (let i = 0; i < gathered.republished.length; i++) {
    const { topic, message, data, bytes, qos } = gathered.republished[i]!;
    const problem = topicProblem(topic, ctx.limits);
    if (problem !== undefined || message.depth >= maxDepth || ++message.chain.count > maxChain) {
      ctx.count('Failure', 1);
      ctx.trace(problem === undefined ? 'republish.looped' : 'action.failed', topic, problem === undefined ? { depth: message.depth, chain: message.chain.count } : { action: 'republish', code: problem }, { messages: 1 });
      continue;
    }
    ctx.count('Success', 1);
    accept(state, { ...message, topic: ctx.keys.intern(topic), bytes, payload: data, depth: message.depth + 1 }, { qos, shadows: true }, gathered, ctx);
  }
  dispatch(state, gathered, ctx);
}
