import { settingsStore, useSettings, type Settings } from '../state/settingsStore.ts';
import { BarIcon, type BarIconName } from '../ui/BarIcon.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import styles from './Shell.module.css';

const next: Record<Settings['theme'], { theme: Settings['theme']; icon: BarIconName; now: string }> = {
  system: { theme: 'light', icon: 'system', now: 'system' },
  light: { theme: 'dark', icon: 'sun', now: 'light' },
  dark: { theme: 'system', icon: 'moon', now: 'dark' },
};

/** Goes through system, light and dark; says which one is on. */
export function ThemeButton({ words = false }: { words?: boolean }) {
  const theme = useSettings((settings) => settings.theme);
  const { icon, now, theme: following } = next[theme];
  const change = () => settingsStore.getState().change({ theme: following });
  const label = `Theme: ${now}. Switch to ${following}`;
  if (!words) return <IconButton label={label} icon={<BarIcon name={icon} />} onClick={change} />;
  return (
    <button type="button" className={styles.moreLink} aria-label={label} onClick={change}>
      <BarIcon name={icon} size={18} /> Theme: {now}
    </button>
  );
}
