/**
 * A program that puts records into a stream or a delivery stream through the AWS SDK: one or many a call, with a retry policy
 * that is always capped.
 * Simplifications stand in ../README.md.
 */
import { faultEnd } from '../../../sim/arriving.ts';
import type { Call } from '../../../sim/calls.ts';
import { Outbox } from '../../../sim/outbox/outbox.ts';
import { emptyOutbox, viewOutbox, type OutboxEvent, type OutboxState, type Sending } from '../../../sim/outbox/state.ts';
import type { ServiceContext, ServiceModel } from '../../../sim/serviceModel.ts';
import { PutRecord, PutRecords, putOperations } from '../../kinesis-streams/model/operations.ts';
import { PutRecord as PutDeliveryRecord, PutRecordBatch, deliveryOperations } from '../../firehose/model/operations.ts';
import { parseProducerConfig, producerFields, type ProducerConfig } from './config.ts';
import { Submit } from './operations.ts';
import { withPartitionKeys } from './partitionKeys.ts';

interface ProducerSending extends Sending {
  /** The API it was sent with: part of every digest since the first version. */
  readonly api: ProducerConfig['api'];
}

type ProducerState = OutboxState<ProducerConfig, ProducerSending>;

/** A delivery stream knows no partition keys, and has limits of its own. */
function feedsDelivery(ctx: Pick<ServiceContext<OutboxEvent>, 'edgesAt'>): boolean {
  return ctx.edgesAt('out').length === 0 && ctx.edgesAt('delivery').length > 0;
}

const outbox = new Outbox<ProducerState, ProducerSending>({
  room({ config }, ctx) {
    const delivery = feedsDelivery(ctx);
    const most = delivery ? Math.min(config.batch, ctx.limits.number('firehose.put-record-batch.max-entries')) : config.batch;
    return { entries: config.api === 'PutRecord' ? 1 : most, maxBytes: ctx.limits.bytes(delivery ? 'firehose.put-record-batch.max-bytes' : 'kds.put-records.max-bytes') };
  },
  call({ config }, records, id, ctx) {
    const delivery = feedsDelivery(ctx);
    const edge = ctx.edgesAt(delivery ? 'delivery' : 'out')[0];
    if (edge === undefined) return false;
    const about = { type: 'sent', id } as const;
    const single = config.api === 'PutRecord';
    const { requestTimeout } = config;
    if (delivery && single) ctx.call(edge, PutDeliveryRecord, { records }, about, requestTimeout);
    else if (delivery) ctx.call(edge, PutRecordBatch, { records }, about, requestTimeout);
    else if (single) ctx.call(edge, PutRecord, { records }, about, requestTimeout);
    else ctx.call(edge, PutRecords, { records }, about, requestTimeout);
    return true;
  },
  sending: ({ config }, { records, attempt, sentAt, orphaned }) => ({ records, attempt, sentAt, api: config.api, orphaned }),
  isRetryable: () => true,
  otherCalls: () => [],
});

export const sdkProducer: ServiceModel<ProducerConfig, ProducerState, OutboxEvent> = {
  kind: 'sdk-producer',
  says: 'A program that puts records into a stream or a delivery stream with the AWS SDK, in batches, with a retry policy.',
  ports: [
    { name: 'in', direction: 'in', operations: [Submit.name], calls: false, max: 64, local: true },
    { name: 'out', direction: 'out', operations: putOperations, calls: true, max: 1 },
    { name: 'delivery', direction: 'out', operations: deliveryOperations, calls: true, max: 1 },
  ],
  fields: producerFields,
  metrics: ['RequestsSent', 'RecordsRetried', 'RecordsGivenUp'],
  faults: [
    { name: 'lose-replies', says: 'Writes succeed but their answers are lost', takesDuration: true, targets: 'node' },
    { name: 'crash', says: 'The process dies with what it holds, and starts again empty', takesDuration: false, targets: 'node' },
  ],
  operations: [],
  parseConfig: parseProducerConfig,
  sinks: () => [],
  init: (config) => emptyOutbox(config),
  onCall(state, call: Call, ctx) {
    if (!Submit.is(call)) return;
    const { records, groups } = call.request;
    outbox.submit(state, feedsDelivery(ctx) ? records : withPartitionKeys(state.config, records, groups, ctx.keys, ctx.rng, state.submitted), ctx);
  },
  onEvent(state, event, ctx) {
    outbox.onEvent(state, event, ctx);
  },
  onReply(state, about, reply, ctx) {
    if ('id' in about && about.type === 'sent') outbox.answered(state, about.id, reply, ctx);
  },
  onIntervention(state, what, config, ctx) {
    if (what.type === 'setConfig') {
      if (config) outbox.configure(state, config, ctx);
    } else if (what.type === 'fault' && what.name === 'crash') outbox.crash(state, ctx);
    else if (what.type !== 'operate') state.loseRepliesUntil = faultEnd(what, ctx.now);
  },
  view: (state) => ({ fields: viewOutbox(state) }),
  invariants: outbox.invariants,
  heldRows: (state, visit) => outbox.heldRows(state, visit),
};
