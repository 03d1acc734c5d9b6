import { lazy, Suspense } from 'react';
import { useSession } from '../session/context.ts';
import { useGuidance } from './useGuidance.ts';

const ExperimentList = lazy(async () => ({ default: (await import('./ExperimentList.tsx')).ExperimentList }));
const Prediction = lazy(async () => ({ default: (await import('./Prediction.tsx')).Prediction }));
const Walkthrough = lazy(async () => ({ default: (await import('./Walkthrough.tsx')).Walkthrough }));

/** What guides the learner now: nothing, the experiments with the prediction of the one on show, or the worked example. */
export function Guidance() {
  const [guidance] = useGuidance();
  const experiment = useSession((state) => state.experiment);
  if (guidance === 'explore') return null;
  return (
    <Suspense fallback={<p role="status">Loading…</p>}>
      {guidance === 'experiments' && <ExperimentList />}
      {guidance === 'experiments' && experiment?.prediction && <Prediction key={experiment.id} experiment={experiment} prediction={experiment.prediction} />}
      {guidance === 'walkthrough' && <Walkthrough />}
    </Suspense>
  );
}
