/** How far one step goes. */
export const stepSizes = {
  event: { by: 'event', count: 1, label: '1 event' },
  tick: { by: 'second', count: 0.1, label: '1 tick (100 ms)' },
  second: { by: 'second', count: 1, label: '1 s' },
  minute: { by: 'second', count: 60, label: '1 min' },
} as const;

export type StepSize = keyof typeof stepSizes;

/** Speeds on offer, simulated seconds a second. */
export const speeds = [0.25, 0.5, 1, 2, 4, 8, 16, 60, 600, 3600] as const;

/** A speed as it is written: `¼×`, `16×`. */
export function speedText(speed: number): string {
  if (speed === 0.25) return '¼×';
  if (speed === 0.5) return '½×';
  return `${speed.toLocaleString('en-GB')}×`;
}
