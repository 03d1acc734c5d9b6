import { useEffect, useId, useRef, type ReactNode } from 'react';
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
}

/** A native modal dialog: Escape and a press on the backdrop close it, focus goes back to where it was. */
export function Dialog({ open, onClose, title, titleHidden = false, size = 'm', children, footer }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const uid = useId();

  useEffect(() => {
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
      className={classNames(styles.dialog, styles[size])}
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
