import { useState } from 'react';
import { Link } from 'react-router';
import { useProgress } from '../../state/progressHooks.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import styles from './Progress.module.css';

const date = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', year: 'numeric' });

/** One file with all progress, to keep or to move to another browser. */
export function ExportData() {
  const last = useProgress((state) => state.keyed.get('lastExportAt'));
  const [said, setSaid] = useState('');
  const save = async () => {
    const { exportBackup, exportName } = await import('../../state/backup.ts');
    const name = exportName();
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await exportBackup());
    link.download = name;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    setSaid(`Saved ${name}.`);
  };
  return (
    <section className={styles.section} aria-labelledby="export">
      <h2 id="export">Your data</h2>
      <p>{typeof last === 'number' ? `Last exported on ${date.format(last)}.` : 'Never exported. Progress lives in this browser only.'}</p>
      <p className={styles.links}>
        <Button icon={<Icon name="download" size={16} />} onClick={() => void save().catch(() => setSaid('The file could not be made. Reload the page and try again.'))}>
          Export all progress
        </Button>
        <Link to="/settings#data">Import or erase</Link>
      </p>
      <p role="status">{said}</p>
    </section>
  );
}
