import { defineCriterion, marginBelow } from '../../criterion.ts';
import { firstEvent, metricTotal, moments, type FinishedRun } from '../../finishedRun.ts';
import { countText, durationText, shareText } from '../../quantityText.ts';
import { minuteWindows } from '../../windows.ts';
import type { Judgement } from '../../verdict.ts';

/** Record write attempts and read calls that a stream refused for its limits, as a share of all, over the run or in its worst minute. */
export const throttlingBelow = defineCriterion<{ of: string; share: number; window: string; after: number }>({
  kind: 'throttling-below',
  says: 'At most this share of the write attempts, or of the read calls, is refused for a limit',
  fields: {
    of: { type: 'choice', says: 'Records written, or read calls', choices: ['writes', 'reads'], default: 'writes' },
    share: { type: 'number', says: 'Share that may be refused', min: 0, max: 1, default: 0 },
    window: { type: 'choice', says: 'Over the whole run, or in every minute', choices: ['run', 'minute'], default: 'run' },
    after: { type: 'duration', says: 'Minutes that begin before this do not count', unit: 'ms', min: 0, default: 0 },
  },
  required: ['of', 'share'],
  shows: ['records.refused', 'read.refused'],
  judge(run, { of, share, window, after }): Judgement {
    const writes = of === 'writes';
    const what = writes ? 'write attempts' : 'read calls';
    const event = writes ? 'records.refused' : 'read.refused';
    const wanted = `at most ${shareText(share)} of the ${what} refused${window === 'minute' ? ' in any minute' : ''}`;
    if (window === 'run') {
      const { refused, attempts } = writes ? writeAttempts(run) : readCalls(run);
      const found = attempts === 0 ? 0 : refused / attempts;
      const measured = `${countText(refused)} of ${countText(attempts)} ${what} refused (${shareText(found)})`;
      if (found <= share) return { type: 'met', measured, wanted, badness: found, margin: marginBelow(found, share) };
      return {
        type: 'missed',
        measured,
        wanted,
        badness: found,
        margin: marginBelow(found, share),
        evidence: moments(firstEvent(run, event)),
        node: nodeOf(run, event),
      };
    }
    const windows = minuteWindows(run, writes ? writeMetrics : readMetrics);
    if (windows === undefined) return { type: 'ungradable', reason: 'The run is too long for figures by the minute.' };
    const shares = windows
      .filter(({ from }) => from >= after)
      .map(({ from, values }) => ({ from, ...(writes ? writesOf(values) : readsOf(values)) }));
    const over = shares.filter(({ refused, attempts }) => refused > share * attempts);
    const worst = shares.reduce((a, b) => (b.refused * Math.max(1, a.attempts) > a.refused * Math.max(1, b.attempts) ? b : a), {
      from: 0,
      refused: 0,
      attempts: 0,
    });
    const found = worst.attempts === 0 ? 0 : worst.refused / worst.attempts;
    const measured =
      worst.refused === 0
        ? `none of the ${what} refused`
        : `${countText(worst.refused)} of ${countText(worst.attempts)} ${what} refused in the minute from ${durationText(worst.from)} (${shareText(found)})`;
    if (over.length === 0) return { type: 'met', measured, wanted, badness: found, margin: marginBelow(found, share) };
    const first = run.trace.find((one) => one.type === event && one.lastAt >= over[0]!.from);
    return {
      type: 'missed',
      measured,
      wanted,
      badness: found,
      margin: marginBelow(found, share),
      evidence: moments(Math.max(over[0]!.from, first?.at ?? 0), ...over.slice(1).map(({ from }) => from)),
      node: nodeOf(run, event),
    };
  },
});

const writeMetrics = ['WriteProvisionedThroughputExceeded', 'PutRecords.TotalRecords', 'PutRecord.Success'];
const readMetrics = ['ReadProvisionedThroughputExceeded', 'GetRecords.Success'];

type Values = readonly { readonly sum: number; readonly samples: number }[];

/** PutRecord counts one observation a call, successful or not; so does GetRecords. */
function writesOf([refused, batched, single]: Values) {
  return { refused: refused!.sum, attempts: batched!.sum + single!.samples };
}

function readsOf([refused, calls]: Values) {
  return { refused: refused!.sum, attempts: calls!.samples };
}

function writeAttempts(run: FinishedRun) {
  return writesOf(writeMetrics.map((metric) => metricTotal(run, metric)));
}

function readCalls(run: FinishedRun) {
  return readsOf(readMetrics.map((metric) => metricTotal(run, metric)));
}

function nodeOf(run: FinishedRun, type: string): string | undefined {
  return run.trace.find((event) => event.type === type)?.node;
}
