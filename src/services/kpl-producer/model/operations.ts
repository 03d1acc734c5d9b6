/** What other slices may know of the KPL: the format of its aggregates, and the rule by which consumers take them apart. */
export { aggregatePartitionKey, belongsToShard, deaggregate, decodeAggregate, encodeAggregate, isAggregate, keyInRange, packUserRecords, rangeWords, type KplEntry, type UserRecord } from './format.ts';
