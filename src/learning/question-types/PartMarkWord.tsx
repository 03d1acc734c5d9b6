import { Icon } from '../../ui/Icon.tsx';
import type { PartMark } from './questionType.ts';
import styles from './View.module.css';

const words: { readonly [M in PartMark]: string } = { right: 'Right', wrong: 'Not this', missed: 'Also right', left: '' };

/** What became of a part, as icon and word; nothing for parts rightly left alone. */
export function PartMarkWord({ mark, word }: { readonly mark: PartMark | undefined; readonly word?: string }) {
  if (mark === undefined || mark === 'left') return null;
  return (
    <span className={`${styles.mark} ${styles[mark]}`}>
      <Icon name={mark === 'wrong' ? 'cross' : 'check'} size={16} />
      {word ?? words[mark]}
    </span>
  );
}
