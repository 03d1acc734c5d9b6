import { useState, type KeyboardEvent } from 'react';
import { keyName, keysFor, shortcutIds, shortcutList, type ShortcutId, type ShortcutScope } from '../../state/shortcuts.ts';
import { settingsStore, useSettings } from '../../state/settingsStore.ts';
import { Button } from '../../ui/Button.tsx';
import { Table } from '../../ui/Table.tsx';
import { Toggle } from '../../ui/Toggle.tsx';
import { Group } from './Group.tsx';
import styles from './SettingsPage.module.css';

const scopes: Record<ShortcutScope, string> = { lab: 'Inside a lab', quiz: 'Inside a question', global: 'Anywhere' };
const reserved = ['Tab', 'Escape', 'Shift', 'Control', 'Alt', 'Meta', 'CapsLock', 'Dead', 'Process', 'Unidentified'];

/** Single-key shortcuts: off with one switch, each on a key of one's own. */
export function ShortcutSettings() {
  const on = useSettings((settings) => settings.shortcuts);
  const keymap = useSettings((settings) => settings.keymap);
  const [waiting, setWaiting] = useState<ShortcutId | null>(null);
  const [said, setSaid] = useState('');

  const assign = (id: ShortcutId, key: string) => {
    const { scope, label } = shortcutList[id];
    const clash = shortcutIds.find(
      (other) =>
        other !== id &&
        (shortcutList[other].scope === scope || shortcutList[other].scope === 'global' || scope === 'global') &&
        keysFor(other, keymap).includes(key),
    );
    if (clash) {
      setSaid(`${key} already means “${shortcutList[clash].label}”. Choose another key.`);
      return;
    }
    settingsStore.getState().change({ keymap: { ...keymap, [id]: key } });
    setSaid(`“${label}” is now on ${key}.`);
    setWaiting(null);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (!waiting) return;
    if (event.key === 'Tab') return setWaiting(null);
    event.preventDefault();
    if (event.key === 'Escape') {
      setWaiting(null);
      setSaid('Kept as it was.');
    } else if (!reserved.includes(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey)
      assign(waiting, keyName(event.key));
  };

  const rows = shortcutIds.map((id) => ({
    key: id,
    cells: {
      action: shortcutList[id].label,
      where: scopes[shortcutList[id].scope],
      key: (
        <span className={styles.keyCell}>
          {waiting === id ? <span>Press a key…</span> : keysFor(id, keymap).map((key) => <kbd key={key}>{key}</kbd>)}
        </span>
      ),
      change: (
        <Button
          size="s"
          variant="quiet"
          aria-label={
            waiting === id ? `Stop changing the key of ${shortcutList[id].label}` : `Change the key of ${shortcutList[id].label}`
          }
          onClick={() => setWaiting(waiting === id ? null : id)}
          onKeyDown={onKeyDown}
          onBlur={() => setWaiting(null)}
        >
          {waiting === id ? 'Stop' : 'Change'}
        </Button>
      ),
    },
  }));

  return (
    <Group id="shortcuts" title="Keyboard shortcuts">
      <Toggle
        label="Single-key shortcuts"
        checked={on}
        onChange={(shortcuts) => settingsStore.getState().change({ shortcuts })}
        help="They never act in text fields. Everything has a button too. Search stays on Ctrl K or ⌘K."
      />
      <p aria-live="polite" className={styles.said}>
        {said}
      </p>
      <Table
        caption="Shortcuts"
        captionHidden
        columns={[
          { key: 'action', title: 'Does' },
          { key: 'where', title: 'Where' },
          { key: 'key', title: 'Key' },
          { key: 'change', title: <span className="visually-hidden">Change</span> },
        ]}
        rows={rows}
        maxHeight="24rem"
      />
      <Button size="s" disabled={Object.keys(keymap).length === 0} onClick={() => settingsStore.getState().change({ keymap: {} })}>
        Back to the default keys
      </Button>
    </Group>
  );
}
