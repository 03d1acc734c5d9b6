import type { HeroChoice } from './heroExperiment.ts';
import { heroQuestion } from './heroExperiment.ts';
import type { HeroFigures } from './heroFigures.ts';
import { splittingSpeed, type HeroPhase } from './heroRun.ts';

const digits = (value: number) => Math.round(value).toLocaleString('en-GB');
/** Tenths that are full, as on the clock. */
const seconds = (ms: number) => `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;

/** The shard that was sent most records in the last second, and one that was sent fewest. */
function extremes({ shards }: HeroFigures) {
  const open = shards.filter((shard) => shard.open).toSorted((a, b) => b.sent - a.sent);
  return { hot: open[0], idle: open[open.length - 1] };
}

/** Whether the prediction held, and why not. */
export function verdict(choice: HeroChoice, figures: HeroFigures): { readonly held: boolean; readonly says: string } {
  const { hot, idle } = extremes(figures);
  if (choice === heroQuestion.right) return { held: true, says: 'Your prediction held.' };
  const got = idle && hot && idle.shard !== hot.shard ? `shard ${idle.shard} has received ${idle.records === 0 ? 'nothing' : `${digits(idle.records)} records`}` : 'one shard has received everything';
  return choice === 0
    ? { held: false, says: `Your prediction did not hold: ${got}. A record goes where its key points, never where there is room.` }
    : { held: false, says: `Your prediction did not hold: there are still ${figures.shards.length} shards. A provisioned stream has the shards it was given until somebody reshards it.` };
}

export interface HeroStory {
  readonly title: string;
  readonly status: 'info' | 'ok' | 'warn';
  readonly says: string;
}

/** What is to be said in a phase, with the figures of this run; null while there is nothing to say. */
export function story(phase: HeroPhase, figures: HeroFigures, since: number): HeroStory | null {
  const { hot, idle } = extremes(figures);
  switch (phase) {
    case 'asking':
      return null;
    case 'filling':
      return { title: 'Watch the bar “rec/s”', status: 'info', says: 'A shard that was idle has one second of room in hand, so the limit does not bite at once.' };
    case 'full':
      return {
        title: `Shard ${hot?.shard ?? 0} refuses records`,
        status: 'warn',
        says: `All ${digits(figures.offered)} records a second go to it, and it may take ${digits(figures.limit)}. After ${seconds(figures.time)} its reserve was used up. Shard ${idle?.shard ?? 0} stands idle.`,
      };
    case 'many-keys': {
      const quiet = figures.time - Math.max(since, figures.lastRefusal ?? 0);
      const open = figures.shards.filter((shard) => shard.open);
      const settled = figures.time - since >= 1500;
      const rates = open.map((shard) => digits(shard.sent)).join(' and ');
      if (!settled || figures.refusedPerSecond > 0) return { title: 'Many keys, all shards', status: 'info', says: 'The new records carry many different keys: watch where they land on the ruler.' };
      return { title: 'Many keys spread the load', status: 'ok', says: `The shards are sent ${rates} records a second, each below ${digits(figures.limit)}. Nothing has been refused for ${seconds(Math.max(0, quiet))}.` };
    }
    case 'splitting':
      return {
        title: 'The shard is being split',
        status: 'info',
        says: `Resharding takes about half a minute, shown at ${splittingSpeed} times the speed. ${digits(figures.refused)} records have been refused so far.`,
      };
    case 'no-help':
      return {
        title: 'The split changed nothing',
        status: 'warn',
        says: `One key is one point of the range, so all ${digits(figures.offered)} records a second go to shard ${hot?.shard ?? 0}, which may take ${digits(figures.limit)} and refuses again. Shard ${idle?.shard ?? 0} stands idle.`,
      };
  }
}
