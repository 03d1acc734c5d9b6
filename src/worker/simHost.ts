import { assertNever } from '../base/assert.ts';
import type { ConfigIssue } from '../sim/config.ts';
import { wholeRunStep } from '../sim/metrics.ts';
import type { ModelRegistry } from '../sim/registry.ts';
import { parseRecipe } from '../sim/parseRecipe.ts';
import type { RunRecipe } from '../sim/recipe.ts';
import type { Intervention, TrafficAsset } from '../sim/serviceModel.ts';
import { Timeline } from '../sim/timeline.ts';
import { JobQueue } from './jobs.ts';
import type { Branch, SimCommand, SimReport, Snapshot } from './protocol.ts';
import { BufferPool, viewNodes } from './snapshots.ts';

const snapshotEveryMs = 33;
const seriesEveryMs = 250;
const branchesKept = 3;
/** Events for one turn between looks at the clock. */
const turnEvents = 4000;

type Emit = (report: SimReport, transfer: readonly ArrayBuffer[]) => void;

/**
 * Drives one run for a page: commands in, reports out. Reads no clock: the pacer tells it how much time has passed.
 * At most one snapshot is on its way; the newest wins.
 */
export class SimHost {
  readonly #models: ModelRegistry;
  readonly #emit: Emit;
  readonly #pool = new BufferPool();
  readonly #assets = new Map<string, TrafficAsset>();
  readonly #jobs: JobQueue;
  readonly #development: boolean;
  #timeline: Timeline | undefined;
  #branches: Branch[] = [];
  #nextBranch = 1;
  #playing = false;
  #speed = 1;
  /** Where play has got to, with the part of a millisecond that is not due yet. */
  #target = 0;
  #stopTypes: readonly string[] = [];
  #eventsSeen = 0;
  #pausedBy: number | undefined;
  #stopped: string | undefined;
  #version = 0;
  #unacknowledged = 0;
  #dirty = false;
  #clock = 0;
  #sentAt = -Infinity;
  #seriesAt = -Infinity;
  #eventsSent = -1;

  constructor(models: ModelRegistry, emit: Emit, development = false) {
    this.#models = models;
    this.#emit = emit;
    this.#development = development;
    this.#jobs = new JobQueue(models, this.#assets, (report) => emit(report, []));
  }

  get playing(): boolean {
    return this.#playing;
  }

  get busy(): boolean {
    return this.#playing || this.#jobs.waiting;
  }

