import type { RunRecipe } from './recipe.ts';
import type { Intervention } from './serviceModel.ts';
import { Simulation, type Checkpoint, type Hop, type RunStatus, type SimulationOptions } from './simulation.ts';

/** Keyframes lie this far apart near the head, and further back. Simulated ms. */
const spacing = [5000, 20_000] as const;
/** Keyframes kept at each spacing before they thin out. */
const keptAtSpacing = 12;
/** Runs of hours and days hold about this many keyframes at most: they lie further apart the longer the run. */
const keyframesMax = 190;
/** While a person looks at a moment, keyframes this close before it make small steps back quick. Simulated ms. */
const nearMs = [1000, 100] as const;
/** Rows that only old keyframes still hold may cost this many bytes; see `thin`. */
const pinnedBytesMax = 8 * 1024 * 1024;
const bytesPerRow = 28;

/**
 * A run with its past: keyframes, seeking to any moment or event, stepping back, and forks.
 * Seeking restores the keyframe before and repeats from there; what comes out is the same, byte for byte.
 */
export class Timeline {
  readonly #simulation: Simulation;
  #keyframes: Checkpoint[] = [];
  /** Keyframes just before the last moment that was sought. */
  #near: Checkpoint[] = [];
  #recipe: RunRecipe | undefined;
  #headTime = 0;
  #headProcessed = 0;
  status: RunStatus = { type: 'reached' };

  constructor(recipe: RunRecipe, options: SimulationOptions) {
    this.#simulation = new Simulation(recipe, options);
    this.#keyframes.push(this.#simulation.checkpoint());
  }

  get simulation(): Simulation {
    return this.#simulation;
  }

  get now(): number {
    return this.#simulation.now;
  }

  /** The furthest moment this run has reached. */
  get head(): number {
    return Math.max(this.#headTime, this.#simulation.now);
  }

  get atHead(): boolean {
    return this.#simulation.now >= this.#headTime && this.#simulation.processed >= this.#headProcessed;
  }

  get keyframeCount(): number {
    return this.#keyframes.length;
  }

  /** The recipe with all that was done to the run: what a link holds. The same object until something more is done. */
  recipe(): RunRecipe {
    const { recipe, interventions } = this.#simulation;
    if (this.#recipe?.interventions !== interventions) this.#recipe = { ...recipe, interventions };
    return this.#recipe;
  }

  /** Runs to a moment, taking keyframes on the way. `maxEvents` bounds one call; `more` says that it was used up. */
  runTo(time: number, maxEvents = Infinity): RunStatus & { readonly more?: boolean } {
    const end = Math.floor(Math.min(time, this.#simulation.recipe.length));
    let left = maxEvents;
    for (;;) {
      const nextKeyframe = (Math.floor(this.now / spacing[0]) + 1) * spacing[0];
      const stop = Math.min(end, nextKeyframe);
      const before = this.#simulation.processed;
      const status = this.#simulation.runUntil(stop, left);
      left -= this.#simulation.processed - before;
      this.status = status;
      if (status.type !== 'reached' && status.type !== 'idle') return status;
      if (status.more) return status;
      if (this.now === nextKeyframe) this.#keep();
      if (this.now >= end) {
        this.#noteHead();
        return status;
      }
      if (left <= 0) return { type: 'reached', more: true };
    }
  }

  #noteHead(): void {
    if (this.now > this.#headTime || (this.now === this.#headTime && this.#simulation.processed > this.#headProcessed)) {
      this.#headTime = this.now;
      this.#headProcessed = this.#simulation.processed;
    }
  }

  #keep(): void {
    const last = this.#keyframes[this.#keyframes.length - 1]!;
    if (last.now >= this.now || this.#keyframes.some((keyframe) => keyframe.now === this.now)) return;
    this.#keyframes.push(this.#simulation.checkpoint());
    this.#noteHead();
    this.#thin();
  }

  /** Lets the past be held more loosely: 5 s apart, then 20 s, in long runs further; and drops what pins too many expired rows. */
  #thin(): void {
    const head = this.now;
    let previous = -Infinity;
    this.#keyframes = this.#keyframes.filter((keyframe, i) => {
      if (i === 0 || i === this.#keyframes.length - 1) {
        previous = keyframe.now;
        return true;
      }
      const age = head - keyframe.now;
      const wanted = age <= spacing[0] * keptAtSpacing ? spacing[0] : age <= spacing[1] * keptAtSpacing ? spacing[1] : this.#farSpacing(head);
      if (keyframe.now - previous < wanted && keyframe.now % wanted !== 0) return false;
      previous = keyframe.now;
      return true;
    });
    this.#dropPinning();
  }

