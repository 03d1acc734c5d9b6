import { Link, NavLink } from 'react-router';
import { classNames } from '../ui/classNames.ts';
import { BarIcon, type BarIconName } from '../ui/BarIcon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Mark } from '../ui/Mark.tsx';
import { Popover } from '../ui/Popover.tsx';
import { ThemeButton } from './ThemeButton.tsx';
import styles from './Shell.module.css';

const places: readonly { to: string; text: string; icon: BarIconName }[] = [
  { to: '/learn', text: 'Learn', icon: 'learn' },
  { to: '/lab', text: 'Labs', icon: 'labs' },
  { to: '/build', text: 'Build', icon: 'build' },
  { to: '/quiz', text: 'Quiz', icon: 'quiz' },
  { to: '/progress', text: 'Progress', icon: 'progress' },
];

const more = [
  { to: '/compare', text: 'Compare' },
  { to: '/glossary', text: 'Glossary' },
  { to: '/settings', text: 'Settings' },
  { to: '/about', text: 'About' },
];

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
export const paletteKey = isMac ? '⌘K' : 'Ctrl K';

function Places({ due, icons }: { due: number | null; icons: boolean }) {
  return (
    <ul className={styles.places}>
      {places.map((place) => (
        <li key={place.to}>
          <NavLink to={place.to} className={styles.place}>
            {icons && <BarIcon name={place.icon} size={22} />}
            <span>{place.text}</span>
            {place.to === '/quiz' && due !== null && due > 0 && <span className={styles.due}>{due} due</span>}
          </NavLink>
        </li>
      ))}
    </ul>
  );
}

/** The bar at the top; from 768 px it holds the five places. */
export function TopBar({ due, onSearch }: { due: number | null; onSearch: () => void }) {
  return (
    <header className={styles.top}>
      <div className={styles.topInner}>
        <Link to="/" className={styles.wordmark}>
          <Mark />
          <span className={styles.name}>Headwater</span>
        </Link>
        <nav aria-label="Main" className={styles.wideOnly}>
          <Places due={due} icons={false} />
        </nav>
        <div className={styles.tools}>
          <button
            type="button"
            className={classNames(styles.search, styles.wideOnly)}
            aria-keyshortcuts="Control+K Meta+K"
            onClick={onSearch}
          >
            <BarIcon name="search" size={18} />
            <span className={styles.searchWord}>Search</span>
            <kbd aria-hidden="true">{paletteKey}</kbd>
          </button>
          <span className={styles.narrowOnly}>
            <IconButton label="Search" icon={<BarIcon name="search" size={22} />} onClick={onSearch} />
          </span>
          <span className={styles.wideOnly}>
            <ThemeButton />
          </span>
          <Popover trigger={<BarIcon name="more" size={22} />} label="More pages" className={styles.moreButton} align="end">
            {(close) => (
              <nav aria-label="More">
                <ul className={styles.moreList}>
                  {more.map((page) => (
                    <li key={page.to}>
                      <NavLink to={page.to} className={styles.moreLink} onClick={close}>
                        {page.text}
                      </NavLink>
                    </li>
                  ))}
                  <li className={styles.narrowOnly}>
                    <ThemeButton words />
                  </li>
                </ul>
              </nav>
            )}
          </Popover>
        </div>
      </div>
    </header>
  );
}

/** The tab bar at the bottom of narrow screens. */
export function BottomBar({ due }: { due: number | null }) {
  return (
    <nav aria-label="Main" className={styles.bottom}>
      <Places due={due} icons />
    </nav>
  );
}
