import type { MDXComponents } from 'mdx/types';
import type { ComponentProps } from 'react';
import { Link } from 'react-router';
import { Correction } from './Correction.tsx';
import { EmbeddedLab } from './EmbeddedLab.tsx';
import { LimitValue, ThenNowChip } from './LimitValue.tsx';
import { Note } from './Note.tsx';
import { SayItBack } from './SayItBack.tsx';
import styles from './Notes.module.css';

/** Links inside the app stay inside it; others open where the reader wants them. */
function NoteLink({ href = '', children, ...rest }: ComponentProps<'a'>) {
  if (!href.startsWith('/')) {
    return (
      <a href={href} rel="noreferrer" {...rest}>
        {children}
      </a>
    );
  }
  return <Link to={href}>{children}</Link>;
}

/** A wide table scrolls in its own box. */
function NoteTable(props: ComponentProps<'table'>) {
  return (
    <div className={styles.tableBox} role="group" aria-label="Table" tabIndex={0}>
      <table {...props} />
    </div>
  );
}

/** An empty corner heads nothing. */
const th = ({ children, ...rest }: ComponentProps<'th'>) => (children ? <th {...rest}>{children}</th> : <td />);

// rehype-slug gives headings ids that can equal a block's id; the block's is the one that links use.
const h2 = ({ id: _, ...rest }: ComponentProps<'h2'>) => <h2 {...rest} />;
const h3 = ({ id: _, ...rest }: ComponentProps<'h3'>) => <h3 {...rest} />;

/** What the notes are written with. */
export const noteComponents: MDXComponents = {
  Note,
  Limit: LimitValue,
  ThenNow: ThenNowChip,
  Correction,
  MiniLab: EmbeddedLab,
  SayItBack,
  a: NoteLink,
  table: NoteTable,
  th,
  h2,
  h3,
};
