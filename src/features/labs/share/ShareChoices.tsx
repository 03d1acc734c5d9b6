import { useRef, useState } from 'react';
import { useLocation } from 'react-router';
import { Button } from '../../../ui/Button.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { useAnnounce } from '../../../ui/Announcer.tsx';
import { maxFragmentChars, shortLabFragment } from '../../../state/labLink.ts';
import { useRunStore } from '../runContext.ts';
import { useLab } from '../session/context.ts';
import { assetsNeeded } from '../session/assets.ts';
import { linkOfRun } from './linkOfRun.ts';
import { fileOfLink, openRunFile } from './runFile.ts';
import styles from './Share.module.css';

/** A link to this moment, a file of it, and the way to open one. */
export function ShareChoices() {
  const run = useRunStore();
  const { panel, session } = useLab();
  const announce = useAnnounce();
  const { pathname } = useLocation();
  const [said, setSaid] = useState('');
  const file = useRef<HTMLInputElement>(null);
  const tell = (text: string) => {
    setSaid(text);
    announce(text, { notable: true });
  };

  const copy = async () => {
    const link = linkOfRun(run.getState(), session.getState());
    if (!link) return;
    const fragment = await shortLabFragment(link);
    if (fragment.length > maxFragmentChars) return tell(`This run is too large for a link (${fragment.length.toLocaleString('en')} characters). Save it as a file instead.`);
    const address = `${window.location.origin}${import.meta.env.BASE_URL.replace(/\/$/, '')}${pathname}${fragment}`;
    const files = assetsNeeded(link.recipe).filter((id) => id.startsWith('file-'));
    try {
      await navigator.clipboard.writeText(address);
      tell(`Link copied (${address.length.toLocaleString('en')} characters).${files.length > 0 ? ' The file that this run replays is not in it.' : ''}`);
    } catch {
      window.history.replaceState(window.history.state, '', fragment);
      tell('The browser did not allow copying. The link is in the address bar now; copy it there.');
    }
  };

  const save = () => {
    const link = linkOfRun(run.getState(), session.getState());
    if (!link) return;
    const address = URL.createObjectURL(fileOfLink(link));
    const anchor = document.createElement('a');
    anchor.href = address;
    anchor.download = `${panel.slug}-${Math.round((link.atMs ?? 0) / 1000)}s.headwater.json`;
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
    tell(`Saved as ${anchor.download}.`);
  };

  const open = async (chosen: File | undefined) => {
    if (!chosen) return;
    const read = await openRunFile(chosen);
    if (!read.ok) {
      session.getState().report(read.error);
      return tell(`${chosen.name} could not be opened. The reason stands at the top of the lab.`);
    }
    const link = read.value;
    await session.getState().open({ recipe: link.recipe, length: link.length, seed: link.seed, facts: link.facts, at: link.atMs, speed: link.speed, changes: link.changes, link });
    tell(`${chosen.name} is open, paused where it was saved.`);
  };

  return (
    <div className={styles.choices}>
      <Button icon={<Icon name="link" size={16} />} onClick={() => void copy()} data-testid="lab-copy-link">
        Copy link to this moment
      </Button>
      <Button icon={<Icon name="download" size={16} />} onClick={save} data-testid="lab-save">
        Save as .headwater.json
      </Button>
      <Button icon={<Icon name="upload" size={16} />} onClick={() => file.current?.click()}>
        Open a .headwater.json
      </Button>
      <input ref={file} type="file" accept=".json,application/json" hidden aria-label="Run file" data-testid="lab-open-file" onChange={(event) => void open(event.target.files?.[0])} />
      <p className={styles.said}>{said || 'The link holds the set-up, what you did, the seed, the edition and the time. No progress, no files.'}</p>
    </div>
  );
}
