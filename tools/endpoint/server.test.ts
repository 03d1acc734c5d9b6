import { CreateStreamCommand, GetRecordsCommand, GetShardIteratorCommand, KinesisClient, ListStreamsCommand, PutRecordCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { accountCalls, ask, picture } from './account.fixture.ts';
import { reaches } from './checks/reach.ts';

const folder = mkdtempSync(join(tmpdir(), 'endpoint-'));
const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});

/** Starts the command as a person would; answers its address once it says that it serves. */
function start(...args: string[]): Promise<{ url: string; stop: () => Promise<number | null>; said: () => string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tools/endpoint.ts', '--port', '0', '--provisioning-delay', '0', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let said = '';
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  return new Promise((resolve, reject) => {
    const hear = (part: Buffer) => {
      said += String(part);
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (url && said.includes('Ctrl+C')) resolve({ url, said: () => said, stop: () => (child.kill('SIGTERM'), ended) });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    void ended.then((code) => reject(new Error(`ended with ${code}: ${said}`)));
  });
}
const clientOf = (endpoint: string) => new KinesisClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
const textsIn = async (kinesis: KinesisClient) => {
  const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand({ StreamName: 's', ShardId: '0', ShardIteratorType: 'TRIM_HORIZON' }));
  return (await kinesis.send(new GetRecordsCommand({ ShardIterator }))).Records!.map(({ Data, SequenceNumber }) => `${Buffer.from(Data!).toString()} ${SequenceNumber}`);
};

describe('npm run endpoint', () => {
  it('keeps everything over a stop and a start, and over an end by surprise', async () => {
    const state = join(folder, 'state.jsonl');
    const first = await start('--state', state);
    const kinesis = clientOf(first.url);
    await kinesis.send(new CreateStreamCommand({ StreamName: 's', ShardCount: 1 }));
    for (let i = 0; i < 5; i++) await kinesis.send(new PutRecordCommand({ StreamName: 's', PartitionKey: 'k', Data: Buffer.from(`record ${i}`) }));
    const before = await textsIn(kinesis);
    expect(before).toHaveLength(5);
    expect(await first.stop()).toBe(0);
    const kept = readFileSync(state, 'utf8');
    expect(kept).toContain('PutRecord');
    for (const secret of ['Credential=a/', 'amz-security-token', 'user-agent']) expect(kept).not.toContain(secret);
    const second = await start('--state', state);
    expect(await textsIn(clientOf(second.url))).toEqual(before);
    await clientOf(second.url).send(new PutRecordCommand({ StreamName: 's', PartitionKey: 'k', Data: Buffer.from('after') }));
    for (const child of running) child.kill('SIGKILL');
    const third = await start('--state', state);
    expect((await textsIn(clientOf(third.url))).map((text) => text.split(' ').slice(0, -1).join(' '))).toEqual(['record 0', 'record 1', 'record 2', 'record 3', 'record 4', 'after']);
    await third.stop();
  }, 60_000);

  it('every service answers after a start what it answered before the stop', async () => {
    const state = join(folder, 'account.jsonl');
    const first = await start('--state', state);
    for (const call of accountCalls) expect([call.name, (await ask(first.url, call)).status]).toEqual([call.name, 200]);
    const before = await picture(first.url);
    expect(before.map(({ text }) => text).join()).toMatch(/x-amz-meta-colour: red.*hello.*ApproximateNumberOfMessagesNotVisible.*reported.*cmV0YWluZWQ=.*df-/s);
    expect(await first.stop()).toBe(0);
    const second = await start('--state', state);
    expect(await picture(second.url)).toEqual(before);
    await second.stop();
  }, 60_000);

  it('a last line cut short by an end by surprise is passed over', async () => {
    const path = join(folder, 'cut.jsonl');
    writeFileSync(path, '{"headwater":"endpoint","version":1,"startsAt":1767571200000}\n{"at":5}\n{"at":6,"meth');
    const { stop, said } = await start('--state', path);
    expect(said()).toContain('1 line cut short was passed over');
    await stop();
    expect(readFileSync(path, 'utf8')).not.toContain('meth');
  }, 40_000);

  it('POST /moto-api/reset empties everything', async () => {
    const { url, stop } = await start();
    const kinesis = clientOf(url);
    await kinesis.send(new CreateStreamCommand({ StreamName: 's', ShardCount: 1 }));
    expect((await fetch(`${url}/moto-api/reset`, { method: 'POST' })).status).toBe(200);
    expect((await kinesis.send(new ListStreamsCommand({}))).StreamNames).toEqual([]);
    await stop();
  }, 40_000);

  it.each([
    [['--port', 'many'], /--port must be a number from 0 to 65535, and is "many"/],
    [['--account', '12'], /--account has twelve digits/],
    [['--facts', 'tomorrow'], /--facts is today or notes, and not "tomorrow"/],
    [['--time-scale', '0'], /--time-scale must be a number from 0.001/],
    [['--colour', 'red'], /--colour/],
  ])('%j is refused with what to write instead', async (args, says) => {
    await expect(start(...args)).rejects.toThrow(says);
  }, 40_000);

  it.each([
    ['{"some":"file"}\n', /holds no state of an endpoint/],
    ['{"headwater":"endpoint","version":9,"startsAt":0}\n', /is of version 9, and this endpoint reads 1/],
    ['{"headwater":"endpoint","version":1,"startsAt":0}\n{"at":1,\n', /line 2: not a call that was kept/],
  ])('a state file that is none is named: %j', async (text, says) => {
    const path = join(folder, 'bad.jsonl');
    writeFileSync(path, text);
    await expect(start('--state', path)).rejects.toThrow(says);
    expect(readFileSync(path, 'utf8')).toBe(text);
  }, 40_000);
});

