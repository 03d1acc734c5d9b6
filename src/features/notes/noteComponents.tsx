import type { MDXComponents } from 'mdx/types';
import type { ComponentProps } from 'react';
import { Link } from 'react-router';
import { ScrollBox } from '../../ui/ScrollBox.tsx';
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
    <ScrollBox className={styles.tableBox} aria-label="Table">
      <table {...props} />
    </ScrollBox>
  );
}

/** An empty corner heads nothing. */
const th = ({ children, ...rest }: ComponentProps<'th'>) => (children ? <th {...rest}>{children}</th> : <td>{children}</td>);

// rehype-slug gives headings ids that can equal a block's id; the block's is the one that links use.
const h2 = ({ children }: ComponentProps<'h2'>) => <h2>{children}</h2>;
const h3 = ({ children }: ComponentProps<'h3'>) => <h3>{children}</h3>;

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
