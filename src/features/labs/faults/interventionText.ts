import type { Intervention } from '../../../sim/serviceModel.ts';
import { digits, shortName } from '../words.ts';

function valueText(value: unknown): string {
  if (typeof value === 'number') return digits(value, 3);
  if (typeof value === 'string' || typeof value === 'boolean') return shortName(String(value));
  return JSON.stringify(value);
}

/** What was done to a run, in a few words: `Fault: crash of consumer-1`, `SplitShard shard 0`, `put: retry backoff`. */
export function interventionText(what: Intervention): string {
  switch (what.type) {
    case 'fault':
      return `Fault: ${what.name}${what.target === undefined ? '' : ` of ${what.target}`}${what.duration === undefined ? '' : ` for ${digits(what.duration / 1000, 1)} s`}`;
    case 'recover':
      return `Recovery: ${what.name}${what.target === undefined ? '' : ` of ${what.target}`}`;
    case 'operate':
      return `${what.operation} ${Object.values(what.request).map(valueText).join(', ')}`.trim();
    case 'setConfig':
      return `${what.node}: ${Object.entries(what.config)
        .filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0))
        .map(([key, value]) => `${key} ${valueText(value)}`)
        .join(', ')}`;
  }
}
