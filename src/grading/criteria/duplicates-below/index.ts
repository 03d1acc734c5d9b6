import { defineCriterion, marginBelow } from '../../criterion.ts';
import { firstEvent, moments } from '../../finishedRun.ts';
import { countText, several, shareText } from '../../quantityText.ts';

/** Deliveries of a record that its sink had already, as a share of first deliveries. */
export const duplicatesBelow = defineCriterion<{ share: number }>({
  kind: 'duplicates-below',
  says: 'At most this share of the records arrives more than once',
  fields: { share: { type: 'number', says: 'Extra deliveries over first deliveries', min: 0, max: 1, default: 0 } },
  required: [],
  shows: ['records.duplicated'],
  judge(run, { share }) {
    const { duplicates } = run.records;
    const delivered = run.sinks.reduce((sum, sink) => sum + sink.delivered, 0);
    if (delivered === 0) return { type: 'ungradable', reason: 'No record arrived, so none can have arrived twice.' };
    const found = duplicates / delivered;
    const measured =
      duplicates === 0
        ? 'none delivered twice'
        : `${several(duplicates, 'extra copy', 'extra copies')} of ${countText(delivered)} (${shareText(found)})`;
    const wanted = share === 0 ? 'none delivered twice' : `extra copies at most ${shareText(share)}`;
    if (found <= share) return { type: 'met', measured, wanted, badness: found, margin: marginBelow(found, share) };
    const node = run.sinks.find((sink) => sink.firstDuplicate)?.name.split('#')[0];
    return {
      type: 'missed',
      measured,
      wanted,
      badness: found,
      margin: marginBelow(found, share),
      evidence: moments(firstEvent(run, 'records.duplicated')),
      node,
    };
  },
});
