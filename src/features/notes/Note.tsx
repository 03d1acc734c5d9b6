import { useState, type ReactNode } from 'react';
import { Link, useLocation, useSearchParams } from 'react-router';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { experimentsOf, isForExam } from './noteData.ts';
import { useNoteData } from './NoteContext.ts';
import { NoteSources } from './NoteSources.tsx';
import { Recall } from './Recall.tsx';
import styles from './Notes.module.css';

/** One block of the notes: the text, and in its margin a question to recall it, the lab that shows it, and where it comes from. */
export function Note({ id: anchor, children }: { id: string; facts?: string; context?: string; children: ReactNode }) {
  const { page, links, facts } = useNoteData();
  const { pathname } = useLocation();
  const [query] = useSearchParams();
  const [asked, setAsked] = useState<number | null>(null);
  const [folded, setFolded] = useState(true);
  const block = page.blocks.find((entry) => entry.anchor === anchor);
  if (!block) throw new Error(`the notes have no block ${anchor}`);
  if (query.get('tag') === 'exam' && !isForExam(block, facts)) return null;

  const items = links.itemsOn(block.id);
  const item = asked === null ? undefined : items[asked % items.length];
  const experiments = experimentsOf(block, links).flatMap((x) => links.find(x) ?? []);

  return (
    <section id={anchor} tabIndex={-1} aria-label={block.heading} className={styles.block}>
      <div className={styles.prose} hidden={item !== undefined && folded}>
        {children}
      </div>
      <div className={styles.margin}>
        {items.length > 0 && (
          <Button
            size="s"
            icon={<Icon name="quiz" size={16} />}
            pressed={asked !== null}
            onClick={() => {
              setAsked(asked === null ? 0 : null);
              setFolded(true);
            }}
          >
            Recall
          </Button>
        )}
        {experiments.length === 1 && experiments[0]?.href && (
          <Link to={experiments[0].href} className={buttonClass('secondary', 's')}>
            <Icon name="labs" size={16} /> See it
          </Link>
        )}
        {experiments.length > 1 && (
          <Popover
            trigger={
              <>
                <Icon name="labs" size={16} /> See it
              </>
            }
            title="Run it in the lab"
            className={buttonClass('secondary', 's')}
          >
            <ul className={styles.seeList}>
              {experiments.map((x) => (
                <li key={x.id}>{x.href ? <Link to={x.href}>{x.title}</Link> : x.title}</li>
              ))}
            </ul>
          </Popover>
        )}
        <NoteSources block={block} />
        {block.context && <Pill status="plain">Context only</Pill>}
        <a href={`${pathname}#${anchor}`} className={styles.anchor} aria-label={`Link to the block ${block.heading}`}>
          <Icon name="link" size={16} />
        </a>
      </div>
      {item && (
        <Recall
          key={item}
          item={item}
          folded={folded}
          onFold={setFolded}
          onDone={() => setAsked(null)}
          onAnother={items.length > 1 ? () => setAsked((asked ?? 0) + 1) : undefined}
        />
      )}
    </section>
  );
}
