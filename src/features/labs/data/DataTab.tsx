import { lazy, Suspense, useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Compare } from './Compare.tsx';
import { DataTable } from './DataTable.tsx';
import { SeedField } from './SeedField.tsx';
import styles from './Data.module.css';

const Sweep = lazy(async () => ({ default: (await import('../sweep/Sweep.tsx')).Sweep }));
const FollowRecord = lazy(async () => ({ default: (await import('../follow/FollowRecord.tsx')).FollowRecord }));
const OwnFile = lazy(async () => ({ default: (await import('../files/OwnFile.tsx')).OwnFile }));

const tools = [
  { id: 'sweep', label: 'Vary one control', help: 'Runs the lab 63 times beside this run and draws what comes out.' },
  { id: 'follow', label: 'Follow one record', help: 'Every moment of one record, from its key to its delivery.' },
  { id: 'file', label: 'Bring your own file', help: 'CSV, NDJSON or log lines: which shard would your keys fill first?' },
] as const;

/** The figures, the seed, earlier runs beside this one, and three tools. */
export function DataTab() {
  const [open, setOpen] = useState<string>('');
  return (
    <div className={styles.tab}>
      <SeedField />
      <Compare />
      {tools.map((tool) => (
        <section key={tool.id} aria-label={tool.label} className={styles.section}>
          <div className={styles.head}>
            <Button aria-expanded={open === tool.id} icon={<Icon name={open === tool.id ? 'chevron-down' : 'chevron-right'} size={16} />} onClick={() => setOpen(open === tool.id ? '' : tool.id)}>
              {tool.label}
            </Button>
          </div>
          {open !== tool.id && <p className={styles.muted}>{tool.help}</p>}
          {open === tool.id && (
            <Suspense fallback={<p role="status">Loading…</p>}>
              {tool.id === 'sweep' && <Sweep />}
              {tool.id === 'follow' && <FollowRecord />}
              {tool.id === 'file' && <OwnFile />}
            </Suspense>
          )}
        </section>
      ))}
      <DataTable />
    </div>
  );
}
