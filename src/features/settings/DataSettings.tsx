import { useRef, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Callout } from '../../ui/Callout.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { messageOf } from '../../ui/errorText.ts';
import { Icon } from '../../ui/Icon.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { backup } from './backup.ts';
import { Group } from './Group.tsx';
import styles from './SettingsPage.module.css';

type Step =
  | { at: 'idle' }
  | { at: 'said'; text: string }
  | { at: 'failed'; text: string }
  | { at: 'restore'; text: string; summary: readonly string[] }
  | { at: 'erase' };

const dayStamp = (date: Date) =>
  `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`;

function saveFile(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Take your progress away, bring it back, or erase it. */
export function DataSettings() {
  const [step, setStep] = useState<Step>({ at: 'idle' });
  const [busy, setBusy] = useState(false);
  const [typed, setTyped] = useState('');
  const file = useRef<HTMLInputElement>(null);

  const settle = async (work: () => Promise<Step>) => {
    setBusy(true);
    try {
      setStep(await work());
    } catch (error) {
      setStep({ at: 'failed', text: messageOf(error) });
    }
    setBusy(false);
  };
  const run = (work: () => Promise<Step>) => void settle(work);
  const close = () => {
    setStep({ at: 'idle' });
    setTyped('');
  };

  const exportData = () =>
    run(async () => {
      const name = `headwater-backup-${dayStamp(new Date())}.json`;
      saveFile(await (await backup()).exportBackup(), name);
      return { at: 'said', text: `Saved ${name}.` };
    });
  const inspect = (chosen: File) =>
    run(async () => {
      const text = await chosen.text();
      const found = await (await backup()).inspectBackup(text);
      return found.ok
        ? { at: 'restore', text, summary: found.summary }
        : { at: 'failed', text: `${chosen.name} cannot be used: ${found.problems.join('; ')}` };
    });
  const restore = (text: string) =>
    run(async () => {
      await (await backup()).restoreBackup(text);
      return { at: 'said', text: 'Restored. Your progress is that of the file now.' };
    });
  const erase = () =>
    run(async () => {
      await (await backup()).eraseEverything();
      setTyped('');
      return { at: 'said', text: 'Everything is erased from this device.' };
    });

  return (
    <Group id="data" title="Your data">
      <p>Answers, reviews and saved work live in this browser only. A backup is one file that any browser can take back.</p>
      <div className={styles.buttons}>
        <Button icon={<Icon name="download" size={16} />} busy={busy} onClick={exportData}>
          Export
        </Button>
        <Button icon={<Icon name="upload" size={16} />} busy={busy} onClick={() => file.current?.click()}>
          Import
        </Button>
        <Button variant="danger" busy={busy} onClick={() => setStep({ at: 'erase' })}>
          Erase everything
        </Button>
        <input
          ref={file}
          type="file"
          accept=".json,application/json"
          hidden
          aria-label="Backup file"
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            event.target.value = '';
            if (chosen) inspect(chosen);
          }}
        />
      </div>
      <div role="status">{step.at === 'said' && <p>{step.text}</p>}</div>
      {step.at === 'failed' && (
        <Callout status="bad" title="That did not work">
          <p>{step.text}</p>
          <p>Nothing was changed.</p>
        </Callout>
      )}
      {step.at === 'restore' && (
        <Dialog
          open
          onClose={close}
          size="s"
          title="Restore this backup?"
          footer={
            <>
              <Button onClick={close}>Keep what I have</Button>
              <Button variant="primary" busy={busy} onClick={() => restore(step.text)}>
                Restore
              </Button>
            </>
          }
        >
          <p>It takes the place of what is on this device:</p>
          <ul className={styles.bullets}>
            {step.summary.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Dialog>
      )}
      {step.at === 'erase' && (
        <Dialog
          open
          onClose={close}
          size="s"
          title="Erase everything?"
          footer={
            <>
              <Button onClick={close}>Keep it</Button>
              <Button variant="danger" busy={busy} disabled={typed !== 'ERASE'} onClick={erase}>
                Erase
              </Button>
            </>
          }
        >
          <p className={styles.gap}>
            All answers, reviews and saved work on this device go. There is no copy anywhere else; export first if you may want it
            back.
          </p>
          <TextField label="Type ERASE to confirm" value={typed} onChange={setTyped} autoComplete="off" />
        </Dialog>
      )}
    </Group>
  );
}
