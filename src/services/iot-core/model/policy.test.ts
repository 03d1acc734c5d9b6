import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertForAll } from '../../../testing/forAll.ts';
import { limitsOf } from '../../../sim/limits.ts';
import type { PlainData } from '../../../sim/plainData.ts';
import { authorize, certificateStatuses } from './identity.ts';
import { judge, parsePolicy, wildcardMatches, type Policy } from './policy.ts';
import { policyVariables, thingIssues, type Thing } from './registry.ts';
import { emptyShadow } from './shadow.ts';
import { answerShadow, shadowTopic } from './shadowTopics.ts';

const text = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "iot:Connect", "Resource": "arn:aws:iot:eu-west-1:123456789012:client/\${iot:ClientId}" },
    {
      "Effect": "Allow",
      "Action": ["iot:Publish", "iot:Receive"],
      "Resource": "arn:aws:iot:eu-west-1:123456789012:topic/dev/\${iot:Connection.Thing.ThingName}/*"
    },
    { "Sid": "NoAdmin", "Effect": "Deny", "Action": "iot:*", "Resource": "arn:aws:iot:eu-west-1:123456789012:topic/dev/*/admin" }
  ]
}`;

function read(raw: unknown): Policy {
  const parsed = parsePolicy('fleet', raw);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

describe('a policy', () => {
  const policy = read(text);
  const variables = { 'iot:ClientId': 'd1', 'iot:Connection.Thing.ThingName': 'd1' };

  it('allows nothing that no statement allows, and Deny beats Allow; the answer names the line', () => {
    const ask = (action: string, resource: string, given: Record<string, string> = variables) => {
      const { why, statement } = judge([policy], { action, resource, variables: given });
      return [why, statement?.line];
    };
    expect(ask('iot:Connect', 'client/d1')).toEqual(['allow', 4]);
    expect(ask('iot:Connect', 'client/d2')).toEqual(['no-statement', undefined]);
    expect(ask('iot:Publish', 'topic/dev/d1/tele')).toEqual(['allow', 5]);
    expect(ask('iot:Publish', 'topic/dev/d1/admin')).toEqual(['explicit-deny', 10]);
    expect(ask('iot:Subscribe', 'topicfilter/dev/d1/#')).toEqual(['no-statement', undefined]);
    // A variable without a value: the statement does not count.
    expect(ask('iot:Publish', 'topic/dev//tele', { 'iot:ClientId': 'd1' })).toEqual(['no-statement', undefined]);
    // A client that calls itself * does not widen the policy.
    expect(ask('iot:Connect', 'client/d2', { 'iot:ClientId': '*' })).toEqual(['no-statement', undefined]);
  });

  it('tests conditions', () => {
    const attached = read({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'iot:Connect', Resource: '*', Condition: { Bool: { 'iot:Connection.Thing.IsAttached': ['true'] } } } });
    const ask = (value?: string) => judge([attached], { action: 'iot:Connect', resource: 'client/a', variables: value === undefined ? {} : { 'iot:Connection.Thing.IsAttached': value } }).allowed;
    expect([ask('true'), ask('false'), ask()]).toEqual([true, false, false]);
  });

  it('wildcards cross slashes, plus and hash are letters', () => {
    expect(wildcardMatches('topic/*', 'topic/a/b')).toBe(true);
    expect(wildcardMatches('a?c', 'abc')).toBe(true);
    expect(wildcardMatches('a?c', 'ac')).toBe(false);
    expect(wildcardMatches('topicfilter/+/x', 'topicfilter/a/x')).toBe(false);
    expect(wildcardMatches(`${'*a'.repeat(30)}b`, 'a'.repeat(20_000))).toBe(false);
  });

  it('may be judged by form alone: what is not simulated is let pass', () => {
    const document = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: ['greengrass:Discover', 'iot:6'], Resource: '*', Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } } };
    expect([parsePolicy('p', document, true).ok, parsePolicy('p', document).ok]).toEqual([true, false]);
    expect(parsePolicy('p', { ...document, Statement: { ...document.Statement, Effect: 'allow' } }, true).ok).toBe(false);
  });

  it('says all that is wrong at once, and never throws', () => {
    const parsed = parsePolicy('p', { Version: '2012', Statment: [], Statement: [{ Effect: 'allow', Action: 'iot:Publsh', Resource: [] }, 5] });
    expect(parsed.ok ? [] : parsed.error.map(({ path, problem }) => `${path}: ${problem}`)).toEqual([
      'Statment: unknown key "Statment"; the nearest known one is "Statement"',
      'Version: must be "2012-10-17"',
      'Statement.0.Effect: must be Allow or Deny; got "allow"',
      'Statement.0.Action: there is no action iot:Publsh; the nearest is iot:Publish',
      'Statement.0.Resource: must be a resource such as "arn:aws:iot:*:*:topic/sensors/*", or a list of them',
      'Statement.1: a statement is an object with Effect, Action and Resource',
    ]);
    assertForAll(fc.oneof(fc.string(), fc.jsonValue(), fc.jsonValue().map((Statement) => ({ Version: '2012-10-17', Statement }))), (raw) => void parsePolicy('p', raw), { seed: 9, runs: 500 });
  });
});

describe('identities', () => {
  const all = [read({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } })];
  const request = { action: 'iot:Connect', resource: 'client/a' };

  it('only an ACTIVE certificate connects', () => {
    for (const status of certificateStatuses) expect(authorize({ type: 'certificate', status, iotPolicies: all }, request).allowed, status).toBe(status === 'ACTIVE');
  });

  it('a certificate does not reach the control plane; an authenticated Cognito identity needs both policies', () => {
    expect(authorize({ type: 'certificate', status: 'ACTIVE', iotPolicies: all }, { action: 'iot:CreateThing', resource: 'thing/a' }).allowed).toBe(false);
    expect(authorize({ type: 'iam', iamPolicies: all }, { action: 'iot:CreateThing', resource: 'thing/a' }).allowed).toBe(true);
    const both = authorize({ type: 'cognito-authenticated', iamPolicies: all, iotPolicies: [] }, request);
    expect(both.steps.map((step) => [step.step, step.allowed])).toEqual([['identify', true], ['iot-policy', false], ['iam-policy', true]]);
    expect(authorize({ type: 'cognito-authenticated', iamPolicies: [], iotPolicies: all }, request).allowed).toBe(false);
  });
});

describe('the registry', () => {
  const thing: Thing = { name: 'd1', type: undefined, attributes: { a: '1', b: '2', c: '3' }, groups: [], certificates: ['cert-1'] };

  it('bounds names, attributes and groups', () => {
    const limits = limitsOf('notes');
    expect(thingIssues(thing, limits)).toEqual([]);
    expect(thingIssues({ ...thing, attributes: { ...thing.attributes, d: '4' } }, limits).map((each) => each.path)).toEqual(['attributes']);
    expect(thingIssues({ ...thing, type: 'bulb', attributes: { ...thing.attributes, d: '4' } }, limits)).toEqual([]);
    expect(thingIssues({ ...thing, name: 'with space', groups: Array.from({ length: 11 }, (_, i) => `g${i}`) }, limits).map((each) => each.path)).toEqual(['name', 'groups']);
  });

  it('gives policy variables to the thing that is called like the client and has its certificate', () => {
    const things = new Map([['d1', thing]]);
    expect(policyVariables('d1', 'cert-1', things)).toMatchObject({ 'iot:Connection.Thing.IsAttached': 'true', 'iot:Connection.Thing.Attributes[b]': '2' });
    expect(policyVariables('d1', 'cert-2', things)).toEqual({ 'iot:ClientId': 'd1', 'iot:Connection.Thing.IsAttached': 'false', 'iot:Certificate.Subject.CommonName': 'cert-2' });
  });
});

describe('shadows', () => {
  const limits = limitsOf('notes');
  const update = shadowTopic('$aws/things/bulb/shadow/name/color/update')!;
  const send = (payload: unknown, shadow = emptyShadow, edition: 'notes' | 'today' = 'notes') => answerShadow(update, shadow, payload as PlainData, 1_600_000_000_000, limitsOf(edition));

  it('answer with accepted, delta and documents, in that order', () => {
    const { messages } = send({ state: { desired: { on: true, list: [1, 2] }, reported: { on: false } }, clientToken: 't' });
    expect(messages.map((each) => each.topic.slice('$aws/things/bulb/shadow/name/color/'.length))).toEqual(['update/accepted', 'update/delta', 'update/documents']);
    expect(messages[0]!.payload).toEqual({ state: { desired: { on: true, list: [1, 2] }, reported: { on: false } }, metadata: { desired: { on: { timestamp: 1_600_000_000 }, list: [{ timestamp: 1_600_000_000 }, { timestamp: 1_600_000_000 }] }, reported: { on: { timestamp: 1_600_000_000 } } }, version: 1, timestamp: 1_600_000_000, clientToken: 't' });
    expect(messages[1]!.payload.state).toEqual({ on: true, list: [1, 2] });
    expect(messages[2]!.payload.previous).toBeNull();
  });

  it('keep empty objects, drop sections that are emptied, and count on when nothing changed', () => {
    let shadow = send({ state: { reported: { a: { d: {} } } } }).shadow;
    expect(shadow.reported).toEqual({ a: { d: {} } });
    shadow = send({ state: { reported: { a: null } } }, shadow).shadow;
    expect(shadow.reported).toBeUndefined();
    expect(send({ state: {} }, shadow).shadow.version).toBe(3);
    const emptied = send({ state: null }, shadow).shadow;
    expect([emptied.version, emptied.deleted, emptied.desired]).toEqual([3, false, undefined]);
  });

  it('refuse what is too deep, too large or wrong', () => {
    const nested = (depth: number): object => (depth === 0 ? {} : { a: nested(depth - 1) });
    expect(send({ state: { desired: nested(6) } }).error).toMatchObject({ code: 400, message: 'JSON contains too many levels of nesting; maximum is 6' });
    expect(send({ state: { desired: nested(6) } }, emptyShadow, 'today').error).toBeUndefined();
    expect(send({ state: { desired: nested(8) } }, emptyShadow, 'today').error?.code).toBe(400);
    expect(send({ state: { desired: { a: 'x'.repeat(8200) } } }).error?.code).toBe(413);
    expect(send({ state: {}, version: 'x' }).error?.message).toBe('Invalid version');
    expect(send({ state: {}, clientToken: 'x'.repeat(65) }).error?.message).toBe('Invalid clientToken');
    expect(send({ state: { desired: { a: [null] } } }).error?.message).toBe('State contains an invalid node');
    expect(send({ state: { wished: {} } }).error?.message).toBe('State contains an invalid node');
  });

  it('have no section with nothing in it, but empty objects inside one', () => {
    expect(send({ state: { desired: {}, reported: { on: null } } }).shadow).toMatchObject({ desired: undefined, reported: undefined, reportedAt: {} });
    const shadow = send({ state: { desired: { a: { b: {} }, c: 1 } } }).shadow;
    expect(shadow.desired).toEqual({ a: { b: {} }, c: 1 });
    expect(send({ state: { desired: { c: {} } } }, shadow).shadow.desired).toEqual({ a: { b: {} }, c: {} });
  });

  it('can be asked for and deleted; the version goes on', () => {
    const of = (operation: string, shadow = emptyShadow) => answerShadow(shadowTopic(`$aws/things/bulb/shadow/${operation}`)!, shadow, {}, 5000, limits);
    expect(of('get').error?.code).toBe(404);
    const shadow = send({ state: { desired: { on: true } } }).shadow;
    expect(of('get', shadow).messages[0]!.payload.state).toEqual({ desired: { on: true }, delta: { on: true } });
    const gone = of('delete', shadow);
    expect(gone.messages[0]!.payload).toEqual({ version: 1, timestamp: 5 });
    expect(send({ state: {} }, gone.shadow).shadow.version).toBe(2);
    expect(shadowTopic('$aws/things/bulb/shadow/update/accepted')).toBeUndefined();
  });

  it('never throw', () => {
    assertForAll(fc.jsonValue(), (value) => {
      const first = send({ state: { desired: value } });
      send({ state: value }, first.shadow);
      send(value, first.shadow);
    }, { seed: 4, runs: 400 });
  });
});
