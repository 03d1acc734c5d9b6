import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { Pill } from '../../../ui/Pill.tsx';
import { useAnnounce } from '../../../ui/Announcer.tsx';
import type { SceneObject } from '../panel.ts';
import { useSampledRun } from '../runContext.ts';
import { useLab, useSession } from '../session/context.ts';
import styles from './Scene.module.css';

const none: readonly SceneObject[] = [];

function nextOf(key: string, index: number, count: number): number | null {
  if (key === 'ArrowDown' || key === 'ArrowRight') return (index + 1) % count;
  if (key === 'ArrowUp' || key === 'ArrowLeft') return (index - 1 + count) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return null;
}

/** Shards, consumers and producers with their present figures: one tab stop, arrows move, Enter opens the inspector. */
export function SceneObjects() {
  const title = useId();
  const { panel, session } = useLab();
  const selected = useSession((state) => state.selected);
  const objects = useSampledRun((state) => (state.snapshot ? panel.scene(state.snapshot).objects : none), 2);
  const [stop, setStop] = useState('');
  const list = useRef<HTMLUListElement>(null);
  const stopId = objects.some((object) => object.id === stop) ? stop : objects[0]?.id;

  const onKeyDown = (event: KeyboardEvent): void => {
    const buttons = [...(list.current?.querySelectorAll<HTMLButtonElement>('[data-object]') ?? [])];
    const next = nextOf(event.key, buttons.findIndex((button) => button === document.activeElement), buttons.length);
    const button = next === null ? undefined : buttons[next];
    if (!button) return;
    event.preventDefault();
    setStop(button.dataset.object ?? '');
    button.focus();
  };

  return (
    <section aria-labelledby={title} className={styles.objects}>
      <h2 id={title} className={styles.heading}>
        Parts of the run
      </h2>
      <ul ref={list} className={styles.objectList}>
        {objects.map((object) => {
          const open = selected === object.id;
          return (
            <li key={object.id}>
              <button
                type="button"
                data-object={object.id}
                className={styles.object}
                tabIndex={object.id === stopId ? 0 : -1}
                aria-expanded={open}
                onFocus={() => setStop(object.id)}
                onKeyDown={onKeyDown}
                onClick={() => session.getState().select(open ? undefined : object.id)}
              >
                <span>{object.label}</span>
                <Pill status={object.status}>{object.word}</Pill>
              </button>
              {open && <Inspector object={object} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Inspector({ object }: { readonly object: SceneObject }) {
  const { session } = useLab();
  const announce = useAnnounce();
  return (
    <div className={styles.inspector}>
      <dl>
        {object.details.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {object.actions.length > 0 && (
        <div className={styles.actions}>
          {object.actions.map((action) => (
            <Button
              key={action.id}
              size="s"
              onClick={() => {
                session.getState().intervene([action.what]);
                announce(`${action.label}: asked for.`);
              }}
            >
              {action.label}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
