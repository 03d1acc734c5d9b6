import { Segmented } from '../../../ui/Segmented.tsx';
import { useGuidance, type Guidance } from './useGuidance.ts';

const options: readonly { readonly value: Guidance; readonly label: string; readonly hint: string }[] = [
  { value: 'explore', label: 'Explore', hint: 'The lab without prompts' },
  { value: 'experiments', label: 'Experiments', hint: 'Questions to run, with a prediction' },
  { value: 'walkthrough', label: 'Walkthrough', hint: 'A worked example, step by step' },
];

/** How much guidance the lab gives. */
export function GuidanceSwitch() {
  const [guidance, setGuidance] = useGuidance();
  return <Segmented label="Guidance" labelHidden options={options} value={guidance} onChange={setGuidance} size="s" />;
}
