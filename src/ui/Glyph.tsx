/**
 * Our own service glyphs: a 24 grid, stroke 1.75, drawn for what a thing does.
 * `strokes` are outlines; `dots` are filled points [x, y, radius].
 */
const glyphs = {
  lanes: {
    strokes: 'M3 6h18M3 12h18M3 18h18',
    dots: [
      [8, 6, 1.75],
      [16, 12, 1.75],
      [11, 18, 1.75],
    ],
  },
  tank: { strokes: 'M5.5 3.5v13a4 4 0 0 0 4 4h5a4 4 0 0 0 4-4v-13M5.5 10.5c2.2-1.5 4.3-1.5 6.5 0s4.3 1.5 6.5 0', dots: [] },
  rack: { strokes: 'M4 4v16M20 4v16M7.5 8h9M7.5 12h9M7.5 16h9', dots: [] },
  chip: {
    strokes: 'M7 7h10v10H7zM10 3.5V7M14 3.5V7M10 17v3.5M14 17v3.5M3.5 10H7M3.5 14H7M17 10h3.5M17 14h3.5',
    dots: [[12, 12, 1.5]],
  },
  funnel: { strokes: 'M3.5 5h17l-6.5 8v6.5l-4-2.5v-4z', dots: [] },
  'box-in-box': {
    strokes: 'M3.5 3.5h17v17h-17zM7 7h4.5v4.5H7zM12.5 12.5H17V17h-4.5z',
    dots: [
      [14.75, 9.25, 1.4],
      [9.25, 14.75, 1.4],
    ],
  },
  'tail-cursor': { strokes: 'M6 3.5h8.5l3.5 3.5v5M6 3.5v17h5M9 9.5h6M9 13.5h4M15 16v5.5M13.5 21.5h3M13.5 16h3', dots: [] },
  key: { strokes: 'M8.5 10.5a4 4 0 1 1 0 8a4 4 0 0 1 0-8M11.4 11.6L19.5 3.5M16 7l3 3', dots: [] },
  cylinder: { strokes: 'M4.5 6.5c0-4 15-4 15 0v11c0 4-15 4-15 0zM4.5 6.5c0 4 15 4 15 0M4.5 12c0 4 15 4 15 0', dots: [] },
  'clock-graph': {
    strokes:
      'M8.5 3.5a5 5 0 1 1 0 10a5 5 0 0 1 0-10M8.5 6v2.5l1.8 1.2M13.5 8.5h3.5a2.5 2.5 0 0 1 2.5 2.5v3M8.5 13.5V17.5h8.5M17 14.5h5v6h-5z',
    dots: [],
  },
  crate: { strokes: 'M3.5 7.5h17v12h-17zM3.5 7.5l2-3.5h13l2 3.5M3.5 11.5h17M9.5 14.5h5', dots: [] },
  'edge-arc': { strokes: 'M3.5 19.5a8.5 8.5 0 0 1 17 0M8 19.5a4 4 0 0 1 8 0M12 15.5L18.5 5M18.5 5l-4 .8M18.5 5l.7 4', dots: [] },
  producer: { strokes: 'M3.5 6.5h7v11h-7zM10.5 12h10M17 8.5l3.5 3.5l-3.5 3.5', dots: [[7, 12, 1.5]] },
  reader: { strokes: 'M3.5 12h9M9 8.5l3.5 3.5L9 15.5M14.5 5.5h6v13h-6', dots: [] },
  connector: { strokes: 'M3.5 12h4M16.5 12h4M7.5 7.5v9M16.5 7.5v9M10.5 12h3', dots: [] },
} as const satisfies Record<string, { strokes: string; dots: readonly (readonly [number, number, number])[] }>;

export type GlyphName = keyof typeof glyphs;

/** A service glyph in the text's colour; decorative, so always beside the plain service name. */
export function Glyph({ name, size = 24 }: { name: GlyphName; size?: number }) {
  const { strokes, dots } = glyphs[name];
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={strokes} />
      {dots.map(([x, y, r]) => (
        <circle key={`${x},${y}`} cx={x} cy={y} r={r} fill="currentColor" stroke="none" />
      ))}
    </svg>
  );
}
