import { Link, useSearchParams } from 'react-router';
import { outline } from '../../content/viteSource.ts';
import { sections } from '../../state/catalogue.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { Page } from '../../ui/Page.tsx';
import { Chip, Pill } from '../../ui/Pill.tsx';
import { useLoaded } from '../../ui/useLoaded.ts';
import { EditionSwitch } from './EditionSwitch.tsx';
import { loadRecall, recallOfSection } from './sectionRecall.ts';
import styles from './NotesIndexPage.module.css';

const plural = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

/** All sections of the notes in the order of study. */
export function NotesIndexPage() {
  const [query, setQuery] = useSearchParams();
  const forExam = query.get('tag') === 'exam';
  // While it loads, or when storage is blocked, sections show no recall.
  const progress = useLoaded('recall', loadRecall);
  const written = new Map(outline.sections.map((section) => [section.slug, section]));
  const questions = new Map(outline.topics.map((topic) => [topic.topic, topic.items + topic.templates]));

  const flip = () =>
    setQuery(
      (now) => {
        if (forExam) now.delete('tag');
        else now.set('tag', 'exam');
        return now;
      },
      { replace: true, preventScrollReset: true },
    );

  return (
    <Page
      title="Notes"
      lead="Short blocks in plain words, each with a question to recall it and, where behaviour is at stake, a live lab beside it."
      actions={<EditionSwitch />}
    >
      <div className={styles.filter}>
        <span id="filter-label">Show</span>
        <Chip pressed={forExam} onClick={flip}>
          For the exam
        </Chip>
        <span className={styles.muted}>
          {forExam ? 'Sections open with only the blocks that an exam answer turns on.' : 'Sections open with every block.'}
        </span>
      </div>
      <ol className={styles.list}>
        {sections.map((section) => {
          const page = written.get(section.slug);
          const recall = progress.status === 'ready' ? recallOfSection(section.topics, progress.value) : null;
          const asked = section.topics.reduce((sum, topic) => sum + (questions.get(topic) ?? 0), 0);
          return (
            <li key={section.slug} className={styles.section}>
              <span className={styles.glyph}>
                <Glyph name={section.glyph} size={28} />
              </span>
              <div className={styles.words}>
                <h2 className={styles.title}>
                  <Link to={`/learn/${section.slug}${forExam ? '?tag=exam' : ''}`}>{page?.title ?? section.title}</Link>
                </h2>
                <p className={styles.muted}>
                  {page
                    ? [
                        plural(page.blocks, 'block'),
                        `${page.minutes} minutes`,
                        asked > 0 && plural(asked, 'question'),
                        page.corrections > 0 && plural(page.corrections, 'correction'),
                      ]
                        .filter(Boolean)
                        .join(' · ')
                    : 'Not written yet'}
                </p>
              </div>
              {recall && (
                <span className={styles.recall}>
                  {Math.round(recall.recall * 100)} % recall{' '}
                  <span className={styles.muted}>of {plural(recall.known, 'fact')} in review</span>
                </span>
              )}
              {!page && <Pill status="plain">In preparation</Pill>}
            </li>
          );
        })}
      </ol>
    </Page>
  );
}
