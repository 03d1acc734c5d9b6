/** Which way to take, asked in a fixed order, with the numbers behind each answer. */
import type { Limits } from '../../../sim/limits.ts';
import { lineIsTooSlow, type Line } from './lineTime.ts';
import { devicesNeeded } from './snowball.ts';
import { petabyte, term, terabyte, worked, type Worked } from './worked.ts';

/** Above this a Snowmobile was the answer. [SIM] */
const truckAbove = 10 * petabyte;

export interface DecisionQuestion extends Line {
  readonly bytes: number;
  /** A database that must follow its source until the cut-over. */
  readonly database: boolean;
  readonly continuous: boolean;
  /** Applications on site must keep files, blocks or tapes. */
  readonly keepsInterface?: boolean;
  /** Clients are far from the Region, on several continents. */
  readonly farClients?: boolean;
  /** The same traffic comes again and again and must stay off the internet. */
  readonly recurringPrivate?: boolean;
  /** May still order Snowball Edge in the Today edition. */
  readonly existingCustomer?: boolean;
}

export interface DecisionStep {
  readonly question: string;
  readonly answer: boolean;
  readonly because: string;
  readonly worked?: Worked;
}

export interface Decision {
  readonly recommend: readonly string[];
  readonly lineDays: number;
  readonly steps: readonly DecisionStep[];
}

/** Walks through the order of decisions; every step taken is told with its numbers. */
export function decide(ask: DecisionQuestion, limits: Limits): Decision {
  const { slow, limitDays, time } = lineIsTooSlow(ask.bytes, ask, limits);
  const steps: DecisionStep[] = [];
  const step = (question: string, answer: boolean, because: string, sum?: Worked): boolean => {
    steps.push(sum ? { question, answer, because, worked: sum } : { question, answer, because });
    return answer;
  };
  const days = `${time.days.toFixed(1)} days over the line, ${limitDays} are the rule of thumb`;
  const shipped = limits.edition === 'notes' || ask.existingCustomer === true;
  const done = (recommend: readonly string[]): Decision => ({ recommend: ask.recurringPrivate ? [...recommend, 'Direct Connect'] : recommend, lineDays: time.days, steps });

  if (step('A database that must be replicated all the while?', ask.database && ask.continuous, ask.database ? (ask.continuous ? 'changes must follow' : 'one copy is enough') : 'no database')) {
    const above = limits.number('dms.rule.ship-above-tb') * terabyte;
    const large = ask.bytes > above;
    const size = worked('First load against the rule of thumb', 'data / rule of thumb', [term('data', ask.bytes, 'B'), term('rule of thumb', above, 'B')], ask.bytes / above, '×');
    step('Is the first load too large for the line?', large && slow, `${(ask.bytes / terabyte).toFixed(1)} TB; ${days}`, size);
    return done(large && slow ? ['DMS', shipped ? 'Snowball Edge' : 'DataSync or a Data Transfer Terminal'] : ['DMS']);
  }
  if (step('Must applications on site keep files, blocks or tapes?', ask.keepsInterface === true, 'the interface decides, not the size')) return done(['Storage Gateway']);
  if (!step('Is the line too slow?', slow, days, time.worked)) {
    if (step('Do clients far away upload from several continents?', ask.farClients === true, 'round trips, not the uplink, are what it shortens')) return done(['S3 Transfer Acceleration']);
    return done(['Upload over the line']);
  }
  if (step('More than 10 PB?', ask.bytes > truckAbove, `${(ask.bytes / petabyte).toFixed(2)} PB`)) return done([limits.edition === 'notes' ? 'Snowmobile' : shipped ? 'Snowball Edge' : 'Data Transfer Terminal']);
  const needed = devicesNeeded(ask.bytes, 'snowball-edge-storage', limits);
  step('Can devices still be ordered?', shipped, shipped ? `${needed.result} devices in parallel` : 'closed to new customers', needed);
  return done([shipped ? 'Snowball Edge' : 'DataSync or a Data Transfer Terminal']);
}
