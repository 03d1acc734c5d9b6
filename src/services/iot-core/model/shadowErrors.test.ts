import { describe, expect, it } from 'vitest';
import { simulate } from '../../../testing/simulate.ts';

const topic = '$aws/things/{device}/shadow/update';
const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iot:GetThingShadow', Resource: 'thing/device-1' }] };

function run(requests: readonly object[], { fleet = {}, iot = {} }: { fleet?: object; iot?: object } = {}) {
  return simulate(
    {
      nodes: [{ id: 'fleet', kind: 'device-fleet', config: { devices: 1, messagesPerSecond: 0, connectSpread: 0, ...fleet } }, { id: 'iot', kind: 'iot-core', config: iot }],
      edges: [{ from: 'fleet', to: 'iot' }],
      interventions: requests.map((request, i) => ({ at: 1000 * (i + 1), type: 'operate', node: 'iot', ...request })),
    },
    { length: '10s', seed: 2 },
  );
}

const ask = (operation: string, request: object) => ({ operation, request: { thingName: 'device-1', ...request } });
const update = (request: object) => ask('UpdateThingShadow', { payload: { state: { reported: { on: true } } }, ...request });

describe('errors of the shadow service', () => {
  it('401, 403 and 415 over HTTPS, before the shadow is touched', () => {
    const of = run([update({ thingName: 'a', credentials: 'none' }), update({ thingName: 'b', credentials: 'cert-device-1' }), update({ thingName: 'c', contentType: 'text/plain' }), ask('GetThingShadow', { credentials: 'cert-device-1' }), update({}), ask('GetThingShadow', { credentials: 'cert-device-1' })], { iot: { policy } });
    expect(of.events('shadow.rejected').map(({ detail }) => [detail.code, detail.message])).toEqual([
      [401, 'Unauthorized'],
      [403, 'Forbidden'],
      [415, 'Unsupported documented encoding; supported encoding is UTF-8'],
      // Allowed to ask, but there is no shadow yet.
      [404, "No shadow exists with name: 'device-1'"],
    ]);
    expect(of.events('shadow.rejected')[1]!.detail.says).toBe('No statement of the IoT policy allows this.');
    expect([of.metric('iot', 'UpdateThingShadow.Rejected').sum, of.metric('iot', 'UpdateThingShadow.Accepted').sum, of.metric('iot', 'GetThingShadow.Accepted').sum]).toEqual([3, 1, 1]);
    expect((of.view('iot').shadowStates as Record<string, object>)['device-1']).toMatchObject({ version: 1 });
  });

  it('a certificate that is not ACTIVE may not ask', () => {
    const of = run([{ operation: 'UpdateCertificate', request: { certificateId: 'cert-device-1', newStatus: 'INACTIVE' } }, ask('GetThingShadow', { credentials: 'cert-device-1' })]);
    expect(of.events('shadow.rejected')[0]!.detail).toMatchObject({ code: 403, says: 'The certificate is INACTIVE; only an ACTIVE one may connect.' });
  });

  it('deletes a shadow; its version goes on when it is made anew', () => {
    const of = run([update({}), update({}), ask('DeleteThingShadow', {}), ask('GetThingShadow', {}), update({})]);
    expect(of.events('shadow.rejected').map(({ detail }) => detail.code)).toEqual([404]);
    expect((of.view('iot').shadowStates as Record<string, { version: number }>)['device-1']!.version).toBe(3);
  });

  it('429 for more than 10 requests in flight on one connection; other connections have their own', () => {
    // 1,000 messages a second are 20 at a moment; each is in flight for 50 ms.
    const of = run([], { fleet: { devices: 1, messagesPerSecond: 1000, topic, payload: { state: { reported: { t: '{{int 0 9}}' } } } } });
    const rejected = of.metric('iot', 'UpdateThingShadow.Rejected').sum;
    const accepted = of.metric('iot', 'UpdateThingShadow.Accepted').sum;
    expect(of.events('shadow.rejected').every(({ detail }) => detail.code === 429)).toBe(true);
    // Ten of every sixty.
    expect(accepted / (accepted + rejected)).toBeGreaterThan(0.15);
    expect(accepted / (accepted + rejected)).toBeLessThan(0.18);
    expect((of.view('iot').topics as Record<string, number>)['$aws/things/device-1/shadow/update/rejected']).toBe(rejected);
    const many = run([], { fleet: { devices: 100, messagesPerSecond: 10, topic, payload: { state: { reported: { t: 1 } } } } });
    expect(many.metric('iot', 'UpdateThingShadow.Rejected').sum).toBe(0);
    expect(many.metric('iot', 'UpdateThingShadow.Accepted').sum).toBeGreaterThan(9000);
  });

  it('answers repeat the client token', () => {
    const of = run([], { fleet: { devices: 1, messagesPerSecond: 1, topic: '$aws/things/{device}/shadow/get', payload: { clientToken: 'abc' } }, iot: { rules: [{ ruleName: 'r', sql: "SELECT * FROM '$aws/things/+/shadow/get/rejected' WHERE clientToken = 'abc' AND code = 404" }] } });
    expect((of.view('iot').rules as readonly { matched: number; fired: number }[])[0]).toMatchObject({ matched: 9, fired: 9 });
  });
});
