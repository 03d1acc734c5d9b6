import { describe, expect, it } from 'vitest';
import { inProcess } from '../../../testing/inProcessEndpoint.ts';
import { DeleteThing, DeleteTopicRule, GetRetained, ListNamedShadows, ListRetained, PutCertificate, PutThing, PutTopicRule, ThingShadow } from './operations.ts';
import type { Operation } from '../../../sim/calls.ts';

/** A broker that its owner calls. */
function broker() {
  const { world } = inProcess().endpoint;
  const node = world.create('iot-core', {});
  const call = <Req, Res>(op: Operation<Req, Res>, request: Req): Promise<Res> => world.call(node, op, request, (response) => response);
  const refused = (promised: Promise<unknown>) => promised.then(() => 'no error', (error: Error) => error.message);
  return { call, refused, view: () => world.describe(node) };
}
const shadow = (operation: 'get' | 'update' | 'delete', payload: object = {}, shadowName = '') => ({ operation, thingName: 't', shadowName, payload: payload as never });

describe('the owner of the account', () => {
  it('makes, replaces and deletes rules; none is implied', async () => {
    const { call, refused, view } = broker();
    expect(await call(PutTopicRule, { rule: { ruleName: 'r', sql: "SELECT a FROM 'x/+'", actions: [] } })).toEqual({ topicFilter: 'x/+' });
    await call(PutTopicRule, { rule: { ruleName: 'r', sql: "SELECT b FROM 'y'", actions: [] } });
    expect(view().rules).toMatchObject([{ ruleName: 'r', sql: "SELECT b FROM 'y'" }]);
    expect(await refused(call(PutTopicRule, { rule: { ruleName: 'r', sql: 'SELECT' } }))).toMatch(/^SqlParseException: sql: line 1/);
    expect(await refused(call(PutTopicRule, { rule: { ruleName: 'a b', sql: "SELECT * FROM 'a'" } }))).toMatch(/^InvalidRequestException: ruleName: /);
    await call(DeleteTopicRule, { ruleName: 'r' });
    expect(view().rules).toEqual([]);
  });

  it('asks for shadows, classic and named', async () => {
    const { call, refused } = broker();
    expect((await call(ThingShadow, shadow('update', { state: { desired: { on: true } } }))).payload).toMatchObject({ state: { desired: { on: true } }, version: 1 });
    await call(ThingShadow, shadow('update', { state: { reported: { on: true } } }, 'lamp'));
    expect(await call(ListNamedShadows, { thingName: 't' })).toEqual({ names: ['lamp'] });
    expect((await call(ThingShadow, shadow('get', {}, 'lamp'))).payload).toEqual({ state: { reported: { on: true } }, metadata: { reported: { on: { timestamp: 1767571200 } } }, version: 1, timestamp: 1767571200 });
    expect(await refused(call(ThingShadow, shadow('update', { state: {}, version: 7 })))).toBe('ConflictException: Version conflict');
    await call(ThingShadow, shadow('delete', {}, 'lamp'));
    expect(await refused(call(ThingShadow, shadow('get', {}, 'lamp')))).toBe("ResourceNotFoundException: No shadow exists with name: 'lamp'");
    expect(await call(ListNamedShadows, { thingName: 't' })).toEqual({ names: [] });
  });

  it('is told by the answer what rules are not: reads and refusals over HTTPS publish nothing', async () => {
    const { call, refused, view } = broker();
    await call(ThingShadow, shadow('update', { state: { desired: { on: true } } }));
    await call(ThingShadow, shadow('get'));
    await refused(call(ThingShadow, shadow('update', { state: {}, version: 7 })));
    await call(ThingShadow, shadow('delete'));
    await refused(call(ThingShadow, shadow('get')));
    expect(Object.keys(view().topics as object)).toEqual(['update/accepted', 'update/delta', 'update/documents', 'delete/accepted'].map((end) => `$aws/things/t/shadow/${end}`));
  });

  it('finds no retained message where none was published', async () => {
    const { call, refused } = broker();
    expect(await call(ListRetained, null)).toEqual({ messages: [] });
    expect(await refused(call(GetRetained, { topic: 'a' }))).toMatch(/^ResourceNotFoundException: .*: a$/);
  });

  it('registers things as far as their limits allow', async () => {
    const { call, refused, view } = broker();
    const thing = (attributes: Record<string, string>) => ({ thing: { name: 't', type: undefined, attributes, groups: [], certificates: [] } });
    await call(PutThing, thing({ a: '1' }));
    expect(await refused(call(PutThing, thing({ a: '1', b: '2', c: '3', d: '4' })))).toMatch(/^InvalidRequestException: attributes: .* at most 3/);
    await call(PutCertificate, { certificateId: 'c', status: 'REVOKED' });
    expect(view().things).toBe(1);
    await call(DeleteThing, { thingName: 't' });
    expect(view().things).toBe(0);
  });
});
