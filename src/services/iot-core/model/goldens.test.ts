import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../sim/limits.ts';
import type { PlainData, PlainRecord } from '../../../sim/plainData.ts';
import cases from './golden/broker.json' with { type: 'json' };
import { authorize } from './identity.ts';
import { filterMatches } from './mqtt.ts';
import { judge, parsePolicy, type Policy } from './policy.ts';
import { deltaOf, emptyShadow, readUpdate, shadowState, updateShadow, type Shadow } from './shadow.ts';
import { answerShadow, shadowTopic } from './shadowTopics.ts';
import { parseJson } from './sql/dataFunctions.ts';

type Case = { id: string; given: Record<string, unknown>; expect: Record<string, unknown> };
const limits = limitsOf('notes');
const get = (id: string): Case => (cases as unknown as Case[]).find((each) => each.id === id)!;
const updateTopic = shadowTopic('$aws/things/T/shadow/update')!;

export function policyOf(...allow: string[]): Policy {
  const Statement = allow.map((each) => ({ Effect: 'Allow', Action: each.split(' ')[0], Resource: each.split(' ')[1] }));
  const parsed = parsePolicy('p', { Version: '2012-10-17', Statement });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

function updated(shadow: Shadow, state: unknown): Shadow {
  const answer = answerShadow(updateTopic, shadow, { state } as PlainData, 1000, limits);
  expect(answer.error).toBeUndefined();
  return answer.shadow;
}

describe('golden cases of broker, policy and shadow', () => {
  it('are all here', () => expect(cases.map((each) => each.id)).toEqual(['IOT-01', 'IOT-02', 'IOT-04', 'IOT-05', 'SHD-01', 'SHD-02', 'SHD-04', 'SHD-05', 'SHD-07', 'SHD-08', 'SHD-10']));

  for (const id of ['IOT-01', 'IOT-02']) {
    it(`${id}`, () => {
      const { given, expect: wanted } = get(id);
      expect((given.topics as string[]).map((topic) => filterMatches(given.filter as string, topic))).toEqual(wanted.matches);
    });
  }

  it('IOT-04', () => {
    const { given, expect: wanted } = get('IOT-04');
    const policy = policyOf(...(given.allow as string[]));
    expect((given.subscribe as string[]).map((filter) => judge([policy], { action: 'iot:Subscribe', resource: `topicfilter/${filter}` }).allowed)).toEqual(wanted.allowed);
  });

  it('IOT-05', () => {
    const { expect: wanted } = get('IOT-05');
    const role = [policyOf('iot:Connect client/*')];
    const request = { action: 'iot:Connect', resource: 'client/a' };
    const say = (allowed: boolean) => (allowed ? 'allowed' : 'denied');
    expect(say(authorize({ type: 'cognito-authenticated', iamPolicies: role, iotPolicies: [] }, request).allowed)).toBe(wanted.connect);
    expect(say(authorize({ type: 'cognito-unauthenticated', iamPolicies: role }, request).allowed)).toBe(wanted.unauthenticatedSameRole);
    expect(authorize({ type: 'cognito-authenticated', iamPolicies: role, iotPolicies: role }, request).allowed).toBe(true);
  });

  it('SHD-01', () => {
    const { given, expect: wanted } = get('SHD-01');
    const current = given.current as { state: { desired: PlainRecord }; version: number };
    const answer = answerShadow(updateTopic, { ...emptyShadow, deleted: false, desired: current.state.desired, version: current.version }, given.update as PlainData, 5000, limits);
    expect(answer.messages.map((each) => each.topic)).toEqual(['$aws/things/T/shadow/update/rejected']);
    expect(answer.messages[0]!.payload).toEqual({ ...(wanted.rejected as object), timestamp: 5 });
    expect(answer.shadow.version).toBe(wanted.versionAfter);
  });

  it('SHD-02', () => {
    const { given, expect: wanted } = get('SHD-02');
    const current = given.current as { state: { desired: PlainRecord }; version: number };
    const read = readUpdate(given.update as PlainData, limits);
    if (!('update' in read)) throw new Error(read.error.message);
    const result = updateShadow({ ...emptyShadow, deleted: false, desired: current.state.desired, version: current.version }, read.update, 5, limits);
    if (!result.ok) throw new Error(result.rejected.message);
    expect({ desired: result.shadow.desired }).toEqual(wanted.state);
    expect(result.shadow.version).toBe(wanted.version);
  });

  it('SHD-04', () => {
    const { given, expect: wanted } = get('SHD-04');
    expect(deltaOf(given.desired as PlainRecord, given.reported as PlainRecord)).toEqual(wanted.delta);
  });

  it('SHD-05', () => {
    const { given, expect: wanted } = get('SHD-05');
    let shadow = emptyShadow;
    const seen = (given.updates as unknown[]).map((update) => {
      shadow = updated(shadow, update);
      return { state: shadowState(shadow), version: shadow.version };
    });
    expect(seen.map((each) => each.state)).toEqual(wanted.stateAfterEach);
    expect(seen.map((each) => each.version)).toEqual(wanted.versions);
  });

  it('SHD-07', () => {
    const { given, expect: wanted } = get('SHD-07');
    expect(shadowState((given.updates as unknown[]).reduce(updated, emptyShadow))).toEqual(wanted.state);
  });

  it('SHD-08', () => {
    const { given, expect: wanted } = get('SHD-08');
    expect(shadowState((given.updates as unknown[]).reduce(updated, emptyShadow)).delta).toEqual(wanted.delta);
  });

  it('SHD-10', () => {
    const { given, expect: wanted } = get('SHD-10');
    const errors = (given.payloads as string[]).map((text) => answerShadow(updateTopic, undefined, parseJson(text) as PlainData | undefined, 0, limits).error!);
    expect(errors.map(({ code, message }) => [code, message])).toEqual(wanted.errors);
  });
});
