import { describe, expect, it } from 'vitest';
import { simulate, type FinishedRun } from '../../../testing/simulate.ts';

const statement = (Action: string | string[], Resource: string, Effect = 'Allow') => ({ Effect, Action, Resource });
const policyOf = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
/** As much as a role may hold: the IoT policy narrows it to a client's own topics. */
const role = policyOf(statement('iot:*', '*'));
const ownTopics = policyOf(statement('iot:Connect', 'client/${iot:ClientId}'), statement('iot:Publish', 'topic/dev/${iot:ClientId}/*'));

function run(credentials: string, protocol: 'mqtt' | 'websocket' | 'https', iot: object, fleet: object = {}): FinishedRun {
  return simulate(
    {
      nodes: [{ id: 'fleet', kind: 'device-fleet', config: { devices: 2, messagesPerSecond: 1, connectSpread: 0, protocol, credentials, ...fleet } }, { id: 'iot', kind: 'iot-core', config: { sql: "SELECT principal() AS who, temp FROM '#'", ...iot } }, { id: 'clicks', kind: 'kinesis-streams' }],
      edges: [{ from: 'fleet', to: 'iot' }, { from: 'iot', to: 'clicks' }],
    },
    { length: '10s', seed: 3 },
  );
}

const refusals = (of: FinishedRun) => [...new Set(of.events('connection.refused').map((event) => event.detail.says))];
const refusedPublishes = (of: FinishedRun) => [...new Set(of.events('publish.refused').map((event) => event.detail.says))];
const connected = (of: FinishedRun) => of.view('iot').connected;
const stored = (of: FinishedRun) => of.metric('clicks', 'IncomingRecords').sum;

describe('Cognito identities with a login', () => {
  it('are refused while no IoT policy is attached, whatever the role allows', () => {
    const of = run('cognito-authenticated', 'websocket', { rolePolicy: role });
    expect(connected(of)).toBe(0);
    expect(of.metric('iot', 'Connect.AuthError').sum).toBeGreaterThan(1);
    expect(refusals(of)).toEqual(['No IoT policy is attached to this identity.']);
  });

  it('may do what both the role and the IoT policy allow', () => {
    const both = run('cognito-authenticated', 'websocket', { rolePolicy: role, identityPolicy: ownTopics });
    expect(connected(both)).toBe(2);
    expect(stored(both)).toBeGreaterThan(15);
    const roleOnly = run('cognito-authenticated', 'websocket', { rolePolicy: role, identityPolicy: ownTopics }, { topic: 'admin/{device}' });
    expect(stored(roleOnly)).toBe(0);
    expect(refusedPublishes(roleOnly)).toEqual(['No statement of the IoT policy allows this.']);
    const policyOnly = run('cognito-authenticated', 'websocket', { rolePolicy: policyOf(statement('iot:Connect', '*')), identityPolicy: ownTopics });
    expect(stored(policyOnly)).toBe(0);
    expect(refusedPublishes(policyOnly)).toEqual(['No statement of the IAM policy allows this.']);
  });

  it('a Deny in either ends it, and its line is told', () => {
    const deny = policyOf(statement('iot:*', '*'), statement('iot:Publish', 'topic/dev/*', 'Deny'));
    expect(refusedPublishes(run('cognito-authenticated', 'websocket', { rolePolicy: deny, identityPolicy: role }))).toEqual(['IAM policy rolePolicy, line 9: Deny.']);
    expect(refusedPublishes(run('cognito-authenticated', 'websocket', { rolePolicy: role, identityPolicy: deny }))).toEqual(['IoT policy identityPolicy, line 9: Deny.']);
  });
});

describe('Cognito identities without a login', () => {
  it('need the role alone', () => {
    const of = run('cognito-unauthenticated', 'websocket', { rolePolicy: role });
    expect(connected(of)).toBe(2);
    expect(stored(of)).toBeGreaterThan(15);
  });

  it('are refused by a role that allows nothing', () => {
    const of = run('cognito-unauthenticated', 'websocket', { rolePolicy: policyOf(statement('iot:Publish', '*')), identityPolicy: role });
    expect(connected(of)).toBe(0);
    expect(refusals(of)).toEqual(['No statement of the IAM policy allows this.']);
  });
});

describe('IAM identities', () => {
  it('sign WebSocket connections with SigV4; certificates and IoT policies do not count', () => {
    const of = run('automatic', 'websocket', { rolePolicy: role, policy: policyOf(statement('*', '*', 'Deny')) });
    expect(connected(of)).toBe(2);
    expect(stored(of)).toBeGreaterThan(15);
    const refused = run('iam', 'websocket', { rolePolicy: policyOf(statement('*', '*', 'Deny')) });
    expect(connected(refused)).toBe(0);
    expect(refusals(refused)).toEqual(['IAM policy rolePolicy, line 4: Deny.']);
  });

  it('do not connect by MQTT over TLS, nor certificates by WebSocket', () => {
    expect(() => run('iam', 'mqtt', {})).toThrow('MQTT over TLS takes a device certificate');
    expect(() => run('certificate', 'websocket', {})).toThrow('MQTT over WebSocket is signed with AWS keys');
  });
});

describe('publishing by HTTPS', () => {
  const own = policyOf(statement('iot:Publish', 'topic/dev/*'));

  it('works with a certificate, IAM keys and Cognito keys alike', () => {
    for (const [credentials, iot] of [['certificate', { policy: own }], ['iam', { rolePolicy: own }], ['cognito-unauthenticated', { rolePolicy: own }], ['cognito-authenticated', { rolePolicy: own, identityPolicy: own }]] as const) {
      const of = run(credentials, 'https', iot);
      expect([credentials, connected(of), of.metric('iot', 'PublishIn.AuthError').sum, stored(of) > 15]).toEqual([credentials, 0, 0, true]);
    }
  });

  it('is refused by the line that decides', () => {
    const none = policyOf(statement('iot:Connect', '*'));
    const says = (credentials: string, iot: object) => refusedPublishes(run(credentials, 'https', iot));
    expect(says('certificate', { policy: none, rolePolicy: own })).toEqual(['No statement of the IoT policy allows this.']);
    expect(says('iam', { policy: own, rolePolicy: none })).toEqual(['No statement of the IAM policy allows this.']);
    expect(says('cognito-unauthenticated', { identityPolicy: own, rolePolicy: none })).toEqual(['No statement of the IAM policy allows this.']);
    expect(says('cognito-authenticated', { rolePolicy: own })).toEqual(['No IoT policy is attached to this identity.']);
    expect(says('cognito-authenticated', { rolePolicy: own, identityPolicy: none })).toEqual(['No statement of the IoT policy allows this.']);
  });
});

describe('a certificate that is revoked', () => {
  it('does not end a connection that was signed with AWS keys', () => {
    const of = simulate(
      {
        nodes: [{ id: 'fleet', kind: 'device-fleet', config: { devices: 2, protocol: 'websocket', connectSpread: 0 } }, { id: 'iot', kind: 'iot-core' }],
        edges: [{ from: 'fleet', to: 'iot' }],
        interventions: [{ at: 5000, type: 'operate', node: 'iot', operation: 'UpdateCertificate', request: { certificateId: 'cert-device-1', newStatus: 'REVOKED' } }],
      },
      { length: '10s' },
    );
    expect(connected(of)).toBe(2);
    expect((of.view('iot').clients as readonly { credentials: string; certificate?: string }[])[0]).toMatchObject({ credentials: 'iam' });
  });
});
