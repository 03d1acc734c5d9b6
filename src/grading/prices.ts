import { fail, ok, type Result } from '../base/result.ts';
import { parseFields, type ConfigIssue, type Fields } from '../sim/config.ts';
import { limitsOf } from '../sim/limits.ts';
import { isPlainRecord } from '../sim/plainData.ts';

/** Points for a billing unit. */
export interface Price {
  readonly unit: string;
  /** The kind of node that bills it, where kinds call different things by one name. */
  readonly kind?: string | undefined;
  /** What is counted, as a person reads it. */
  readonly says: string;
  readonly points: number;
  /** Units that cost these points. */
  readonly per: number;
}

/** A dated table that a person may edit. Points are ours: they rank designs and are no bill. */
export interface PriceTable {
  /** Day on which somebody last looked it over, YYYY-MM-DD. */
  readonly date: string;
  readonly says: string;
  readonly prices: readonly Price[];
}

/** Points that keep the rough proportions between the parts of a stream's bill. [SIM] */
export const defaultPrices: PriceTable = {
  date: '2026-11-23',
  says: 'Points for comparing designs: an open shard costs 10 an hour, the rest in rough proportion. Not a bill: no free tiers, no discounts; look up prices where you buy.',
  prices: [
    { unit: 'shard-hour', says: 'Open shards, by the hour', points: 10, per: 1 },
    { unit: 'put-payload-unit', says: 'PUT payload units (a record counts one for each 25 KB begun)', points: 10, per: 1_000_000 },
    { unit: 'extended-retention-shard-hour', says: 'Retention beyond the first day, by shard and hour', points: 13, per: 1 },
    {
      unit: 'fan-out-consumer-shard-hour',
      says: 'Consumers registered for enhanced fan-out, by shard and hour',
      points: 10,
      per: 1,
    },
    { unit: 'fan-out-gibibyte', says: 'Data pushed by enhanced fan-out, by the GiB', points: 9, per: 1 },
    { unit: 'worker-hour', says: 'Servers that run workers, by the hour', points: 28, per: 1 },
    {
      unit: 'firehose-gibibyte',
      says: 'Data taken in by Firehose, each record rounded up to 5 KB, by the GiB',
      points: 19,
      per: 1,
    },
    { unit: 'lambda-request', says: 'Lambda calls', points: 133, per: 1_000_000 },
    { unit: 'lambda-gigabyte-second', says: 'Lambda run time times memory, by the GB-second', points: 11, per: 1000 },
    { unit: 's3-put-request', says: 'PUT and COPY requests to S3', points: 3.3, per: 1000 },
    { unit: 's3-get-request', says: 'GET requests to S3', points: 0.27, per: 1000 },
    { unit: 's3-gigabyte-hour', says: 'Data kept in S3, by the GB and hour', points: 21, per: 1000 },
    { unit: 'write-capacity-unit-hour', says: 'Provisioned write capacity of a table, by unit and hour', points: 0.43, per: 1 },
    { unit: 'read-capacity-unit-hour', says: 'Provisioned read capacity of a table, by unit and hour', points: 0.087, per: 1 },
    { unit: 'write-request-unit', says: 'Writes to an on-demand table, by the KB begun', points: 417, per: 1_000_000 },
    { unit: 'read-request-unit', says: 'Reads of an on-demand table, by 4 KB begun', points: 83, per: 1_000_000 },
    {
      unit: 'requests',
      kind: 'sqs-queue',
      says: 'Requests to a standard queue, empty receives too, by 64 KB begun',
      points: 267,
      per: 1_000_000,
    },
    {
      unit: 'FIFO requests',
      kind: 'sqs-queue',
      says: 'Requests to a FIFO queue, empty receives too, by 64 KB begun',
      points: 333,
      per: 1_000_000,
    },
    { unit: 'requests', kind: 'sns-topic', says: 'Messages published to a topic, by 64 KB begun', points: 333, per: 1_000_000 },
    { unit: 'deliveries to sqs', says: 'Deliveries of a topic to queues', points: 0, per: 1 },
    { unit: 'deliveries to lambda', says: 'Deliveries of a topic to functions', points: 0, per: 1 },
    { unit: 'deliveries to firehose', says: 'Deliveries of a topic to Firehose', points: 127, per: 1_000_000 },
    { unit: 'deliveries to http', says: 'Deliveries of a topic over HTTP', points: 400, per: 1_000_000 },
    { unit: 'deliveries to https', says: 'Deliveries of a topic over HTTPS', points: 400, per: 1_000_000 },
    { unit: 'deliveries to email', says: 'Deliveries of a topic by e-mail', points: 13_333, per: 1_000_000 },
    { unit: 'iot-messages', says: 'Messages through the device gateway, by 5 KB begun', points: 667, per: 1_000_000 },
    { unit: 'connection-minutes', says: 'Devices connected, by the minute', points: 53, per: 1_000_000 },
    { unit: 'registry-operations', says: 'Calls to the registry of things', points: 833, per: 1_000_000 },
    { unit: 'shadow-operations', says: 'Reads and changes of device shadows', points: 833, per: 1_000_000 },
    { unit: 'rules-triggered', says: 'Rules that a message set off', points: 100, per: 1_000_000 },
    { unit: 'actions-executed', says: 'Actions that rules carried out', points: 100, per: 1_000_000 },
    { unit: 'ActivityAttempts', says: 'Attempts of a pipeline’s activities', points: 0.7, per: 1 },
    { unit: 'Ec2InstanceHours', says: 'Instances that a pipeline starts, by the hour', points: 28, per: 1 },
    { unit: 'EmrClusterHours', says: 'Clusters that a pipeline starts, by the hour', points: 200, per: 1 },
    { unit: 'SnowballJob', says: 'Devices sent out', points: 200_000, per: 1 },
  ],
};

