import { defineCriterion, marginBelow } from '../../criterion.ts';
import type { FinishedRun } from '../../finishedRun.ts';
import { countText, several, shareText } from '../../quantityText.ts';
import type { Judgement } from '../../verdict.ts';

/** Trace types in which a record is set aside. */
export const parkingShows = ['message.dead-lettered', 'notification.dead-lettered', 'object.failure-stored', 'manifest.written'];

/** Judges how many records lie in a dead-letter queue, a failure folder or a manifest at the end. */
export function judgeParked(run: FinishedRun, allowed: number): Judgement {
  const { born, parked } = run.records;
  const share = born === 0 ? 0 : parked / born;
  const measured =
    parked === 0
      ? `none of ${several(born, 'record')} parked`
      : `${several(parked, 'record')} parked of ${countText(born)} (${shareText(share)})`;
  const wanted = allowed === 0 ? 'no record parked' : `at most ${several(allowed, 'record')} parked`;
  const margin = marginBelow(parked, allowed);
  if (parked <= allowed) return { type: 'met', measured, wanted, badness: share, margin };
  const first = run.trace.find((event) => parkingShows.includes(event.type));
  return { type: 'missed', measured, wanted, badness: share, margin, evidence: first ? [first.at] : [], node: first?.node };
}

/** Records set aside where somebody can get them back, as a number or a share of all. */
export const parkedBelow = defineCriterion<{ maxShare: number; maxCount: number }>({
  kind: 'parked-below',
  says: 'At most this many records, or this share of all, lie in a dead-letter queue, a failure folder or a manifest at the end',
  fields: {
    maxShare: { type: 'number', says: 'Share of the records born that may be parked', min: 0, max: 1, default: 0 },
    maxCount: {
      type: 'integer',
      says: 'Records that may be parked; counts where it allows more than the share',
      min: 0,
      default: 0,
    },
  },
  required: [],
  shows: parkingShows,
  judge: (run, { maxShare, maxCount }) => judgeParked(run, Math.max(maxCount, Math.floor(maxShare * run.records.born))),
});
