/** When a buffer is flushed, and what follows a try to emit. */

export interface BufferLimits {
  readonly records: number;
  readonly bytes: number;
  readonly ms: number;
}

export type FlushReason = 'records' | 'bytes' | 'time';

/** Why a buffer is flushed; null when it is not. An empty one never is. */
export function flushReason(buffered: { readonly records: number; readonly bytes: number }, msSinceFlush: number, limits: BufferLimits): FlushReason | null {
  if (buffered.records === 0) return null;
  if (buffered.records >= limits.records) return 'records';
  if (buffered.bytes >= limits.bytes) return 'bytes';
  return msSinceFlush >= limits.ms ? 'time' : null;
}

export function shouldFlush(buffered: { readonly records: number; readonly bytes: number }, msSinceFlush: number, limits: BufferLimits): boolean {
  return flushReason(buffered, msSinceFlush, limits) !== null;
}

/** Tries in all; a limit of nothing is one try. */
export function triesOf(retryLimit: number): number {
  return retryLimit <= 0 ? 1 : retryLimit;
}

/** What a try to emit came to: the items that failed, or an exception. */
export type Emitted = { readonly type: 'returned'; readonly failed: number } | { readonly type: 'threw' };

/**
 * What follows the try number `tries`. A try that returned failed items is followed by a sleep, the last one too. `done` clears
 * the buffer and checkpoints, whatever failed; `kept` leaves the buffer as it is, without a checkpoint. `fail`: the emitter is
 * told what did not go through.
 */
export interface Next {
  readonly type: 'again' | 'done' | 'kept';
  readonly sleeps: boolean;
  readonly fail: boolean;
}

export function afterTry(emitted: Emitted, tries: number, retryLimit: number): Next {
  if (emitted.type === 'threw') return { type: 'kept', sleeps: false, fail: true };
  if (emitted.failed === 0) return { type: 'done', sleeps: false, fail: false };
  if (tries < triesOf(retryLimit)) return { type: 'again', sleeps: true, fail: false };
  return { type: 'done', sleeps: true, fail: true };
}
