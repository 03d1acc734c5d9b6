import type { Limits } from '../../../sim/limits.ts';
import { isPlainRecord, type PlainData, type PlainRecord } from '../../../sim/plainData.ts';
import { deleteShadow, emptyShadow, readUpdate, shadowMetadata, shadowState, updateShadow, type Shadow, type ShadowError } from './shadow.ts';

/** Whose shadow a reserved topic is about, and what is asked. */
export interface ShadowTopic {
  readonly thing: string;
  /** Empty for the classic shadow. */
  readonly shadow: string;
  /** Everything before the operation. */
  readonly prefix: string;
  readonly operation: 'get' | 'update' | 'delete';
}

const pattern = /^(\$aws\/things\/([^/]+)\/shadow(?:\/name\/([^/]+))?)\/(get|update|delete)$/;

/** The shadow request that a topic makes; undefined for other topics, answers among them. */
export function shadowTopic(topic: string): ShadowTopic | undefined {
  const match = pattern.exec(topic);
  return match ? { prefix: match[1]!, thing: match[2]!, shadow: match[3] ?? '', operation: match[4] as ShadowTopic['operation'] } : undefined;
}

/** One message that the shadow service publishes. */
export interface ShadowMessage {
  readonly topic: string;
  readonly payload: PlainRecord;
}

export interface ShadowAnswer {
  /** The shadow from now on. */
  readonly shadow: Shadow;
  /** In the order they go out: accepted or rejected, delta, documents. [SIM] */
  readonly messages: readonly ShadowMessage[];
  readonly error: ShadowError | undefined;
}

const messageAt = (topic: ShadowTopic, suffix: string, payload: PlainRecord): ShadowMessage => ({ topic: `${topic.prefix}/${topic.operation}/${suffix}`, payload });

/** The token that answers repeat, so that a device knows which of its requests they are about. */
function tokenOf(payload: PlainData | undefined): { readonly clientToken?: string } {
  return isPlainRecord(payload) && typeof payload.clientToken === 'string' ? { clientToken: payload.clientToken } : {};
}

/** A request that is refused: the shadow stays as it is. */
export function rejectShadow(topic: ShadowTopic, shadow: Shadow | undefined, error: ShadowError, payload: PlainData | undefined, epochMs: number): ShadowAnswer {
  return { shadow: shadow ?? emptyShadow, error, messages: [messageAt(topic, 'rejected', { ...tokenOf(payload), ...error, timestamp: Math.floor(epochMs / 1000) })] };
}

/** Carries out a message to a shadow topic; `payload` is undefined where it is no JSON. */
export function answerShadow(topic: ShadowTopic, shadow: Shadow | undefined, payload: PlainData | undefined, epochMs: number, limits: Limits): ShadowAnswer {
  const seconds = Math.floor(epochMs / 1000);
  const current = shadow ?? emptyShadow;
  const at = (suffix: string, message: PlainRecord): ShadowMessage => messageAt(topic, suffix, message);
  const reject = (error: ShadowError): ShadowAnswer => rejectShadow(topic, shadow, error, payload, epochMs);
  if (topic.operation === 'update') {
    const read = readUpdate(payload, limits);
    if ('error' in read) return reject(read.error);
    const result = updateShadow(current, read.update, seconds, limits);
    if (!result.ok) return reject(result.rejected);
    return { shadow: result.shadow, error: undefined, messages: [at('accepted', result.accepted), ...(result.delta ? [at('delta', result.delta)] : []), at('documents', result.documents)] };
  }
  const token = tokenOf(payload);
  if (current.deleted) return reject({ code: 404, message: `No shadow exists with name: '${topic.shadow === '' ? topic.thing : topic.shadow}'` });
  if (topic.operation === 'get') return { shadow: current, error: undefined, messages: [at('accepted', { state: shadowState(current), metadata: shadowMetadata(current), version: current.version, timestamp: seconds, ...token })] };
  return { shadow: deleteShadow(current), error: undefined, messages: [at('accepted', { version: current.version, timestamp: seconds, ...token })] };
}