export interface CostLine {
  readonly node: string;
  readonly unit: string;
  readonly amount: number;
  /** Undefined where the table has no price for the unit. */
  readonly points?: number | undefined;
}

export interface Cost {
  readonly lines: readonly CostLine[];
  readonly points: number;
  /** Units that the table has no price for. */
  readonly unpriced: readonly string[];
}

/** The price of a unit: that of the node's kind, or the one for all kinds. */
export function priceOf(table: PriceTable, unit: string, kind: string | undefined): Price | undefined {
  const prices = table.prices.filter((candidate) => candidate.unit === unit);
  return prices.find((price) => price.kind === kind && kind !== undefined) ?? prices.find((price) => price.kind === undefined);
}

/** Billing units times the table; `kindOf` tells the kind of a node. A unit without a price is named, never taken as free. */
export function costOf(
  units: readonly { readonly node: string; readonly unit: string; readonly amount: number }[],
  table: PriceTable,
  kindOf: (node: string) => string | undefined = () => undefined,
): Cost {
  const lines = units.map(({ node, unit, amount }): CostLine => {
    const price = priceOf(table, unit, kindOf(node));
    return price ? { node, unit, amount, points: (amount * price.points) / price.per } : { node, unit, amount };
  });
  const unpriced = [...new Set(lines.filter((line) => line.points === undefined).map((line) => line.unit))];
  return { lines, points: lines.reduce((sum, line) => sum + (line.points ?? 0), 0), unpriced };
}

const text = { type: 'text', max: 300, default: '' } as const;
const priceFields: Fields<Price> = {
  unit: { ...text, says: 'Billing unit' },
  kind: { ...text, says: 'Kind of node that bills it' },
  says: { ...text, says: 'What is counted' },
  points: { type: 'number', says: 'Points', min: 0, default: 0 },
  per: { type: 'number', says: 'Units that cost these points', min: 1e-9, default: 1 },
};

/** Reads a table that a person has edited: everything that is wrong with it at once. */
export function parsePriceTable(raw: unknown): Result<PriceTable, readonly ConfigIssue[]> {
  if (!isPlainRecord(raw)) return fail([{ path: '', problem: 'a price table has a date, a sentence and a list of prices' }]);
  const issues: ConfigIssue[] = [];
  const { date, says, prices } = raw;
  for (const key of Object.keys(raw))
    if (!['date', 'says', 'prices'].includes(key))
      issues.push({ path: key, problem: `unknown key "${key}"; a table has date, says and prices` });
  if (typeof date !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(date))
    issues.push({ path: 'date', problem: 'must be a day such as 2026-11-23' });
  if (!Array.isArray(prices)) issues.push({ path: 'prices', problem: 'must be a list' });
  const read: Price[] = [];
  (Array.isArray(prices) ? prices : []).forEach((entry, i) => {
    const parsed = parseFields<Price>(entry, priceFields, limitsOf('notes'));
    if (!parsed.ok)
      return issues.push(...parsed.error.map((issue) => ({ path: `prices.${i}.${issue.path}`, problem: issue.problem })));
    const { kind, ...price } = parsed.value;
    if (price.unit === '') issues.push({ path: `prices.${i}.unit`, problem: 'is missing' });
    else if (read.some((other) => other.unit === price.unit && (other.kind ?? '') === kind))
      issues.push({ path: `prices.${i}.unit`, problem: `"${price.unit}" has a price already` });
    return read.push(kind ? { ...price, kind } : price);
  });
  return issues.length > 0 ? fail(issues) : ok({ date: date as string, says: typeof says === 'string' ? says : '', prices: read });
}
