import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FinishedRun } from './simulate.ts';

/** One line for each episode of a run, made for eyes: `    2.020s  clicks  records.refused  shardId-000000000000  x100 limit=record rate`. */
export function traceLines(run: FinishedRun): string[] {
  return run.summary.events.map((event) => {
    const detail = Object.entries(event.detail).map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
    const until = event.lastAtMs > event.atMs ? ` until=${seconds(event.lastAtMs)}` : '';
    return `${seconds(event.atMs).padStart(11)}  ${event.node}  ${event.type}  ${event.subject}  x${event.count}${until}  ${detail.join(' ')}`.trimEnd();
  });
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(3)}s`;
}

/** The first line in which two traces differ, said for a person; undefined when they are the same. */
export function firstDifference(wanted: readonly string[], actual: readonly string[]): string | undefined {
  const length = Math.max(wanted.length, actual.length);
  for (let i = 0; i < length; i++) {
    if (wanted[i] !== actual[i]) return `line ${i + 1}\n  golden: ${wanted[i] ?? '(the story ends here)'}\n  actual: ${actual[i] ?? '(the story ends here)'}`;
  }
  return undefined;
}

/**
 * Compares a run's story with the golden file at `url`. A difference writes `<file>.actual` beside it and throws with the first
 * differing moment and the recipe; `UPDATE_GOLDEN=1` writes the golden file instead.
 */
export function assertGoldenTrace(run: FinishedRun, url: URL): void {
  const file = fileURLToPath(url);
  const lines = traceLines(run);
  const text = `${lines.join('\n')}\n`;
  if (process.env.UPDATE_GOLDEN === '1') {
    writeFileSync(file, text);
    return;
  }
  const wanted = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  const difference = firstDifference(wanted, lines);
  if (difference === undefined) {
    rmSync(`${file}.actual`, { force: true });
    return;
  }
  writeFileSync(`${file}.actual`, text);
  throw new Error(`the story changed at ${difference}\nthe whole story: ${file}.actual\nrepeat it with: npm run sim -- --trace --recipe - <<< '${JSON.stringify(run.recipe)}'\nif it is right now: UPDATE_GOLDEN=1 npx vitest run`);
}
