import { defineCriterion, marginBelow } from '../../criterion.ts';
import { firstEvent, moments } from '../../finishedRun.ts';
import { countText, several } from '../../quantityText.ts';

/** Records of one key arrive in the order in which they were born: a first arrival after a later-born one of its key breaks it. */
export const orderKept = defineCriterion<{ max: number }>({
  kind: 'order-kept',
  says: 'The records of each key arrive in the order in which they were made',
  fields: { max: { type: 'integer', says: 'Records that may arrive out of order', min: 0, default: 0 } },
  required: [],
  shows: ['order.broken'],
  judge(run, { max }) {
    const broken = run.records.orderViolations;
    const measured =
      broken === 0 ? 'every key in order' : `${several(broken, 'record')} of ${countText(run.records.delivered)} out of order`;
    const wanted = max === 0 ? 'every key in order' : `at most ${several(max, 'record')} out of order`;
    const margin = marginBelow(broken, max);
    if (broken <= max) return { type: 'met', measured, wanted, badness: broken, margin };
    const node = run.sinks.find((sink) => sink.firstOutOfOrder)?.name.split('#')[0];
    return { type: 'missed', measured, wanted, badness: broken, margin, evidence: moments(firstEvent(run, 'order.broken')), node };
  },
});
