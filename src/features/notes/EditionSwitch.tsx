import { useEdition } from '../../state/edition.ts';
import { Segmented } from '../../ui/Segmented.tsx';

const options = [
  { value: 'notes', label: 'Notes', hint: 'The numbers of the study notes: the exam era' },
  { value: 'today', label: 'Today', hint: 'The numbers that AWS documents now' },
] as const;

/** Which facts are on show: those of the notes, or today's. */
export function EditionSwitch() {
  const { edition, setEdition } = useEdition();
  return <Segmented label="Facts" options={options} value={edition} onChange={setEdition} size="s" />;
}
