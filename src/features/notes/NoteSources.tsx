import { findLimit } from '../../aws/limits/index.ts';
import type { NoteBlock } from '../../content/types.ts';
import { Popover } from '../../ui/Popover.tsx';
import { formatQuantity } from '../../ui/quantity.ts';
import { useNoteData } from './NoteContext.ts';
import styles from './Notes.module.css';

/** What the block rests on: the facts with both editions, and their sources; and a chip for each number that has changed. */
export function NoteSources({ block }: { block: NoteBlock }) {
  const { facts } = useNoteData();
  const cited = block.facts.flatMap((id) => facts.get(id) ?? []);
  const changed = block.limits.flatMap((id) => findLimit(id) ?? []).filter((limit) => limit.today !== undefined);
  const sources = [...new Set(cited.map((fact) => fact.source))];
  return (
    <>
      {changed.length > 0 && (
        <Popover
          trigger={changed.length === 1 ? '1 limit changed' : `${changed.length} limits changed`}
          title="Changed since the notes"
          className={styles.chip}
        >
          <dl className={styles.changes}>
            {changed.map((limit) => (
              <div key={limit.id}>
                <dt>{limit.title}</dt>
                <dd className="num">
                  Notes {formatQuantity(limit.notes, limit.quantity)} · Today{' '}
                  {formatQuantity(limit.today ?? limit.notes, limit.quantity)}
                </dd>
                <dd className={styles.muted}>{limit.source}</dd>
              </div>
            ))}
          </dl>
        </Popover>
      )}
      {cited.length > 0 && (
        <Popover trigger={sources.length === 1 ? 'Source' : 'Sources'} title="What this block rests on" className={styles.chip}>
          <ul className={styles.facts}>
            {cited.map((fact) => (
              <li key={fact.id}>
                <span>{fact.statement}</span>
                {fact.today !== 'same' && (
                  <span>
                    <strong>Today:</strong> {fact.today}
                  </span>
                )}
                <span className={styles.muted}>{fact.source}</span>
              </li>
            ))}
          </ul>
        </Popover>
      )}
    </>
  );
}
