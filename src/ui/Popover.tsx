import { useId, useRef, useState, type ReactNode } from 'react';
import { classNames } from './classNames.ts';
import { placeOverlay } from './placeOverlay.ts';
import styles from './Popover.module.css';

export interface PopoverProps {
  /** What the button shows. */
  trigger: ReactNode;
  /** The button's name when the trigger is not text enough. */
  label?: string;
  title?: string;
  children: ReactNode | ((close: () => void) => ReactNode);
  /** Class of the button. */
  className?: string;
  align?: 'start' | 'center' | 'end';
}

/** A button with a native popover: Escape or a press elsewhere closes it, focus returns to the button. Content mounts when opened. */
export function Popover({ trigger, label, title, children, className, align = 'start' }: PopoverProps) {
  const uid = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLSpanElement>(null);
  const [open, setOpen] = useState(false);
  const close = () => document.getElementById(uid)?.hidePopover();

  return (
    <>
      <button
        ref={button}
        type="button"
        popoverTarget={uid}
        aria-expanded={open}
        aria-label={label}
        className={classNames(styles.trigger, className)}
      >
        {trigger}
      </button>
      <span
        ref={panel}
        id={uid}
        popover="auto"
        role="dialog"
        aria-label={title ?? label}
        className={styles.panel}
        onBeforeToggle={(event) => setOpen(event.newState === 'open')}
        onToggle={(event) => {
          if (event.newState === 'open' && panel.current && button.current) placeOverlay(panel.current, button.current, 6, align);
        }}
      >
        {open && (
          <>
            {title && <span className={styles.title}>{title}</span>}
            {typeof children === 'function' ? children(close) : children}
          </>
        )}
      </span>
    </>
  );
}
