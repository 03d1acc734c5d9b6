/** The clients outside, as one node of the run: it calls for them, and keeps the answers until the world fetches them. */
import { bareModel } from '../sim/bareModel.ts';
import type { Reply } from '../sim/calls.ts';
import { isRecordBatch } from '../sim/records/recordBatch.ts';
import type { ServiceModel } from '../sim/serviceModel.ts';

export const clientKind = 'aws-client';
export const clientId = 'aws-client';

export interface ClientState {
  answers: { readonly id: number; readonly reply: Reply<unknown> }[];
}
export interface AnsweredEvent {
  readonly type: 'answered';
  readonly id: number;
}

export const clientModel: ServiceModel<Record<string, never>, ClientState, AnsweredEvent> = {
  ...bareModel,
  kind: clientKind,
  says: 'Programs outside that call the AWS API.',
  sinks: (_, nodeId) => [nodeId],
  init: () => ({ answers: [] }),
  onCall() {},
  onEvent() {},
  onReply(state, about, reply, ctx) {
    const batch = reply.ok ? (reply.response as { records?: unknown } | null)?.records : undefined;
    if (isRecordBatch(batch)) ctx.keep(batch.rows);
    state.answers.push({ id: about.id, reply });
  },
};
