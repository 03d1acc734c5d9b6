import { nearest } from '../../base/nearest.ts';
import { eraseCriterion, type AnyCriterion } from '../criterion.ts';
import { costBelow } from './cost-below/index.ts';
import { duplicatesBelow } from './duplicates-below/index.ts';
import { everythingDelivered } from './everything-delivered/index.ts';
import { lagBelow } from './lag-below/index.ts';
import { latencyBelow } from './latency-below/index.ts';
import { meanOpenShardsAtMost } from './mean-open-shards-at-most/index.ts';
import { noLoss } from './no-loss/index.ts';
import { nothingParked } from './nothing-parked/index.ts';
import { openShardsAtLeast } from './open-shards-at-least/index.ts';
import { openShardsAtMost } from './open-shards-at-most/index.ts';
import { operationsBurdenBelow } from './operations-burden-below/index.ts';
import { orderKept } from './order-kept/index.ts';
import { parkedBelow } from './parked-below/index.ts';
import { throttlingBelow } from './throttling-below/index.ts';

/** Every kind of criterion. A new one is a folder beside these and one line here. */
export const criteria: readonly AnyCriterion[] = [
  eraseCriterion(noLoss),
  eraseCriterion(nothingParked),
  eraseCriterion(parkedBelow),
  eraseCriterion(everythingDelivered),
  eraseCriterion(latencyBelow),
  eraseCriterion(lagBelow),
  eraseCriterion(orderKept),
  eraseCriterion(duplicatesBelow),
  eraseCriterion(throttlingBelow),
  eraseCriterion(openShardsAtMost),
  eraseCriterion(openShardsAtLeast),
  eraseCriterion(meanOpenShardsAtMost),
  eraseCriterion(costBelow),
  eraseCriterion(operationsBurdenBelow),
];

/** The criterion of this kind, or a sentence that names the nearest. */
export function findCriterion(kind: string): AnyCriterion | string {
  const found = criteria.find((criterion) => criterion.kind === kind);
  if (found) return found;
  return `unknown kind of criterion "${kind}"; the nearest known one is "${
    nearest(
      kind,
      criteria.map((criterion) => criterion.kind),
    ) ?? ''
  }"`;
}
