import { DeleteThingShadowCommand, ListNamedShadowsForThingCommand } from '@aws-sdk/client-iot-data-plane';
import { expect } from 'vitest';
import { type Check, errorOf, get, read, seconds, thingName, update } from './iotCalls.ts';

/** What is desired and reported, and the state that comes of it. */
const states: readonly (readonly [first: object, second: object, state: object])[] = [
  [{ desired: { online: true } }, { reported: { online: false } }, { desired: { online: true }, reported: { online: false }, delta: { online: true } }],
  [{ desired: { enabled: true } }, { reported: { online: false, enabled: true } }, { desired: { enabled: true }, reported: { online: false, enabled: true } }],
  [{}, { reported: { online: null } }, {}],
  [{ desired: {} }, { reported: { online: false } }, { reported: { online: false } }],
  [{ desired: { enabled: true } }, { reported: {} }, { desired: { enabled: true }, delta: { enabled: true } }],
  [{ reported: { list: ['a', 'b'] } }, { desired: { list: ['a'] } }, { desired: { list: ['a'] }, reported: { list: ['a', 'b'] }, delta: { list: ['a'] } }],
  [{ reported: { list: [['a'], ['b']] } }, { desired: { list: [['a']] } }, { desired: { list: [['a']] }, reported: { list: [['a'], ['b']] }, delta: { list: [['a']] } }],
  [{ reported: { a: { b: ['d'] } } }, { desired: { a: { b: ['c', 'd'] } } }, { desired: { a: { b: ['c', 'd'] } }, reported: { a: { b: ['d'] } }, delta: { a: { b: ['c', 'd'] } } }],
  [{ reported: { a: { b: { c: 'd', e: 'f' } } } }, { desired: { a: { b: { c: 'd2' } } } }, { desired: { a: { b: { c: 'd2' } } }, reported: { a: { b: { c: 'd', e: 'f' } } }, delta: { a: { b: { c: 'd2' } } } }],
  [{ reported: { a: { b1: { c: 'd' } } } }, { desired: { a: { b1: { c: 'd' }, b2: 'x' } } }, { desired: { a: { b1: { c: 'd' }, b2: 'x' } }, reported: { a: { b1: { c: 'd' } } }, delta: { a: { b2: 'x' } } }],
  [{ desired: { a: 1, b: { c: 3 } } }, { desired: { b: { c: {} }, d: {} } }, { desired: { a: 1, b: { c: {} }, d: {} }, delta: { a: 1, b: { c: {} }, d: {} } }],
];

