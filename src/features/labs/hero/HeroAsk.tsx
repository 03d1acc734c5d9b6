import { useEffect } from 'react';
import { useSettings } from '../../../state/settingsStore.ts';
import { heroQuestion, type HeroChoice } from './heroExperiment.ts';
import styles from './Hero.module.css';

/** Keys 1 to 3 answer while the question is open; off with the other single-key shortcuts, and never in a text field. */
function useAnswerKeys(open: boolean, onChoose: (choice: HeroChoice) => void): void {
  const on = useSettings((settings) => settings.shortcuts);
  useEffect(() => {
    if (!open || !on) return;
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (event.target instanceof HTMLElement && (event.target.matches('input, textarea, select') || event.target.isContentEditable || event.target.closest('dialog'))) return;
      const choice = ['1', '2', '3'].indexOf(event.key);
      if (choice >= 0) onChoose(choice as HeroChoice);
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [open, on, onChoose]);
}

/** The question and its three buttons. Once answered, the chosen one stays, locked; the others go. */
export function HeroAsk({ choice, onChoose }: { readonly choice: HeroChoice | null; readonly onChoose: (choice: HeroChoice) => void }) {
  useAnswerKeys(choice === null, onChoose);
  return (
    <>
      <h2 className={styles.stem}>{heroQuestion.stem}</h2>
      <ul className={styles.options} aria-label={choice === null ? 'Answers' : 'Your prediction'}>
        {heroQuestion.options.map((text, i) =>
          choice !== null && choice !== i ? null : (
            <li key={text}>
              <button type="button" data-hero-option={i} className={styles.option} aria-pressed={choice === i} aria-disabled={choice !== null || undefined} onClick={() => onChoose(i as HeroChoice)}>
                <span className={styles.key} aria-hidden="true">
                  {i + 1}
                </span>
                {choice === i ? (
                  <span>
                    <span className={styles.yours}>Your prediction</span> {text}
                  </span>
                ) : (
                  text
                )}
              </button>
            </li>
          ),
        )}
      </ul>
      {choice === null && <p className={styles.hint}>Choose one and the stream starts.</p>}
    </>
  );
}
