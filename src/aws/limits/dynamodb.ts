import { defineLimit, KiB, type Limit, MiB } from './define.ts';

const batchWrite = 'DynamoDB API Reference: BatchWriteItem';

/** DynamoDB as a store of state and a place where records end. */
export const dynamodbLimits: readonly Limit[] = [
  defineLimit({ id: 'dynamodb.item.max-bytes', title: 'Largest item, attribute names counted', quantity: 'bytes', notes: 400 * KiB, source: 'DynamoDB Developer Guide: Quotas (items)' }),
  defineLimit({ id: 'dynamodb.batch-write.max-items', title: 'Items in one BatchWriteItem call', quantity: 'count', notes: 25, source: batchWrite }),
  defineLimit({ id: 'dynamodb.batch-write.max-bytes', title: 'Data in one BatchWriteItem call', quantity: 'bytes', notes: 16 * MiB, source: batchWrite }),
  defineLimit({ id: 'dynamodb.list.default-page', title: 'Tables of a page of ListTables when none is asked for', quantity: 'count', notes: 100, source: 'DynamoDB API Reference: ListTables' }),
  defineLimit({ id: 'dynamodb.page.max-bytes', title: 'Data that one Query or Scan reads', quantity: 'bytes', notes: MiB, source: 'DynamoDB API Reference: Scan' }),
];
