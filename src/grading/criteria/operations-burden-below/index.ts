import { burdenOf } from '../../burden.ts';
import { defineCriterion, marginBelow } from '../../criterion.ts';
import { several } from '../../quantityText.ts';

const mostReasons = 3;

/** Points for what somebody has to look after, by the rubric in burden.ts. */
export const operationsBurdenBelow = defineCriterion<{ points: number }>({
  kind: 'operations-burden-below',
  says: 'Running it asks for no more points of the operations rubric',
  fields: { points: { type: 'number', says: 'Points of the operations rubric', unit: 'points', min: 0, default: 0 } },
  required: ['points'],
  shows: [],
  judge(run, { points }) {
    const burden = burdenOf(run.recipe);
    const heaviest = [...burden.lines].sort((a, b) => b.points - a.points).slice(0, mostReasons);
    const reasons = heaviest.map((line) => `${line.node}: ${line.reason} ${line.points}`).join(', ');
    const measured =
      burden.points === 0
        ? 'nothing to look after'
        : `${several(burden.points, 'point')} (${reasons}${burden.lines.length > mostReasons ? ', …' : ''})`;
    const wanted = `at most ${several(points, 'point')}`;
    const judged = { measured, wanted, badness: burden.points, margin: marginBelow(burden.points, points) };
    return burden.points <= points
      ? { type: 'met', ...judged }
      : { type: 'missed', ...judged, evidence: [], node: heaviest[0]?.node };
  },
});
