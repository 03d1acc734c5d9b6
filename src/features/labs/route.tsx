import { useParams } from 'react-router';
import { LabPage } from './frame/LabPage.tsx';
import { kinesisPanel } from './kinesis/panel.ts';
import type { LabPanel } from './panel.ts';

/** The labs that run, by their slug. */
const labs: readonly LabPanel[] = [kinesisPanel];

/** The page of `/lab/:panel`. */
export default function LabRoute() {
  const { panel: slug } = useParams();
  const panel = labs.find((each) => each.slug === slug);
  return panel ? <LabPage key={panel.slug} panel={panel} /> : null;
}
