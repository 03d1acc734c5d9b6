import type { Item } from '../../content/types.ts';
import { keyFor } from '../../state/shortcuts.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { conceptIdOf, conceptTitle, topicTitle, type QuizData } from './quizData.ts';
import styles from './Quiz.module.css';

export interface ItemHeadProps {
  readonly item: Item;
  readonly data: QuizData;
  readonly position: string | undefined;
  readonly flagged: boolean;
  onFlag(): void;
}

/** Where the question belongs, where it stands in the sitting, and its flag. */
export function ItemHead({ item, data, position, flagged, onFlag }: ItemHeadProps) {
  return (
    <div className={styles.head}>
      <p className={styles.crumb}>
        {topicTitle(data, item.topic)} · {conceptTitle(data, conceptIdOf(data, item.id))}
        {item.edition !== 'both' && <span> · {item.edition === 'notes' ? 'Notes' : 'Today'} edition</span>}
      </p>
      {position !== undefined && <p className={`${styles.position} num`}>{position}</p>}
      <Button variant="quiet" size="s" pressed={flagged} icon={<Icon name="flag" size={16} />} onClick={onFlag} aria-keyshortcuts={keyFor('quiz.flag')} data-testid="quiz-flag">
        {flagged ? 'Flagged' : 'Flag'}
      </Button>
    </div>
  );
}
