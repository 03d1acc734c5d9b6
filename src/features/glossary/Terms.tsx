import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import type { Links } from '../../content/pageTypes.ts';
import type { GlossaryTerm } from '../../content/types.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useTermAnchor } from './useTermAnchor.ts';
import styles from './Glossary.module.css';

const letterOf = (term: GlossaryTerm) => {
  const first = term.term.charAt(0).toUpperCase();
  return /[A-Z]/.test(first) ? first : '#';
};

const matches = (term: GlossaryTerm, wanted: string) =>
  [term.term, ...term.also, term.says].some((text) => text.toLowerCase().includes(wanted));

/** The glossary from A to Z, with a filter. */
export function Terms({ terms, links }: { terms: readonly GlossaryTerm[]; links: Links }) {
  const [filter, setFilter] = useState('');
  const wanted = filter.trim().toLowerCase();
  const groups = useMemo(() => {
    const sorted = [...terms]
      .filter((term) => wanted === '' || matches(term, wanted))
      .sort((a, b) => a.term.localeCompare(b.term, 'en'));
    const byLetter = new Map<string, GlossaryTerm[]>();
    for (const term of sorted) byLetter.set(letterOf(term), [...(byLetter.get(letterOf(term)) ?? []), term]);
    return byLetter;
  }, [terms, wanted]);
  useTermAnchor();

  return (
    <div className={styles.terms}>
      <div className={styles.filter}>
        <TextField label="Filter terms" type="search" value={filter} onChange={setFilter} placeholder="lease, checkpoint, DLQ…" />
        <p role="status" className={styles.muted}>
          {wanted === '' ? `${terms.length} terms` : `${[...groups.values()].flat().length} of ${terms.length} terms`}
        </p>
      </div>
      {wanted === '' && (
        <nav aria-label="Letters" className={styles.letters}>
          {[...groups.keys()].map((letter) => (
            <a key={letter} href={`#letter-${letter}`} className={styles.letter}>
              {letter}
            </a>
          ))}
        </nav>
      )}
      {groups.size === 0 && <EmptyState>No term contains “{filter.trim()}”.</EmptyState>}
      {[...groups].map(([letter, entries]) => (
        <section key={letter} aria-labelledby={`letter-${letter}`} className={styles.group}>
          <h2 id={`letter-${letter}`} tabIndex={-1}>
            {letter}
          </h2>
          <dl className={styles.list}>
            {entries.map((term) => {
              const note = term.note ? links.find(term.note) : undefined;
              return (
                <div key={term.id} id={term.id} tabIndex={-1} className={styles.term}>
                  <dt>
                    {term.term}
                    {term.also.length > 0 && <span className={styles.also}> also {term.also.join(', ')}</span>}
                  </dt>
                  <dd>
                    {term.says}
                    {note?.href && (
                      <>
                        {' '}
                        <Link to={note.href}>Note: {note.title}</Link>
                      </>
                    )}
                  </dd>
                </div>
              );
            })}
          </dl>
        </section>
      ))}
    </div>
  );
}
