/**
 * A program that sends messages to a queue, or publishes them to a topic, with the AWS SDK: batches, retries that end, message
 * groups, deduplication ids, large payloads through a bucket. Simplifications stand in ../README.md.
 */
import type { Call } from '../../../sim/calls.ts';
import { sliceBatch, type RecordBatch } from '../../../sim/records/recordBatch.ts';
import type { ServiceModel } from '../../../sim/serviceModel.ts';
import { PutObject, purposePorts } from '../../s3-bucket/model/operations.ts';
import { Submit } from '../../sdk-producer/model/operations.ts';
import { PublishBatch } from '../../sns-topic/model/operations.ts';
import { SendMessageBatch } from '../../sqs-queue/model/operations.ts';
import { parseQueueProducerConfig, queueProducerFields, type QueueProducerConfig } from './config.ts';
import { withGroups } from './messageIds.ts';
import { answered, enqueue, flush, send, unanswered } from './sending.ts';
import type { Ctx, ProducerEvent, ProducerState, Sending } from './state.ts';
import { offload, upload, uploaded } from './uploading.ts';

function submit(state: ProducerState, given: RecordBatch, groups: Uint32Array | undefined, ctx: Ctx): void {
  let records = withGroups(state, given, groups, ctx);
  const room = Math.max(0, state.config.bufferRecords - state.heldRecords);
  if (records.count > room) {
    const surplus = sliceBatch(records, room, records.count);
    ctx.records.release(surplus.rows, 'buffer-full');
    ctx.hop(surplus.rows, 'record.dropped', () => ({ bufferRecords: state.config.bufferRecords }));
    state.dropped += surplus.count;
    ctx.trace('buffer.full', ctx.nodeId, { bufferRecords: state.config.bufferRecords }, { dropped: surplus.count });
    if (room === 0) return;
    records = sliceBatch(records, 0, room);
  }
  state.heldRecords += records.count;
  const direct = offload(state, records, ctx);
  if (direct.count > 0) enqueue(state, direct, ctx);
}

function crash(state: ProducerState, ctx: Ctx): void {
  let lost = 0;
  const drop = (records: RecordBatch) => {
    lost += records.count;
    ctx.records.release(records.rows, 'died-with-process');
  };
  state.waiting.forEach(drop);
  for (const retrying of state.retrying.values()) drop(retrying.records);
  // What is on the wire may still be stored: its answer, or the lack of one, settles it.
  for (const calls of [state.sending, state.uploading]) for (const [id, sending] of calls) calls.set(id, Object.freeze({ ...sending, orphaned: true }));
  state.waiting = [];
  state.waitingRecords = 0;
  state.lingering = false;
  state.lingerRun++;
  state.retrying.clear();
  state.heldRecords = 0;
  ctx.trace('producer.crashed', ctx.nodeId, {}, { buffered: lost });
}

function underWay(state: ProducerState): Sending[] {
  return [...state.uploading.values(), ...state.sending.values(), ...state.retrying.values()];
}

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
  init: (config) => ({
    config,
    waiting: [],
    waitingRecords: 0,
    uploading: new Map(),
    sending: new Map(),
    retrying: new Map(),
    heldRecords: 0,
    next: 1,
    tries: 0,
    lingering: false,
    lingerRun: 0,
    loseRepliesUntil: 0,
    accepted: 0,
    refused: 0,
    givenUp: 0,
    dropped: 0,
    retried: 0,
  }),
  onCall(state, call: Call, ctx) {
    if (Submit.is(call)) submit(state, call.request.records, call.request.groups, ctx);
  },
  onEvent(state, event, ctx) {
    if (event.type === 'linger') {
      if (event.run !== state.lingerRun) return;
      state.lingering = false;
      flush(state, ctx);
    } else if (event.type === 'unanswered') unanswered(state, event.id, ctx);
    else if (event.type === 'retry' || event.type === 'retry-upload') {
      const waiting = state.retrying.get(event.id);
      if (!waiting) return;
      state.retrying.delete(event.id);
      if (event.type === 'retry') send(state, waiting.records, waiting.attempt, ctx);
      else upload(state, waiting.records, waiting.attempt, ctx);
    }
  },
  onReply(state, about, reply, ctx) {
    if (about.type === 'sent') answered(state, about.id, reply, ctx);
    else if (about.type === 'uploaded') uploaded(state, about.id, reply, ctx);
  },
  onIntervention(state, what, config, ctx) {
    if (what.type === 'setConfig' && config) {
      state.config = config;
      flush(state, ctx);
    } else if (what.type === 'fault' && what.name === 'crash') crash(state, ctx);
    else if (what.type === 'fault') state.loseRepliesUntil = what.duration === undefined ? Infinity : ctx.now + what.duration;
    else if (what.type === 'recover') state.loseRepliesUntil = 0;
  },
  view: (state) => ({
    fields: {
      waiting: state.waitingRecords,
      uploading: state.uploading.size,
      inFlight: state.sending.size,
      retrying: state.retrying.size,
      held: state.heldRecords,
      accepted: state.accepted,
      refused: state.refused,
      givenUp: state.givenUp,
      dropped: state.dropped,
      retried: state.retried,
    },
  }),
  invariants: [
    { name: 'the buffer never holds more than its limit', holds: (state) => state.heldRecords <= state.config.bufferRecords && state.heldRecords >= 0 },
    { name: 'what is held waits, is under way or is to be tried again', holds: (state) => underWay(state).reduce((sum, of) => (of.orphaned ? sum : sum + of.records.count), state.waitingRecords) === state.heldRecords },
  ],
  heldRows(state, visit) {
    for (const records of [...state.waiting, ...underWay(state).map((of) => of.records)]) records.rows.forEach(visit);
  },
};
