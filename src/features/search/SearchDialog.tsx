import { useNavigate } from 'react-router';
import { Dialog } from '../../ui/Dialog.tsx';
import { type Found } from './entries.ts';
import { rememberRecent } from './recents.ts';
import { SearchBox } from './SearchBox.tsx';
import styles from './Search.module.css';

/** The command palette: find anything, go there or do it. */
export function SearchDialog({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const choose = (found: Found, newTab: boolean) => {
    rememberRecent(found.id);
    if (found.href !== undefined && newTab) {
      window.open(`${import.meta.env.BASE_URL.replace(/\/$/, '')}${found.href}`, '_blank', 'noopener');
      return;
    }
    onClose();
    if (found.run) found.run();
    // After the dialog has handed focus back, so that the new page's heading can take it.
    if (found.href !== undefined) window.setTimeout(() => navigate(found.href!), 0);
  };
  return (
    <Dialog open onClose={onClose} title="Search" titleHidden size="m" place="top">
      <div className={styles.palette}>
        <SearchBox onChoose={choose} />
        <p className={styles.keys} aria-hidden="true">
          <span>
            <kbd>↑</kbd> <kbd>↓</kbd> move
          </span>
          <span>
            <kbd>Enter</kbd> open
          </span>
          <span>
            <kbd>Ctrl Enter</kbd> new tab
          </span>
          <span>
            <kbd>Esc</kbd> close
          </span>
        </p>
      </div>
    </Dialog>
  );
}
