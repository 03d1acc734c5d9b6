import { useEffect, useRef, useState, type ComponentProps, type ReactNode } from 'react';
import { classNames } from './classNames.ts';
import { placeOverlay } from './placeOverlay.ts';
import styles from './IconButton.module.css';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  /** The button's name and its tooltip. */
  label: string;
  icon: ReactNode;
  /** Shown in the tooltip, for example `Ctrl K`. */
  shortcut?: string;
  size?: 's' | 'm';
  pressed?: boolean;
}

/** A button with an icon: named, with a tooltip on hover and on focus that Escape hides. */
export function IconButton({ label, icon, shortcut, size = 'm', pressed, className, ...rest }: IconButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const tip = useRef<HTMLSpanElement>(null);
  const [shown, setShown] = useState(false);

  useEffect(() => {
    const overlay = tip.current;
    if (!shown || !overlay || !button.current || !overlay.showPopover) return;
    overlay.showPopover();
    placeOverlay(overlay, button.current, 6, 'center');
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && setShown(false);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
      if (overlay.isConnected) overlay.hidePopover();
    };
  }, [shown]);

  return (
    <span
      className={styles.wrap}
      onPointerEnter={(event) => event.pointerType === 'mouse' && setShown(true)}
      onPointerLeave={() => setShown(false)}
    >
      <button
        type="button"
        {...rest}
        ref={button}
        aria-label={label}
        aria-pressed={pressed}
        className={classNames(styles.button, size === 's' && styles.small, className)}
        onFocus={(event) => {
          if (event.currentTarget.matches(':focus-visible')) setShown(true);
          rest.onFocus?.(event);
        }}
        onBlur={(event) => {
          setShown(false);
          rest.onBlur?.(event);
        }}
        onClick={(event) => {
          setShown(false);
          rest.onClick?.(event);
        }}
      >
        {icon}
      </button>
      <span ref={tip} popover="manual" aria-hidden="true" className={styles.tip}>
        {label}
        {shortcut && <kbd>{shortcut}</kbd>}
      </span>
    </span>
  );
}
