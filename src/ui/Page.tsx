import type { ReactNode } from 'react';
import { classNames } from './classNames.ts';
import { useDocumentTitle } from './useDocumentTitle.ts';
import styles from './Page.module.css';

export interface PageProps {
  /** The h1. */
  title: string;
  /** Parts of the document title, most specific first; default the h1. */
  documentTitle?: readonly string[];
  lead?: ReactNode;
  actions?: ReactNode;
  width?: 'prose' | 'wide' | 'full';
  titleHidden?: boolean;
  children: ReactNode;
}

/** The frame of a route: its one h1 (which takes focus on arrival), the document title, and the width of its content. */
export function Page({ title, documentTitle = [title], lead, actions, width = 'wide', titleHidden = false, children }: PageProps) {
  useDocumentTitle(...documentTitle);
  return (
    <div className={classNames(styles.page, styles[width])}>
      <header className={titleHidden ? 'visually-hidden' : styles.header}>
        <div className={styles.titles}>
          <h1 tabIndex={-1}>{title}</h1>
          {lead && <div className={styles.lead}>{lead}</div>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}