describe('the server', () => {
  it('takes a thousand calls at once, and every invariant holds', async () => {
    const reach = await reaches['over HTTP']();
    const kinesis = new KinesisClient(reach.settings);
    await kinesis.send(new CreateStreamCommand({ StreamName: 's', ShardCount: 4 }));
    const answers = await Promise.all(Array.from({ length: 1000 }, (_, i) => kinesis.send(new PutRecordCommand({ StreamName: 's', PartitionKey: `k${i}`, Data: Buffer.from(String(i)) }))));
    expect(new Set(answers.map(({ SequenceNumber }) => SequenceNumber)).size).toBe(1000);
    const { simulation } = reach.endpoint.world;
    const at = simulation.viewContext();
    for (const { id, model, state } of simulation.nodes) for (const invariant of model.invariants) expect(invariant.holds(state, at), `${id}: ${invariant.name}`).toBe(true);
    expect(simulation.records.held).toBe(1000);
    expect(reach.endpoint.world.waiting).toBe(0);
    kinesis.destroy();
    await reach.close();
  }, 60_000);

  it('closes a connection that sends nothing it can read, and goes on', async () => {
    const reach = await reaches['over HTTP']();
    const port = Number(new URL(reach.settings.endpoint as string).port);
    const post = (path: string, body: string, headers: Record<string, string>) =>
      new Promise<number>((resolve, reject) => {
        const sent = request({ host: '127.0.0.1', port, path, method: 'POST', headers }, (response) => {
          response.resume();
          response.on('end', () => resolve(response.statusCode!));
        });
        sent.on('error', reject);
        sent.end(body);
      });
    expect(await post('/', 'x', { 'content-type': 'text/plain' })).toBeGreaterThanOrEqual(400);
    expect(await post('/a//b?c=%', '', {})).toBeGreaterThanOrEqual(400);
    expect(await post('/', '{}', { 'x-amz-target': 'Nobody_1.Nothing' })).toBe(404);
    const kinesis = new KinesisClient(reach.settings);
    await kinesis.send(new CreateStreamCommand({ StreamName: 's', ShardCount: 1 }));
    await kinesis.send(new PutRecordsCommand({ StreamName: 's', Records: [{ PartitionKey: 'k', Data: Buffer.from('x') }] }));
    expect(reach.endpoint.world.simulation.records.held).toBe(1);
    kinesis.destroy();
    await reach.close();
  });
});

afterEach(() => rmSync(join(folder, 'bad.jsonl'), { force: true }));
