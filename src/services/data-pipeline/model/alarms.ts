/** SnsAlarm: its subject and message with their expressions put in, told, listed, and published to the topic that is wired. */
import type { Reply } from '../../../sim/calls.ts';
import { utf8Bytes } from '../../../base/md5.ts';
import { makeBatch } from '../../../sim/records/recordBatch.ts';
import { PublishBatch, type PublishBatchResponse } from '../../sns-topic/model/operations.ts';
import type { Core, Effect } from './core.ts';
import { fieldOf } from './fieldValues.ts';
import { edgeTo, type Ctx } from './places.ts';
import type { PipelineState } from './state.ts';

const keptAlarms = 20;
const answerTimeoutMs = 30_000;
/** A topic that does not answer is asked again after this long, so often in all. [SIM] */
const againMs = 60_000;
const publishTries = 3;

/** The wired topic of an ARN: by its name (the node's id), or the only one there is. */
function topicEdge(core: Core, topicArn: string, ctx: Ctx): number | undefined {
  const edges = ctx.edgesAt('topic');
  return edgeTo(core, ctx, 'topic', topicArn.slice(topicArn.lastIndexOf(':') + 1)) ?? (edges.length === 1 ? edges[0] : undefined);
}

/** An action of type SnsAlarm fires for an object. */
export function sendAlarm(state: PipelineState, effect: Extract<Effect, { type: 'alarm' }>, ctx: Ctx): void {
  const about = state.core.instances.get(effect.about);
  if (!about) return;
  const field = (name: string) => fieldOf(state.core, about, effect.action, name, about) ?? '';
  const alarm = { atMs: ctx.now, topicArn: field('topicArn'), subject: field('subject'), message: field('message') };
  state.alarms = Object.freeze([...state.alarms, Object.freeze(alarm)].slice(-keptAlarms));
  state.alarmsSent++;
  ctx.count('AlarmsSent', 1);
  ctx.trace('alarm.sent', effect.action, { object: about.component, why: effect.why, subject: alarm.subject, message: alarm.message });
  const edge = topicEdge(state.core, alarm.topicArn, ctx);
  if (edge === undefined) return;
  const key = ctx.keys.intern(effect.action);
  const bytes = Math.max(1, utf8Bytes(alarm.subject).length + utf8Bytes(alarm.message).length);
  const row = ctx.records.birth(ctx.now, key, bytes, state.alarmClass);
  ctx.reshape(row, undefined, { Subject: alarm.subject, Message: alarm.message });
  const id = state.nextPublish++;
  state.publishing.set(id, Object.freeze({ edge, action: effect.action, tries: 0, records: makeBatch({ count: 1, rows: Uint32Array.of(row), keys: Uint32Array.of(key), bytes: Uint32Array.of(bytes) }) }));
  publish(state, id, ctx);
}

/** Publishes an alarm, or tries so again. */
export function publish(state: PipelineState, id: number, ctx: Ctx): void {
  const alarm = state.publishing.get(id);
  if (!alarm) return;
  state.publishing.set(id, Object.freeze({ ...alarm, tries: alarm.tries + 1 }));
  ctx.call(alarm.edge, PublishBatch, { records: alarm.records }, { type: 'published', alarm: id }, answerTimeoutMs);
}

/** The topic has answered. */
export function published(state: PipelineState, id: number, reply: Reply<unknown>, ctx: Ctx): void {
  const alarm = state.publishing.get(id);
  if (!alarm) return;
  const refused = reply.ok && (reply.response as PublishBatchResponse).outcome.failed > 0;
  if (!reply.ok && reply.error.retryable && alarm.tries < publishTries) return void ctx.after(againMs, { type: 'publish', alarm: id });
  if (!reply.ok || refused) ctx.trace('alarm.failed', alarm.action, { code: reply.ok ? 'InvalidParameter' : reply.error.code, tries: alarm.tries });
  state.publishing.delete(id);
  ctx.records.release(alarm.records.rows, 'refused');
}
