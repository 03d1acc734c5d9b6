/** PutRecord and PutRecordBatch. */
import { base64Size } from '../../base/base64.ts';
import { PutRecord, PutRecordBatch } from '../../services/firehose/model/operations.ts';
import { makeBatch, type RecordBatch } from '../../sim/records/recordBatch.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { classOf, processingOf } from './functions.ts';
import { usableStream, type DeliveryStream } from './register.ts';
import { encrypts } from './encryption.ts';

interface Entry {
  readonly Data: string;
}

const idCharacters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const idLength = 224;

/** As long as AWS's, and never the same twice: the count of records stands in front. */
function recordId(world: World): string {
  const count = world.register('firehose-record-ids', () => ({ given: 0 }));
  let text = (count.given++).toString(36).padStart(10, '0');
  while (text.length < idLength) text += idCharacters[world.client.rng.int(0, 63)]!;
  return text;
}

function batchOf(entries: readonly Entry[], { settings }: DeliveryStream, world: World): RecordBatch {
  const { functionName } = processingOf(settings.ProcessingConfiguration as ApiRecord | undefined);
  const count = entries.length;
  const rows = new Uint32Array(count);
  const keys = new Uint32Array(count);
  const bytes = new Uint32Array(count);
  entries.forEach(({ Data }, i) => {
    keys[i] = world.client.keys.intern(classOf(functionName, Data));
    rows[i] = world.birth(keys[i]!, Data);
    bytes[i] = base64Size(Data);
  });
  return makeBatch({ count, rows, keys, bytes });
}

const putRecord: Handler = async (input, world) => {
  const stream = usableStream(input, world);
  const records = batchOf([input.Record as unknown as Entry], stream, world);
  try {
    return await world.call(stream.node, PutRecord, { records }, () => ({ RecordId: recordId(world), Encrypted: encrypts(stream, world) }));
  } finally {
    world.letGo(records.rows);
  }
};

const putRecordBatch: Handler = async (input, world) => {
  const stream = usableStream(input, world);
  const records = batchOf(input.Records as unknown as readonly Entry[], stream, world);
  try {
    return await world.call(stream.node, PutRecordBatch, { records }, ({ FailedPutCount, outcome }): ApiRecord => ({
      FailedPutCount,
      Encrypted: encrypts(stream, world),
      RequestResponses: Array.from(outcome.code, (code) => (code === 0 ? { RecordId: recordId(world) } : { ErrorCode: outcome.codes[code - 1], ErrorMessage: 'Slow down.' })),
    }));
  } finally {
    world.letGo(records.rows);
  }
};

export const recordHandlers: Readonly<Record<string, Handler>> = { PutRecord: putRecord, PutRecordBatch: putRecordBatch };
