import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { Page } from '../../ui/Page.tsx';
import styles from './NotFoundPage.module.css';

const links = [
  { to: '/', text: 'Start page', says: 'break a stream, then fix it' },
  { to: '/learn', text: 'Notes', says: 'all sections' },
  { to: '/lab', text: 'Labs', says: 'all panels' },
  { to: '/quiz', text: 'Quiz', says: 'practise and review' },
  { to: '/glossary', text: 'Glossary', says: 'terms and numbers' },
];

/** Nothing lives at this address: a search box and five places to go. */
export function NotFoundPage({ search }: { search: ReactNode }) {
  const { pathname } = useLocation();
  return (
    <Page
      title="Page not found"
      width="prose"
      lead={
        <p>
          Nothing lives at <code>{pathname}</code>. The address may be mistyped, or the page may have moved.
        </p>
      }
    >
      <div className={styles.search}>{search}</div>
      <ul className={styles.links}>
        {links.map((link) => (
          <li key={link.to}>
            <Link to={link.to}>{link.text}</Link> <span className={styles.says}>{link.says}</span>
          </li>
        ))}
      </ul>
    </Page>
  );
}
