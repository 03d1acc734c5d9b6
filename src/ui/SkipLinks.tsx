import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import styles from './SkipLinks.module.css';

export interface SkipLink {
  /** Id of the element to go to; it needs tabIndex −1. */
  readonly id: string;
  readonly label: string;
}

interface Registry {
  readonly add: (links: readonly SkipLink[]) => () => void;
}

const SkipLinksContext = createContext<Registry>({ add: () => () => {} });

/** Adds skip links to the head of the page while the component is mounted. */
export function useSkipLinks(links: readonly SkipLink[]): void {
  const { add } = useContext(SkipLinksContext);
  const key = JSON.stringify(links);
  useEffect(() => add(JSON.parse(key) as SkipLink[]), [add, key]);
}

/** Renders the skip links first and the app after them. */
export function SkipLinksProvider({ children }: { children: ReactNode }) {
  const [extra, setExtra] = useState<readonly (readonly SkipLink[])[]>([]);
  const registry = useMemo<Registry>(
    () => ({
      add: (links) => {
        setExtra((all) => [...all, links]);
        return () => setExtra((all) => all.filter((other) => other !== links));
      },
    }),
    [],
  );
  const links = [{ id: 'main', label: 'Skip to main' }, ...extra.flat()];
  return (
    <SkipLinksContext value={registry}>
      <div className={styles.links}>
        {links.map((link) => (
          <a
            key={link.id}
            href={`#${link.id}`}
            className={styles.link}
            onClick={(event) => {
              // The fragment belongs to shared state: move there without touching the address.
              event.preventDefault();
              const target = document.getElementById(link.id);
              target?.focus({ preventScroll: true });
              target?.scrollIntoView({ block: 'start' });
            }}
          >
            {link.label}
          </a>
        ))}
      </div>
      {children}
    </SkipLinksContext>
  );
}
