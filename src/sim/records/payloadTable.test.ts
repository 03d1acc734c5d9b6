import { expect, it } from 'vitest';
import { parsePayload, PayloadTable } from './payloadTable.ts';

const facts = (row: number) => ({ row, key: `device-${row % 3}`, createdAt: row * 10, time: 1_700_000_000_000 + row * 10 });

it('makes the same payload of a row whenever it is asked', () => {
  const table = new PayloadTable(7);
  const of = table.addClasses('web', [{ device: '{{key}}', t: '{{float 18 26 1}}', n: '{{int 1 6}}', state: 'is {{pick on off}}', fixed: [true, null, 3] }]);
  const rows = Array.from({ length: 200 }, (_, row) => table.of(of, facts(row)) as { device: string; t: number; n: number; state: string; fixed: unknown });
  expect(table.of(of, facts(17))).toEqual(rows[17]);
  expect(rows[4]!.device).toBe('device-1');
  expect(rows.every(({ t, n, state }) => t >= 18 && t <= 26 && Math.round(t * 10) === t * 10 && n >= 1 && n <= 6 && /^is (on|off)$/.test(state))).toBe(true);
  expect(new Set(rows.map(({ n }) => n)).size).toBe(6);
  expect(new Set(rows.map(({ state }) => state)).size).toBe(2);
  expect(rows[0]!.fixed).toEqual([true, null, 3]);
});

it('numbers the classes of several sources on; opaque ones have no payload', () => {
  const table = new PayloadTable(1);
  expect(table.addClasses('a', [undefined, '{{row}}'])).toBe(0);
  expect(table.addClasses('b', [{ a: 1 }])).toBe(2);
  expect(table.addClasses('a', [undefined, '{{row}}'])).toBe(0);
  expect([table.of(0, facts(1)), table.of(1, facts(5)), table.of(2, facts(1))]).toEqual([undefined, 5, { a: 1 }]);
  expect([table.isReadable(0), table.isReadable(1), table.isReadable(9)]).toEqual([false, true, false]);
});

it.each([
  [{ a: { b: '{{nope}}' } }, /^a\.b: \{\{nope\}\} is none of/],
  ['{{int 5 1}}', /is none of/],
  ['{{float 1}}', /is none of/],
  [{ a: () => 1 }, /^a: must be text/],
])('says what is wrong with %j', (raw, problem) => {
  const parsed = parsePayload(raw);
  expect(parsed.ok ? '' : parsed.error).toMatch(problem);
});
