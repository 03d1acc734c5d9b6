import type { Brand } from '../base/brand.ts';

/** Simulated milliseconds since the run began. Integer. Never wall-clock. */
export type SimMs = Brand<number, 'SimMs'>;
/** Milliseconds since 1970 UTC: where simulated time 0 lies. Part of the recipe. */
export type UtcMs = Brand<number, 'UtcMs'>;
/** A span of simulated time in milliseconds. Integer, not negative. */
export type DurationMs = Brand<number, 'DurationMs'>;
/** Size in bytes. 1 MiB is 1,048,576. Never megabytes. */
export type Bytes = Brand<number, 'Bytes'>;
