import { useState } from 'react';
import type { Item } from '../../content/types.ts';
import type { AttemptRow } from '../../state/progressRows.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import styles from './Quiz.module.css';

/** A text to copy about a question that seems wrong. Nothing is sent anywhere. */
export function ReportDialog({ item, attempt, seed, onClose }: { readonly item: Item; readonly attempt: AttemptRow | undefined; readonly seed: number; onClose(): void }) {
  const [text, setText] = useState(() => reportText(item, attempt, seed));
  const [said, setSaid] = useState('');
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setSaid('Copied.'),
      () => setSaid('The browser does not let the page copy. Select the text and copy it yourself.'),
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title="Report a problem"
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button variant="primary" onClick={copy}>
            Copy the text
          </Button>
        </>
      }
    >
      <p>This page sends nothing. Copy the text below, add what is wrong, and send it to whoever gave you Headwater.</p>
      <label className={styles.reportLabel}>
        Report
        <textarea className={styles.report} rows={10} value={text} onChange={(event) => setText(event.target.value)} />
      </label>
      <p role="status">{said}</p>
    </Dialog>
  );
}

function reportText(item: Item, attempt: AttemptRow | undefined, seed: number): string {
  return [
    `Question ${item.id}, version ${item.version}, draw ${seed}`,
    `Edition of the facts: ${attempt?.edition ?? item.edition}`,
    `Asked: ${item.stem}`,
    `My answer: ${attempt?.answer ? JSON.stringify(attempt.answer) : 'none yet'}${attempt ? (attempt.right ? ' (counted right)' : ' (counted wrong)') : ''}`,
    `Source given: ${item.source.title}, read ${item.source.read}`,
    '',
    'What is wrong: ',
  ].join('\n');
}
