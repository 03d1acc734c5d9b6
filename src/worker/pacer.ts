import type { SimHost } from './simHost.ts';

/** Longest wall time that one frame may stand for, ms: a page that slept does not catch up. */
const catchUpMs = 100;
const frameMs = 16;
const turnMs = 12;

export interface Pacer {
  /** Begins to work if there is something to do. */
  wake(): void;
  /** Never works again: its host has crashed. */
  stop(): void;
}

export interface PacerDeps {
  /** Wall time, ms. */
  clock(): number;
  later(work: () => void, ms: number): unknown;
  /** A turn threw: the host is no longer used. */
  failed(error: unknown): void;
}

/** The only reader of the wall clock: tells the host how much time has passed, and lets it work for a part of each frame. */
export function createPacer(host: SimHost, deps: PacerDeps): Pacer {
  let running = false;
  let stopped = false;
  let last = 0;
  const frame = () => {
    if (stopped) return;
    const now = deps.clock();
    const elapsed = Math.min(catchUpMs, now - last);
    last = now;
    const end = now + turnMs;
    try {
      host.advance(elapsed, () => deps.clock() < end);
    } catch (error) {
      deps.failed(error);
      return;
    }
    if (host.busy) deps.later(frame, Math.max(0, frameMs - (deps.clock() - now)));
    else running = false;
  };
  return {
    wake() {
      if (running || stopped || !host.busy) return;
      running = true;
      last = deps.clock();
      deps.later(frame, 0);
    },
    stop() {
      stopped = true;
    },
  };
}
