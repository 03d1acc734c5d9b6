import { Link } from 'react-router';
import { buttonClass } from '../ui/Button.tsx';
import { Page } from '../ui/Page.tsx';
import { Pill } from '../ui/Pill.tsx';
import type { LaterPage } from './laterPages.ts';
import styles from './NotBuiltPage.module.css';

/** Says that a page is not built yet, what it will be, and what runs instead. */
export function NotBuiltPage({ title, will, links }: LaterPage) {
  return (
    <Page title={title} width="prose" documentTitle={[title, 'not built yet']}>
      <div className={styles.box}>
        <Pill status="plain">Not built yet</Pill>
        <p>{will}</p>
        <p className={styles.muted}>It is not there yet, and nothing on this page pretends otherwise. What runs today:</p>
        <ul className={styles.links}>
          {links.map((link, i) => (
            <li key={link.to}>
              <Link to={link.to} className={buttonClass(i === 0 ? 'primary' : 'secondary')}>
                {link.text}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </Page>
  );
}
