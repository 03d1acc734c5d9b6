import { barPaths, Outline } from './BarIcon.tsx';

/** Path data on a 24 grid, stroke 1.75, round caps; filled shapes are closed by the stroke alone. */
const paths = {
  ...barPaths,
  menu: 'M4 7h16M4 12h16M4 17h16',
  close: 'M6 6l12 12M18 6L6 18',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  cross: 'M7 7l10 10M17 7L7 17',
  alert: 'M12 4L2.8 20h18.4zM12 10v4.5M12 17.2v.01',
  info: 'M12 3.5a8.5 8.5 0 1 1 0 17a8.5 8.5 0 0 1 0-17M12 11v5.5M12 7.8v.01',
  'chevron-right': 'M9.5 5.5L16 12l-6.5 6.5',
  'chevron-down': 'M5.5 9.5L12 16l6.5-6.5',
  'arrow-right': 'M4.5 12h15M13.5 6l6 6l-6 6',
  plus: 'M12 5.5v13M5.5 12h13',
  minus: 'M5.5 12h13',
  play: 'M7.5 4.8v14.4L19.5 12z',
  pause: 'M8 5v14M16 5v14',
  'step-forward': 'M6 5.5v13L15 12zM18.5 5.5v13',
  'step-back': 'M18 5.5v13L9 12zM5.5 5.5v13',
  'next-event': 'M4 12h10M10 7.5l4.5 4.5L10 16.5M19 5v14',
  reset: 'M4.5 12a7.5 7.5 0 1 0 2.4-5.5M4 4.5v4.5h4.5',
  loop: 'M17 3.5l3.5 3.5L17 10.5M20.5 7H8a4.5 4.5 0 0 0-4.5 4.5M7 20.5L3.5 17L7 13.5M3.5 17H16a4.5 4.5 0 0 0 4.5-4.5',
  external: 'M13.5 4.5h6v6M19.5 4.5L11 13M18 13.5v6H4.5V6h6',
  copy: 'M8.5 8.5h11v11h-11zM15.5 8.5v-4h-11v11h4',
  download: 'M12 4v11M7 10.5l5 5l5-5M4.5 19.5h15',
  upload: 'M12 15.5v-11M7 9l5-5l5 5M4.5 19.5h15',
  undo: 'M8 5L3.5 9.5L8 14M4 9.5h10.5a5 5 0 0 1 0 10H11',
  eye: 'M2.5 12C5 7.5 8.3 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.8 6.5-9.5 6.5S5 16.5 2.5 12zM12 9.5a2.5 2.5 0 1 1 0 5a2.5 2.5 0 0 1 0-5',
  flag: 'M5.5 21V4M5.5 4.5h12l-2.5 4l2.5 4h-12',
  help: 'M12 3.5a8.5 8.5 0 1 1 0 17a8.5 8.5 0 0 1 0-17M9.5 9.7a2.6 2.6 0 1 1 3.8 2.3c-.8.45-1.3.9-1.3 1.9M12 16.8v.01',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1',
  home: 'M4 11l8-6.5l8 6.5M6.5 9.5V19.5h11V9.5',
} as const;

export type IconName = keyof typeof paths;

/** An outline icon in the text's colour; decorative (hidden from assistive technology), so always beside a name. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return <Outline d={paths[name]} size={size} strokeWidth={name === 'more' ? 2.75 : 1.75} />;
}