  handle(command: SimCommand): void {
    switch (command.type) {
      case 'load':
        return this.#load(command.recipe, command.at ?? 0, command.assets ?? []);
      case 'play':
        this.#speed = command.speed;
        if (!this.#timeline || this.#stopped !== undefined) return this.#changed();
        if (!this.#playing) this.#target = this.#timeline.now;
        this.#playing = this.#timeline.now < this.#timeline.simulation.recipe.length;
        this.#pausedBy = undefined;
        return this.#changed();
      case 'pause':
        this.#playing = false;
        return this.#changed();
      case 'seek':
        return this.#go((timeline) => timeline.seek(command.to));
      case 'step':
        return this.#go((timeline) => this.#step(timeline, command.by, command.count));
      case 'intervene':
        return this.#intervene(command.what);
      case 'branch': {
        const branch = this.#branches.find((candidate) => candidate.id === command.branch);
        if (!branch) return;
        this.#setAside('before');
        this.#branches = this.#branches.filter((candidate) => candidate.id !== command.branch);
        this.#start(branch.recipe, branch.until);
        return;
      }
      case 'stopAt':
        this.#stopTypes = command.types;
        return;
      case 'sweep':
      case 'summary':
      case 'readFile':
        return this.#jobs.add(command);
      case 'cancel':
        return this.#jobs.cancel(command.job);
      case 'follow':
        return this.#follow(command.job, command.row, command.key);
      case 'ack':
        this.#pool.give(command.buffers);
        if (command.version === this.#version) this.#unacknowledged = 0;
        return this.#pump();
      case 'crash':
        throw new Error('crashed on request');
      default:
        return assertNever(command);
    }
  }

  #load(raw: unknown, at: number, assets: readonly TrafficAsset[]): void {
    for (const asset of assets) this.#assets.set(asset.id, asset);
    const parsed = parseRecipe(raw, this.#models);
    if (!parsed.ok) return this.#emit({ type: 'rejected', issues: parsed.error }, []);
    this.#branches = [];
    this.#start(parsed.value, at);
  }

  #start(recipe: RunRecipe, at: number): void {
    let timeline: Timeline;
    try {
      timeline = new Timeline(recipe, { models: this.#models, assets: this.#assets, checkInvariants: this.#development });
    } catch (error) {
      const issues: ConfigIssue[] = [{ path: '', problem: (error as Error).message }];
      return this.#emit({ type: 'rejected', issues }, []);
    }
    this.#timeline = timeline;
    this.#playing = false;
    this.#pausedBy = undefined;
    this.#stopped = undefined;
    this.#eventsSent = -1;
    timeline.seek(at);
    this.#afterMove(timeline);
  }

  #go(move: (timeline: Timeline) => void): void {
    if (!this.#timeline) return;
    this.#playing = false;
    this.#pausedBy = undefined;
    move(this.#timeline);
    this.#afterMove(this.#timeline);
  }

  #afterMove(timeline: Timeline): void {
    this.#target = timeline.now;
    this.#eventsSeen = timeline.simulation.trace.begun;
    this.#noteStatus(timeline);
    this.#changed();
  }

  #step(timeline: Timeline, by: 'event' | 'notable' | 'second', count: number): void {
    if (by === 'event') timeline.stepEvents(count);
    else if (by === 'second') timeline.seek(timeline.now + count * 1000);
    else if (count > 0) timeline.nextNotable(timeline.simulation.recipe.length);
    else {
      const earlier = timeline.simulation.trace.events().filter((event) => event.at < timeline.now);
      timeline.seek(earlier[earlier.length - 1]?.at ?? 0);
    }
  }

  #noteStatus(timeline: Timeline): void {
    const { status } = timeline;
    if (status.type === 'budget-exhausted') this.#stopped = `This run is too large to go on: ${status.says}.`;
    else if (status.type === 'invariant-broken') this.#stopped = `A rule of the simulation broke at ${status.node}: ${status.name}. Please report it with the link to this run.`;
    else this.#stopped = undefined;
    if (this.#stopped !== undefined) this.#playing = false;
  }

  #intervene(what: Intervention): void {
    const timeline = this.#timeline;
    if (!timeline) return;
    const problem = timeline.simulation.checkIntervention(what);
    if (problem !== undefined) return this.#emit({ type: 'rejected', issues: [{ path: what.node, problem }] }, []);
    if (timeline.now < timeline.head) this.#setAside('before');
    timeline.apply(what);
    this.#eventsSent = -1;
    this.#noteStatus(timeline);
    this.#changed();
  }

  /** Keeps what is needed to draw the present run as a ghost. */
  #setAside(label: string): void {
    const timeline = this.#timeline;
    if (!timeline) return;
    const forkedAt = timeline.now;
    const until = timeline.head;
    timeline.seek(until);
    const { simulation } = timeline;
    const branch: Branch = {
      id: this.#nextBranch++,
      label,
      recipe: timeline.recipe(),
      forkedAt,
      until,
      records: simulation.records.totals(),
      totals: simulation.metrics.totals(),
      seconds: simulation.metrics.series(1000, until),
      coarse: simulation.metrics.series(wholeRunStep(simulation.recipe.length), until),
    };
    this.#branches = [...this.#branches, branch].slice(-branchesKept);
    timeline.seek(forkedAt);
  }

  #follow(job: number, row: number | undefined, key: string | undefined): void {
    const timeline = this.#timeline;
    if (!timeline) return this.#emit({ type: 'failed', job, says: 'No run is loaded.' }, []);
    const { records, keys } = timeline.simulation;
    const found = row ?? this.#findRow(timeline, key ?? '');
    if (found === undefined || found >= records.born) {
      return this.#emit({ type: 'failed', job, says: key === undefined ? `There is no record ${row} yet.` : `No record with the key "${key}" is held now. Run on, or choose another key.` }, []);
    }
    const hops = timeline.follow(found);
    let name = key ?? '';
    try {
      name = keys.text(records.key(found));
    } catch {
      // The record has left all stores: its key is the one asked for.
    }
    this.#emit({ type: 'followed', job, row: found, key: name, hops }, []);
  }

