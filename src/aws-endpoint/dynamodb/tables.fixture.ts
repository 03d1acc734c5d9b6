/** Requests to DynamoDB, and tables with items that the model's own operations wrote. */
import { utf8Text } from '../../base/base64.ts';
import { utf8Bytes } from '../../base/md5.ts';
import { keyText, PutItem } from '../../services/dynamodb-table/model/operations.ts';
import type { PlainRecord } from '../../sim/plainData.ts';
import { inProcess } from '../../testing/inProcessEndpoint.ts';
import type { Endpoint } from '../endpoint.ts';
import { answerOf, settle } from '../requestHandler.ts';
import { tableNamed } from './tables.ts';

export async function post(endpoint: Endpoint, operation: string, body: Uint8Array) {
  const { status, headers, body: answer } = await answerOf(endpoint, { method: 'POST', path: '/', query: '', headers: { 'x-amz-target': `DynamoDB_20120810.${operation}`, 'content-type': 'application/x-amz-json-1.0' }, body });
  return { status, headers, body: JSON.parse(utf8Text(answer) ?? '') as Record<string, unknown> };
}

export const send = (endpoint: Endpoint, operation: string, input: unknown) => post(endpoint, operation, utf8Bytes(JSON.stringify(input) ?? ''));

export async function put(endpoint: Endpoint, table: string, hash: string, item: PlainRecord, range?: string | number) {
  await settle(endpoint, endpoint.world.call(tableNamed(endpoint.world, table).node, PutItem, { key: keyText(hash, range), item }, () => null));
}

/** Leases of the KCL (`leases`), and readings by device and time (`readings`). */
export async function withTables() {
  const { endpoint } = inProcess();
  tableNamed(endpoint.world, 'leases', { hashKey: { name: 'leaseKey', type: 'S' } });
  tableNamed(endpoint.world, 'readings', { hashKey: { name: 'device', type: 'S' }, rangeKey: { name: 'at', type: 'N' } });
  for (const [i, owner] of ['worker-1', 'worker-2', 'worker-1'].entries()) {
    const leaseKey = `shardId-00000000000${i}`;
    await put(endpoint, 'leases', leaseKey, { leaseKey, leaseOwner: owner, leaseCounter: i * 10, checkpoint: 'TRIM_HORIZON', parentShardId: i === 2 ? ['shardId-000000000000'] : undefined });
  }
  for (const device of ['a', 'b']) for (let at = 1; at <= 12; at++) await put(endpoint, 'readings', device, { device, at, celsius: at * 1.5, place: { room: `r${at % 3}`, floor: 2 }, tags: ['x', `t${at}`], ok: at % 2 === 0 }, at);
  return endpoint;
}

/** 40 partition keys of three items each (`many`). */
export async function withMany() {
  const { endpoint } = inProcess();
  tableNamed(endpoint.world, 'many', { hashKey: { name: 'id', type: 'S' }, rangeKey: { name: 'n', type: 'N' } });
  for (let i = 0; i < 120; i++) {
    const id = `k${String(Math.floor(i / 3)).padStart(2, '0')}`;
    await put(endpoint, 'many', id, { id, n: i % 3 }, i % 3);
  }
  return endpoint;
}
