import { describe, it } from 'vitest';
import { assertGoldenTrace } from '../../../testing/goldenTrace.ts';
import { simulate } from '../../../testing/simulate.ts';

const fleet = (config: object) => ({ id: 'fleet', kind: 'device-fleet', config });
const toBroker = [{ from: 'fleet', to: 'iot' }];

describe('stories', () => {
  it('a network that is gone: buffers, silence, Last Will, a storm of reconnects', () => {
    const of = simulate(
      {
        nodes: [fleet({ devices: 6, messagesPerSecond: 1, qos: 1, keepAlive: 5000, offlineBuffer: 8, will: 'gone/{device}', reconnectJitter: false }), { id: 'iot', kind: 'iot-core' }, { id: 'app', kind: 'device-fleet', config: { devices: 1, devicePrefix: 'app-', messagesPerSecond: 0, subscribe: ['dev/#', 'gone/+'], qos: 1, keepAlive: 5000, connectSpread: 0 } }],
        edges: [...toBroker, { from: 'app', to: 'iot' }],
        interventions: [{ at: 10_000, type: 'fault', node: 'fleet', name: 'offline', target: '0.5', duration: '12s' }, { at: 28_000, type: 'fault', node: 'fleet', name: 'lose-acks', duration: '1s' }],
      },
      { length: '40s', seed: 5 },
    );
    assertGoldenTrace(of, new URL('./golden/network-gone.trace', import.meta.url));
  });

  it('a shadow is set while the device is away, and a second program takes its client id', () => {
    const desire = (at: number, thingName: string, payload: object) => ({ at, type: 'operate', node: 'iot', operation: 'UpdateThingShadow', request: { thingName, payload } });
    const of = simulate(
      {
        nodes: [fleet({ devices: 2, messagesPerSecond: 0, shadow: 'follow', keepAlive: 5000, reconnectJitter: false, connectSpread: 0 }), { id: 'iot', kind: 'iot-core' }],
        edges: toBroker,
        interventions: [
          { at: 2000, type: 'fault', node: 'fleet', name: 'offline', target: 'device-1', duration: '10s' },
          desire(5000, 'device-1', { state: { desired: { firmware: 7 } } }),
          desire(5000, 'device-2', { state: { desired: { firmware: 7 } } }),
          desire(20_000, 'device-1', { state: { desired: { firmware: 8 } }, version: 1 }),
          { at: 25_000, type: 'fault', node: 'fleet', name: 'duplicate-client-id', duration: '5s' },
        ],
      },
      { length: '40s', seed: 5 },
    );
    assertGoldenTrace(of, new URL('./golden/shadow.trace', import.meta.url));
  });
});
