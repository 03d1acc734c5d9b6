/**
 * A fleet of devices, or of applications that listen: connections, messages by template, subscriptions and shadows.
 * Simplifications stand in ../README.md.
 */
import type { ServiceModel } from '../../../sim/serviceModel.ts';
import { brokerOperations, Connect, type FromBroker, type PublishResponse, type SubscribeResponse } from '../../iot-core/model/operations.ts';
import { fleetFields, isListener, parseFleetConfig, type FleetConfig } from './config.ts';
import { asking, comeBack, connect, connected, fromBroker, goOffline, intrude, isOffline, ping, subscribed, unanswered } from './connecting.ts';
import { again, answered, flushBuffer, produce, schedule } from './sending.ts';
import type { Ctx, FleetEvent, FleetState } from './state.ts';

/** Devices begin to send this long after the last has connected, so that a run does not begin with losses. [SIM] */
const settleMs = 100;

function newState(config: FleetConfig, ctx: Ctx): FleetState {
  const { devices } = config;
  return {
    config,
    classBase: ctx.payloads.addClasses(ctx.nodeId, [config.payload]),
    owed: 0,
    tickedAt: 0,
    turn: 0,
    plan: 0,
    status: new Uint8Array(devices),
    life: new Uint32Array(devices),
    tries: new Uint8Array(devices),
    offlineUntil: new Float64Array(devices),
    buffers: new Map(),
    sending: new Map(),
    next: 1,
    stormUntil: 0,
    ignoreDeltaUntil: 0,
    intruderUntil: 0,
    loseAcksUntil: 0,
    published: 0,
    received: 0,
    duplicates: 0,
    dropped: 0,
    acknowledged: 0,
  };
}

/** First connects, spread evenly. */
function connectAll(state: FleetState, from: number, ctx: Ctx): void {
  const { devices, connectSpread, protocol } = state.config;
  if (protocol === 'https') return;
  for (let device = from; device < devices; device++) ctx.after(Math.floor((connectSpread * (device + 1)) / devices), { type: 'connect', device, life: 0 });
}

export const deviceFleet: ServiceModel<FleetConfig, FleetState, FleetEvent> = {
  kind: 'device-fleet',
  says: 'Devices with certificates that publish to AWS IoT Core, and clients that listen.',
  ports: [{ name: 'out', direction: 'out', operations: brokerOperations, calls: true, max: 1 }],
  fields: fleetFields,
  metrics: ['MessagesProduced', 'MessagesDropped', 'MessagesReceived'],
  faults: [
    { name: 'offline', says: 'Devices lose their network (target: a device, or a share such as 0.3; all without)', takesDuration: true, targets: 'node' },
    { name: 'publish-storm', says: 'Every device sends ten times as much', takesDuration: true, targets: 'node' },
    { name: 'duplicate-client-id', says: 'A second program connects with the client id of the first device', takesDuration: true, targets: 'node' },
    { name: 'ignore-delta', says: 'Devices do not do what their shadow wants', takesDuration: true, targets: 'node' },
    { name: 'lose-acks', says: 'PUBACKs do not arrive: messages are sent again', takesDuration: true, targets: 'node' },
  ],
  operations: [],
  parseConfig: parseFleetConfig,
  sinks: (config, nodeId) => (isListener(config) ? [nodeId] : []),
  init(config, ctx) {
    const state = newState(config, ctx);
    connectAll(state, 0, ctx);
    if (config.keepAlive > 0 && config.protocol !== 'https') ctx.after(config.keepAlive, { type: 'ping' });
    state.tickedAt = config.protocol === 'https' ? 0 : config.connectSpread + settleMs;
    schedule(state, ctx);
    return state;
  },
  onCall() {},
  onEvent(state, event, ctx) {
    switch (event.type) {
      case 'tick':
        if (event.plan !== state.plan) return;
        produce(state, ctx);
        schedule(state, ctx);
        break;
      case 'connect':
        if (event.device < state.config.devices && state.life[event.device] === event.life) connect(state, event.device, ctx);
        break;
      case 'unanswered':
        unanswered(state, event.device, event.life, ctx);
        break;
      case 'online':
        if (isOffline(state, event.device, ctx.now)) return;
        if (state.config.protocol === 'https') flushBuffer(state, event.device, ctx);
        else connect(state, event.device, ctx);
        break;
      case 'ping':
        ping(state, ctx);
        break;
      case 'again':
        again(state, event.id, ctx);
        break;
      case 'intruder':
        intrude(state, ctx);
        break;
      default:
    }
  },
  onReply(state, about, reply, ctx) {
    if (about.type === 'connection') fromBroker(state, about.device, about.life, Connect.reply(reply), ctx);
    else if (about.type === 'subscribed') subscribed(state, about.device, about.life, reply as { ok: true; response: SubscribeResponse }, ctx);
    else if (about.type === 'sent') answered(state, about.id, reply as { ok: true; response: PublishResponse }, ctx);
    else if (about.type === 'intruder' && reply.ok && (reply.response as FromBroker).type === 'closed') ctx.after(state.config.reconnectWait, { type: 'intruder' });
  },
  onIntervention(state, what, config, ctx) {
    produce(state, ctx);
    const until = what.type === 'fault' ? (what.duration === undefined ? Infinity : ctx.now + what.duration) : 0;
    if (what.type === 'setConfig' && config) {
      // SIMPLIFIED: the number of devices is set once.
      state.config = Object.freeze({ ...config, devices: state.config.devices });
      state.classBase = ctx.payloads.addClasses(ctx.nodeId, [config.payload]);
    } else if (what.type === 'fault' || what.type === 'recover') {
      if (what.name === 'offline') {
        if (what.type === 'fault') goOffline(state, what.target, until, ctx);
        else comeBack(state, what.target, ctx);
      } else if (what.name === 'publish-storm') state.stormUntil = until;
      else if (what.name === 'ignore-delta') state.ignoreDeltaUntil = until;
      else if (what.name === 'lose-acks') state.loseAcksUntil = until;
      else if (what.name === 'duplicate-client-id') {
        state.intruderUntil = until;
        intrude(state, ctx);
      }
    }
    state.plan++;
    schedule(state, ctx);
  },
  view(state, at) {
    let online = 0;
    let waiting = 0;
    let offline = 0;
    for (let device = 0; device < state.config.devices; device++) {
      if (isOffline(state, device, at.now)) offline++;
      else if (state.status[device] === connected) online++;
      else if (state.status[device] === asking) waiting++;
    }
    let buffered = 0;
    for (const kept of state.buffers.values()) buffered += kept.length;
    return { fields: { devices: state.config.devices, connected: online, connecting: waiting, offline, buffered, published: state.published, acknowledged: state.acknowledged, unacknowledged: state.sending.size, received: state.received, duplicates: state.duplicates, dropped: state.dropped }, columns: { status: state.status } };
  },
  invariants: [
    { name: 'less than one message is owed', holds: (state) => state.owed >= 0 && state.owed < 1.000001 },
    { name: 'a device keeps no more than its buffer holds', holds: (state) => [...state.buffers.values()].every((kept) => kept.length <= Math.max(1000, state.config.offlineBuffer)) },
  ],
  heldRows(state, visit) {
    for (const kept of state.buffers.values()) for (const { row } of kept) visit(row);
    for (const { records } of state.sending.values()) records.rows.forEach(visit);
  },
};

