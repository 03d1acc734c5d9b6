import { measure } from '../base/measure.ts';
import { parseRecipe } from '../sim/parseRecipe.ts';
import type { ModelRegistry } from '../sim/registry.ts';
import type { TrafficAsset } from '../sim/serviceModel.ts';
import { Simulation } from '../sim/simulation.ts';
import { summarize, type RunSummary } from '../sim/summary.ts';
import type { SimCommand, SimReport } from './protocol.ts';
import { TrafficFileReader } from './trafficFile.ts';

const turnEvents = 3000;

type JobCommand = Extract<SimCommand, { type: 'sweep' | 'summary' | 'readFile' }>;

interface Job {
  readonly number: number;
  /** One short piece of work; true when the job is done. */
  turn(): boolean;
}

/** Work beside the run on show: sweeps, summaries and files, a piece at a time so that commands are heard in between. */
export class JobQueue {
  readonly #models: ModelRegistry;
  readonly #assets: Map<string, TrafficAsset>;
  readonly #emit: (report: SimReport) => void;
  #jobs: Job[] = [];

  constructor(models: ModelRegistry, assets: Map<string, TrafficAsset>, emit: (report: SimReport) => void) {
    this.#models = models;
    this.#assets = assets;
    this.#emit = emit;
  }

  get waiting(): boolean {
    return this.#jobs.length > 0;
  }

  add(command: JobCommand): void {
    this.#jobs.push(this.#make(command));
  }

  cancel(number: number): void {
    this.#jobs = this.#jobs.filter((job) => job.number !== number);
  }

  turn(): void {
    const job = this.#jobs[0];
    if (!job) return;
    let done = true;
    try {
      done = job.turn();
    } catch (error) {
      this.#emit({ type: 'failed', job: job.number, says: (error as Error).message });
    }
    if (done) this.#jobs = this.#jobs.filter((other) => other !== job);
  }

  #make(command: JobCommand): Job {
    switch (command.type) {
      case 'sweep':
        return this.#sweep(command.job, command.recipes, command.measure);
      case 'summary':
        return this.#summary(command.job, command.recipe, command.until);
      case 'readFile':
        return this.#readFile(command.job, command.name, command.data);
    }
  }

  /** Runs one recipe in turns; answers its summary when it is over. */
  #runner(raw: unknown, until: number | undefined): () => RunSummary | undefined {
    const parsed = parseRecipe(raw, this.#models);
    if (!parsed.ok) throw new Error(parsed.error.map((issue) => `${issue.path}: ${issue.problem}`).join('; '));
    const simulation = new Simulation(parsed.value, { models: this.#models, assets: this.#assets });
    const end = until ?? parsed.value.length;
    return () => {
      const status = simulation.runUntil(end, turnEvents);
      return status.more ? undefined : summarize(simulation, status);
    };
  }

  #sweep(number: number, recipes: readonly unknown[], path: string): Job {
    const values: (number | null)[] = [];
    let run: (() => RunSummary | undefined) | undefined;
    return {
      number,
      turn: () => {
        if (recipes.length === 0) {
          this.#emit({ type: 'swept', job: number, values });
          return true;
        }
        run ??= this.#runner(recipes[values.length], undefined);
        const summary = run();
        if (summary === undefined) return false;
        run = undefined;
        const measured = measure(summary as unknown as Readonly<Record<string, unknown>>, path);
        if (!measured.ok) throw new Error(measured.error.says);
        values.push(typeof measured.value === 'number' ? measured.value : null);
        this.#emit({ type: 'progress', job: number, done: values.length, of: recipes.length });
        if (values.length < recipes.length) return false;
        this.#emit({ type: 'swept', job: number, values });
        return true;
      },
    };
  }

  #summary(number: number, recipe: unknown, until: number | undefined): Job {
    let run: (() => RunSummary | undefined) | undefined;
    return {
      number,
      turn: () => {
        run ??= this.#runner(recipe, until);
        const summary = run();
        if (summary === undefined) return false;
        this.#emit({ type: 'summarized', job: number, summary });
        return true;
      },
    };
  }

  #readFile(number: number, name: string, data: ArrayBuffer): Job {
    let reader: TrafficFileReader | undefined;
    return {
      number,
      turn: () => {
        reader ??= new TrafficFileReader(name, data);
        const { done, of, file } = reader.turn();
        this.#emit({ type: 'progress', job: number, done, of });
        if (!file) return false;
        this.#assets.set(file.asset.id, file.asset);
        this.#emit({ type: 'fileRead', job: number, file });
        return true;
      },
    };
  }
}
