/** DescribeAccountSettings and UpdateAccountSettings: the commitment to pay for a minimum of throughput, which opens warm throughput. */
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';

/** Simulated ms; null: not so far. */
interface Commitment {
  startedAt: number | null;
  endsAt: number | null;
}

const commitmentOf = (world: World) => world.register('kinesis commitment', (): Commitment => ({ startedAt: null, endsAt: null }));
const earliestEnd = (startedAt: number, world: World) => startedAt + world.simulation.limits.duration('kds.account.commitment-window');

/** Whether the account is committed now. */
export function isCommitted(world: World): boolean {
  const { startedAt, endsAt } = commitmentOf(world);
  return startedAt !== null && (endsAt === null || world.now < endsAt);
}

function described(world: World): ApiRecord {
  const { startedAt, endsAt } = commitmentOf(world);
  const seconds = (ms: number) => (world.options.startsAt + ms) / 1000;
  if (startedAt === null) return { MinimumThroughputBillingCommitment: { Status: 'DISABLED' } };
  const over = endsAt !== null && endsAt <= world.now;
  return {
    MinimumThroughputBillingCommitment: {
      Status: over ? 'DISABLED' : endsAt === null ? 'ENABLED' : 'ENABLED_UNTIL_EARLIEST_ALLOWED_END',
      StartedAt: seconds(startedAt),
      ...(over ? { EndedAt: seconds(endsAt) } : { EarliestAllowedEndAt: seconds(earliestEnd(startedAt, world)) }),
    },
  };
}

export const accountHandlers: Readonly<Record<string, Handler>> = {
  DescribeAccountSettings: (_, world) => described(world),
  UpdateAccountSettings(input, world) {
    const commitment = commitmentOf(world);
    const enable = (input.MinimumThroughputBillingCommitment as ApiRecord).Status === 'ENABLED';
    const committed = isCommitted(world);
    if (enable && !committed) commitment.startedAt = world.now;
    if (enable) commitment.endsAt = null;
    else if (committed) commitment.endsAt = Math.max(world.now, earliestEnd(commitment.startedAt!, world));
    return described(world);
  },
};
