import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandsOf } from './commands.ts';
import { kinesisCommands } from './kinesis.ts';
import { findClis, openSession, speaksCbor, type Cli, type Command, type Wire } from './session.ts';

/** Expressions in what a command should print become matchers. */
function wanted(value: unknown): unknown {
  if (value instanceof RegExp) return expect.stringMatching(value);
  if (Array.isArray(value)) return value.map(wanted);
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, wanted(each)])) : value;
}

async function check(command: Command, session: Awaited<ReturnType<typeof openSession>>): Promise<void> {
  const { code, out, error } = await session.run(command);
  if (command.fails) {
    expect(error).toMatch(command.fails);
    expect(code).not.toBe(0);
    return;
  }
  expect([code, error.trim()]).toEqual([0, '']);
  if (command.says) return expect(out).toMatch(command.says);
  if (command.prints === undefined) return;
  const printed: unknown = JSON.parse(out);
  if (command.prints instanceof RegExp) expect(printed).toMatch(command.prints);
  else if (typeof command.prints === 'object' && command.prints !== null) expect(printed).toMatchObject(wanted(command.prints) as object);
  else expect(printed).toBe(command.prints);
}

function inTurn(cli: Cli, commands: readonly Command[], wire: Wire): void {
  let session: Awaited<ReturnType<typeof openSession>>;
  beforeAll(async () => {
    session = await openSession(cli, wire);
  });
  afterAll(() => session.close());
  it.each(commands.map((command, i) => [`${i + 1}. aws ${command.run}`.slice(0, 150), command] as const))('%s', async (_, command) => {
    expect.hasAssertions();
    await check(command, session);
  });
  it.runIf(wire === 'cbor')('all of it was CBOR', () => expect([...session.spoken]).toEqual(['application/x-amz-cbor-1.1']));
}

/** An older CLI runs these groups in `npm test`, and all of them in `npm run test:cli:all`: each command costs a start of Python. */
const shortGroups = new Set(['kinesis', 'sqs', 'sns']);
const newest = 2;
const everything = process.env.CLI_ALL === '1';

/** Every command with the AWS CLI of a major version; a CLI that is not on this machine is a visible skip. */
export function checkCli(major: number): void {
  const clis = findClis().filter((each) => each.major === major);
  it.skipIf(clis.length === 0)(`an AWS CLI of version ${major} is on this machine`, () => {
    expect(clis.length).toBeGreaterThan(0);
  });
  describe.each(clis.map((cli) => [cli.version, cli] as const))('%s', (_, cli) => {
    const groups = Object.entries(commandsOf);
    const isShort = cli.major < newest && !everything;
    describe.each(groups.filter(([name]) => !isShort || shortGroups.has(name)))('%s', (__, commands) => {
      inTurn(cli, commands, 'json');
    });
    describe.skipIf(isShort).each(groups.filter(([name]) => isShort && !shortGroups.has(name)))('%s', (__, commands) => {
      inTurn(cli, commands, 'json');
    });
    describe.skipIf(!speaksCbor(cli))('kinesis in CBOR', () => {
      inTurn(cli, kinesisCommands, 'cbor');
    });
  });
}
