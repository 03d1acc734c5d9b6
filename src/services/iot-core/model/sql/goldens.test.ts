import { describe, expect, it } from 'vitest';
import type { PlainData } from '../../../../sim/plainData.ts';
import cases from '../golden/sql.json' with { type: 'json' };
import { filterMatches } from '../mqtt.ts';
import { evaluateStatement, payloadOfText } from './evaluate.ts';
import { environment, evaluate, statement } from './tryout.fixture.ts';

interface Golden {
  readonly id: string;
  readonly given: { readonly topic?: string; readonly payload?: PlainData; readonly rawPayload?: string; readonly sql?: string; readonly messages?: readonly (readonly [string, PlainData])[]; readonly evaluate?: readonly string[]; readonly tolerance?: number };
  readonly expect: { readonly out?: unknown; readonly outs?: readonly unknown[]; readonly values?: readonly unknown[] };
}

/** What the rule sends for a message, null where its topic does not match or it does not fire. */
function sent(sql: string, topic: string, payload: PlainData | ReturnType<typeof payloadOfText>): unknown {
  const rule = statement(sql);
  if (!filterMatches(rule.topicFilter!, topic)) return null;
  const outcome = evaluateStatement(rule, environment(payload, { topic }));
  return outcome.fires ? outcome.payload : null;
}

describe('golden cases of the rules SQL', () => {
  it('are all here', () => expect(cases.length).toBe(22));

  for (const { id, given, expect: wanted } of cases as unknown as readonly Golden[]) {
    it(`${id}`, () => {
      if (given.messages) expect(given.messages.map(([topic, payload]) => sent(given.sql!, topic, payload))).toEqual(wanted.outs);
      else if (given.sql !== undefined) expect(sent(given.sql, given.topic!, given.rawPayload === undefined ? given.payload! : payloadOfText(given.rawPayload))).toEqual(wanted.out);
      else {
        const values = given.evaluate!.map((text) => evaluate(text, given.payload ?? {}));
        if (given.tolerance === undefined) expect(values).toEqual(wanted.values);
        else values.forEach((value, i) => expect(Math.abs((value as number) - (wanted.values![i] as number)), given.evaluate![i]).toBeLessThan(given.tolerance!));
      }
    });
  }
});
