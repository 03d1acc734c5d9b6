/**
 * Kinesis Producer Library: user records are packed for each predicted shard, held to a rate, collected into PutRecords calls and
 * tried again until they are stored or too old. What it leaves out stands in ../README.md.
 */
import { awsError } from '../../../aws/awsError.ts';
import type { Reply } from '../../../sim/calls.ts';
import type { ServiceModel } from '../../../sim/serviceModel.ts';
import { ListShards, PutRecords } from '../../kinesis-streams/model/operations.ts';
import { Submit } from '../../sdk-producer/model/operations.ts';
import { closeTray } from './aggregator.ts';
import { newCollection } from './collector.ts';
import { kplFields, parseKplConfig, type KplConfig } from './config.ts';
import { KeyMarks } from './keyMarks.ts';
import { kplMetrics } from './metrics.ts';
import { answered, crash, drainAll, flush, flushCollection, limit, submit, waitingRecords, waitingSlots } from './pipeline.ts';
import { listed, newShardMap, updateMap } from './shardMap.ts';
import type { KplEvent, KplState } from './state.ts';
import { user, UserRecords } from './userRecords.ts';
import { viewFields, viewKpl } from './view.ts';

/** Every user record that the KPL knows of waits in one place, or is on the wire. */
function countsAgree(state: KplState): boolean {
  let sum = waitingRecords(state);
  for (const sending of state.sending.values()) if (!sending.orphaned) sum += sending.records.rows.length;
  return sum === state.users.used;
}

export const kplProducer: ServiceModel<KplConfig, KplState, KplEvent> = {
  kind: 'kpl-producer',
  says: 'A program that writes with the Kinesis Producer Library: aggregation, collection, rate limits and retries by themselves.',
  ports: [
    { name: 'in', direction: 'in', operations: [Submit.name], calls: false, max: 64, local: true },
    { name: 'out', direction: 'out', operations: [PutRecords.name, ListShards.name], calls: true, max: 1 },
  ],
  fields: kplFields,
  metrics: kplMetrics,
  faults: [
    { name: 'crash', says: 'The process dies with what it holds, and starts again empty', takesDuration: false, targets: 'node' },
    { name: 'lose-replies', says: 'Writes succeed but their answers are lost', takesDuration: true, targets: 'node' },
    { name: 'short-answers', says: 'Answers have fewer results than the calls had records', takesDuration: true, targets: 'node' },
  ],
  operations: [{ name: 'Flush', says: 'Sends what is buffered: trays now, the collector shortly after', members: {} }],
  parseConfig: parseKplConfig,
  sinks: () => [],
  init(config, ctx) {
    const state: KplState = {
      config,
      users: new UserRecords(),
      marks: new KeyMarks(),
      trays: new Map(),
      filling: 0,
      limiters: new Map(),
      draining: false,
      collection: newCollection(),
      waiting: [],
      sending: new Map(),
      next: 1,
      map: newShardMap(ctx, 0),
      loseRepliesUntil: 0,
      shortAnswersUntil: 0,
      life: 1,
      received: 0,
      put: 0,
      dropped: 0,
      retried: 0,
      failed: new Map(),
      errors: new Map(),
      streamRecords: 0,
      packedRecords: 0,
      calls: 0,
    };
    updateMap(state, ctx);
    return state;
  },
  onCall(state, call, ctx) {
    if (Submit.is(call)) submit(state, call.request.records, call.request.groups, ctx);
  },
  onEvent(state, event, ctx) {
    switch (event.type) {
      case 'tray': {
        const tray = state.trays.get(event.shard);
        if (event.life !== state.life || tray?.timerAt !== event.at) return;
        const head = closeTray(state, tray, 'time', ctx);
        if (head >= 0) limit(state, head, ctx);
        return;
      }
      case 'drain':
        if (event.life === state.life) drainAll(state, ctx);
        return;
      case 'collect':
        if (event.life === state.life && state.collection.timerAt === event.at) flushCollection(state, ctx);
        return;
      case 'flush-collection':
        if (event.life === state.life) flushCollection(state, ctx);
        return;
      case 'unanswered':
        return answered(state, event.id, { ok: false, error: awsError('RequestTimeout', '') }, true, ctx);
      case 'read':
        return answered(state, event.id, event.reply, false, ctx);
      case 'update-map':
        if (event.run === state.map.run) updateMap(state, ctx);
        return;
      default:
        return;
    }
  },
  onReply(state, about, reply: Reply<unknown>, ctx) {
    if (about.type === 'sent') answered(state, about.id, PutRecords.reply(reply), false, ctx);
    else if (about.type === 'listed' && about.run === state.map.run) listed(state, about.page, ListShards.reply(reply), ctx);
  },
  onIntervention(state, what, config, ctx) {
    if (what.type === 'setConfig' && config) state.config = config;
    else if (what.type === 'operate') {
      ctx.trace('producer.flushed', ctx.nodeId, { outstanding: state.users.used });
      flush(state, ctx);
    } else if (what.type === 'fault' && what.name === 'crash') crash(state, ctx);
    else if (what.type === 'fault' || what.type === 'recover') {
      const until = what.type === 'recover' ? 0 : what.duration === undefined ? Infinity : ctx.now + what.duration;
      if (what.name === 'lose-replies') state.loseRepliesUntil = until;
      else if (what.name === 'short-answers') state.shortAnswersUntil = until;
    }
  },
  view: viewKpl,
  describe: viewFields,
  invariants: [{ name: 'what the KPL knows of waits in one place or is on the wire', holds: countsAgree }],
  heldRows(state, visit) {
    for (const slot of waitingSlots(state)) visit(state.users.get(slot, user.row));
    for (const sending of state.sending.values()) sending.records.rows.forEach(visit);
  },
};
