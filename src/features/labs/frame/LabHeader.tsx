import { useEdition } from '../../../state/edition.ts';
import { Segmented } from '../../../ui/Segmented.tsx';
import { useDocumentTitle } from '../../../ui/useDocumentTitle.ts';
import { useLab, useSession } from '../session/context.ts';
import { ShareMenu } from '../share/ShareMenu.tsx';
import { GuidanceSwitch } from '../guidance/GuidanceSwitch.tsx';
import styles from './LabHeader.module.css';

const editions = [
  { value: 'notes', label: 'Notes', hint: 'The numbers of the study notes: the exam era' },
  { value: 'today', label: 'Today', hint: 'The numbers that AWS documents now' },
] as const;

/** The lab's name, how much guidance there is, which facts hold, and what can be taken away. */
export function LabHeader() {
  const { panel } = useLab();
  const title = useSession((state) => state.experiment?.title);
  const { edition, setEdition } = useEdition();
  useDocumentTitle(...(title === undefined ? [panel.shortTitle] : [title, panel.shortTitle]));
  return (
    <header className={styles.header}>
      <h1 tabIndex={-1} className={styles.title}>
        {panel.title}
      </h1>
      <GuidanceSwitch />
      <div className={styles.right}>
        <Segmented label="Facts" options={editions} value={edition} onChange={setEdition} size="s" />
        <ShareMenu />
      </div>
    </header>
  );
}
