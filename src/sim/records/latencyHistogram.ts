/** Counts of durations in steps below 1 %: exact below 128 ms, then 128 steps for each doubling. */
const linear = 128;
const doublings = 25;
/** Durations from here on, 49.7 days, count as the longest that has a bucket: a run is shorter. */
const longest = 2 ** (doublings + 7) - 1;

export function createHistogram(): Uint32Array {
  return new Uint32Array(linear + doublings * 128);
}

/** The bucket of a duration in ms, a whole number from 0 on. */
export function bucketOf(duration: number): number {
  const ms = duration < longest ? duration : longest;
  if (ms < linear) return ms;
  const exponent = 31 - Math.clz32(ms);
  return linear + (exponent - 7) * 128 + ((ms >>> (exponent - 7)) - 128);
}

/** The least duration in ms that falls into a bucket. */
export function bucketFloor(bucket: number): number {
  if (bucket < linear) return bucket;
  const exponent = Math.floor((bucket - linear) / 128);
  return (128 + ((bucket - linear) % 128)) * 2 ** exponent;
}

/** The duration below or at which the share `q` of the counted durations lie; 0 when nothing was counted. */
export function percentile(histogram: Uint32Array, q: number): number {
  let total = 0;
  for (const count of histogram) total += count;
  if (total === 0) return 0;
  const wanted = Math.ceil(total * q);
  let seen = 0;
  for (let bucket = 0; bucket < histogram.length; bucket++) {
    seen += histogram[bucket]!;
    if (seen >= wanted) return bucketFloor(bucket);
  }
  return 0;
}
