import type { ReactNode } from 'react';
import type { Panel } from '../../state/catalogue.ts';
import styles from './PanelTiles.module.css';

type Tone = 'one' | 'two' | 'three' | 'four' | 'hollow';

const dots = (tone: Tone, ...points: readonly (readonly [number, number])[]) =>
  points.map(([x, y]) => <circle key={`${tone}${x},${y}`} cx={x} cy={y} r={4} className={styles[tone]} />);
const box = (x: number, y: number, width: number, height: number) => (
  <rect key={`${x},${y}`} x={x} y={y} width={width} height={height} rx={4} className={styles.box} />
);
const line = (d: string) => <path d={d} className={styles.line} />;
const mark = (d: string) => <path d={d} className={styles.mark} />;
const row = (y: number, from: number, count: number, gap = 14) =>
  Array.from({ length: count }, (_, i) => [from + i * gap, y] as const);

/** One still picture a panel, 240 × 88, in the grammar of the labs: dots are records, boxes hold, the dark line is a limit. */
const sketches: Record<Panel['slug'], ReactNode> = {
  kinesis: (
    <>
      {box(56, 16, 160, 22)}
      {box(56, 50, 160, 22)}
      {line('M20 44h16c12 0 8-17 20-17M36 44c12 0 8 17 20 17')}
      {dots('one', ...row(27, 70, 9))}
      {dots('two', [202, 61])}
      {mark('M186 10v34')}
      {mark('M222 20l8 8M230 20l-8 8')}
    </>
  ),
  kpl: (
    <>
      {dots('one', ...row(26, 20, 4, 12), ...row(44, 20, 4, 12), ...row(62, 20, 4, 12))}
      {line('M72 44h22')}
      {box(98, 22, 56, 44)}
      {dots('one', [112, 36], [126, 36], [140, 36], [112, 52], [126, 52], [140, 52])}
      {line('M156 44h22')}
      {box(182, 32, 40, 24)}
      {mark('M190 44h24')}
    </>
  ),
  agent: (
    <>
      {box(24, 14, 84, 60)}
      {line('M34 28h60M34 40h46M34 52h54M34 64h20')}
      {mark('M60 58v12')}
      {line('M112 44h30')}
      {dots('three', [154, 44], [172, 44], [190, 44])}
      {line('M200 44h22')}
    </>
  ),
  kcl: (
    <>
      {[14, 36, 58].map((y) => box(20, y, 84, 16))}
      {dots('one', ...row(22, 32, 4))}
      {dots('two', ...row(44, 32, 3))}
      {dots('four', ...row(66, 32, 5))}
      {line('M104 22h60M104 44c30 0 30-22 60-22')}
      <path d="M104 66h60" className={styles.line} strokeDasharray="4 4" />
      {box(166, 12, 52, 22)}
      <rect x={166} y={54} width={52} height={22} rx={4} className={styles.line} strokeDasharray="4 4" />
      {mark('M192 59v6M192 70v.5')}
    </>
  ),
  connectors: (
    <>
      {box(20, 32, 52, 24)}
      {line('M72 44h28M128 44c20 0 14-24 34-24M128 44h34M128 44c20 0 14 24 34 24')}
      {box(100, 30, 28, 28)}
      {dots('one', [32, 44], [46, 44], [60, 44])}
      {[10, 34, 58].map((y) => box(164, y, 56, 20))}
      {dots('four', [178, 20], [178, 44], [178, 68])}
    </>
  ),
  firehose: (
    <>
      {line('M20 30h40')}
      {dots('one', [30, 30], [48, 30])}
      {box(70, 10, 70, 68)}
      <rect x={71} y={38} width={68} height={39} rx={3} className={styles.one} opacity={0.35} />
      {mark('M64 28h82')}
      {line('M146 58h30')}
      <circle cx={200} cy={34} r={16} className={styles.line} />
      {mark('M200 24v10l7 5')}
      {box(180, 58, 40, 16)}
    </>
  ),
  sqs: (
    <>
      {box(20, 30, 130, 28)}
      {dots('one', ...row(44, 34, 4, 22))}
      {dots('hollow', [122, 44])}
      <circle cx={122} cy={44} r={11} className={styles.mark} strokeDasharray="46 24" />
      {line('M150 44h30')}
      {box(182, 14, 40, 22)}
      {box(182, 52, 40, 22)}
    </>
  ),
  iot: (
    <>
      {[16, 40, 64].map((y) => (
        <rect key={y} x={22} y={y - 7} width={14} height={14} rx={3} className={styles.box} />
      ))}
      {line('M38 16c30 0 30 28 60 28M38 40h60M38 64c30 0 30-20 60-20')}
      {box(98, 24, 40, 40)}
      {mark('M106 36h24M106 44h24M106 52h14')}
      {line('M138 36c20 0 20-12 40-12M138 52c20 0 20 12 40 12')}
      {dots('three', [186, 24])}
      {dots('one', [186, 64], [202, 64])}
    </>
  ),
  'data-pipeline': (
    <>
      {box(20, 30, 44, 28)}
      {line('M64 44h26M132 44h26')}
      <circle cx={111} cy={44} r={20} className={styles.box} />
      {mark('M111 32v12l9 6')}
      {box(160, 30, 60, 28)}
      {dots('four', [174, 44], [190, 44], [206, 44])}
    </>
  ),
  transfer: (
    <>
      {line('M20 28h140')}
      {dots('one', ...row(28, 34, 5, 24))}
      {box(168, 16, 52, 24)}
      {box(20, 50, 44, 26)}
      {line('M20 58h44M66 64h92')}
      {box(168, 50, 52, 26)}
      {mark('M120 58l8 6l-8 6')}
    </>
  ),
};

/** A still, decorative picture of what a lab is about. */
export function PanelSketch({ panel }: { panel: Panel['slug'] }) {
  return (
    <svg
      viewBox="0 0 240 88"
      preserveAspectRatio="xMidYMid meet"
      strokeWidth={1.25}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={styles.sketch}
      aria-hidden="true"
    >
      {sketches[panel]}
    </svg>
  );
}
