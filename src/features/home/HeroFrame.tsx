import { HeroStage } from './HeroStage.tsx';
import { heroQuestion, type HeroChoice } from './heroQuestion.ts';

/** The hero before its simulator arrives: the question can be read and answered; the answer is kept until the run can start. */
export function HeroFrame({
  choice,
  failed,
  onChoose,
}: {
  choice: HeroChoice | null;
  failed: boolean;
  onChoose: (choice: HeroChoice) => void;
}) {
  return (
    <div className="fp-frame">
      <div className="fp-ask">
        <h2 className="fp-stem">{heroQuestion.stem}</h2>
        <ul className="fp-options">
          {heroQuestion.options.map((text, i) => (
            <li key={text}>
              <button
                type="button"
                data-hero-option={i}
                className="fp-option"
                aria-pressed={choice === i}
                onClick={() => onChoose(i as HeroChoice)}
              >
                <span className="fp-key" aria-hidden="true">
                  {i + 1}
                </span>
                {text}
              </button>
            </li>
          ))}
        </ul>
        <p className={failed ? 'fp-problem' : 'fp-hint'} aria-live="polite">
          {failed
            ? 'The simulator did not load. The rest of the page works; reload to try again. Offline, it runs once Headwater has been opened with a connection.'
            : choice === null
              ? 'Choose one and the stream starts.'
              : 'Starting the stream…'}
        </p>
      </div>
      <HeroStage />
    </div>
  );
}
