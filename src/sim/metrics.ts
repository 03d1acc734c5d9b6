import type { Hasher, Store } from '../base/copyPlain.ts';

/** Roll-ups of one metric, oldest first. `sum`, `max` and `samples` are aligned; step i covers [from + i * stepMs, from + (i + 1) * stepMs). */
export interface MetricSeries {
  readonly node: string;
  readonly metric: string;
  readonly stepMs: 1000 | 60000 | 3600000;
  readonly from: number;
  readonly sum: Float64Array;
  readonly max: Float64Array;
  readonly samples: Float64Array;
}

/** A metric over the whole run. `perSecondMax` is the largest sum of one second. */
export interface MetricTotal {
  readonly sum: number;
  readonly max: number;
  readonly last: number;
  readonly samples: number;
  readonly perSecondMax: number;
}

const stepsPerBlock = 20;
const valuesPerStep = 3;

interface Block {
  readonly number: number;
  /** [(series * 20 + step) * 3 + (0 sum, 1 max, 2 samples)] */
  data: Float64Array;
  owner: object;
}

/** One granularity: blocks of twenty steps, the newest `keep` of them. */
class RollUp {
  readonly stepMs: 1000 | 60000 | 3600000;
  readonly keep: number;
  blocks: Block[] = [];

  constructor(stepMs: 1000 | 60000 | 3600000, keep: number) {
    this.stepMs = stepMs;
    this.keep = keep;
  }

  clone(): RollUp {
    const copy = new RollUp(this.stepMs, this.keep);
    copy.blocks = this.blocks.slice();
    return copy;
  }

  add(token: object, seriesCapacity: number, series: number, now: number, value: number): void {
    const step = Math.floor(now / this.stepMs);
    const number = Math.floor(step / stepsPerBlock);
    let block = this.blocks[this.blocks.length - 1];
    const size = seriesCapacity * stepsPerBlock * valuesPerStep;
    if (block === undefined || block.number !== number) {
      block = { number, data: new Float64Array(size), owner: token };
      this.blocks.push(block);
      if (this.blocks.length > this.keep) this.blocks.shift();
    } else if (block.owner !== token || block.data.length < size) {
      const data = new Float64Array(size);
      data.set(block.data);
      block = { number, data, owner: token };
      this.blocks[this.blocks.length - 1] = block;
    }
    const at = (series * stepsPerBlock + (step - number * stepsPerBlock)) * valuesPerStep;
    const data = block.data;
    data[at]! += value;
    if (data[at + 2] === 0 || value > data[at + 1]!) data[at + 1] = value;
    data[at + 2]!++;
  }
}

const hourMs = 3_600_000;
const minuteBlocks = 80;

/** The finest step that reaches back over a whole run of this length, ten minutes of seconds apart. */
export function wholeRunStep(lengthMs: number): 60000 | 3600000 {
  return lengthMs <= (minuteBlocks - 1) * stepsPerBlock * 60_000 ? 60_000 : hourMs;
}

/** CloudWatch-named metrics of all nodes: by second for the last ten minutes, by minute for a day and two hours, by hour for the rest. */
export class MetricTable implements Store {
  readonly isStore = true;
  #names: string[] = [];
  #index = new Map<string, Map<string, number>>();
  #capacity = 16;
  /** [series * 6 + (sum, max, last, samples, perSecondMax, sum of the current second)], and the second it is. */
  #totals = new Float64Array(16 * 6);
  #second = new Float64Array(16);
  #token: object = {};
  #rollUps: RollUp[];

  /** Without a history only totals are kept. */
  constructor(history = true) {
    this.#rollUps = history ? [new RollUp(1000, 31), new RollUp(60_000, minuteBlocks), new RollUp(hourMs, 1200)] : [];
  }

  clone(): MetricTable {
    const copy = new MetricTable();
    this.#token = {};
    copy.#names = this.#names.slice();
    copy.#index = new Map([...this.#index].map(([node, metrics]) => [node, new Map(metrics)]));
    copy.#capacity = this.#capacity;
    copy.#totals = this.#totals.slice();
    copy.#second = this.#second.slice();
    copy.#rollUps = this.#rollUps.map((rollUp) => rollUp.clone());
    return copy;
  }

  hashInto(hash: Hasher): void {
    for (const name of this.#names) hash.text(name);
    for (let i = 0; i < this.#names.length * 6; i++) hash.number(this.#totals[i]!);
  }

  #series(node: string, metric: string): number {
    let metrics = this.#index.get(node);
    if (metrics === undefined) this.#index.set(node, (metrics = new Map()));
    const known = metrics.get(metric);
    if (known !== undefined) return known;
    const series = this.#names.length;
    this.#names.push(`${node}\n${metric}`);
    metrics.set(metric, series);
    if (series >= this.#capacity) {
      this.#capacity *= 2;
      const totals = new Float64Array(this.#capacity * 6);
      totals.set(this.#totals);
      this.#totals = totals;
      const second = new Float64Array(this.#capacity);
      second.set(this.#second);
      this.#second = second;
    }
    return series;
  }

  /** One observation. */
  count(node: string, metric: string, now: number, value: number): void {
    const series = this.#series(node, metric);
    const at = series * 6;
    const totals = this.#totals;
    totals[at]! += value;
    if (totals[at + 3] === 0 || value > totals[at + 1]!) totals[at + 1] = value;
    totals[at + 2] = value;
    totals[at + 3]!++;
    const second = Math.floor(now / 1000) + 1;
    if (this.#second[series] !== second) {
      this.#second[series] = second;
      totals[at + 5] = 0;
    }
    totals[at + 5]! += value;
    if (totals[at + 5]! > totals[at + 4]!) totals[at + 4] = totals[at + 5]!;
    for (const rollUp of this.#rollUps) rollUp.add(this.#token, this.#capacity, series, now, value);
  }

  /** Every metric seen so far, in order of first use. */
  totals(): { node: string; metric: string; total: MetricTotal }[] {
    return this.#names.map((name, series) => {
      const [node, metric] = name.split('\n') as [string, string];
      const at = series * 6;
      const t = this.#totals;
      return { node, metric, total: { sum: t[at]!, max: t[at + 1]!, last: t[at + 2]!, samples: t[at + 3]!, perSecondMax: t[at + 4]! } };
    });
  }

  /** The roll-ups of one granularity for all series, up to and including the step that holds `now`. */
  series(stepMs: 1000 | 60000 | 3600000, now: number): MetricSeries[] {
    const rollUp = this.#rollUps.find((r) => r.stepMs === stepMs);
    if (!rollUp) return [];
    const blocks = rollUp.blocks;
    const lastStep = Math.floor(now / stepMs);
    const firstStep = Math.max(0, (Math.floor(lastStep / stepsPerBlock) - rollUp.keep + 1) * stepsPerBlock);
    const length = lastStep - firstStep + 1;
    return this.#names.map((name, series) => {
      const [node, metric] = name.split('\n') as [string, string];
      const out = { node, metric, stepMs, from: firstStep * stepMs, sum: new Float64Array(length), max: new Float64Array(length), samples: new Float64Array(length) };
      for (const block of blocks) {
        for (let step = 0; step < stepsPerBlock; step++) {
          const i = block.number * stepsPerBlock + step - firstStep;
          if (i < 0 || i >= length) continue;
          const at = (series * stepsPerBlock + step) * valuesPerStep;
          if (at + 2 >= block.data.length) continue;
          out.sum[i] = block.data[at]!;
          out.max[i] = block.data[at + 1]!;
          out.samples[i] = block.data[at + 2]!;
        }
      }
      return out;
    });
  }
}
