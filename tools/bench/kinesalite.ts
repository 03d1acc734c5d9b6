import { createRequire } from 'node:module';
import { Agent, request } from 'node:http';
import type { Server } from 'node:http';

const require = createRequire(new URL('./peers/package.json', import.meta.url));

interface Kinesalite {
  (options: { createStreamMs: number; shardLimit: number }): Server;
}

/** One connection, as a client with a single socket holds it. */
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** One API call without a signature check: kinesalite reads only its form. */
export function call(port: number, operation: string, body: object): Promise<Record<string, unknown>> {
  const text = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `Kinesis_20131202.${operation}`,
          'x-amz-date': '20200101T000000Z',
          authorization: 'AWS4-HMAC-SHA256 Credential=a/20200101/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=b',
          'content-length': Buffer.byteLength(text),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const answer = Buffer.concat(chunks).toString();
          if (response.statusCode === 200) resolve(answer === '' ? {} : (JSON.parse(answer) as Record<string, unknown>));
          else reject(new Error(`${operation}: ${response.statusCode} ${answer.slice(0, 200)}`));
        });
      },
    );
    sent.on('error', reject);
    sent.end(text);
  });
}

/** Records a second that kinesalite takes by PutRecords(500) over loopback at 10 shards, wall time; undefined when it is not installed. */
export async function kinesalitePutRecords(): Promise<number | undefined> {
  let kinesalite: Kinesalite;
  try {
    kinesalite = require('kinesalite') as Kinesalite;
  } catch {
    console.error('bench: kinesalite is not installed (npm ci in tools/bench/peers); its bar is left out');
    return undefined;
  }
  const server = kinesalite({ createStreamMs: 0, shardLimit: 100 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const port = (server.address() as { port: number }).port;
  try {
    await call(port, 'CreateStream', { StreamName: 'bench', ShardCount: 10 });
    for (let tries = 0; tries < 50; tries++) {
      const described = await call(port, 'DescribeStreamSummary', { StreamName: 'bench' });
      if ((described.StreamDescriptionSummary as { StreamStatus: string }).StreamStatus === 'ACTIVE') break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return await putRecordsPerSecond(port);
  } finally {
    server.close();
    agent.destroy();
  }
}

/** Records a second by PutRecords of 500 into the stream "bench", over one connection, wall time. Throws when a record is refused. */
export async function putRecordsPerSecond(port: number): Promise<number> {
  const data = Buffer.alloc(500, 'x').toString('base64');
  const batch = (n: number) => ({ StreamName: 'bench', Records: Array.from({ length: 500 }, (_, i) => ({ Data: data, PartitionKey: `key-${(n * 500 + i) % 10_000}` })) });
  for (let n = 0; n < 4; n++) await call(port, 'PutRecords', batch(n));
  const batches = Array.from({ length: 20 }, (_, n) => batch(n));
  const began = performance.now();
  for (const each of batches) {
    const { FailedRecordCount } = await call(port, 'PutRecords', each);
    if (FailedRecordCount !== 0) throw new Error(`${String(FailedRecordCount)} records were refused: the figure would not be of records taken in`);
  }
  return (batches.length * 500) / ((performance.now() - began) / 1000);
}
