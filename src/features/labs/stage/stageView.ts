import { makeInk, openShardAt, type Ink } from '../../../services/kinesis-streams/view/index.ts';
import type { RunState } from '../../../state/runStore.ts';
import type { Tokens } from '../../../ui/tokens.ts';
import { ratioOutgrown, recordsPerMark } from './dots.ts';
import { offeredRate, readFrame, type StageFrame } from './frame.ts';
import { Heads } from './heads.ts';
import { keyPlans, planFor, type KeyPlan } from './keyPlan.ts';
import { compactBelow, layoutStage, rowsThatFit, type StageLayout } from './layout.ts';
import { aheadMs, Marks } from './marks.ts';
import { paintBack, paintFront } from './paint/index.ts';
import { resharding, rowsAt } from './rows.ts';
import type { Inspected, Scene } from './scene.ts';
import { makeSprites, type Sprites } from './sprites.ts';

/** Wall time that a mark is under way while the run plays; simulated time at most, while it stands still. */
const flightWallMs = 800;
/** How fast the picture catches up when the run stops or slows down: this part of what is missing each 16 ms. */
const settle = 0.12;
/** The still layer is painted at most this often while the run plays. */
const backEveryMs = 100;
/** With reduced motion the picture steps twice a second. */
const stepMs = 500;
/** The picture stays this far behind the newest snapshot, so that the next one is there in time. */
const cushionMs = 45;
const pulseMs = 1500;

export interface StageOptions {
  readonly tokens: Tokens;
  readonly reduced: boolean;
  readonly compact: boolean | undefined;
  readonly selected: number;
  readonly inspected: Inspected | null;
}

export interface StageDeps {
  readonly back: HTMLCanvasElement;
  readonly front: HTMLCanvasElement;
  /** Told when a mark begins to stand for another number of records. */
  ratioChanged?(perMark: number): void;
}

/** The picture of a run, outside React: it draws when the run moves and rests when it does not. */
export class StageView {
  readonly #deps: StageDeps;
  readonly #marks = new Marks();
  readonly #heads = new Heads();
  #options: StageOptions;
  #size = { width: 0, height: 0, scale: 1, dpr: 1 };
  #back: Ink | undefined;
  #front: Ink | undefined;
  #sprites: Sprites | undefined;
  #frame: StageFrame | undefined;
  #spare: StageFrame | undefined;
  #layout: StageLayout | undefined;
  #shown = { from: 0, count: 0, of: 0 };
  #plans: readonly KeyPlan[] = [];
  #planKey = '';
  #perMark = 0;
  #loads = -1;
  #time = 0;
  /** Simulated ms by which the lanes are behind: as long as a mark is under way. */
  #lag = 0;
  #request = 0;
  #lastTick = 0;
  #backAt = -Infinity;
  #stale = true;
  #pulseUntil = 0;
  #pending: RunState | undefined;
  #stepTimer: ReturnType<typeof setTimeout> | undefined;
  #steppedAt = -Infinity;

  constructor(deps: StageDeps, options: StageOptions) {
    this.#deps = deps;
    this.#options = options;
  }

  get layout(): StageLayout | undefined {
    return this.#layout;
  }

  options(options: StageOptions): void {
    const { tokens, reduced } = this.#options;
    this.#options = options;
    if (options.tokens !== tokens) this.#prepare();
    if (options.reduced !== reduced) this.#steppedAt = -Infinity;
    this.#changed();
  }

