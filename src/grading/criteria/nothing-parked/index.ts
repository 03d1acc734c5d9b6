import { defineCriterion } from '../../criterion.ts';
import { judgeParked, parkingShows } from '../parked-below/index.ts';

/** No record waits at the end for somebody to fetch it from where it was set aside. */
export const nothingParked = defineCriterion<Record<never, never>>({
  kind: 'nothing-parked',
  says: 'No record lies in a dead-letter queue, a failure folder or a manifest at the end',
  fields: {},
  required: [],
  shows: parkingShows,
  judge: (run) => judgeParked(run, 0),
});
