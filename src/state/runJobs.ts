import type { SimReport } from '../worker/protocol.ts';
import type { Job, JobResult } from './runState.ts';

interface Waiting {
  /** Takes the report that ends the job; answers whether it was of the right kind. */
  settle(result: JobResult<SimReport>): void;
}

/** The jobs under way: each is settled exactly once, by its report, its cancellation, or the client's death. */
export class RunJobs {
  #next = 1;
  readonly #waiting = new Map<number, Waiting>();

  /** Starts a job. `pick` takes its result out of the report that ends it. */
  start<T>(send: (job: number) => void, cancel: (job: number) => void, pick: (report: SimReport) => T | undefined): Job<T> {
    const id = this.#next++;
    const done = new Promise<JobResult<T>>((resolve) => {
      this.#waiting.set(id, {
        settle: (result) => {
          this.#waiting.delete(id);
          if (!result.ok) return resolve(result);
          const value = pick(result.value);
          return resolve(value === undefined ? { ok: false, error: `The simulation answered with ${result.value.type}, which was not asked for.` } : { ok: true, value });
        },
      });
    });
    send(id);
    return {
      id,
      done,
      cancel: () => {
        const waiting = this.#waiting.get(id);
        if (!waiting) return;
        cancel(id);
        waiting.settle({ ok: false, error: 'Stopped.' });
      },
    };
  }

  /** Settles the job that a report ends; false when it ends none. */
  settle(report: SimReport): boolean {
    if (report.type !== 'swept' && report.type !== 'followed' && report.type !== 'summarized' && report.type !== 'fileRead' && report.type !== 'failed') return false;
    const waiting = this.#waiting.get(report.job);
    waiting?.settle(report.type === 'failed' ? { ok: false, error: report.says } : { ok: true, value: report });
    return waiting !== undefined;
  }

  /** Ends all jobs with one sentence. */
  abandon(says: string): void {
    for (const waiting of this.#waiting.values()) waiting.settle({ ok: false, error: says });
  }
}