/** Shadows: merge, delta, versions, names. */
export const shadowChecks: Readonly<Record<string, Check>> = {
  'the first update makes a shadow at version 1': async (iot) => {
    expect(await update(iot, { state: { desired: { led: 'on' } }, clientToken: 'a' })).toEqual({ state: { desired: { led: 'on' } }, metadata: { desired: { led: { timestamp: seconds } } }, version: 1, timestamp: seconds, clientToken: 'a' });
  },
  'what is desired and not reported is the delta': async (iot) => {
    await update(iot, { state: { desired: { led: 'on', speed: { low: 1, high: 9 } }, reported: { led: 'off', speed: { low: 1 } } } });
    expect((await get(iot)).state).toEqual({ desired: { led: 'on', speed: { low: 1, high: 9 } }, reported: { led: 'off', speed: { low: 1 } }, delta: { led: 'on', speed: { high: 9 } } });
    await update(iot, { state: { reported: { led: 'on', speed: { high: 9 } } } });
    expect((await get(iot)).state).not.toHaveProperty('delta');
  },
  'updates are merged; arrays are replaced': async (iot) => {
    await update(iot, { state: { reported: { a: { b: 1, c: 2 }, list: [1, 2, 3] } } });
    await update(iot, { state: { reported: { a: { c: 3 }, list: [4] } } });
    expect(await get(iot)).toMatchObject({ state: { reported: { a: { b: 1, c: 3 }, list: [4] } }, version: 2 });
  },
  'null deletes a key, a section, and all': async (iot) => {
    await update(iot, { state: { desired: { a: 1, b: 2 }, reported: { a: 1 } } });
    await update(iot, { state: { desired: { a: null } } });
    expect((await get(iot)).state).toEqual({ desired: { b: 2 }, reported: { a: 1 }, delta: { b: 2 } });
    await update(iot, { state: { desired: null } });
    expect((await get(iot)).state).toEqual({ reported: { a: 1 } });
    await update(iot, { state: null });
    expect(await get(iot)).toMatchObject({ state: {}, metadata: {}, version: 4 });
  },
  'a leaf keeps the time of its update': async (iot, { pass }) => {
    await update(iot, { state: { reported: { a: 1, list: [1, 2] } } });
    pass(60_000);
    await update(iot, { state: { reported: { b: 2 } } });
    expect((await get(iot)).metadata).toEqual({ reported: { a: { timestamp: seconds }, list: [{ timestamp: seconds }, { timestamp: seconds }], b: { timestamp: seconds + 60 } } });
  },
  'an update for another version conflicts': async (iot) => {
    await update(iot, { state: { desired: { a: 1 } } });
    expect(await errorOf(update(iot, { state: { desired: { a: 2 } }, version: 5 }))).toBe('ConflictException 409: Version conflict');
    expect(await update(iot, { state: { desired: { a: 2 } }, version: 1 })).toMatchObject({ version: 2 });
  },
  'a shadow that is not there is not found': async (iot) => {
    expect(await errorOf(get(iot))).toBe("ResourceNotFoundException 404: No shadow exists with name: 'pump-7'");
    expect(await errorOf(get(iot, 'config'))).toBe("ResourceNotFoundException 404: No shadow exists with name: 'config'");
  },
  'a deleted shadow is gone, and its version goes on': async (iot) => {
    await update(iot, { state: { desired: { a: 1 } } });
    expect(read((await iot.send(new DeleteThingShadowCommand({ thingName }))).payload)).toMatchObject({ version: 1, timestamp: seconds });
    expect(await errorOf(get(iot))).toMatch(/^ResourceNotFoundException 404/);
    expect(await errorOf(iot.send(new DeleteThingShadowCommand({ thingName })))).toMatch(/^ResourceNotFoundException 404/);
    expect(await update(iot, { state: { desired: { a: 1 } } })).toMatchObject({ version: 2 });
  },
  'named shadows live beside the classic one': async (iot) => {
    await update(iot, { state: { desired: { a: 1 } } });
    await update(iot, { state: { desired: { a: 2 } } }, 'config');
    await update(iot, { state: { desired: { a: 3 } } }, 'config');
    expect([(await get(iot)).version, (await get(iot, 'config')).version]).toEqual([1, 2]);
    await iot.send(new DeleteThingShadowCommand({ thingName, shadowName: 'config' }));
    expect((await get(iot)).state).toMatchObject({ desired: { a: 1 } });
  },
  'named shadows are listed in pages': async (iot) => {
    for (const name of ['c', 'a', 'b']) await update(iot, { state: { desired: { x: 1 } } }, name);
    const first = await iot.send(new ListNamedShadowsForThingCommand({ thingName, pageSize: 2 }));
    const second = await iot.send(new ListNamedShadowsForThingCommand({ thingName, pageSize: 2, nextToken: first.nextToken }));
    expect([first.results, second.results, second.nextToken, first.timestamp]).toEqual([['a', 'b'], ['c'], undefined, seconds]);
    expect(await errorOf(iot.send(new ListNamedShadowsForThingCommand({ thingName, nextToken: 'nonsense' })))).toBe('InvalidRequestException 400: nextToken is invalid.');
  },
  'a shadow holds 8 KB of state': async (iot) => {
    expect(await update(iot, { state: { desired: { a: 'x'.repeat(8000) } } })).toMatchObject({ version: 1 });
    expect(await errorOf(update(iot, { state: { reported: { a: 'x'.repeat(400) } } }))).toBe('RequestEntityTooLargeException 413: The payload exceeds the maximum size allowed');
    expect((await get(iot)).version).toBe(1);
  },
  'what is wrong with an update is told in AWS’s words': async (iot) => {
    const told = async (payload: unknown) => errorOf(update(iot, payload));
    const bad = (text: string) => `InvalidRequestException 400: ${text}`;
    expect(await told('{"state":')).toBe(bad('Invalid JSON'));
    expect(await told({})).toBe(bad('Missing required node: state'));
    expect(await told({ state: 5 })).toBe(bad('State node must be an object'));
    expect(await told({ state: { desired: 'on' } })).toBe(bad('Desired node must be an object'));
    expect(await told({ state: { reported: [] } })).toBe(bad('Reported node must be an object'));
    expect(await told({ state: {}, version: 'one' })).toBe(bad('Invalid version'));
    expect(await told({ state: {}, clientToken: 'x'.repeat(65) })).toBe(bad('Invalid clientToken'));
    expect(await told({ state: { desired: { list: [null] } } })).toBe(bad('State contains an invalid node'));
  },
  'deltas and empty objects come out as AWS makes them': async (iot) => {
    for (const [i, [first, second, state]] of states.entries()) {
      await update(iot, { state: first }, `s${i}`);
      await update(iot, { state: second }, `s${i}`);
      expect([i, (await get(iot, `s${i}`)).state]).toEqual([i, state]);
    }
  },
};
