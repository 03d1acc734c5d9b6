/**
 * AWS IoT Core: the message broker and the rules engine, with policies, shadows and a registry. Simplifications stand in ../README.md.
 */
import type { ServiceModel } from '../../../sim/serviceModel.ts';
import { administer } from './administration.ts';
import { acted, portOperations, refused, retry } from './acting.ts';
import { iotFields, parseIotConfig, type IotConfig } from './config.ts';
import { connect, disconnect, forget, keepAlive, settleConnections, subscribe } from './connections.ts';
import { acknowledged, redeliver, resumeOne } from './delivery.ts';
import { brokerOperations, Connect, Disconnect, Ping, PubAck, Publish, PublishData, Subscribe } from './operations.ts';
import { operate, operations } from './operator.ts';
import { certificateOf, credentialsOf } from './permission.ts';
import { close, publish, publishData, publishInside, publishWill } from './publishing.ts';
import type { Ctx, IotEvent, IotState } from './state.ts';
import { describeBroker, viewBroker } from './view.ts';

const metricNames = [
  'Connect.Success',
  'Connect.AuthError',
  'Connect.ClientIDThrottle',
  'PublishIn.Success',
  'PublishIn.AuthError',
  'PublishIn.ClientError',
  'PublishOut.Success',
  'Subscribe.Success',
  'Subscribe.AuthError',
  'Subscribe.ClientError',
  'Ping.Success',
  'TopicMatch',
  'RulesExecuted',
  'RuleNotFound',
  'Success',
  'Failure',
  'ErrorActionSuccess',
  'ErrorActionFailure',
  'GetThingShadow.Accepted',
  'GetThingShadow.Rejected',
  'UpdateThingShadow.Accepted',
  'UpdateThingShadow.Rejected',
  'DeleteThingShadow.Accepted',
  'DeleteThingShadow.Rejected',
];

/** Everything counts at once but policies: a change of theirs takes its time. */
function changeConfig(state: IotState, config: IotConfig, ctx: Ctx): void {
  const { policy, rolePolicy, identityPolicy } = state.config;
  state.config = config.policyDelay === 0 ? config : Object.freeze({ ...config, policy, rolePolicy, identityPolicy });
  if (config.policyDelay > 0) ctx.after(config.policyDelay, { type: 'policies', policies: Object.freeze({ policy: config.policy, rolePolicy: config.rolePolicy, identityPolicy: config.identityPolicy }) });
}

