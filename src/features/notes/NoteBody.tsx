import { Link, useSearchParams } from 'react-router';
import { buttonClass } from '../../ui/Button.tsx';
import { Callout } from '../../ui/Callout.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { sections } from '../../state/catalogue.ts';
import { noteComponents } from './noteComponents.tsx';
import { isForExam, type NoteData } from './noteData.ts';
import { NoteProvider } from './NoteContext.ts';
import { Contents } from './Contents.tsx';
import { useAnchor } from './useAnchor.ts';
import styles from './Notes.module.css';

/** A page of notes: contents at the side, the blocks, and the way to the next section. */
export function NoteBody({ data }: { data: NoteData }) {
  const [query, setQuery] = useSearchParams();
  const forExam = query.get('tag') === 'exam';
  const { default: Content } = data.module;
  const shown = data.page.blocks.filter((block) => !forExam || isForExam(block, data.facts));
  const next = sections[sections.findIndex((section) => section.slug === data.page.slug) + 1];
  useAnchor(data.page.blocks);

  const showAll = () =>
    setQuery(
      (now) => {
        now.delete('tag');
        return now;
      },
      { replace: true, preventScrollReset: true },
    );

  return (
    <NoteProvider value={data}>
      <div className={styles.layout}>
        <Contents blocks={shown} />
        <div className={styles.column}>
          {forExam && (
            <Callout
              title={`Only what the exam asks: ${shown.length} of ${data.page.blocks.length} blocks`}
              level={2}
              actions={
                <button type="button" className={buttonClass('secondary', 's')} onClick={showAll}>
                  Show all blocks
                </button>
              }
            />
          )}
          <div className={styles.content} data-exam-only={forExam || undefined}>
            <Content components={noteComponents} />
          </div>
          {next && (
            <nav aria-label="Next section" className={styles.next}>
              <Link to={`/learn/${next.slug}`} className={buttonClass('secondary')}>
                Next: {next.title} <Icon name="arrow-right" size={18} />
              </Link>
            </nav>
          )}
        </div>
      </div>
    </NoteProvider>
  );
}
