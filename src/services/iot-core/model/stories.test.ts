import { describe, it } from 'vitest';
import { assertGoldenTrace } from '../../../testing/goldenTrace.ts';
import { simulate } from '../../../testing/simulate.ts';

const allow = (...statements: readonly (readonly [action: string, resource: string])[]) => ({ Version: '2012-10-17', Statement: statements.map(([Action, Resource]) => ({ Effect: 'Allow', Action, Resource })) });

describe('stories', () => {
  it('a hot rule with an error action', () => {
    const rules = [{ ruleName: 'heat', sql: "SELECT temp AS t, topic(2) AS id FROM 'dev/+/tele' WHERE temp > 80", actions: [{ kinesis: { streamName: 'clicks', partitionKey: '${topic(2)}' } }], errorAction: { s3: { bucketName: 'errors' } } }];
    const of = simulate(
      {
        nodes: [{ id: 'fleet', kind: 'device-fleet', config: { devices: 20, messagesPerSecond: 1, keepAlive: 5000 } }, { id: 'iot', kind: 'iot-core', config: { rules } }, { id: 'clicks', kind: 'kinesis-streams' }, { id: 'errors', kind: 's3-bucket' }],
        edges: [{ from: 'fleet', to: 'iot' }, { from: 'iot', to: 'clicks' }, { from: 'iot', to: 'errors' }],
        interventions: [{ at: 5000, type: 'fault', node: 'iot', name: 'deny-action', target: 'kinesis', duration: '3s' }, { at: 10_000, type: 'fault', node: 'fleet', name: 'offline', target: '0.5', duration: '10s' }, { at: 25_000, type: 'operate', node: 'iot', operation: 'UpdateCertificate', request: { certificateId: 'cert-device-1', newStatus: 'REVOKED' } }],
      },
      { length: '30s', seed: 7 },
    );
    assertGoldenTrace(of, new URL('./golden/hot-rule.trace', import.meta.url));
  });

  it('an app without an IoT policy, and one whose role does not let it publish', () => {
    const app = (id: string, credentials: string, more: object = {}) => ({ id, kind: 'device-fleet', config: { devices: 1, devicePrefix: `${id}-`, messagesPerSecond: 0.5, protocol: 'websocket', credentials, connectSpread: 0, reconnectJitter: false, ...more } });
    const of = simulate(
      {
        nodes: [
          app('member', 'cognito-authenticated'),
          app('guest', 'cognito-unauthenticated', { topic: 'admin/{device}' }),
          app('office', 'iam'),
          { id: 'iot', kind: 'iot-core', config: { rolePolicy: allow(['iot:Connect', '*'], ['iot:Publish', 'topic/dev/*']) } },
        ],
        edges: ['member', 'guest', 'office'].map((from) => ({ from, to: 'iot' })),
        interventions: [{ at: 12_000, type: 'setConfig', node: 'iot', config: { identityPolicy: allow(['iot:*', '*']) } }],
      },
      { length: '16s', seed: 7 },
    );
    assertGoldenTrace(of, new URL('./golden/identities.trace', import.meta.url));
  });

  it('three actions of one rule: one throttled, one denied, one that republishes in a circle', () => {
    const rules = [
      { ruleName: 'all', sql: "SELECT * FROM 'dev/#'", actions: [{ kinesis: { streamName: 'clicks' } }, { sqs: { queueUrl: 'jobs' } }, { republish: { topic: 'dev/again' } }], errorAction: { s3: { bucketName: 'errors' } } },
    ];
    const of = simulate(
      {
        nodes: [{ id: 'fleet', kind: 'device-fleet', config: { devices: 2, messagesPerSecond: 1, connectSpread: 0 } }, { id: 'iot', kind: 'iot-core', config: { rules } }, { id: 'clicks', kind: 'kinesis-streams' }, { id: 'jobs', kind: 'sqs-queue' }, { id: 'errors', kind: 's3-bucket' }],
        edges: [{ from: 'fleet', to: 'iot' }, ...['clicks', 'jobs', 'errors'].map((to) => ({ from: 'iot', to }))],
        interventions: [{ at: 3000, type: 'fault', node: 'clicks', name: 'internal-failure', duration: '1500ms' }, { at: 8000, type: 'fault', node: 'iot', name: 'deny-action', target: 'jobs', duration: '2s' }],
      },
      { length: '15s', seed: 7 },
    );
    assertGoldenTrace(of, new URL('./golden/actions.trace', import.meta.url));
  });
});
