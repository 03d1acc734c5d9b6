/** Icons of the bars: the only ones in the first load. Path data on a 24 grid. */
export const barPaths = {
  search: 'M11 4a7 7 0 1 1 0 14a7 7 0 0 1 0-14M16.2 16.2L20.5 20.5',
  sun: 'M12 8a4 4 0 1 1 0 8a4 4 0 0 1 0-8M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4',
  moon: 'M20 14.5A8 8 0 0 1 9.5 4a8 8 0 1 0 10.5 10.5z',
  system: 'M3.5 5h17v11h-17zM9 20h6M12 16v4',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  learn: 'M12 6.5C9.5 4.8 6.5 4.5 3.5 5v13.5c3-.5 6-.2 8.5 1.5c2.5-1.7 5.5-2 8.5-1.5V5c-3-.5-6-.2-8.5 1.5zM12 6.5V20',
  labs: 'M3.5 12h4l2.5-6.5l4 13l2.5-6.5h4',
  build: 'M3.5 4.5h6v6h-6zM14.5 13.5h6v6h-6zM9.5 7.5h5.5a2.5 2.5 0 0 1 2.5 2.5v3.5',
  quiz: 'M4.5 4.5h15v15h-15zM8.5 12.2l2.5 2.5l4.8-5.2',
  progress: 'M4.5 4v15.5H20.5M8.5 15.5v-3M12.5 15.5V8M16.5 15.5v-5.5',
} as const;

/** One outline in the text's colour, stroke 1.75, decorative. */
export function Outline({ d, size = 20, strokeWidth = 1.75 }: { d: string; size?: number; strokeWidth?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={strokeWidth}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={d} />
    </svg>
  );
}

export type BarIconName = keyof typeof barPaths;

/** An icon of the bars; like `Icon`, but without the weight of all the others. */
export function BarIcon({ name, size }: { name: BarIconName; size?: number }) {
  return <Outline d={barPaths[name]} size={size} strokeWidth={name === 'more' ? 2.75 : 1.75} />;
}
