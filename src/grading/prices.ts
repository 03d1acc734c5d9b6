/** Points for a billing unit. */
export interface Price {
  readonly unit: string;
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
  date: '2026-11-22',
  says: 'Points for comparing designs: an open shard costs 10 an hour, the rest in rough proportion. Not a bill; look up prices where you buy.',
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

/** Billing units times the table. A unit without a price is named, never taken as free. */
export function costOf(
  units: readonly { readonly node: string; readonly unit: string; readonly amount: number }[],
  table: PriceTable,
): Cost {
  const lines = units.map(({ node, unit, amount }): CostLine => {
    const price = table.prices.find((candidate) => candidate.unit === unit);
    return price ? { node, unit, amount, points: (amount * price.points) / price.per } : { node, unit, amount };
  });
  const unpriced = [...new Set(lines.filter((line) => line.points === undefined).map((line) => line.unit))];
  return { lines, points: lines.reduce((sum, line) => sum + (line.points ?? 0), 0), unpriced };
}
