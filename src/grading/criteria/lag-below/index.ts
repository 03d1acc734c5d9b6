import { defineCriterion, marginBelow } from '../../criterion.ts';
import { moments, waitingLonger, type FinishedRun } from '../../finishedRun.ts';
import { durationText, several } from '../../quantityText.ts';

/** How far consumers are behind the newest record, at every answer they get, and whether records wait at the end although older than the bound. */
export const lagBelow = defineCriterion<{ ms: number; reader: string; after: number }>({
  kind: 'lag-below',
  says: 'No consumer is ever further behind the newest record than this',
  fields: {
    ms: { type: 'duration', says: 'Furthest behind', unit: 'ms', min: 0, default: 1000 },
    reader: { type: 'text', says: 'Node that reads; all when empty', default: '' },
    after: { type: 'duration', says: 'Counts from this moment on', unit: 'ms', min: 0, default: 0 },
  },
  required: ['ms'],
  shows: ['reader.crashed', 'read.refused', 'reader.lagging'],
  judge(run, { ms, reader, after }) {
    const series = run.series.filter((one) => one.metric === 'MillisBehindLatest' && (reader === '' || one.node === reader));
    const sinks = run.sinks.filter((sink) => reader === '' || sink.name.split('#')[0] === reader);
    if (sinks.length === 0) return { type: 'ungradable', reason: `There is no reader called "${reader}".` };
    let most = 0;
    let node: string | undefined;
    let first: number | undefined;
    for (const one of series) {
      for (let i = Math.ceil(after / one.stepMs); i < one.max.length; i++) {
        const behind = one.max[i]!;
        if (behind > most) {
          most = behind;
          node = one.node;
        }
        if (behind > ms) first = Math.min(first ?? Infinity, one.from + i * one.stepMs);
      }
    }
    const waiting = stuckAtEnd(run, sinks, ms);
    const wanted = `never more than ${durationText(ms)} behind`;
    const measured =
      waiting === undefined
        ? `${durationText(most)} behind at most`
        : `${several(waiting.count, 'record')} of ${waiting.sink} still unread after ${durationText(ms)}`;
    if (waiting)
      return {
        type: 'missed',
        measured,
        wanted,
        badness: Math.max(most, waiting.ageMs),
        margin: marginBelow(Math.max(most, waiting.ageMs), ms),
        evidence: moments(first ?? run.lengthMs - waiting.ageMs),
        node: waiting.sink.split('#')[0],
      };
    if (most <= ms) return { type: 'met', measured, wanted, badness: most, margin: marginBelow(most, ms) };
    return { type: 'missed', measured, wanted, badness: most, margin: marginBelow(most, ms), evidence: moments(first), node };
  },
});

/** A consumer that gets no answer at all reports no lag; what waits for it at the end does. */
function stuckAtEnd(
  run: FinishedRun,
  sinks: FinishedRun['sinks'],
  ms: number,
): { sink: string; count: number; ageMs: number } | undefined {
  // One poll and the work on it may pass before a record that was read in time is delivered.
  const slack = 5000;
  for (const sink of sinks) {
    const count = waitingLonger(run, sink, ms + slack);
    if (count > 0) return { sink: sink.name, count, ageMs: run.lengthMs - sink.oldestWaiting!.createdAt };
  }
  return undefined;
}
