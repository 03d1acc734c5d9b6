import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';
import { classNames } from './classNames.ts';
import { IconButton } from './IconButton.tsx';
import { Icon } from './Icon.tsx';
import styles from './Dialog.module.css';

export interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  titleHidden?: boolean;
  size?: 's' | 'm' | 'l';
  children: ReactNode;
  footer?: ReactNode;
  /** `top` keeps the upper edge in place while the content grows and shrinks. */
  place?: 'middle' | 'top';
}

/** A native modal dialog: Escape and a press on the backdrop close it, focus goes back to where it was. */
export function Dialog({ open, onClose, title, titleHidden = false, size = 'm', children, footer, place = 'middle' }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const uid = useId();

  // A layout effect: its clean-up runs while the element is still in the page, so closing can hand focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!open || !element) return;
    element.showModal();
    return () => element.close();
  }, [open]);

  if (!open) return null;
  return (
    <dialog
      ref={dialog}
      aria-labelledby={uid}
      className={classNames(styles.dialog, styles[size], place === 'top' && styles.top)}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => event.target === dialog.current && onClose()}
    >
      <div className={styles.body}>
        <header className={titleHidden ? 'visually-hidden' : styles.header}>
          <h2 id={uid}>{title}</h2>
          {!titleHidden && <IconButton label="Close" icon={<Icon name="close" />} onClick={onClose} />}
        </header>
        <div className={styles.content}>{children}</div>
        {footer && <footer className={styles.footer}>{footer}</footer>}
      </div>
    </dialog>
  );
}
