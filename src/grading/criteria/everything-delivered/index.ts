import { defineCriterion, marginBelow } from '../../criterion.ts';
import { moments, waitingLonger, type FinishedRun, type FinishedSink } from '../../finishedRun.ts';
import { countText, durationText, several, shareText } from '../../quantityText.ts';

/** Lost, set aside, or not there although old enough. */
function absent(run: FinishedRun, sink: FinishedSink, grace: number): number {
  return sink.lost + sink.parked + waitingLonger(run, sink, grace);
}

/** Every record born reaches every sink, except those too young at the end. What still lies unread in a stream has not arrived. */
export const everythingDelivered = defineCriterion<{ grace: number; maxShare: number }>({
  kind: 'everything-delivered',
  says: 'Every record reaches every place where records are to arrive',
  fields: {
    grace: {
      type: 'duration',
      says: 'Records younger than this at the end need not have arrived',
      unit: 'ms',
      min: 0,
      default: 10_000,
    },
    maxShare: { type: 'number', says: 'Share of the records that may be missing', min: 0, max: 1, default: 0 },
  },
  required: [],
  shows: [
    'records.given-up',
    'buffer.full',
    'records.expired',
    'record.too-large',
    'producer.crashed',
    'reader.crashed',
    'shard.split',
    'shard.merged',
    'read.refused',
  ],
  judge(run, { grace, maxShare }) {
    const missing = run.sinks.map((sink) => absent(run, sink, grace));
    const most = Math.max(...missing);
    const worst = run.sinks[missing.indexOf(most)]!;
    const share = worst.born === 0 ? 0 : most / worst.born;
    const where = run.sinks.length === 1 ? worst.name : `each of ${run.sinks.map((sink) => sink.name).join(', ')}`;
    const wanted = `every record at ${where}${grace > 0 ? ` within ${durationText(grace)}` : ''}${maxShare > 0 ? `, but ${shareText(maxShare)}` : ''}`;
    if (share <= maxShare)
      return {
        type: 'met',
        measured: `${several(worst.born, 'record')}, ${most === 0 ? 'none' : countText(most)} missing`,
        wanted,
        badness: share,
        margin: marginBelow(share, maxShare),
      };
    const firstMissing = Math.min(run.firstLost?.createdAt ?? Infinity, worst.oldestWaiting?.createdAt ?? Infinity);
    return {
      type: 'missed',
      measured: `${several(most, 'record')} of ${countText(worst.born)} never reached ${worst.name} (${shareText(share)})`,
      wanted,
      badness: share,
      margin: marginBelow(share, maxShare),
      evidence: moments(firstMissing === Infinity ? undefined : firstMissing),
      node: worst.name.split('#')[0],
    };
  },
});
