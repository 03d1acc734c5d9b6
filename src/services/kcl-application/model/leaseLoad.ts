/** What leases cost their table. */

/** Write units a second that renewals take: one for each lease and renewal. */
export function renewUnitsPerSecond(leases: number, renewMs: number): number {
  return (leases * 1000) / renewMs;
}

/** Seconds that a full bank covers more than its rate; Infinity when the rate is enough. */
export function secondsOfBurst(unitsPerSecond: number, provisioned: number, windowMs: number): number {
  const over = unitsPerSecond - provisioned;
  return over <= 0 ? Infinity : Math.floor((provisioned * windowMs) / 1000 / over);
}
