import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { Icon } from '../../ui/Icon.tsx';
import { kindWords, type Found } from './entries.ts';
import { readRecents } from './recents.ts';
import type { Group } from './searchIndex.ts';
import { useSearchIndex } from './useSearchIndex.ts';
import styles from './Search.module.css';

const starters = ['page:/lab', 'page:/learn', 'action:Start due reviews', 'page:/glossary?tab=numbers', 'action:Toggle theme'];

export interface SearchBoxProps {
  /** `newTab` when Ctrl or ⌘ was held. */
  onChoose: (found: Found, newTab: boolean) => void;
}

/** A combobox over the search index: arrows move through the grouped list, Enter opens. */
export function SearchBox({ onChoose }: SearchBoxProps) {
  const uid = useId();
  const { index, partial } = useSearchIndex();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);

  const groups = useMemo<readonly Group[]>(() => {
    if (!index) return [];
    if (query.trim() !== '') return index.find(query);
    const known = (ids: readonly string[]) => ids.flatMap((id) => index.get(id) ?? []);
    const recent = known(readRecents());
    return [
      ...(recent.length > 0 ? [{ kind: 'page' as const, title: 'Recent', results: recent }] : []),
      { kind: 'page' as const, title: 'Start here', results: known(starters).filter((found) => !recent.includes(found)) },
    ];
  }, [index, query]);
  const flat = groups.flatMap((group) => group.results);
  const current = flat[Math.min(active, flat.length - 1)];
  const optionId = (found: Found) => `${uid}-${flat.indexOf(found)}`;

  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && flat.length > 0) {
      event.preventDefault();
      setActive((now) => (Math.min(now, flat.length - 1) + step + flat.length) % flat.length);
    } else if (event.key === 'Enter' && current) {
      event.preventDefault();
      onChoose(current, event.ctrlKey || event.metaKey);
    }
  };

  const said = !index
    ? 'Loading the index…'
    : query.trim() === ''
      ? ''
      : flat.length === 0
        ? `Nothing found for “${query}”.`
        : `${flat.length} ${flat.length === 1 ? 'result' : 'results'}`;

  return (
    <div className={styles.box}>
      <div className={styles.inputRow}>
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          aria-label="Search notes, labs, questions, terms and settings"
          aria-expanded={flat.length > 0}
          aria-controls={`${uid}-list`}
          aria-autocomplete="list"
          aria-activedescendant={current ? optionId(current) : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder="Search notes, labs, questions…"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <p role="status" className={styles.said}>
        {said}
        {partial && ' Notes and questions could not be loaded; pages, labs and settings can be found.'}
      </p>
      <div ref={list} role="listbox" id={`${uid}-list`} aria-label="Results" className={styles.list}>
        {groups.map((group) => (
          <div key={group.title} role="group" aria-label={group.title} className={styles.group}>
            <div aria-hidden="true" className={styles.groupTitle}>
              {group.title}
            </div>
            {group.results.map((found) => (
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- focus and keys stay in the combobox (aria-activedescendant)
              <div
                key={found.id}
                id={optionId(found)}
                role="option"
                aria-selected={found === current}
                className={styles.result}
                onPointerMove={() => setActive(flat.indexOf(found))}
                onClick={(event) => onChoose(found, event.ctrlKey || event.metaKey)}
              >
                <span className={styles.title}>{found.title}</span>
                <span className={styles.kind}>{kindWords[found.kind].one}</span>
              </div>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
