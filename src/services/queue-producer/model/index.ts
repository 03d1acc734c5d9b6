/**
 * A program that sends messages to a queue, or publishes them to a topic, with the AWS SDK: batches, retries that end, message
 * groups, deduplication ids, large payloads through a bucket. Simplifications stand in ../README.md.
 */
import { faultEnd } from '../../../sim/arriving.ts';
import type { Call } from '../../../sim/calls.ts';
import { admit } from '../../../sim/outbox/buffering.ts';
import { emptyOutbox, viewOutbox } from '../../../sim/outbox/state.ts';
import type { ServiceModel } from '../../../sim/serviceModel.ts';
import { PutObject, purposePorts } from '../../s3-bucket/model/operations.ts';
import { Submit } from '../../sdk-producer/model/operations.ts';
import { PublishBatch } from '../../sns-topic/model/operations.ts';
import { SendMessageBatch } from '../../sqs-queue/model/operations.ts';
import { parseQueueProducerConfig, queueProducerFields, type QueueProducerConfig } from './config.ts';
import { withGroups } from './messageIds.ts';
import { outbox } from './sending.ts';
import type { ProducerEvent, ProducerState } from './state.ts';
import { offload, upload, uploaded } from './uploading.ts';

export const queueProducer: ServiceModel<QueueProducerConfig, ProducerState, ProducerEvent> = {
  kind: 'queue-producer',
  says: 'A program that sends messages to a queue, or publishes them to a topic, in batches, with a retry policy.',
  ports: [
    { name: 'in', direction: 'in', operations: [Submit.name], calls: false, max: 64, local: true },
    { name: 'queue', direction: 'out', operations: [SendMessageBatch.name], calls: true, max: 1 },
    { name: 'topic', direction: 'out', operations: [PublishBatch.name], calls: true, max: 1 },
    { name: 'payloads', direction: 'out', operations: [PutObject.name, purposePorts.backup], calls: true, max: 1 },
  ],
  fields: queueProducerFields,
  metrics: ['RequestsSent', 'RecordsRetried', 'RecordsGivenUp', 'PayloadsUploaded'],
  faults: [
    { name: 'lose-replies', says: 'Messages are stored but the answers are lost', takesDuration: true, targets: 'node' },
    { name: 'crash', says: 'The process dies with what it holds, and starts again empty', takesDuration: false, targets: 'node' },
  ],
  operations: [],
  parseConfig: parseQueueProducerConfig,
  sinks: () => [],
  init: (config) => ({ ...emptyOutbox(config), uploading: new Map(), tries: 0 }),
  onCall(state, call: Call, ctx) {
    if (!Submit.is(call)) return;
    const { records, groups } = call.request;
    const admitted = admit(state, withGroups(state, records, groups, ctx), ctx);
    const direct = admitted && offload(state, admitted, ctx);
    if (direct && direct.count > 0) outbox.enqueue(state, direct, ctx);
  },
  onEvent(state, event, ctx) {
    if (event.type === 'retry-upload') {
      const waiting = outbox.takeRetry(state, event.id);
      if (waiting) upload(state, waiting.records, waiting.attempt, ctx);
    } else outbox.onEvent(state, event, ctx);
  },
  onReply(state, about, reply, ctx) {
    if (about.type === 'sent') outbox.answered(state, about.id, reply, ctx);
    else if (about.type === 'uploaded') uploaded(state, about.id, reply, ctx);
  },
  onIntervention(state, what, config, ctx) {
    if (what.type === 'setConfig') {
      if (config) outbox.configure(state, config, ctx);
    } else if (what.type === 'fault' && what.name === 'crash') outbox.crash(state, ctx);
    else if (what.type !== 'operate') state.loseRepliesUntil = faultEnd(what, ctx.now);
  },
  view: (state) => ({ fields: { ...viewOutbox(state), uploading: state.uploading.size } }),
  invariants: outbox.invariants,
  heldRows: (state, visit) => outbox.heldRows(state, visit),
};
