import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapes } from '../shapes/datapipeline.ts';
import { badRequests } from './badRequests.ts';
import { active, created, ok, post, send } from './pipelines.fixture.ts';

/** An active pipeline, one that is not, and one that is deleted. */
async function world() {
  const { endpoint, pipelineId } = await active();
  const idle = await created(endpoint, 'idle');
  const gone = await created(endpoint, 'gone');
  await ok(endpoint, 'DeletePipeline', { pipelineId: gone });
  return { endpoint, ids: { ID: pipelineId, IDLE: idle, GONE: gone } as Readonly<Record<string, string>> };
}
const withIds = (input: unknown, ids: Readonly<Record<string, string>>): unknown => JSON.parse(JSON.stringify(input), (key, value: unknown) => (/^pipelineId|^\d+$/.test(key) && typeof value === 'string' ? (ids[value] ?? value) : value)) as unknown;

const prefixes: Readonly<Record<string, string>> = { ValidationException: 'com.amazon.coral.validate', SerializationException: 'com.amazon.coral.service' };

it('has a table of at least five bad requests for every operation', () => {
  expect(Object.keys(badRequests).sort()).toEqual(Object.keys(shapes.operations).sort());
  expect(Object.entries(badRequests).filter(([, rows]) => rows.length < 5)).toEqual([]);
});

describe.each(Object.entries(badRequests))('%s refuses', (operation, rows) => {
  it.each(rows.map(([input, code, says]) => [JSON.stringify(input).slice(0, 90), input, code, says] as const))('%s', async (_, input, code, says) => {
    const { endpoint, ids } = await world();
    const { status, headers, body } = await send(endpoint, operation, withIds(input, ids));
    expect([status, headers['x-amzn-errortype'], body.__type, body.message ?? body.Message]).toEqual([400, code, `${prefixes[code] ?? 'com.amazon.setl.webservice'}#${code}`, expect.stringMatching(says)]);
  });
});

const junk = fc.anything({ withBigInt: false, withDate: false, withMap: false, withSet: false, withTypedArray: false, withNullPrototype: false });
const name = fc.constantFrom('Work', 'Daily', 'Default', '@Work_2026-01-05T00:00:00', '@Work_2026-01-05T00:00:00_Attempt=1', 'x', '');
const field = fc.record({ key: fc.constantFrom('type', 'period', 'schedule', 'parent', 'command', 'myOwn', '__proto__', 'startDateTime', 'occurrences'), stringValue: fc.oneof(fc.constantFrom('Schedule', 'ShellCommandActivity', 'Ec2Resource', '15 minutes', '#{@id}', '#{', '0', 'ondemand'), fc.string()), refValue: name }, { requiredKeys: ['key'] });
const known = fc.record(
  {
    pipelineId: fc.constantFrom('ID', 'IDLE', 'GONE', 'x'),
    pipelineIds: fc.array(fc.constantFrom('ID', 'x')),
    name: fc.constantFrom('n', 'idle'),
    uniqueId: fc.constantFrom('u', 'idle-1'),
    pipelineObjects: fc.array(fc.record({ id: name, name, fields: fc.array(field, { maxLength: 5 }) }), { maxLength: 4 }),
    objectIds: fc.array(name, { maxLength: 3 }),
    objectId: name,
    expression: fc.oneof(fc.string(), fc.constantFrom('#{@scheduledStartTime}', '#{1 + }')),
    sphere: fc.constantFrom('COMPONENT', 'INSTANCE', 'ATTEMPT', 'x'),
    query: fc.record({ selectors: fc.array(fc.record({ fieldName: fc.constantFrom('@status', 'type'), operator: fc.record({ type: fc.constantFrom('EQ', 'REF_EQ', 'LE', 'GE', 'BETWEEN'), values: fc.array(fc.string(), { maxLength: 3 }) }) })) }),
    status: fc.constantFrom('PAUSE', 'RESUME', 'TRY_CANCEL', 'RERUN', 'MARK_FINISHED', 'x'),
    workerGroup: fc.constantFrom('wg', 'other'),
    taskId: fc.constantFrom('x', 'WyJkZi0xIiwiYSIsMV0='),
    taskStatus: fc.constantFrom('FINISHED', 'FAILED', 'FALSE'),
    taskrunnerId: fc.string(),
    startTimestamp: fc.double(),
    cancelActive: fc.boolean(),
    tags: fc.array(fc.record({ key: fc.string(), value: fc.string() })),
    tagKeys: fc.array(fc.string()),
  },
  { requiredKeys: [] },
);

it('1,000 drawn requests are all answered', async () => {
  const { endpoint, ids } = await world();
  let answered = 0;
  const codes = new Set<number>();
  const failed: unknown[] = [];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.keys(shapes.operations)), fc.oneof({ arbitrary: known, weight: 5 }, { arbitrary: junk, weight: 1 }), fc.nat(12), async (operation, value, cut) => {
      const body = Buffer.from(JSON.stringify(withIds(value ?? null, ids)) ?? '');
      const { status, body: answer } = await post(endpoint, operation, cut === 0 ? body.subarray(0, Math.floor(body.length / 2)) : body);
      answered++;
      codes.add(status);
      if (status === 500) failed.push([operation, answer.message]);
    }),
    { seed: 2026, numRuns: 1000 },
  );
  expect(failed).toEqual([]);
  expect(answered).toBe(1000);
  expect(codes).toEqual(new Set([200, 400]));
}, 60_000);
