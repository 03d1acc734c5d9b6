import { defineCriterion, marginBelow } from '../../criterion.ts';
import { firstAbove, moments } from '../../finishedRun.ts';
import { countText, several, shareText } from '../../quantityText.ts';

/** Records that ended nowhere: refused for good, expired unread, dropped, or gone with a process. */
export const noLoss = defineCriterion<{ maxShare: number; maxCount: number }>({
  kind: 'no-loss',
  says: 'At most this many records, or this share of all, are lost',
  fields: {
    maxShare: { type: 'number', says: 'Share of the records born that may be lost', min: 0, max: 1, default: 0 },
    maxCount: { type: 'integer', says: 'Records that may be lost; counts where it allows more than the share', min: 0, default: 0 },
  },
  required: [],
  shows: [
    'records.given-up',
    'buffer.full',
    'records.expired',
    'record.too-large',
    'lines.lost',
    'record.filtered',
    'producer.crashed',
    'reader.crashed',
  ],
  judge(run, { maxShare, maxCount }) {
    const { born, lost } = run.records;
    const allowed = Math.max(maxCount, Math.floor(maxShare * born));
    const share = born === 0 ? 0 : lost / born;
    const measured =
      lost === 0
        ? `none of ${several(born, 'record')} lost`
        : `${several(lost, 'record')} lost of ${countText(born)} (${shareText(share)})`;
    const wanted = allowed === 0 ? 'no record lost' : `at most ${several(allowed, 'record')} lost`;
    const margin = marginBelow(lost, allowed);
    if (lost <= allowed) return { type: 'met', measured, wanted, badness: share, margin };
    return {
      type: 'missed',
      measured,
      wanted,
      badness: share,
      margin,
      evidence: moments(firstAbove(run, run.samples.lost, allowed)),
    };
  },
});
