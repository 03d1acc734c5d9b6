import { parseArgs } from 'node:util';
import { Endpoint } from '../src/aws-endpoint/endpoint.ts';
import { models } from '../src/services/models.ts';
import { Journal } from './endpoint/journal.ts';
import { Pacer } from './endpoint/pacer.ts';
import { createEndpointServer } from './endpoint/server.ts';

const help = `npm run endpoint [-- --port 4566] [--account 123456789012] [--provisioning-delay MS] [--facts today] [--time-scale X] [--state FILE]

Serves the simulated services to any AWS client on 127.0.0.1: aws --endpoint-url http://127.0.0.1:4566 kinesis list-streams
  --port N                 port (4566); 0 takes a free one
  --account ID             account of the simulated world, twelve digits
  --region NAME            Region (us-east-1)
  --provisioning-delay MS  how long new resources are CREATING (500); 0 for tools that read ACTIVE at once
  --facts E                edition of the rules: today (default) or notes
  --time-scale X           simulated seconds in a second (1)
  --state FILE             keeps every call there and begins with what it holds
POST /moto-api/reset empties everything.`;

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4566' },
    account: { type: 'string', default: '123456789012' },
    region: { type: 'string', default: 'us-east-1' },
    'provisioning-delay': { type: 'string', default: '500' },
    facts: { type: 'string', default: 'today' },
    'time-scale': { type: 'string', default: '1' },
    state: { type: 'string' },
    help: { type: 'boolean' },
  },
});

/** A number from the command line, or an end with what is wrong. */
function number(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < least || value > most) throw new Error(`--${name} must be a number from ${least} to ${most}, and is "${text}"`);
  return value;
}

async function main(): Promise<void> {
  if (values.help) return console.log(help);
  if (values.facts !== 'today' && values.facts !== 'notes') throw new Error(`--facts is today or notes, and not "${values.facts}"`);
  if (!/^\d{12}$/.test(values.account)) throw new Error(`--account has twelve digits, and "${values.account}" has not`);
  const timeScale = number('time-scale', values['time-scale'], 0.001, 100_000);
  const journal = values.state === undefined ? undefined : new Journal(values.state);
  const startsAt = journal?.startsAt ?? Date.now();
  const endpoint = new Endpoint({ models, facts: values.facts, account: values.account, region: values.region, startsAt, provisioningDelay: number('provisioning-delay', values['provisioning-delay'], 0, 3_600_000) });
  const pacer = new Pacer(endpoint, timeScale);
  if (journal) {
    const { calls, now } = await journal.replay(endpoint);
    pacer.beginAt(now);
    console.log(`read ${calls} calls of ${values.state}`);
  }
  const server = createEndpointServer(endpoint, {
    catchUp: () => pacer.catchUp(),
    wait: (answer) => pacer.wait(answer),
    during: (sent) => pacer.wait(sent),
    arrived: (request) => journal?.keep(endpoint.world.now, request),
    reset() {
      endpoint.reset(Date.now());
      pacer.beginAt(0);
      journal?.clear(endpoint.world.options.startsAt);
    },
  });
  server.on('error', (error) => {
    console.error(`endpoint: ${error.message}`);
    process.exit(1);
  });
  server.listen(number('port', values.port, 0, 65_535), '127.0.0.1', () => {
    const address = server.address();
    console.log(`The simulated services answer at http://127.0.0.1:${typeof address === 'object' && address ? address.port : values.port} (${values.facts}, account ${values.account}, ${values.region}). Ctrl+C ends it.`);
  });
  const end = () => {
    pacer.stop();
    journal?.close(endpoint.world.now);
    void server.end().then(() => process.exit(0));
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}

main().catch((error: unknown) => {
  console.error(`endpoint: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
