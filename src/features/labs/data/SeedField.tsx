import { useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { useRun } from '../runContext.ts';
import { useLab } from '../session/context.ts';
import styles from './Data.module.css';

const seedMax = 2 ** 31 - 1;

/** The seed of all chance in the run: the same seed and inputs give the same run. */
export function SeedField() {
  const { session } = useLab();
  const seed = useRun((state) => state.snapshot?.seed ?? 0);
  const [draft, setDraft] = useState<string | null>(null);
  const isBad = draft !== null && !/^\d{1,10}$/.test(draft.trim());

  const commit = () => {
    if (draft === null) return;
    const next = Number(draft);
    if (!isBad && next <= seedMax && next !== seed) session.getState().setSeed(next);
    setDraft(null);
  };

  return (
    <section aria-label="Seed" className={styles.section}>
      <form
        className={styles.row}
        onSubmit={(event) => {
          event.preventDefault();
          commit();
        }}
      >
        <div className={styles.seed}>
          <TextField
            id="seed"
            label="Seed"
            value={draft ?? String(seed)}
            onChange={setDraft}
            onBlur={commit}
            inputMode="numeric"
            {...(isBad ? { error: `A seed is a whole number from 0 to ${seedMax.toLocaleString('en-GB')}.` } : {})}
          />
        </div>
        <Button onClick={() => session.getState().setSeed(crypto.getRandomValues(new Uint32Array(1))[0]! % seedMax)}>New seed</Button>
      </form>
      <p className={styles.muted}>The same seed and the same inputs give the same run, byte for byte.</p>
    </section>
  );
}
