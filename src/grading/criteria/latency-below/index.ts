import { fail, ok } from '../../../base/result.ts';
import { defineCriterion, marginBelow } from '../../criterion.ts';
import { firstAbove, moments, waitingLonger, type FinishedRun, type FinishedSink } from '../../finishedRun.ts';
import { durationText, several } from '../../quantityText.ts';

const percentiles = [50, 99, 100] as const;
type Percentile = (typeof percentiles)[number];

function latency(sink: FinishedSink, percentile: Percentile): number {
  return percentile === 50 ? sink.latencyMs.p50 : percentile === 99 ? sink.latencyMs.p99 : sink.latencyMs.max;
}

/** The sinks that count: one, or all. */
function watched(run: FinishedRun, name: string): readonly FinishedSink[] {
  return name === '' ? run.sinks : run.sinks.filter((sink) => sink.name === name || sink.name.split('#')[0] === name);
}

/** Time from a record's birth to its first delivery. Records that wait longer than the bound at the end count as late, lost ones do not count. */
export const latencyBelow = defineCriterion<{ ms: number; percentile: Percentile; sink: string }>({
  kind: 'latency-below',
  says: 'This percentile of the records arrives within a time',
  fields: {
    ms: { type: 'duration', says: 'Longest time from birth to delivery', unit: 'ms', min: 1, default: 1000 },
    percentile: {
      type: 'structure',
      says: 'Which part of the records: 50, 99 or 100',
      default: 99,
      parse: (raw) => {
        const found = percentiles.find((one) => one === Number(raw));
        return found === undefined
          ? fail([{ path: '', problem: `must be one of ${percentiles.join(', ')}; got ${JSON.stringify(raw)}` }])
          : ok(found);
      },
    },
    sink: { type: 'text', says: 'Place of arrival; all when empty', default: '' },
  },
  required: ['ms'],
  shows: ['reader.crashed', 'reader.lagging', 'record.poisoned', 'read.refused', 'records.retried', 'request.timed-out'],
  judge(run, { ms, percentile, sink: name }) {
    const sinks = watched(run, name);
    if (sinks.length === 0) return { type: 'ungradable', reason: `There is no place called "${name}" where records arrive.` };
    const name99 = percentile === 100 ? 'slowest' : percentile === 50 ? 'half' : `${percentile} %`;
    const wanted =
      percentile === 100 ? `every record within ${durationText(ms)}` : `${name99} of the records within ${durationText(ms)}`;
    let worst = -1;
    let measured = '';
    let node: string | undefined;
    for (const sink of sinks) {
      const late = waitingLonger(run, sink, ms);
      const known = sink.delivered + late;
      if (known === 0) continue;
      // More records wait than the percentile leaves out: it lies above the bound, whatever the delivered ones say.
      const stuck = late > known * (1 - percentile / 100);
      const value = stuck
        ? Math.max(run.lengthMs - (sink.oldestWaiting?.createdAt ?? 0), latency(sink, percentile))
        : latency(sink, percentile);
      if (value <= worst) continue;
      worst = value;
      node = sink.name.split('#')[0];
      measured = stuck
        ? `${several(late, 'record')} still on the way to ${sink.name} after ${durationText(ms)}`
        : `${name99}${percentile === 100 ? ' took' : ' within'} ${durationText(value)} at ${sink.name}`;
    }
    if (worst < 0) return { type: 'ungradable', reason: 'No record arrived, so there is no latency to measure.' };
    if (worst <= ms) return { type: 'met', measured, wanted, badness: worst, margin: marginBelow(worst, ms) };
    return {
      type: 'missed',
      measured,
      wanted,
      badness: worst,
      margin: marginBelow(worst, ms),
      evidence: moments(firstAbove(run, run.samples.maxLatencyMs, ms) ?? run.lengthMs),
      node,
    };
  },
});
