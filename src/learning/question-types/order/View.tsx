import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { PartMarkWord } from '../PartMarkWord.tsx';
import type { ViewProps } from '../viewProps.ts';
import { moved } from './moves.ts';
import styles from '../View.module.css';

/** Steps in a list: each has buttons to move it, and can be picked up with Space, moved with the arrows and put down with Space. */
export function OrderView({ prompt, answer, onAnswer, labelledBy, describedBy, say, revealed }: ViewProps<'order'>) {
  const uid = useId();
  const [held, setHeld] = useState<string | null>(null);
  const refocus = useRef<{ id: string; control: string } | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const byId = new Map(prompt.steps.map((step) => [step.id, step]));
  const order = answer !== undefined && answer.order.length > 0 ? answer.order : prompt.steps.map((step) => step.id);

  useEffect(() => {
    const wanted = refocus.current;
    if (!wanted) return;
    refocus.current = null;
    // The button that moved the step may be disabled at the end of the list: its twin then takes the focus.
    const row = [...(list.current?.children ?? [])].find((child) => child.getAttribute('data-step') === wanted.id);
    const control = row?.querySelector<HTMLButtonElement>(`[data-control="${wanted.control}"]:not(:disabled)`) ?? row?.querySelector<HTMLButtonElement>('button:not(:disabled)');
    control?.focus();
  });

  const move = (id: string, to: number, control: string) => {
    const next = moved(order, order.indexOf(id), to);
    if (next === order) return;
    refocus.current = { id, control };
    onAnswer({ type: 'order', order: next });
    say(`${byId.get(id)?.text ?? ''}: now step ${to + 1} of ${order.length}.`);
  };
  const onHandleKey = (event: KeyboardEvent, id: string, at: number) => {
    if (held !== id) return;
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      move(id, at + (event.key === 'ArrowUp' ? -1 : 1), 'handle');
    } else if (event.key === 'Escape') setHeld(null);
  };

  return (
    <fieldset className={styles.options} aria-labelledby={labelledBy} aria-describedby={describedBy} disabled={revealed !== undefined}>
      <p id={`${uid}-how`} className="visually-hidden">
        Press to pick it up, then move it with the arrow keys.
      </p>
      <ol ref={list} className={styles.steps}>
        {order.map((id, i) => {
          const text = byId.get(id)?.text ?? '';
          return (
            <li key={id} className={styles.step} data-step={id} data-testid={`quiz-option-${id}`} data-held={held === id || undefined} data-mark={revealed?.marks[id]}>
              <button
                type="button"
                className={styles.handle}
                data-control="handle"
                aria-pressed={held === id}
                aria-describedby={`${uid}-how`}
                onClick={() => setHeld(held === id ? null : id)}
                onBlur={() => refocus.current === null && setHeld(null)}
                onKeyDown={(event) => onHandleKey(event, id, i)}
              >
                <span className="visually-hidden">Step</span>{' '}
                <span className={`${styles.letter} num`}>{i + 1}</span>{' '}
                <span className={styles.text}>{text}</span>
              </button>
              {revealed ? (
                <PartMarkWord mark={revealed.marks[id]} word={revealed.marks[id] === 'right' ? 'In place' : `Belongs at ${revealed.key.steps.indexOf(id) + 1}`} />
              ) : (
                <span className={styles.movers}>
                  <IconButton label={`Move step ${i + 1} up`} icon={<span className={styles.up}><Icon name="chevron-down" /></span>} data-control="up" disabled={i === 0} onClick={() => move(id, i - 1, 'up')} />
                  <IconButton label={`Move step ${i + 1} down`} icon={<Icon name="chevron-down" />} data-control="down" disabled={i === order.length - 1} onClick={() => move(id, i + 1, 'down')} />
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </fieldset>
  );
}
