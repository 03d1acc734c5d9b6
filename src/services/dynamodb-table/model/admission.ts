/** Whether a call may go on: faults, and the capacity that is left. What passes is metered and billed. */
import { awsError, type AwsError } from '../../../aws/awsError.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { draw, drawOnCredit, refill } from './capacity.ts';
import type { TableEvent, TableState } from './state.ts';

type Ctx = ServiceContext<TableEvent>;

export const throttledCode = 'ProvisionedThroughputExceededException';

/** The error of every call while the table cannot be reached; undefined when it can. */
export function outage(state: TableState, operation: string, ctx: Ctx): AwsError | undefined {
  if (ctx.now >= state.outUntil) return undefined;
  ctx.count('SystemErrors', 1);
  ctx.trace('table.unavailable', state.name, { table: state.name, operation });
  return awsError('ServiceUnavailable', `Table ${state.name} is unavailable.`);
}

function throttle(state: TableState, what: 'reads' | 'writes', operation: string, ctx: Ctx): false {
  if (what === 'reads') state.throttledReads++;
  else state.throttledWrites++;
  ctx.count(what === 'reads' ? 'ReadThrottleEvents' : 'WriteThrottleEvents', 1);
  const units = what === 'reads' ? state.config.readCapacityUnits : state.config.writeCapacityUnits;
  ctx.trace('table.throttled', `${state.name} ${what}`, { table: state.name, what, operation, capacityUnits: units }, { throttled: 1 });
  return false;
}

/** Meters a write of so many units; false when there is no capacity for it. */
export function writeAllowed(state: TableState, units: number, operation: string, ctx: Ctx): boolean {
  if (ctx.now < state.throttledUntil) return throttle(state, 'writes', operation, ctx);
  if (state.config.billingMode === 'PAY_PER_REQUEST') ctx.bill('write-request-unit', units);
  else {
    const windowMs = ctx.limits.duration('kcl.table.burst-window');
    refill(state.writes, state.config.writeCapacityUnits, windowMs, ctx.now);
    if (!draw(state.writes, units, state.config.writeCapacityUnits, windowMs)) return throttle(state, 'writes', operation, ctx);
  }
  state.consumedWrites += units;
  ctx.count('ConsumedWriteCapacityUnits', units);
  return true;
}

/** Meters a read of so many units; false when nothing is left. */
export function readAllowed(state: TableState, units: number, operation: string, ctx: Ctx): boolean {
  if (ctx.now < state.throttledUntil) return throttle(state, 'reads', operation, ctx);
  if (state.config.billingMode === 'PAY_PER_REQUEST') ctx.bill('read-request-unit', units);
  else {
    refill(state.reads, state.config.readCapacityUnits, ctx.limits.duration('kcl.table.burst-window'), ctx.now);
    if (!drawOnCredit(state.reads, units)) return throttle(state, 'reads', operation, ctx);
  }
  state.consumedReads += units;
  ctx.count('ConsumedReadCapacityUnits', units);
  return true;
}
