/** Simulated time without a refusal after which throttling counts as over. */
const calmMs = 2000;

/** Says once when throttling begins and once when it has ended, however often the picture changes in between. */
export function createThrottleVoice() {
  let on = false;
  let lastRefusedAt = -Infinity;
  return {
    /** The sentence to say now, or undefined. After a jump in time it takes the state as it is, and says nothing. */
    hear(throttling: boolean, at: number, jumped: boolean): string | undefined {
      if (throttling) lastRefusedAt = at;
      if (jumped) {
        on = throttling;
        return undefined;
      }
      if (throttling && !on) {
        on = true;
        return 'Throttling began: a shard refuses records.';
      }
      if (on && !throttling && at - lastRefusedAt >= calmMs) {
        on = false;
        return 'Throttling ended: no shard refuses records.';
      }
      return undefined;
    },
  };
}