  /** Sizes in CSS px; `scale` is the root font size over 16 px. */
  resize(width: number, height: number, scale: number, dpr: number): void {
    const same = width === this.#size.width && height === this.#size.height && scale === this.#size.scale && dpr === this.#size.dpr;
    if (same || width < 1 || height < 1) return;
    this.#size = { width, height, scale, dpr };
    for (const canvas of [this.#deps.back, this.#deps.front]) {
      canvas.width = Math.round(width * dpr);
      canvas.height = Math.round(height * dpr);
    }
    this.#prepare();
    // A resized canvas is blank: paint before the browser shows it.
    this.#changed();
    this.#paint(performance.now());
  }

  take(state: RunState): void {
    if (!state.snapshot) return;
    if (this.#options.reduced && state.snapshot.playing) {
      const wait = this.#steppedAt + stepMs - performance.now();
      if (wait > 0) {
        this.#pending = state;
        this.#stepTimer ??= setTimeout(() => {
          this.#stepTimer = undefined;
          if (this.#pending) this.take(this.#pending);
        }, wait);
        return;
      }
    }
    this.#pending = undefined;
    this.#steppedAt = performance.now();
    this.#read(state);
    this.#changed();
  }

  /** The open or closed shard drawn at a point, or the open one whose range of the ruler is there; undefined elsewhere. */
  shardAt(x: number, y: number): number | undefined {
    const layout = this.#layout;
    if (!layout) return undefined;
    const inside = (box: { x: number; y: number; w: number; h: number }, by = 0) => x >= box.x - by && x <= box.x + box.w + by && y >= box.y && y <= box.y + box.h;
    const lane = layout.lanes.find(({ row }) => inside(row));
    if (lane) return lane.shard;
    const { ruler } = layout;
    if (!this.#frame?.stream || !inside(ruler, ruler.axis === 'y' ? 8 : 0)) return undefined;
    const shard = openShardAt(this.#frame.stream, ruler.axis === 'y' ? (y - ruler.y) / ruler.h : (x - ruler.x) / ruler.w);
    return shard < 0 ? undefined : shard;
  }

  dispose(): void {
    cancelAnimationFrame(this.#request);
    if (this.#stepTimer !== undefined) clearTimeout(this.#stepTimer);
    this.#request = 0;
    this.#pending = undefined;
  }

  #prepare(): void {
    const { scale, dpr } = this.#size;
    const inks = [this.#deps.back, this.#deps.front].map((canvas) => {
      const ctx = canvas.getContext('2d');
      if (!ctx) return undefined;
      ctx.setTransform(dpr, 0, 0, dpr, 0, 0);
      // Texts set it and leave it so: the first picture has the same corners as all later ones.
      ctx.lineJoin = 'round';
      return makeInk(ctx, this.#options.tokens, scale, dpr);
    });
    [this.#back, this.#front] = inks;
    this.#sprites = makeSprites(this.#options.tokens, dpr);
  }

  #read(state: RunState): void {
    const snapshot = state.snapshot!;
    const before = this.#frame;
    const frame = readFrame(snapshot, state.events, this.#spare);
    const sameRun = state.loads === this.#loads;
    const follows = sameRun && before !== undefined && (frame.time === before.time || (before.playing && frame.time > before.time));
    this.#readPlans(state);
    const chose = this.#chooseRatio(frame, sameRun);
    const jumped = !follows || chose;
    if (jumped) this.#lag = this.#restingLag(frame);
    this.#marks.configure(this.#plans, this.#perMark);
    this.#marks.take(frame, jumped ? undefined : before, this.#lag);
    this.#heads.take(frame, jumped, this.#lag);
    this.#loads = state.loads;
    this.#spare = before;
    this.#frame = frame;
    if (jumped || !frame.playing) this.#time = frame.time;
  }

  #readPlans({ snapshot, loads }: RunState): void {
    const { recipe } = snapshot!;
    const key = `${loads} ${recipe.interventions.length} ${recipe.seed} ${snapshot!.branches.length}`;
    if (key === this.#planKey) return;
    this.#planKey = key;
    this.#plans = keyPlans(recipe);
  }

  #restingLag({ speed }: StageFrame): number {
    return this.#options.reduced ? 0 : flightWallMs * Math.min(1, speed);
  }

  /** One ratio for a run; another only when marks would no longer be readable. */
  #chooseRatio(frame: StageFrame, sameRun: boolean): boolean {
    const rate = offeredRate(frame) * frame.speed;
    if (sameRun && this.#perMark > 0 && !ratioOutgrown(this.#perMark, rate)) return false;
    const perMark = recordsPerMark(rate);
    if (perMark === this.#perMark) return false;
    if (sameRun && this.#perMark > 0) {
      this.#pulseUntil = performance.now() + pulseMs;
      this.#deps.ratioChanged?.(perMark);
    }
    this.#perMark = perMark;
    return true;
  }

  #changed(): void {
    this.#stale = true;
    if (this.#request === 0) {
      this.#lastTick = performance.now();
      this.#request = requestAnimationFrame(this.#tick);
    }
  }

  readonly #tick = (now: number): void => {
    this.#request = 0;
    this.#advance(now);
    this.#paint(now);
    const frame = this.#frame;
    const settling = frame !== undefined && this.#lag > this.#restingLag(frame) + 1;
    const moves = (frame?.playing === true && !this.#options.reduced) || settling || now < this.#pulseUntil;
    if (moves) {
      this.#lastTick = now;
      this.#request = requestAnimationFrame(this.#tick);
    }
  };

  #advance(now: number): void {
    const frame = this.#frame;
    if (!frame) return;
    const wall = Math.min(100, Math.max(0, now - this.#lastTick));
    const before = this.#time;
    if (!frame.playing || this.#options.reduced) this.#time = frame.time;
    else {
      const cushion = cushionMs * frame.speed;
      // Runs at its own pace, drawn gently towards a little behind the newest moment.
      const pulled = before + wall * frame.speed + (frame.time - cushion - before) * 0.08;
      // The first records leave at once, not when the second snapshot is there.
      const least = this.#marks.departing ? before + wall * frame.speed : pulled;
      const newest = frame.time + (this.#marks.departing ? aheadMs : 0);
      this.#time = Math.max(before, frame.time - cushion * 4, Math.min(newest, least));
    }
    const resting = this.#restingLag(frame);
    const wanted = frame.playing && !this.#options.reduced ? flightWallMs * frame.speed : resting;
    // The lanes never go back in time: the lag grows no faster than time goes by, and shrinks as fast as the eye can follow.
    if (wanted >= this.#lag) this.#lag = Math.min(wanted, this.#lag + Math.max(0, this.#time - before));
    else this.#lag = this.#options.reduced || this.#lag - wanted < 2 ? wanted : wanted + (this.#lag - wanted) * (1 - settle) ** (wall / 16);
  }

  #paint(now: number): void {
    const frame = this.#frame;
    const back = this.#back;
    const front = this.#front;
    if (!frame || !back || !front || !this.#sprites) return;
    const moving = resharding(frame, this.#time);
    const due = moving || !frame.playing || this.#layout === undefined || now - this.#backAt >= backEveryMs;
    const pulse = now < this.#pulseUntil;
    if (this.#stale && due) this.#place(frame);
    const scene = this.#scene(frame, pulse);
    if (this.#stale && due) {
      paintBack({ ...scene, ink: back });
      this.#backAt = now;
      this.#stale = moving || pulse;
    }
    paintFront({ ...scene, ink: front }, this.#time);
  }

  #place(frame: StageFrame): void {
    const { width, height, scale } = this.#size;
    const compact = this.#options.compact ?? width < compactBelow;
    const { rows, from, of } = rowsAt(frame, this.#time, rowsThatFit({ width, height, scale }, compact), this.#options.selected);
    this.#shown = { from, count: rows.length, of };
    this.#layout = layoutStage({ width, height, scale, producers: frame.producers.length, rows, hidden: of - rows.length }, compact);
  }

  #scene(frame: StageFrame, pulse: boolean): Omit<Scene, 'ink'> {
    const { selected, inspected } = this.#options;
    return {
      sprites: this.#sprites!,
      layout: this.#layout!,
      frame,
      marks: this.#marks,
      heads: this.#heads,
      plan: planFor(this.#plans, this.#time),
      perMark: this.#perMark,
      flightMs: this.#lag,
      selected,
      inspected,
      shown: this.#shown,
      pulse,
    };
  }
}
