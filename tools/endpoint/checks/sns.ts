import type { Check } from './snsBench.ts';
import { snsFifo } from './snsFifo.ts';
import { snsFilters } from './snsFilters.ts';
import { snsPublishing } from './snsPublishing.ts';
import { snsSubscriptions } from './snsSubscriptions.ts';
import { snsTopics } from './snsTopics.ts';

/** What an SDK client of SNS may rely on, by what it shows. */
export const snsChecks: Readonly<Record<string, Check>> = { ...snsTopics, ...snsSubscriptions, ...snsPublishing, ...snsFilters, ...snsFifo };