  #farSpacing(head: number): number {
    let wanted: number = spacing[1];
    while (head / wanted > keyframesMax) wanted *= 2;
    return wanted;
  }

  /** Rows that have left all stores but lie between an old keyframe's oldest row and now's are kept by that keyframe alone. */
  #dropPinning(): void {
    const oldestNow = this.#simulation.records.born - this.#simulation.records.held;
    for (;;) {
      let pinned = 0;
      let covered = 0;
      for (const keyframe of this.#keyframes) {
        const from = Math.max(covered, keyframe.born - keyframe.heldRows);
        const to = Math.min(keyframe.born, oldestNow);
        if (to > from) pinned += to - from;
        covered = Math.max(covered, to);
      }
      if (pinned * bytesPerRow <= pinnedBytesMax) return;
      // The oldest that pins anything goes first: the beginning (which pins nothing) always stays.
      const victim = this.#keyframes.findIndex((keyframe, i) => i > 0 && keyframe.heldRows > 0);
      if (victim < 0 || victim === this.#keyframes.length - 1) return;
      this.#keyframes.splice(victim, 1);
    }
  }

  #keyframeBefore(matches: (keyframe: Checkpoint) => boolean): Checkpoint {
    let best = this.#keyframes[0]!;
    for (const keyframe of this.#keyframes) if (matches(keyframe)) best = keyframe;
    for (const keyframe of this.#near) if (keyframe.processed > best.processed && matches(keyframe)) best = keyframe;
    return best;
  }

  /** Goes to a moment of this run, before or after now: all events not after it have happened. */
  seek(time: number): RunStatus {
    const target = Math.max(0, Math.floor(Math.min(Number.isNaN(time) ? 0 : time, this.#simulation.recipe.length)));
    const keyframe = this.#keyframeBefore((candidate) => candidate.now <= target);
    const forward = target >= this.now && keyframe.now <= this.now;
    if (!forward) this.#simulation.restore(keyframe);
    const near: Checkpoint[] = [];
    for (const before of nearMs) {
      if (target - before <= this.now) continue;
      this.runTo(target - before);
      near.push(this.#simulation.checkpoint());
    }
    if (near.length > 0) this.#near = near;
    return this.runTo(target);
  }

  /** Goes to the moment right after the event with this number. */
  seekEvent(processed: number): void {
    const target = Math.max(0, processed);
    if (target < this.#simulation.processed) {
      this.#simulation.restore(this.#keyframeBefore((candidate) => candidate.processed <= target));
      // Far away: come nearer by time first, so that the next step back is a short one.
      if (target - this.#simulation.processed > 2000) {
        while (this.#simulation.processed < target - 1000 && this.#simulation.stepEvent());
        this.#near = [this.#simulation.checkpoint()];
      }
    }
    while (this.#simulation.processed < target && this.#simulation.stepEvent());
    this.#noteHead();
  }

  /** Steps by events; negative steps go back. */
  stepEvents(count: number): void {
    this.#noteHead();
    this.seekEvent(this.#simulation.processed + count);
  }

  /** Goes to the next moment with a new notable event, or to `limit`. Answers whether there was one. */
  nextNotable(limit: number): boolean {
    const begun = this.#simulation.trace.begun;
    while (this.now < limit) {
      const next = this.#simulation.nextEventTime();
      this.runTo(Math.min(limit, Math.max(this.now, next === Infinity ? limit : next)));
      if (this.#simulation.trace.begun > begun) return true;
      if (this.status.type === 'budget-exhausted' || this.status.type === 'invariant-broken') return false;
    }
    return false;
  }

  /** The latest keyframe not after a moment: where a crashed run starts again. */
  lastKeyframeTime(time: number): number {
    return this.#keyframeBefore((candidate) => candidate.now <= time).now;
  }

  /** Carries out a command now. When now lies before the head, what came after is another run from here on: answers true. */
  apply(what: Intervention): { readonly problem?: string; readonly forked: boolean } {
    const problem = this.#simulation.checkIntervention(what);
    if (problem !== undefined) return { problem, forked: false };
    const forked = this.now < this.#headTime;
    this.#simulation.apply(what);
    this.forgetAfter();
    return { forked };
  }

  /** Makes now the head: what lay after it is no longer part of this run. */
  forgetAfter(): void {
    this.#keyframes = this.#keyframes.filter((keyframe) => keyframe.now <= this.now);
    this.#near = this.#near.filter((keyframe) => keyframe.now <= this.now);
    this.#headTime = this.now;
    this.#headProcessed = this.#simulation.processed;
  }

  /** Lets go of all of the past but the beginning. */
  forgetHistory(): void {
    this.#keyframes = this.#keyframes.slice(0, 1);
    this.#near = [];
  }

  /** Repeats the run from before a record's birth up to now with that record watched, and answers every moment of its life. */
  follow(row: number): readonly Hop[] {
    const simulation = this.#simulation;
    const here = simulation.checkpoint();
    simulation.restore(this.#keyframeBefore((keyframe) => keyframe.born <= row));
    simulation.following = row;
    simulation.hops = [];
    simulation.runUntil(here.now);
    simulation.following = -1;
    const hops = simulation.hops;
    simulation.hops = [];
    simulation.restore(here);
    return hops;
  }
}
