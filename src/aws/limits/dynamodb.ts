import { defineLimit, KiB, type Limit, MiB } from './define.ts';

const constraints = 'DynamoDB Developer Guide: Constraints in Amazon DynamoDB';
const batchWrite = 'DynamoDB API Reference: BatchWriteItem';

/** DynamoDB as a store of state and a place where records end. */
export const dynamodbLimits: readonly Limit[] = [
  defineLimit({ id: 'dynamodb.item.max-bytes', title: 'Largest item, attribute names counted', quantity: 'bytes', notes: 400 * KiB, source: 'DynamoDB Developer Guide: Quotas (items)' }),
  defineLimit({ id: 'dynamodb.batch-write.max-items', title: 'Items in one BatchWriteItem call', quantity: 'count', notes: 25, source: batchWrite }),
  defineLimit({ id: 'dynamodb.batch-write.max-bytes', title: 'Data in one BatchWriteItem call', quantity: 'bytes', notes: 16 * MiB, source: batchWrite }),
  defineLimit({ id: 'dynamodb.list.default-page', title: 'Tables of a page of ListTables when none is asked for', quantity: 'count', notes: 100, source: 'DynamoDB API Reference: ListTables' }),
  defineLimit({ id: 'dynamodb.page.max-bytes', title: 'Data that one Query or Scan reads', quantity: 'bytes', notes: MiB, source: 'DynamoDB API Reference: Scan' }),
  defineLimit({ id: 'dynamodb.key.max-hash-bytes', title: 'Longest value of a partition key', quantity: 'bytes', notes: 2 * KiB, source: constraints }),
  defineLimit({ id: 'dynamodb.key.max-range-bytes', title: 'Longest value of a sort key', quantity: 'bytes', notes: KiB, source: constraints }),
  defineLimit({ id: 'dynamodb.number.max-digits', title: 'Significant digits of a number', quantity: 'count', notes: 38, source: constraints }),
  defineLimit({ id: 'dynamodb.expression.max-bytes', title: 'Longest expression', quantity: 'bytes', notes: 4 * KiB, source: constraints }),
  defineLimit({ id: 'dynamodb.expression.max-operators', title: 'Operators and functions in one expression', quantity: 'count', notes: 300, source: constraints }),
  defineLimit({ id: 'dynamodb.expression.max-in-operands', title: 'Operands of IN in an expression', quantity: 'count', notes: 100, source: constraints }),
  defineLimit({ id: 'dynamodb.document.max-depth', title: 'Levels of a document path', quantity: 'count', notes: 32, source: constraints }),
];
