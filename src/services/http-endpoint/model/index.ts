/** A web server or a Splunk HTTP Event Collector, as a place where deliveries arrive. What it leaves out stands in ../README.md. */
import { awsError } from '../../../aws/awsError.ts';
import { faultEnd } from '../../../sim/arriving.ts';
import type { ServiceModel } from '../../../sim/serviceModel.ts';
import { indexed, queryAcks } from './acknowledging.ts';
import { answer, isDown } from './answering.ts';
import { endpointFields, parseEndpointConfig, type EndpointConfig } from './config.ts';
import { OfferSubscription, Post, QueryAcks, type OfferSubscriptionResponse } from './operations.ts';
import { breakDown, finish, post } from './posting.ts';
import { lasts, type EndpointEvent, type EndpointState, type FaultName } from './state.ts';

const noFaults: Readonly<Record<FaultName, number>> = { outage: 0, 'no-answer': 0, slow: 0, 'wrong-status': 0, 'lose-acks': 0 };

export const httpEndpoint: ServiceModel<EndpointConfig, EndpointState, EndpointEvent> = {
  kind: 'http-endpoint',
  says: 'A web server, or a Splunk collector, that takes deliveries over HTTPS.',
  ports: [{ name: 'in', direction: 'in', operations: [Post.name, QueryAcks.name, OfferSubscription.name], calls: false, max: 64 }],
  fields: endpointFields,
  metrics: ['Requests', 'RecordsTaken', '2xx', '3xx', '4xx', '5xx'],
  faults: [
    { name: 'outage', says: 'Every request fails with 503', takesDuration: true, targets: 'node' },
    { name: 'no-answer', says: 'Requests are never answered', takesDuration: true, targets: 'node' },
    { name: 'slow', says: 'Answers take ten times as long', takesDuration: true, targets: 'node' },
    { name: 'wrong-status', says: 'Requests are stored, and answered as if they had failed', takesDuration: true, targets: 'node' },
    { name: 'lose-acks', says: 'Splunk: events are indexed and never acknowledged', takesDuration: true, targets: 'node' },
  ],
  operations: [],
  parseConfig: parseEndpointConfig,
  sinks: (_config, nodeId, connected) => (connected.has('in') ? [nodeId] : []),
  init: (config) => ({ config, running: new Map(), indexing: new Map(), acks: new Map(), next: 1, nextAck: 1, faults: { ...noFaults }, taken: 0, statuses: new Map() }),
  onCall(state, call, ctx) {
    if (Post.is(call)) post(state, call, ctx);
    else if (QueryAcks.is(call)) queryAcks(state, call, ctx);
    else if (OfferSubscription.is(call)) {
      if (!isDown(state, call, ctx)) answer(state, call, { status: 200, confirms: state.config.type === 'http' && state.config.confirms } satisfies OfferSubscriptionResponse, ctx);
    } else ctx.reply(call, { ok: false, error: awsError('UnknownOperationException', `${call.operation} is not simulated.`) });
  },
  onEvent(state, event, ctx) {
    if (event.type === 'answer') finish(state, event.id, ctx);
    else indexed(state, event.id, ctx);
  },
  onReply() {},
  onIntervention(state, what, config, ctx) {
    if (what.type === 'setConfig') {
      if (config) state.config = config;
      return;
    }
    if (what.type === 'operate') return;
    const until = faultEnd(what, ctx.now);
    state.faults[what.name as FaultName] = until;
    if (what.name === 'outage' && until > ctx.now) breakDown(state, ctx);
  },
  view: (state, at) => ({
    fields: {
      type: state.config.type,
      requests: state.running.size,
      indexing: state.indexing.size,
      unacknowledged: state.acks.size,
      taken: state.taken,
      statuses: [...state.statuses].map(([status, requests]) => ({ status, requests })).sort((a, b) => a.status - b.status),
      outage: lasts(state, 'outage', at.now),
    },
  }),
  invariants: [{ name: 'what waits for an acknowledgement has an id that was given', holds: (state) => [...state.acks.keys()].every((ackId) => ackId < state.nextAck) && [...state.indexing.values()].every(({ ackId }) => ackId < state.nextAck) }],
  heldRows(state, visit) {
    for (const call of state.running.values()) call.request.records.rows.forEach(visit);
    for (const { records } of state.indexing.values()) records.rows.forEach(visit);
  },
};
