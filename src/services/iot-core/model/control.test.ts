import { describe, expect, it } from 'vitest';
import { simulate, type FinishedRun } from '../../../testing/simulate.ts';

const policy = (Resource: string) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iot:*', Resource }] });

function run(interventions: readonly object[], iot: object = {}): FinishedRun {
  return simulate(
    { nodes: [{ id: 'fleet', kind: 'device-fleet', config: { devices: 2, messagesPerSecond: 1, connectSpread: 0 } }, { id: 'iot', kind: 'iot-core', config: iot }], edges: [{ from: 'fleet', to: 'iot' }], interventions },
    { length: '30s', seed: 3 },
  );
}

const create = (at: number, thingName: string, more: object = {}) => ({ at, type: 'operate', node: 'iot', operation: 'CreateThing', request: { thingName, ...more } });

describe('9.2 a change of a policy', () => {
  it('counts at once, or after the time that is set', () => {
    const change = [{ at: 10_000, type: 'setConfig', node: 'iot', config: { policy: policy('topic/none') } }];
    const accepted = (policyDelay: number) => run(change, { policy: policy('*'), policyDelay }).metric('iot', 'PublishIn.Success').sum;
    // One message every half second from 0.6 s on.
    expect([accepted(0), accepted(7000)]).toEqual([19, 33]);
  });
});

describe('9.3 the registry', () => {
  it('takes a thing once; the same again is no mistake, another type is', () => {
    const of = run([create(1000, 'a', { thingTypeName: 'pump' }), create(2000, 'a', { thingTypeName: 'pump' }), create(3000, 'a', { thingTypeName: 'valve' })]);
    expect(of.view('iot').things).toBe(1);
    expect(of.events('operation.refused').map(({ detail }) => detail.code)).toEqual(['ResourceAlreadyExistsException']);
  });

  it('50 attributes with a type, 3 without; names of 128 letters, digits, : _ and -', () => {
    const attributes = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`a${i}`, 'x']));
    const things = (thingName: string, more: object) => run([create(1000, thingName, more)]).view('iot').things;
    expect([things('a', { attributes: attributes(3) }), things('a', { attributes: attributes(4) })]).toEqual([1, 0]);
    expect([things('a', { thingTypeName: 't', attributes: attributes(50) }), things('a', { thingTypeName: 't', attributes: attributes(51) })]).toEqual([1, 0]);
    expect([things('x'.repeat(128), {}), things('x'.repeat(129), {}), things('a b', {}), things('a:b_c-d', {})]).toEqual([1, 0, 0, 1]);
  });

  it('is not needed to connect, and a thing and its shadow go their own ways', () => {
    const shadow = { at: 2000, type: 'operate', node: 'iot', operation: 'UpdateThingShadow', request: { thingName: 'a', payload: { state: { desired: { on: true } } } } };
    const of = run([create(1000, 'a'), shadow, { at: 3000, type: 'operate', node: 'iot', operation: 'DeleteThing', request: { thingName: 'a' } }]);
    expect([of.view('iot').connected, of.view('iot').things, of.view('iot').shadows]).toEqual([2, 0, 1]);
  });
});

describe('9.6 an error action', () => {
  it('may not ask other services', () => {
    const rules = (text: string) => [{ sql: "SELECT * FROM '#'", actions: [{ republish: { topic: text } }], errorAction: { republish: { topic: 'errors' } } }];
    expect(run([], { rules: rules("a/${get_thing_shadow('a', 'role').version}") }).status.type).toBe('reached');
    const bad = [{ sql: "SELECT * FROM '#'", errorAction: { republish: { topic: "e/${get_thing_shadow('a', 'role').version}" } } }];
    expect(() => run([], { rules: bad })).toThrow('get_thing_shadow() is not allowed in the SQL of an error action');
  });
});
