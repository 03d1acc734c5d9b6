/** Calls to the lease table: the connected one, or one of the application's own that has no limits. */
import { awsError } from '../../../aws/awsError.ts';
import type { Operation, Reply } from '../../../sim/calls.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { ServiceContext } from '../../../sim/serviceModel.ts';
import { conditionHolds, DeleteItem, GetItem, PutItem, Query, Scan, UpdateItem, updatedItem, type DeleteItemRequest, type GetItemRequest, type PutItemRequest, type QueryRequest, type UpdateItemRequest } from '../../dynamodb-table/model/operations.ts';
import type { KclEvent, KclState, OwnCall } from './state.ts';

type Ctx = ServiceContext<KclEvent>;
/** A call that is not answered counts as failed after this long. [SIM] */
export const callTimeoutMs = 10_000;
/** A call to the application's own table there and back. [SIM] */
const ownTableMs = 10;

export const throttledCode = 'ProvisionedThroughputExceededException';
export const conditionFailed = 'ConditionalCheckFailedException';

export const leaseOperations = [PutItem.name, UpdateItem.name, DeleteItem.name, GetItem.name, Scan.name, Query.name];

export function callTable<Req, Res>(op: Operation<Req, Res>, request: Req, about: KclEvent, ctx: Ctx): void {
  const edge = ctx.edgesAt('leases')[0];
  if (edge !== undefined) ctx.call(edge, op, request, about, callTimeoutMs);
  else ctx.after(ownTableMs, { type: 'own-call', operation: op.name, request, about });
}

/** What the application's own table answers. */
export function answerOwnCall(state: KclState, { operation, request }: OwnCall): Reply<unknown> {
  const table = state.ownTable;
  if (operation === Scan.name) return { ok: true, response: { items: [...table] } };
  if (operation === Query.name) {
    const { attribute, equals } = request as QueryRequest;
    return { ok: true, response: { items: [...table].filter(([, item]) => item[attribute] === equals) } };
  }
  const { key } = request as GetItemRequest;
  const before = table.get(key);
  if (operation === GetItem.name) return { ok: true, response: { item: before ?? null } };
  const { condition } = request as DeleteItemRequest;
  if (!conditionHolds(before, condition)) return { ok: false, error: awsError(conditionFailed, 'The conditional request failed.') };
  if (operation === DeleteItem.name) {
    table.delete(key);
    return { ok: true, response: null };
  }
  const next: PlainRecord = operation === PutItem.name ? Object.freeze({ ...(request as PutItemRequest).item }) : updatedItem(before, (request as UpdateItemRequest).set);
  table.set(key, next);
  return { ok: true, response: operation === PutItem.name ? null : { item: next } };
}
