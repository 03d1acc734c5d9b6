/**
 * A DynamoDB table: items with conditional writes, capacity units with a bank of unused ones, and a place where records end.
 * What it leaves out stands in ../README.md.
 */
import { awsError } from '../../../aws/awsError.ts';
import { Column } from '../../../sim/columns/column.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';
import type { ServiceContext, ServiceModel } from '../../../sim/serviceModel.ts';
import { outage } from './admission.ts';
import { newBank, refill } from './capacity.ts';
import { parseTableConfig, tableFields, type TableConfig } from './config.ts';
import { answerItems } from './items.ts';
import { BatchWriteItem, itemOperations } from './operations.ts';
import type { TableEvent, TableState } from './state.ts';
import { describeTable, viewTable } from './view.ts';
import { batchWrite } from './writing.ts';

type Ctx = ServiceContext<TableEvent>;
const hourMs = 3_600_000;

function settle(state: TableState, ctx: Ctx): void {
  const hours = (ctx.now - state.settledAt) / hourMs;
  state.settledAt = ctx.now;
  if (hours === 0 || state.config.billingMode !== 'PROVISIONED') return;
  ctx.bill('read-capacity-unit-hour', hours * state.config.readCapacityUnits);
  ctx.bill('write-capacity-unit-hour', hours * state.config.writeCapacityUnits);
}

/** New capacity counts at once; what is banked stays, as far as the new bank holds it. */
function applyConfig(state: TableState, config: TableConfig, ctx: Ctx): void {
  settle(state, ctx);
  const windowMs = ctx.limits.duration('kcl.table.burst-window');
  const before = state.config;
  refill(state.reads, before.readCapacityUnits, windowMs, ctx.now);
  refill(state.writes, before.writeCapacityUnits, windowMs, ctx.now);
  state.config = config;
  refill(state.reads, config.readCapacityUnits, windowMs, ctx.now);
  refill(state.writes, config.writeCapacityUnits, windowMs, ctx.now);
  const { billingMode, readCapacityUnits, writeCapacityUnits } = config;
  if (billingMode === before.billingMode && readCapacityUnits === before.readCapacityUnits && writeCapacityUnits === before.writeCapacityUnits) return;
  ctx.trace('table.updated', state.name, { table: state.name, billingMode, readCapacityUnits, writeCapacityUnits });
}

function updateTable(state: TableState, request: PlainRecord, ctx: Ctx): void {
  const asked = { billingMode: request.BillingMode, readCapacityUnits: request.ReadCapacityUnits, writeCapacityUnits: request.WriteCapacityUnits };
  const changes = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  const parsed = parseTableConfig({ ...state.config, ...changes }, ctx.limits);
  if (parsed.ok) applyConfig(state, parsed.value, ctx);
  else ctx.trace('operation.refused', 'UpdateTable', { operation: 'UpdateTable', code: 'ValidationException', message: parsed.error.map((issue) => `${issue.path}: ${issue.problem}`).join('; ') });
}

function withinBanks(bank: { readonly level: number }, unitsPerSecond: number, windowMs: number): boolean {
  return bank.level <= unitsPerSecond * windowMs;
}

export const dynamodbTable: ServiceModel<TableConfig, TableState, TableEvent> = {
  kind: 'dynamodb-table',
  says: 'A DynamoDB table: items with conditional writes, capacity that can be used up, and a place where records arrive.',
  ports: [
    { name: 'items', direction: 'in', operations: itemOperations, calls: false, max: 64 },
    { name: 'records', direction: 'in', operations: [BatchWriteItem.name], calls: false, max: 64 },
  ],
  fields: tableFields,
  metrics: ['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits', 'ReadThrottleEvents', 'WriteThrottleEvents', 'ConditionalCheckFailedRequests', 'SystemErrors'],
  faults: [
    { name: 'throttle', says: 'Every call is throttled', takesDuration: true, targets: 'node' },
    { name: 'outage', says: 'Every call fails: the table is unavailable', takesDuration: true, targets: 'node' },
  ],
  operations: [{ name: 'UpdateTable', says: 'Sets new capacity or another billing mode', members: { ReadCapacityUnits: 'RCU', WriteCapacityUnits: 'WCU', BillingMode: 'PROVISIONED or PAY_PER_REQUEST (Today)' } }],
  parseConfig: parseTableConfig,
  sinks: (config, nodeId, connected) => (config.keepItems || connected.has('records') ? [nodeId] : []),
  init: (config, ctx) => ({
    config,
    name: config.tableName || ctx.nodeId,
    items: new Map(),
    itemsBytes: 0,
    recordItems: 0,
    recordBytes: 0,
    keyed: new Column(),
    reads: newBank(config.readCapacityUnits, config.burstSeconds, ctx.now),
    writes: newBank(config.writeCapacityUnits, config.burstSeconds, ctx.now),
    throttledUntil: 0,
    outUntil: 0,
    consumedReads: 0,
    consumedWrites: 0,
    throttledReads: 0,
    throttledWrites: 0,
    conditionsFailed: 0,
    madeUp: 0,
    overwritten: 0,
    duplicates: 0,
    settledAt: 0,
  }),
  onCall(state, call, ctx) {
    const error = outage(state, call.operation.slice(call.operation.indexOf(':') + 1), ctx);
    if (error) return ctx.reply(call, { ok: false, error });
    if (BatchWriteItem.is(call)) return batchWrite(state, call, ctx);
    if (!answerItems(state, call, ctx)) ctx.reply(call, { ok: false, error: awsError('UnknownOperationException', `${call.operation} is not simulated.`) });
  },
  onEvent() {},
  onReply() {},
  onIntervention(state, what, config, ctx) {
    if (what.type === 'operate') updateTable(state, what.request, ctx);
    else if (what.type === 'setConfig') {
      if (config) applyConfig(state, config, ctx);
    } else {
      const until = what.type === 'recover' ? 0 : what.duration === undefined ? Infinity : ctx.now + what.duration;
      if (what.name === 'throttle') state.throttledUntil = until;
      else state.outUntil = until;
    }
  },
  settle,
  view: viewTable,
  describe: describeTable,
  invariants: [
    { name: 'no bank holds more than the burst window gives', holds: (state, at) => withinBanks(state.reads, state.config.readCapacityUnits, at.limits.duration('kcl.table.burst-window')) && withinBanks(state.writes, state.config.writeCapacityUnits, at.limits.duration('kcl.table.burst-window')) },
    { name: 'writes never go into debt', holds: (state, at) => state.writes.level + at.limits.bytes('dynamodb.item.max-bytes') > 0 },
    { name: 'the size of the table is the sum of its items', holds: (state) => [...state.items.values()].reduce((sum, { bytes }) => sum + bytes, 0) === state.itemsBytes },
  ],
  heldRows() {},
};
