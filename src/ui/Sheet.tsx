import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';
import { classNames } from './classNames.ts';
import { Icon } from './Icon.tsx';
import { IconButton } from './IconButton.tsx';
import styles from './Dialog.module.css';

export interface SheetProps {
  open: boolean;
  onClose: () => void;
  title: string;
  side?: 'bottom' | 'right';
  /** A modal sheet holds focus; a non-modal one leaves the page usable. */
  modal?: boolean;
  children: ReactNode;
}

/** A panel at the edge of the screen. Escape closes it from inside; focus goes back to where it was. */
export function Sheet({ open, onClose, title, side = 'bottom', modal = false, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const uid = useId();

  // A layout effect: its clean-up runs while the element is still in the page, so closing can hand focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!open || !element) return;
    const before = document.activeElement;
    if (modal) element.showModal();
    else element.setAttribute('open', '');
    return () => {
      const heldFocus = element.contains(document.activeElement);
      if (modal) element.close();
      else element.removeAttribute('open');
      if (heldFocus && before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [open, modal]);

  // The page beside an open sheet scrolls what takes focus clear of it: `--sheet` is its height.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!open || modal || side !== 'bottom' || !element) return;
    const { style } = document.documentElement;
    const sizes = new ResizeObserver(() => style.setProperty('--sheet', `${element.offsetHeight}px`));
    sizes.observe(element);
    return () => {
      sizes.disconnect();
      style.removeProperty('--sheet');
    };
  }, [open, modal, side]);

  if (!open) return null;
  return (
    <dialog
      ref={dialog}
      aria-labelledby={uid}
      className={classNames(styles.sheet, side === 'right' && styles.right)}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <header className={styles.header}>
        <h2 id={uid}>{title}</h2>
        <IconButton label="Close" icon={<Icon name="close" />} onClick={onClose} />
      </header>
      <div className={styles.content}>{children}</div>
    </dialog>
  );
}
