/** Direct Connect: a private line that takes weeks to get, is fast and even once it is there, and does not encrypt by itself. */
import type { Limits } from '../../../sim/limits.ts';
import { lineTime, type Line } from './lineTime.ts';
import { dayMs, term, worked, type Phase, type Worked } from './worked.ts';

export type ConnectionKind = 'dedicated' | 'hosted';

/** States of a connection, as the API spells them, in the order in which a new one passes through them. */
export const connectionStates = ['ordering', 'requested', 'pending', 'available', 'down', 'deleting', 'deleted', 'rejected'] as const;
export type ConnectionState = (typeof connectionStates)[number];

/** A hosted connection waits for its owner to confirm it, a port of one's own for AWS. */
export const firstState = (kind: ConnectionKind): ConnectionState => (kind === 'hosted' ? 'ordering' : 'requested');

/** From order to the first packet: six weeks. [SIM: AWS and carriers promise none; weeks is all that is documented] */
export const usualProvisioningMs = 42 * dayMs;

/** Speeds of dedicated ports in an edition, bit/s. */
export function dedicatedSpeeds(limits: Limits): readonly number[] {
  const gbps = [limits.number('dx.dedicated.min-gbps'), limits.number('dx.dedicated.max-gbps')];
  if (limits.edition === 'today') gbps.splice(1, 0, limits.number('dx.macsec.min-gbps'), limits.number('dx.dedicated.added-gbps'));
  return gbps.map((each) => each * 1e9);
}

/**
 * Why a connection of this speed cannot be had, or undefined.
 * SIMPLIFIED: a hosted connection may have any speed in its range; partners sell a few steps.
 */
export function connectionProblem(kind: ConnectionKind, bitsPerSecond: number, limits: Limits): string | undefined {
  if (kind === 'dedicated') {
    const speeds = dedicatedSpeeds(limits);
    return speeds.includes(bitsPerSecond) ? undefined : `a dedicated connection has ${speeds.map((speed) => speed / 1e9).join(', ')} Gbps; for other speeds take a hosted one`;
  }
  const min = limits.number('dx.hosted.min-mbps') * 1e6;
  const max = limits.number('dx.hosted.max-gbps') * 1e9;
  return bitsPerSecond >= min && bitsPerSecond <= max ? undefined : `a hosted connection has ${min / 1e6} Mbps to ${max / 1e9} Gbps`;
}

/** Ways to keep what crosses the line secret: the line itself does not. */
export function encryptionOf(kind: ConnectionKind, bitsPerSecond: number, limits: Limits): { readonly encrypted: false; readonly ways: readonly string[] } {
  const macsec = limits.edition === 'today' && kind === 'dedicated' && bitsPerSecond >= limits.number('dx.macsec.min-gbps') * 1e9;
  return { encrypted: false, ways: ['VPN over the connection', 'TLS of the application', ...(macsec ? ['MACsec, at selected locations'] : [])] };
}

export interface DirectConnectPlan {
  readonly phases: readonly Phase[];
  readonly doneMs: number;
  readonly worked: readonly Worked[];
}

/** Waiting for the line and then using it. `provisioningMs` is 0 for a line that is there already. */
export function directConnectPlan(bytes: number, line: Line, provisioningMs: number): DirectConnectPlan {
  const time = lineTime(bytes, line, 'Time over the Direct Connect line');
  const waiting = provisioningMs / dayMs;
  const doneMs = provisioningMs + time.ms;
  const phases: Phase[] = provisioningMs > 0 ? [{ name: 'provisioning', from: 0, to: provisioningMs }] : [];
  return {
    phases: [...phases, { name: 'transfer', from: provisioningMs, to: doneMs }],
    doneMs,
    worked: [time.worked, worked('Until all is there', 'provisioning + transfer', [term('provisioning', waiting, 'days'), term('transfer', time.days, 'days')], waiting + time.days, 'days')],
  };
}

/**
 * State of a connection at a moment after its order.
 * SIMPLIFIED: a tenth of the lead time passes until AWS has looked at the request, the rest until the cross connect is in place.
 */
export function connectionStateAt(kind: ConnectionKind, at: number, provisioningMs: number): ConnectionState {
  if (at >= provisioningMs) return 'available';
  if (at * 10 < provisioningMs) return firstState(kind);
  return 'pending';
}
