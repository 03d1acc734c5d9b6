import { Link, useLocation } from 'react-router';
import type { NoteBlock } from '../../content/types.ts';
import styles from './Notes.module.css';

function BlockLinks({ blocks }: { blocks: readonly NoteBlock[] }) {
  const { search } = useLocation();
  return (
    <ol className={styles.contentsList}>
      {blocks.map((block) => (
        <li key={block.id}>
          <Link to={{ search, hash: block.anchor }} preventScrollReset>
            {block.heading}
          </Link>
        </li>
      ))}
    </ol>
  );
}

/** The blocks of the page by heading: beside the text where there is room, folded above it elsewhere. */
export function Contents({ blocks }: { blocks: readonly NoteBlock[] }) {
  return (
    <>
      <nav aria-label="On this page" className={styles.contentsWide}>
        <p className={styles.contentsTitle}>On this page</p>
        <BlockLinks blocks={blocks} />
      </nav>
      <details className={styles.contentsNarrow}>
        <summary>On this page</summary>
        <BlockLinks blocks={blocks} />
      </details>
    </>
  );
}
