/** One device shadow: desired and reported state, versions, the delta, and the errors of an update. */
import { utf8Bytes } from '../../../base/md5.ts';
import type { Limits } from '../../../sim/limits.ts';
import { isPlainRecord, type PlainData, type PlainRecord } from '../../../sim/plainData.ts';

type Section = 'desired' | 'reported';
const sections: readonly Section[] = ['desired', 'reported'];

export interface Shadow {
  readonly desired: PlainRecord | undefined;
  readonly reported: PlainRecord | undefined;
  /** Time of each leaf, epoch seconds, in the form of the state. */
  readonly desiredAt: PlainRecord;
  readonly reportedAt: PlainRecord;
  readonly version: number;
  /** Deleted; the version goes on when it is made anew. */
  readonly deleted: boolean;
}

export interface ShadowError {
  readonly code: number;
  readonly message: string;
  readonly clientToken?: string;
}

export interface ShadowUpdate {
  readonly state: { readonly desired?: PlainRecord | null; readonly reported?: PlainRecord | null } | null;
  readonly version: number | undefined;
  readonly clientToken: string | undefined;
}

export type ShadowResult = { readonly ok: true; readonly shadow: Shadow; readonly accepted: PlainRecord; readonly delta: PlainRecord | undefined; readonly documents: PlainRecord } | { readonly ok: false; readonly rejected: ShadowError };

export const emptyShadow: Shadow = Object.freeze({ desired: undefined, reported: undefined, desiredAt: Object.freeze({}), reportedAt: Object.freeze({}), version: 0, deleted: true });

/** The payload of an update, or what is wrong with it. */
export function readUpdate(payload: PlainData | undefined, limits: Limits): { readonly update: ShadowUpdate } | { readonly error: ShadowError } {
  const token = isPlainRecord(payload) && typeof payload.clientToken === 'string' ? payload.clientToken : undefined;
  const bad = (message: string, code = 400) => ({ error: Object.freeze({ code, message, ...(token === undefined ? {} : { clientToken: token }) }) });
  if (!isPlainRecord(payload)) return bad('Invalid JSON');
  if (payload.clientToken !== undefined && (token === undefined || utf8Bytes(token).length > limits.bytes('iot.shadow.token-max-bytes'))) return bad('Invalid clientToken');
  if (payload.version !== undefined && (typeof payload.version !== 'number' || !Number.isInteger(payload.version))) return bad('Invalid version');
  if (payload.state === undefined) return bad('Missing required node: state');
  const { state } = payload;
  if (state !== null && !isPlainRecord(state)) return bad('State node must be an object');
  const maxDepth = limits.number('iot.shadow.max-depth');
  for (const section of sections) {
    const value = state?.[section];
    if (value === undefined || value === null) continue;
    if (!isPlainRecord(value)) return bad(`${section === 'desired' ? 'Desired' : 'Reported'} node must be an object`);
    const depth = depthOf(value);
    if (depth > maxDepth) return bad(`JSON contains too many levels of nesting; maximum is ${maxDepth}`);
    if (hasBadArray(value)) return bad('State contains an invalid node');
  }
  if (state !== null && Object.keys(state).some((key) => key !== 'desired' && key !== 'reported')) return bad('State contains an invalid node');
  return { update: { state: state as ShadowUpdate['state'], version: payload.version as number | undefined, clientToken: token } };
}

function depthOf(value: PlainData | undefined): number {
  if (typeof value !== 'object' || value === null) return 0;
  let deepest = 0;
  for (const inner of Object.values(value)) deepest = Math.max(deepest, depthOf(inner as PlainData));
  return deepest + 1;
}

function hasBadArray(value: PlainData | undefined): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value) && value.some((each) => each === null)) return true;
  return Object.values(value).some((inner) => hasBadArray(inner as PlainData));
}

/** Deep merge: null deletes, arrays and scalars replace, objects that lose their last key disappear. */
function merge(into: PlainRecord | undefined, from: PlainRecord): PlainRecord | undefined {
  const out: Record<string, PlainData | undefined> = { ...into };
  let deleted = false;
  for (const [key, value] of Object.entries(from)) {
    if (value === null) {
      deleted ||= Object.hasOwn(out, key);
      delete out[key];
    } else if (isPlainRecord(value)) {
      const existing = out[key];
      const inner = merge(isPlainRecord(existing) ? existing : undefined, value as PlainRecord);
      if (inner === undefined) delete out[key];
      else out[key] = inner;
    } else out[key] = value;
  }
  return deleted && Object.keys(out).length === 0 ? undefined : Object.freeze(out);
}

/** A section with nothing in it is none; an empty object inside it stays. */
function mergeSection(into: PlainRecord | undefined, from: PlainRecord): PlainRecord | undefined {
  const merged = merge(into, from);
  return merged === undefined || Object.keys(merged).length === 0 ? undefined : merged;
}

