import { Link } from 'react-router';
import { Icon } from '../../../ui/Icon.tsx';
import { useSession } from '../session/context.ts';
import styles from './LabHeader.module.css';

/** The way back to the question that opened this run, and what was answered there. */
export function BackBar() {
  const link = useSession((state) => state.link);
  if (!link?.back) return null;
  return (
    <div className={styles.back}>
      <Link to={link.back}>
        <Icon name="undo" size={16} /> {link.backLabel ?? 'Back to the question'}
      </Link>
      {link.prediction && (
        <p>
          {link.prediction.prompt} <strong>Your answer: {link.prediction.answer}</strong>
        </p>
      )}
    </div>
  );
}
