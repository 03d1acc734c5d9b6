import type { PlainRecord } from '../../../sim/plainData.ts';
import type { NodeView, ViewContext } from '../../../sim/serviceModel.ts';
import { certificateOf, credentialsOf } from './permission.ts';
import { shadowState } from './shadow.ts';
import type { IotState } from './state.ts';

/** Totals, and each rule's score. */
export function viewBroker(state: IotState, at: ViewContext): NodeView {
  let unacknowledged = 0;
  let stored = 0;
  for (const { outbox } of state.sessions.values()) {
    const sent = outbox.filter((item) => item.sentAt >= 0).length;
    unacknowledged += sent;
    stored += outbox.length - sent;
  }
  return {
    fields: {
      connected: state.connected,
      sessions: state.sessions.size,
      messagesIn: state.messagesIn,
      messagesOut: state.messagesOut,
      unacknowledged,
      stored,
      retained: state.retained.size,
      shadows: state.shadows.size,
      things: state.things.size,
      acting: state.acting.size,
      rules: state.config.rules.map(({ ruleName, sql, ruleDisabled }) => ({ ruleName, sql, ruleDisabled, ...(state.ruleMatches.get(ruleName) ?? { matched: 0, fired: 0, succeeded: 0, failed: 0 }) })),
      denied: [...state.deniedUntil.values()].some((until) => at.now < until),
    },
  };
}

/** Also topics, clients and shadows, as far as a person reads them. */
export function describeBroker(state: IotState, at: ViewContext): PlainRecord {
  const clients = [...state.sessions.values()].slice(0, 200).map((session) => ({
    clientId: session.request.clientId,
    connected: session.call !== undefined,
    protocol: session.request.protocol,
    credentials: credentialsOf(session.request),
    ...(credentialsOf(session.request) === 'certificate' ? { certificate: session.request.certificate, certificateStatus: certificateOf(state, session.request.certificate) } : {}),
    subscriptions: session.subscriptions.map((each) => each.filter),
    stored: session.outbox.length,
  }));
  return {
    ...viewBroker(state, at).fields,
    clients,
    topics: Object.fromEntries(state.topics),
    shadowStates: Object.fromEntries([...state.shadows].slice(0, 50).map(([name, shadow]) => [name, { ...shadowState(shadow), version: shadow.version }])),
    lastError: state.lastError,
  };
}
