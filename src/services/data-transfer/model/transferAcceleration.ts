/**
 * S3 Transfer Acceleration: the long way runs on AWS's network instead of the internet. It shortens round trips; it never makes
 * the uplink of the client wider.
 */
import type { Limits } from '../../../sim/limits.ts';
import { lineTime, type Line } from './lineTime.ts';
import { term, worked, type Phase, type Worked } from './worked.ts';

export interface LongWay {
  readonly uplink: Line;
  /** Round trip from client to bucket, and from client to the nearest edge location, ms. */
  readonly roundTripMs: number;
  readonly edgeRoundTripMs: number;
  /** Connections at once, and bytes that each may have under way unconfirmed. */
  readonly streams: number;
  readonly windowBytes: number;
}

/**
 * Bits a second that a path carries: the window of each connection comes round once a round trip, and the uplink bounds the sum.
 * SIMPLIFIED: no packet loss; the backbone between edge and bucket has room for all.
 */
export function pathRate(way: LongWay, roundTripMs: number, what: string): Worked {
  const uplink = way.uplink.bitsPerSecond * way.uplink.utilisation;
  const windows = (way.streams * way.windowBytes * 8 * 1000) / Math.max(1, roundTripMs);
  return worked(
    what,
    'the lesser of uplink × share used and connections × window × 8 / round trip',
    [
      term('uplink', way.uplink.bitsPerSecond, 'bit/s'),
      term('share used', way.uplink.utilisation, ''),
      term('connections', way.streams, ''),
      term('window', way.windowBytes, 'B'),
      term('round trip', roundTripMs, 'ms'),
    ],
    Math.min(uplink, windows),
    'bit/s',
  );
}

export interface Acceleration {
  readonly direct: Worked;
  readonly accelerated: Worked;
  /** How much faster; 1 when the uplink was the limit already. */
  readonly factor: number;
  /** AWS bills the acceleration only where it helped. */
  readonly billed: boolean;
  readonly phases: readonly Phase[];
  readonly doneMs: number;
  readonly directMs: number;
  readonly worked: readonly Worked[];
}

export function acceleration(bytes: number, way: LongWay): Acceleration {
  const direct = pathRate(way, way.roundTripMs, 'Straight to the bucket');
  // The edge is used only when it is nearer: requests that gain nothing go the usual way.
  const accelerated = pathRate(way, Math.min(way.edgeRoundTripMs, way.roundTripMs), 'By way of the nearest edge location');
  const time = lineTime(bytes, { bitsPerSecond: accelerated.result, utilisation: 1 }, 'Time with acceleration');
  const directTime = lineTime(bytes, { bitsPerSecond: direct.result, utilisation: 1 }, 'Time without acceleration');
  const factor = accelerated.result / direct.result;
  return {
    direct,
    accelerated,
    factor,
    billed: factor > 1,
    phases: [{ name: 'transfer', from: 0, to: time.ms }],
    doneMs: time.ms,
    directMs: directTime.ms,
    worked: [direct, accelerated, directTime.worked, time.worked],
  };
}

/** Why a bucket of this name cannot be accelerated, or undefined. */
export function bucketNameProblem(name: string): string | undefined {
  if (name.includes('.')) return 'the name has a period: Transfer Acceleration takes names without one';
  return /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name) ? undefined : 'the name must suit DNS: 3 to 63 small letters, digits and hyphens';
}

/** Host name of an accelerated bucket. */
export function acceleratedEndpoint(bucket: string): string {
  return `${bucket}.s3-accelerate.amazonaws.com`;
}

/** How long switching it on may take. */
export function enableDelay(limits: Limits): number {
  return limits.duration('s3ta.enable.max-delay');
}
