import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandsOf } from './commands.ts';
import { findClis, openSession, type Command } from './session.ts';

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
  if (command.prints === undefined) return;
  const printed: unknown = JSON.parse(out);
  if (command.prints instanceof RegExp) expect(printed).toMatch(command.prints);
  else if (typeof command.prints === 'object' && command.prints !== null) expect(printed).toMatchObject(wanted(command.prints) as object);
  else expect(printed).toBe(command.prints);
}

const clis = findClis();

it.skipIf(clis.length === 0)('an AWS CLI is on this machine', () => {
  expect(clis.length).toBeGreaterThan(0);
});

describe.each(clis.map((cli) => [cli.version, cli] as const))('%s', (_, cli) => {
  describe.each(Object.entries(commandsOf))('%s', (__, commands) => {
    let session: Awaited<ReturnType<typeof openSession>>;
    beforeAll(async () => {
      session = await openSession(cli);
    });
    afterAll(() => session.close());
    it.each(commands.map((command, i) => [`${i + 1}. aws ${command.run}`.slice(0, 150), command] as const))('%s', async (___, command) => {
      expect.hasAssertions();
      await check(command, session);
    });
  });
});
