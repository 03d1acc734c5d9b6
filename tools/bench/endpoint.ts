import type { AddressInfo } from 'node:net';
import { Endpoint } from '../../src/aws-endpoint/endpoint.ts';
import { settle } from '../../src/aws-endpoint/requestHandler.ts';
import { models } from '../../src/services/models.ts';
import { createEndpointServer } from '../endpoint/server.ts';
import { atLeast, atMost, figure, median, type Bar } from './bar.ts';
import { call, kinesalitePutRecords, putRecordsPerSecond } from './kinesalite.ts';

/** A second passes with every call, so that no limit of a shard is met and each record counts as taken in. */
async function endpointPutRecords(ShardCount: number): Promise<number> {
  const endpoint = new Endpoint({ models, facts: 'today', account: '123456789012', region: 'us-east-1', startsAt: 0, provisioningDelay: 0 });
  const server = createEndpointServer(endpoint, { catchUp: () => endpoint.world.advance(endpoint.world.now + 1000), wait: (answer) => settle(endpoint, answer), during: (sent) => sent, reset: () => undefined });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    await call(port, 'CreateStream', { StreamName: 'bench', ShardCount });
    return await putRecordsPerSecond(port);
  } finally {
    await server.end();
  }
}

/** Issue of real clients: PutRecords of 500 over loopback and one connection, beside kinesalite in the same run. */
export async function endpointBars(quick: boolean): Promise<Bar[]> {
  const rounds = quick ? 3 : 5;
  const ratios: number[] = [];
  const few: number[] = [];
  const many: number[] = [];
  for (let round = 0; round < rounds; round++) {
    few.push(await endpointPutRecords(10));
    many.push(await endpointPutRecords(1000));
    const peer = await kinesalitePutRecords();
    if (peer !== undefined) ratios.push(few[round]! / peer);
  }
  return [
    figure(13, 'endpoint, PutRecords(500) over loopback, 10 shards', median(few), 'records/s'),
    ...(ratios.length > 0 ? [atLeast(13, 'endpoint / kinesalite, 10 shards', median(ratios), 3, 'x')] : []),
    atMost(13, 'endpoint, cost of a record at 1,000 shards / at 10', median(few.map((each, i) => each / many[i]!)), 1.3, 'x'),
  ];
}
