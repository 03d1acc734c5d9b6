import { defineCriterion, marginBelow } from '../../criterion.ts';
import { decimalText } from '../../quantityText.ts';

const hourMs = 3_600_000;

/** Billing units of the run times the price table, scaled to an hour. */
export const costBelow = defineCriterion<{ pointsPerHour: number }>({
  kind: 'cost-below',
  says: 'An hour of it costs no more points of the price table',
  fields: { pointsPerHour: { type: 'number', says: 'Points an hour', unit: 'points', min: 0, default: 0 } },
  required: ['pointsPerHour'],
  shows: ['stream.active'],
  judge(run, { pointsPerHour }) {
    if (run.cost.unpriced.length > 0)
      return { type: 'ungradable', reason: `The price table has no price for ${run.cost.unpriced.join(', ')}.` };
    const points = (run.cost.points * hourMs) / run.lengthMs;
    const measured = `${decimalText(points, 1)} points an hour`;
    const wanted = `at most ${decimalText(pointsPerHour, 1)} points an hour`;
    if (points <= pointsPerHour)
      return { type: 'met', measured, wanted, badness: points, margin: marginBelow(points, pointsPerHour) };
    return { type: 'missed', measured, wanted, badness: points, margin: marginBelow(points, pointsPerHour), evidence: [] };
  },
});
