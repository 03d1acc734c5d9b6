import { Link } from 'react-router';
import styles from './Shell.module.css';

/** The foot of every page: what this is not, and where to read more. */
export function Footer() {
  return (
    <footer className={styles.footer}>
      <div className={styles.footerInner}>
        <p>
          Independent study tool. Not affiliated with or endorsed by Amazon Web Services. AWS service names are trademarks of their
          owner, used to identify the services.
        </p>
        <p>Everything stays on this device. No account, no tracking.</p>
        <ul className={styles.footerLinks}>
          <li>
            <Link to="/about">About and honesty</Link>
          </li>
          <li>
            <Link to="/settings">Settings</Link>
          </li>
          <li>
            <Link to="/glossary">Glossary</Link>
          </li>
        </ul>
      </div>
    </footer>
  );
}