export const iotCore: ServiceModel<IotConfig, IotState, IotEvent> = {
  kind: 'iot-core',
  says: 'The broker that devices talk to, and rules that pick messages for other services.',
  ports: [
    { name: 'in', direction: 'in', operations: brokerOperations, calls: false, max: 64 },
    ...Object.entries(portOperations).map(([name, operation]) => ({ name, direction: 'out' as const, operations: [operation], calls: true, max: 8 })),
  ],
  fields: iotFields,
  metrics: metricNames,
  faults: [{ name: 'deny-action', says: 'The role of the rules may not do what an action asks (target: a kind of action such as kinesis, or a node; all without)', takesDuration: true, targets: 'node' }],
  operations,
  parseConfig: parseIotConfig,
  sinks: () => [],
  init: (config, ctx) => ({
    config,
    sessions: new Map(),
    subscriptionsVersion: 0,
    connected: 0,
    settledAt: 0,
    lastConnectAt: new Map(),
    retained: new Map(),
    shadows: new Map(),
    things: new Map(),
    certificates: new Map(),
    acting: new Map(),
    outcomes: new Map(),
    next: 1,
    nextPacket: 1,
    classBase: ctx.payloads.addClasses(ctx.nodeId, [undefined]),
    deniedUntil: new Map(),
    messagesIn: 0,
    messagesOut: 0,
    ruleMatches: new Map(),
    lastError: null,
    topics: new Map(),
  }),
  onCall(state, call, ctx) {
    const sessionOf = (clientId: string) => state.sessions.get(ctx.keys.intern(clientId));
    if (Publish.is(call)) publish(state, call, ctx);
    else if (PublishData.is(call)) publishData(state, call.request, ctx);
    else if (Connect.is(call)) {
      const displaced = connect(state, call, ctx);
      if (displaced) publishWill(state, displaced, ctx);
    }
    else if (Subscribe.is(call)) subscribe(state, call, ctx);
    else if (PubAck.is(call)) {
      const session = sessionOf(call.request.clientId);
      if (!session) return;
      if (session.call) session.lastSeenAt = ctx.now;
      acknowledged(state, session, call.request.id, ctx);
    } else if (Ping.is(call)) {
      for (const clientId of call.request.clients) {
        const session = sessionOf(clientId);
        if (session?.call) session.lastSeenAt = ctx.now;
      }
      ctx.count('Ping.Success', call.request.clients.length);
    } else if (administer(state, call, ctx)) return;
    else if (Disconnect.is(call)) {
      const session = sessionOf(call.request.clientId);
      if (session?.call) disconnect(state, session, 'CLIENT_INITIATED_DISCONNECT', ctx);
    }
  },
  onEvent(state, event, ctx) {
    if (event.type === 'retry') return retry(state, event.id, ctx);
    if (event.type === 'refused') return refused(state, event.id, event.code, ctx);
    if (event.type === 'report') return publishInside(state, { topic: event.topic, payload: event.document }, { shadows: false, last: true }, ctx);
    if (event.type === 'acted') return;
    if (event.type === 'policies') {
      state.config = Object.freeze({ ...state.config, ...event.policies });
      return;
    }
    if (event.type === 'certificate') {
      state.certificates.set(event.certificate, event.status);
      if (certificateOf(state, event.certificate) === 'ACTIVE') return;
      for (const session of state.sessions.values()) if (session.call && session.request.certificate === event.certificate && credentialsOf(session.request) === 'certificate') close(state, session, 'AUTH_ERROR', ctx);
      return;
    }
    const session = state.sessions.get(event.client);
    if (!session || session.life !== event.life) return;
    if (event.type === 'keepAlive') {
      const gone = keepAlive(state, session, ctx);
      if (gone) publishWill(state, gone.request, ctx);
    } else if (event.type === 'redeliver') redeliver(state, session, ctx);
    else if (event.type === 'resume') resumeOne(state, session, ctx);
    else {
      ctx.trace('session.expired', session.request.clientId, { stored: session.outbox.length });
      forget(state, session, ctx);
    }
  },
  onReply(state, about, reply, ctx) {
    if (about.type === 'acted') acted(state, about.id, reply, ctx);
  },
  onIntervention(state, what, config, ctx) {
    if (what.type === 'setConfig' && config) changeConfig(state, config, ctx);
    else if (what.type === 'operate') operate(state, what.operation, what.request, ctx);
    else if (what.type === 'fault') state.deniedUntil.set(what.target ?? '', what.duration === undefined ? Infinity : ctx.now + what.duration);
    else if (what.type === 'recover') state.deniedUntil.delete(what.target ?? '');
  },
  settle: settleConnections,
  view: viewBroker,
  describe: describeBroker,
  invariants: [
    { name: 'as many connections as sessions that are connected', holds: (state) => [...state.sessions.values()].filter((each) => each.call).length === state.connected },
    { name: 'at most 100 unacknowledged messages a client', holds: (state, at) => [...state.sessions.values()].every((each) => each.outbox.filter((item) => item.sentAt >= 0).length <= at.limits.number('iot.mqtt.max-unacknowledged')) },
  ],
  heldRows(state, visit) {
    for (const { outbox } of state.sessions.values()) for (const { row } of outbox) if (row >= 0) visit(row);
    for (const { records } of state.acting.values()) records.rows.forEach(visit);
  },
};