  /** The newest record still known that has this key; without a key, the newest of all. */
  #findRow(timeline: Timeline, key: string): number | undefined {
    const { records, keys } = timeline.simulation;
    for (let row = records.born - 1; row >= Math.max(0, records.born - 200_000); row--) {
      try {
        if (key === '' || keys.text(records.key(row)) === key) return row;
      } catch {
        // That part of the table has been freed.
      }
    }
    return undefined;
  }

  /** Tells the host that wall time has passed; `within` answers false when the turn should end. */
  advance(elapsedMs: number, within: () => boolean): void {
    this.#clock += elapsedMs;
    const timeline = this.#timeline;
    if (this.#playing && timeline) this.#play(timeline, elapsedMs, within);
    while (this.#jobs.waiting && within()) this.#jobs.turn();
    this.#pump();
  }

  #play(timeline: Timeline, elapsedMs: number, within: () => boolean): void {
    const end = timeline.simulation.recipe.length;
    this.#target = Math.min(end, this.#target + elapsedMs * this.#speed);
    const goal = Math.floor(this.#target);
    const known = timeline.head;
    let reached = false;
    do {
      const status = timeline.runTo(goal, turnEvents);
      reached = !status.more;
    } while (!reached && within());
    // Behind its time: the run goes as fast as the machine allows, and no debt is piled up.
    if (!reached) this.#target = timeline.now;
    this.#noteStatus(timeline);
    this.#stopAtNotable(timeline, known);
    if (timeline.now >= end) this.#playing = false;
    this.#dirty = true;
  }

  /** `known`: how far the run had got before; what lies beyond is forgotten, nobody has seen it. */
  #stopAtNotable(timeline: Timeline, known: number): void {
    const { trace } = timeline.simulation;
    if (trace.begun === this.#eventsSeen) return;
    const fresh = trace.events(this.#eventsSeen).find((event) => this.#stopTypes.includes(event.type));
    this.#eventsSeen = trace.begun;
    if (!fresh) return;
    timeline.seek(fresh.at);
    if (fresh.at >= known) timeline.forgetAfter();
    this.#eventsSeen = timeline.simulation.trace.begun;
    this.#playing = false;
    this.#pausedBy = timeline.simulation.trace.events().findIndex((event) => event.at === fresh.at && event.type === fresh.type && event.subject === fresh.subject);
  }

  #changed(): void {
    this.#dirty = true;
    this.#sentAt = -Infinity;
    this.#seriesAt = -Infinity;
    this.#pump();
  }

  #pump(): void {
    if (!this.#dirty || this.#unacknowledged > 0 || !this.#timeline) return;
    if (this.#playing && this.#clock - this.#sentAt < snapshotEveryMs) return;
    this.#dirty = false;
    this.#sentAt = this.#clock;
    const { snapshot, buffers } = this.#snapshot(this.#timeline);
    this.#unacknowledged = 1;
    this.#emit({ type: 'snapshot', snapshot }, buffers);
  }

  #snapshot(timeline: Timeline): { snapshot: Snapshot; buffers: ArrayBuffer[] } {
    const { simulation } = timeline;
    const at = simulation.viewContext();
    const { nodes, buffers } = viewNodes(simulation, at, this.#pool);
    const withSeries = !this.#playing || this.#clock - this.#seriesAt >= seriesEveryMs;
    if (withSeries) this.#seriesAt = this.#clock;
    const { begun } = simulation.trace;
    const withEvents = begun !== this.#eventsSent || withSeries;
    this.#eventsSent = begun;
    const snapshot: Snapshot = {
      version: ++this.#version,
      time: simulation.now,
      head: timeline.head,
      length: simulation.recipe.length,
      seed: simulation.recipe.seed,
      facts: simulation.recipe.facts,
      processed: simulation.processed,
      playing: this.#playing,
      speed: this.#speed,
      ended: simulation.now >= simulation.recipe.length,
      stopped: this.#stopped,
      digest: this.#playing ? undefined : simulation.digest(),
      nodes,
      records: simulation.records.totals(),
      totals: simulation.metrics.totals(),
      seconds: withSeries ? simulation.metrics.series(1000, simulation.now) : undefined,
      coarse: withSeries ? simulation.metrics.series(wholeRunStep(simulation.recipe.length), simulation.now) : undefined,
      events: withEvents ? simulation.trace.events() : undefined,
      pausedBy: this.#pausedBy,
      branches: this.#branches,
      recipe: timeline.recipe(),
    };
    return { snapshot, buffers };
  }

  /** What a crash report needs. */
  get lastKnown(): { recipe: RunRecipe | undefined; time: number } {
    return { recipe: this.#timeline?.recipe(), time: this.#timeline?.lastKeyframeTime(this.#timeline.now) ?? 0 };
  }
}
