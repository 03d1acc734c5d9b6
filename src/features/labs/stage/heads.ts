import type { StageFrame } from './frame.ts';

interface Moment {
  readonly time: number;
  /** Records processed, by consumer and shard. */
  readonly processed: ReadonlyMap<number, number>;
}

const historyLength = 96;
const keyOf = (consumer: number, shard: number): number => consumer * 1_048_576 + shard;

/** Where consumers stood a little earlier: heads are drawn as late as the records that fly to the lanes. */
export class Heads {
  #moments: Moment[] = [];

  /** Takes the next moment; after a jump, gaps are taken to have been as they are now. */
  take(frame: StageFrame, jumped: boolean, flightMs: number): void {
    const processed = new Map<number, number>();
    frame.consumers.forEach((consumer, c) => {
      for (let i = 0; i < consumer.shards.length; i++) processed.set(keyOf(c, consumer.shards[i]!), consumer.done[i]!);
    });
    if (jumped) {
      const { stream } = frame;
      const earlier = new Map<number, number>();
      for (const [key, value] of processed) {
        const rate = stream?.columns.recordsPerSecond[key % 1_048_576] ?? 0;
        earlier.set(key, Math.max(0, value - (rate * Math.min(frame.time, flightMs)) / 1000));
      }
      this.#moments = [{ time: frame.time - flightMs, processed: earlier }];
    }
    this.#moments.push({ time: frame.time, processed });
    if (this.#moments.length > historyLength) this.#moments.shift();
  }

  /** Records of a shard that a consumer had processed at a moment; undefined when it did not read that shard. */
  at(consumer: number, shard: number, time: number): number | undefined {
    const key = keyOf(consumer, shard);
    let after: Moment | undefined;
    for (let i = this.#moments.length - 1; i >= 0; i--) {
      const moment = this.#moments[i]!;
      if (moment.time <= time || i === 0) {
        const low = moment.processed.get(key);
        const high = after?.processed.get(key);
        // A rewind or a restart is a jump, not a way back.
        if (low === undefined || high === undefined || high < low || after === undefined || after.time <= moment.time) return low ?? high;
        return low + (high - low) * Math.min(1, Math.max(0, (time - moment.time) / (after.time - moment.time)));
      }
      after = moment;
    }
    return undefined;
  }
}
