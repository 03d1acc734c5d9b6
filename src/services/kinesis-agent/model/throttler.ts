/** How long the agent waits before it sends again. */
import type { Limits } from '../../../sim/limits.ts';

/** The wait after so many failures, before jitter; a partial failure counts as its failed part, and halves round up. */
export function backoffMs(failures: number, initialMs: number, maxMs: number): number {
  const whole = Math.round(failures);
  if (whole === 0) return 0;
  return Math.min(maxMs, initialMs * 2 ** Math.min(30, Math.max(0, whole - 1)));
}

/** The wait with its jitter; `draw` lies from 0 up to, not including, 1. Whole ms, cut off as Java does it. */
export function jitteredMs(backoff: number, draw: number, limits: Limits): number {
  return Math.floor(backoff * (1 + (2 * draw - 1) * limits.number('agent.retry.jitter')));
}

/** Failures that are left after a success. */
export function failuresAfterSuccess(failures: number, limits: Limits): number {
  const left = failures / limits.number('agent.retry.recovery-divisor');
  return left < 1 ? 0 : left;
}