/** A time for every leaf; arrays get one for each element. */
function stamp(value: PlainData | undefined, seconds: number): PlainData {
  if (Array.isArray(value)) return value.map((each: PlainData) => stamp(each, seconds));
  if (isPlainRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inner === null ? null : stamp(inner as PlainData, seconds)]));
  return { timestamp: seconds };
}

function equal(a: PlainData | undefined, b: PlainData | undefined): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each: PlainData, i) => equal(each, b[i] as PlainData));
  if (isPlainRecord(a) && isPlainRecord(b)) {
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equal(a[key] as PlainData, b[key] as PlainData));
  }
  return a === b;
}

/** What is desired and not reported so; undefined when nothing is. */
export function deltaOf(desired: PlainRecord | undefined, reported: PlainRecord | undefined): PlainRecord | undefined {
  const out: Record<string, PlainData | undefined> = {};
  for (const [key, wanted] of Object.entries(desired ?? {})) {
    const actual = reported?.[key];
    if (isPlainRecord(wanted) && isPlainRecord(actual)) {
      const inner = deltaOf(wanted as PlainRecord, actual as PlainRecord);
      if (inner !== undefined) out[key] = inner;
    } else if (!equal(wanted, actual)) out[key] = wanted;
  }
  return Object.keys(out).length === 0 ? undefined : out;
}

/** The part of the times that belongs to a delta. */
function pick(times: PlainData | undefined, like: PlainRecord): PlainRecord {
  const from = isPlainRecord(times) ? (times as PlainRecord) : {};
  return Object.fromEntries(Object.entries(like).map(([key, value]) => [key, isPlainRecord(value) && isPlainRecord(from[key]) ? pick(from[key], value as PlainRecord) : from[key]]));
}

const some = (members: Record<string, PlainData | undefined>): PlainRecord => Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

function document(shadow: Shadow): PlainRecord {
  return { state: some({ desired: shadow.desired, reported: shadow.reported }), metadata: shadowMetadata(shadow), version: shadow.version };
}

/** Carries out an update that has been read. `seconds` is the epoch time. */
export function updateShadow(shadow: Shadow, update: ShadowUpdate, seconds: number, limits: Limits): ShadowResult {
  const { state, clientToken } = update;
  const token = clientToken === undefined ? {} : { clientToken };
  if (update.version !== undefined && update.version !== shadow.version) return { ok: false, rejected: { code: 409, message: 'Version conflict', ...token } };
  const next: Record<string, PlainData | undefined> = {};
  for (const section of sections) {
    const change = state === null ? null : state[section];
    const at = `${section}At`;
    next[section] = change === undefined ? shadow[section] : change === null ? undefined : mergeSection(shadow[section], change);
    next[at] = change === undefined ? shadow[`${section}At`] : change === null ? {} : (merge(shadow[`${section}At`], stamp(change, seconds) as PlainRecord) ?? {});
  }
  const after: Shadow = Object.freeze({ desired: next.desired as PlainRecord | undefined, reported: next.reported as PlainRecord | undefined, desiredAt: next.desiredAt as PlainRecord, reportedAt: next.reportedAt as PlainRecord, version: shadow.version + 1, deleted: false });
  const bytes = utf8Bytes(JSON.stringify(some({ desired: after.desired, reported: after.reported }))).length;
  if (bytes > limits.bytes('iot.shadow.max-bytes')) return { ok: false, rejected: { code: 413, message: 'The payload exceeds the maximum size allowed', ...token } };
  const given = some({ desired: state?.desired, reported: state?.reported });
  const delta = deltaOf(after.desired, after.reported);
  return {
    ok: true,
    shadow: after,
    accepted: { state: state === null ? null : given, metadata: some({ desired: given.desired ? stamp(given.desired, seconds) : undefined, reported: given.reported ? stamp(given.reported, seconds) : undefined }), version: after.version, timestamp: seconds, ...token },
    delta: delta && { version: after.version, timestamp: seconds, state: delta, metadata: pick(after.desiredAt, delta), ...token },
    documents: { previous: shadow.version === 0 ? null : document(shadow), current: document(after), timestamp: seconds, ...token },
  };
}

/** State with desired, reported and delta as far as they are there. */
export function shadowState(shadow: Shadow): PlainRecord {
  return some({ desired: shadow.desired, reported: shadow.reported, delta: deltaOf(shadow.desired, shadow.reported) });
}

/** Times of the sections that are there. */
export function shadowMetadata(shadow: Shadow): PlainRecord {
  return some({ desired: shadow.desired && shadow.desiredAt, reported: shadow.reported && shadow.reportedAt });
}

/** The shadow is gone; only its version stays. */
export function deleteShadow(shadow: Shadow): Shadow {
  return Object.freeze({ ...emptyShadow, version: shadow.version });
}
