import { parseArgs } from 'node:util';
import { Endpoint } from '../../src/aws-endpoint/endpoint.ts';
import { answerOf } from '../../src/aws-endpoint/requestHandler.ts';
import { models } from '../../src/services/models.ts';

const help = `node --expose-gc --import tsx tools/endpoint/soak.ts [--minutes 60] [--rate 200]

An hour (or what --minutes says) of simulated time: records put and read, messages sent, received and deleted, every second; prints memory each five
minutes and fails when the last third of the run holds over a tenth more than the middle one.`;

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '60' }, rate: { type: 'string', default: '200' }, help: { type: 'boolean' } } });

async function main(): Promise<number> {
  if (values.help) {
    console.log(help);
    return 0;
  }
  const collect = (globalThis as { gc?: () => void }).gc;
  if (!collect) throw new Error('start it with node --expose-gc: memory is looked at after collecting');
  const endpoint = new Endpoint({ models, facts: 'today', account: '123456789012', region: 'us-east-1', startsAt: 0, provisioningDelay: 0 });
  const post = async (target: string, input: unknown, version = '1.1') => {
    const { status, body } = await answerOf(endpoint, { method: 'POST', path: '/', query: '', headers: { 'x-amz-target': target, 'content-type': `application/x-amz-json-${version}`, host: 'localhost' }, body: Buffer.from(JSON.stringify(input)) });
    const text = Buffer.from(body).toString();
    if (status !== 200) throw new Error(`${target}: ${text}`);
    return (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  };
  const kinesis = (operation: string, input: unknown) => post(`Kinesis_20131202.${operation}`, input);
  const sqs = (operation: string, input: unknown) => post(`AmazonSQS.${operation}`, input, '1.0');
  await kinesis('CreateStream', { StreamName: 's', ShardCount: 2 });
  // A stream keeps a day: records of the hour would all be held, so only their number counts here, and it is taken off below.
  const { QueueUrl } = await sqs('CreateQueue', { QueueName: 'q' });
  let iterator = (await kinesis('GetShardIterator', { StreamName: 's', ShardId: '0', ShardIteratorType: 'LATEST' })).ShardIterator;
  const rate = Number(values.rate);
  const data = Buffer.alloc(100, 'x').toString('base64');
  const samples: number[] = [];
  const seconds = Number(values.minutes) * 60;
  for (let second = 1; second <= seconds; second++) {
    endpoint.world.advance(second * 1000);
    if (second % 60 === 1) await kinesis('PutRecords', { StreamName: 's', Records: Array.from({ length: Math.min(500, rate) }, (_, i) => ({ Data: data, PartitionKey: `k${i % 50}` })) });
    const read = await kinesis('GetRecords', { ShardIterator: iterator });
    iterator = read.NextShardIterator;
    for (let i = 0; i < rate / 10; i++) await sqs('SendMessageBatch', { QueueUrl, Entries: Array.from({ length: 10 }, (_, k) => ({ Id: String(k), MessageBody: `message ${second} ${i} ${k}` })) });
    for (let i = 0; i < rate / 10; i++) {
      const { Messages = [] } = (await sqs('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 })) as { Messages?: { MessageId: string; ReceiptHandle: string }[] };
      if (Messages.length > 0) await sqs('DeleteMessageBatch', { QueueUrl, Entries: Messages.map(({ ReceiptHandle }, k) => ({ Id: String(k), ReceiptHandle })) });
    }
    if (second % 300 === 0 || second === seconds) {
      collect();
      samples.push(process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers);
      if (process.env.SOAK_DETAILS) console.log({ keys: endpoint.world.simulation.keys.count, held: endpoint.world.simulation.records.held, born: endpoint.world.simulation.records.born, heap: process.memoryUsage().heapUsed, buffers: process.memoryUsage().arrayBuffers, node: endpoint.world.simulation.nodes.map((n) => JSON.stringify(n.state, (_, v) => typeof v === 'bigint' ? 0 : v instanceof Map ? [...v] : v).length) });
      console.log(`${second / 60} min: ${(samples.at(-1)! / 1048576).toFixed(1)} MiB`);
    }
  }
  const third = Math.floor(samples.length / 3);
  const mean = (part: readonly number[]) => part.reduce((sum, each) => sum + each, 0) / part.length;
  const growth = mean(samples.slice(-third)) / mean(samples.slice(third, 2 * third));
  console.log(`last third / middle third: ${growth.toFixed(3)}`);
  return growth <= 1.1 ? 0 : 1;
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
