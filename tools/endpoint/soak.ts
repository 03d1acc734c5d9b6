import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { Endpoint } from '../../src/aws-endpoint/endpoint.ts';
import { settle } from '../../src/aws-endpoint/requestHandler.ts';
import { models } from '../../src/services/models.ts';
import { createEndpointServer } from './server.ts';
import { beginSoak, secondOfSoak } from './soakLoad.ts';

const help = `node --expose-gc --import tsx tools/endpoint/soak.ts [--minutes 60] [--rate 50]

An hour (or what --minutes says) of simulated time through a server on 127.0.0.1: each second messages are sent, received and deleted,
records put, read and pushed, published, delivered into objects that are read and deleted; each minute queues, topics, streams and
delivery streams are made and deleted. Prints memory each five minutes, and fails when the last third of the run holds over a tenth
more than the middle one.
  --minutes N   simulated minutes (60)
  --rate N      messages and records a second (50)`;

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '60' }, rate: { type: 'string', default: '50' }, help: { type: 'boolean' } } });
const mebibyte = 1024 * 1024;

async function main(): Promise<number> {
  if (values.help) {
    console.log(help);
    return 0;
  }
  const collect = (globalThis as { gc?: () => void }).gc;
  if (!collect) throw new Error('start it with node --expose-gc: memory is looked at after collecting');
  const endpoint = new Endpoint({ models, facts: 'today', account: '123456789012', region: 'us-east-1', startsAt: Date.UTC(2026, 0, 5), provisioningDelay: 0 });
  const server = createEndpointServer(endpoint, { catchUp: () => undefined, wait: (answer) => settle(endpoint, answer), during: (sent) => sent, reset: () => undefined });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const load = await beginSoak(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, Number(values.rate));
  const samples: number[] = [];
  const seconds = Number(values.minutes) * 60;
  const began = performance.now();
  for (let second = 1; second <= seconds; second++) {
    endpoint.world.advance(second * 1000);
    await secondOfSoak(load, second);
    if (second % 300 === 0 || second === seconds) {
      collect();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      samples.push(heapUsed + arrayBuffers);
      const { records, nodes, keys } = endpoint.world.simulation;
      console.log(`${second / 60} min: ${((heapUsed + arrayBuffers) / mebibyte).toFixed(1)} MiB, ${load.calls} calls, ${records.held} records held, ${nodes.length} nodes, ${keys.count} keys`);
    }
  }
  await server.end();
  const third = Math.floor(samples.length / 3);
  const mean = (part: readonly number[]) => part.reduce((sum, each) => sum + each, 0) / part.length;
  const growth = mean(samples.slice(-third)) / mean(samples.slice(third, 2 * third));
  console.log(`${load.calls} calls in ${((performance.now() - began) / 1000).toFixed(0)} s; last third / middle third: ${growth.toFixed(3)}`);
  return growth <= 1.1 ? 0 : 1;
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
