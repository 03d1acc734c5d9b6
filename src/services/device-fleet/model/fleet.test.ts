import { describe, expect, it } from 'vitest';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { simulate, type FinishedRun, type SimulateOptions } from '../../../testing/simulate.ts';

interface Setup extends SimulateOptions {
  readonly iot?: object;
  readonly listener?: object;
  readonly edge?: object;
}

function run(fleet: object, { iot = {}, listener, edge = {}, ...options }: Setup = {}): FinishedRun {
  const of = simulate(
    {
      nodes: [{ id: 'fleet', kind: 'device-fleet', config: { devices: 10, messagesPerSecond: 1, ...fleet } }, { id: 'iot', kind: 'iot-core', config: iot }, ...(listener ? [{ id: 'app', kind: 'device-fleet', config: { devices: 1, devicePrefix: 'app-', messagesPerSecond: 0, subscribe: ['#'], connectSpread: 0, ...listener } }] : [])],
      edges: [{ from: 'fleet', to: 'iot', latencyMs: 0, ...edge }, ...(listener ? [{ from: 'app', to: 'iot' }] : [])],
    },
    { length: '60s', seed: 9, ...options },
  );
  assertRowsConserved(of.simulation);
  return of;
}

const operate = (at: number, operation: string, request: object) => ({ at, type: 'operate', node: 'iot', operation, request });
const fault = (at: number, name: string, more: object = {}) => ({ at, type: 'fault', node: 'fleet', name, ...more });
const certificate = (at: number, newStatus: string, certificateId = 'cert-device-1') => operate(at, 'UpdateCertificate', { certificateId, newStatus });
const topics = (of: FinishedRun) => of.view('iot').topics as Record<string, number>;
const count = (of: FinishedRun, type: string) => of.events(type).reduce((sum, event) => sum + event.count, 0);

describe('messages', () => {
  it('come at the exact rate, devices in turn', () => {
    const of = run({ devices: 7, messagesPerSecond: 0.7, connectSpread: 0 });
    // From 100 ms on, when all have connected.
    expect(of.summary.records.born).toBe(Math.floor(59.9 * 7 * 0.7));
    const each = Object.values(topics(of));
    expect(each).toHaveLength(7);
    expect(Math.max(...each) - Math.min(...each)).toBeLessThanOrEqual(1);
  });

  it('are as many after any change of rate', () => {
    const of = run({ connectSpread: 0 }, { interventions: [{ at: 20_100, type: 'setConfig', node: 'fleet', config: { messagesPerSecond: 2 } }, fault(40_100, 'publish-storm', { duration: 1000 })] });
    // 20 s at 10, 38.9 s at 20, and one second at 200.
    expect(of.summary.records.born).toBe(200 + 778 + 200);
  });

  it('stop when the fleet is told to', () => expect(run({ connectSpread: 0, stopAfter: '10s' }).summary.records.born).toBe(99));

  it('have the size of their payload, or the one that is set', () => {
    const of = run({ payload: { a: '{{key}}' }, devices: 1, connectSpread: 0 });
    expect(of.simulation.records.born).toBe(59);
    expect(run({ payloadBytes: 5121 }).summary.cost.units.find(({ unit }) => unit === 'iot-messages')!.amount).toBe(2 * run({}).summary.records.born);
  });
});

describe('connections', () => {
  it('are spread over the time given', () => {
    const connectedAt = (at: number) => run({ connectSpread: 20_000, messagesPerSecond: 0 }, { length: `${at}ms` }).view('fleet').connected;
    expect([connectedAt(1999), connectedAt(10_000), connectedAt(20_000)]).toEqual([0, 5, 10]);
  });

  it('HTTPS devices have none and send from the first second', () => {
    const of = run({ protocol: 'https' });
    expect(of.summary.records.born).toBe(600);
    expect([of.view('fleet').connected, of.view('iot').connected]).toEqual([0, 0]);
  });

  it('a broker that does not answer is asked again, and what was to be sent is dropped', () => {
    const of = run({ devices: 1 }, { edge: { loseRequests: 1 } });
    expect(of.view('fleet').connected).toBe(0);
    expect(of.metric('fleet', 'MessagesDropped').sum).toBe(of.summary.records.born);
    expect(of.summary.records.lostBy['buffer-full']).toBe(of.summary.records.born);
  });

  it('a device that says nothing else pings: it stays connected', () => {
    const of = run({ messagesPerSecond: 0, subscribe: ['x'], keepAlive: 5000 }, { length: '120s' });
    expect(of.view('iot').connected).toBe(10);
    expect(count(of, 'client.timed-out')).toBe(0);
    expect(of.metric('iot', 'Ping.Success').sum).toBeGreaterThan(200);
  });

  it('a device without a network keeps as many messages as it has room for and sends them first, oldest first', () => {
    const of = run({ devices: 1, offlineBuffer: 4, connectSpread: 0, reconnectJitter: false }, { listener: { qos: 0 }, interventions: [fault(10_000, 'offline', { duration: '10s' })] });
    expect(of.metric('fleet', 'MessagesDropped').sum).toBe(6);
    expect(of.summary.sinks.app!.orderViolations).toBe(0);
    expect(of.summary.records.latencyMs.max).toBeGreaterThan(9000);
    expect(of.view('fleet').buffered).toBe(0);
    const none = run({ devices: 1, connectSpread: 0 }, { listener: {}, interventions: [fault(10_000, 'offline', { duration: '10s' })] });
    expect(none.metric('fleet', 'MessagesDropped').sum).toBeGreaterThanOrEqual(10);
  });

  it('a share of the devices, or one by its name, may lose its network', () => {
    const offline = (target?: string) => run({}, { interventions: [fault(5000, 'offline', { target })] }).view('fleet').offline;
    expect([offline('0.3'), offline('30%'), offline('device-2'), offline(), offline('nobody')]).toEqual([3, 3, 1, 10, 0]);
  });
});

describe('certificates', () => {
  it('each device has its own: one that is not ACTIVE stops one device, and it comes back with ACTIVE', () => {
    for (const status of ['INACTIVE', 'REVOKED', 'PENDING_TRANSFER', 'REGISTER_INACTIVE', 'PENDING_ACTIVATION']) {
      const of = run({ connectSpread: 0 }, { interventions: [certificate(20_000, status)] });
      expect([status, of.view('fleet').connected]).toEqual([status, 9]);
      expect(topics(of)['dev/device-1/tele']).toBeLessThanOrEqual(20);
    }
    const back = run({ connectSpread: 0, reconnectWait: 1000 }, { interventions: [certificate(20_000, 'INACTIVE'), certificate(30_000, 'ACTIVE')] });
    expect(back.view('fleet').connected).toBe(10);
    expect(topics(back)['dev/device-1/tele']).toBeGreaterThan(30);
  });

  it('count over HTTPS as well: every request shows one', () => {
    const of = run({ protocol: 'https', devices: 2 }, { interventions: [certificate(30_000, 'REVOKED')] });
    expect([topics(of)['dev/device-1/tele'], topics(of)['dev/device-2/tele']]).toEqual([30, 60]);
    expect(of.summary.records.lostBy.refused).toBe(30);
  });

  it('a change may take its time', () => {
    const of = run({ connectSpread: 0 }, { iot: { policyDelay: '15s' }, interventions: [certificate(20_000, 'REVOKED')] });
    expect(topics(of)['dev/device-1/tele']).toBeGreaterThanOrEqual(34);
    expect(topics(of)['dev/device-1/tele']).toBeLessThanOrEqual(35);
  });
});

describe('new tries to connect', () => {
  const attempts = (config: object, length: string) => run({ devices: 1, connectSpread: 0, messagesPerSecond: 0, ...config }, { length, interventions: [certificate(0, 'INACTIVE')] }).metric('iot', 'Connect.AuthError').sum;

  it('wait twice as long each time, up to a minute', () => {
    // The connection ends at 0; tries come 2, 4, 8, 16, 32, 60 and 60 s after the one before.
    const config = { reconnectWait: 2000, reconnectJitter: false };
    expect([attempts(config, '1s'), attempts(config, '3s'), attempts(config, '7s'), attempts(config, '15s'), attempts(config, '63s'), attempts(config, '123s'), attempts(config, '183s')]).toEqual([0, 1, 2, 3, 5, 6, 7]);
  });

  it('with jitter between half of that and all of it', () => {
    const config = { reconnectWait: 2000, reconnectJitter: true };
    expect(attempts(config, '124s')).toBeGreaterThanOrEqual(6);
    expect(attempts(config, '124s')).toBeLessThanOrEqual(8);
  });

  it('begin anew after a success', () => {
    const of = run({ devices: 1, connectSpread: 0, reconnectWait: 1000, reconnectJitter: false }, { length: '120s', interventions: [certificate(0, 'INACTIVE'), certificate(40_000, 'ACTIVE'), certificate(90_000, 'INACTIVE'), certificate(91_500, 'ACTIVE')] });
    // Closed at 90 s; the try after one second is refused, the next after two more succeeds.
    expect(of.view('fleet').connected).toBe(1);
    expect(of.events('client.connected').at(-1)!.lastAtMs).toBe(93_000);
  });
});

describe('QoS 1', () => {
  it('a message is given up after its last try', () => {
    const of = run({ devices: 1, qos: 1, maxAttempts: 3, ackTimeout: 500, connectSpread: 0, stopAfter: '1200ms' }, { length: '20s', interventions: [fault(0, 'lose-acks')] });
    expect(of.summary.records.born).toBe(1);
    expect(topics(of)['dev/device-1/tele']).toBe(3);
    expect(count(of, 'puback.missing')).toBe(3);
    expect([of.view('fleet').unacknowledged, of.view('fleet').acknowledged]).toEqual([0, 0]);
  });

  it('without trouble every message is acknowledged once', () => {
    const of = run({ qos: 1, connectSpread: 0, stopAfter: '50s' });
    expect(of.view('fleet').acknowledged).toBe(of.summary.records.born);
  });
});

describe('shadows', () => {
  const desired = (at: number, state: object) => operate(at, 'UpdateThingShadow', { thingName: 'device-1', payload: { state: { desired: state } } });
  const shadow = (of: FinishedRun) => (of.view('iot').shadowStates as Record<string, object>)['device-1'];
  const follow = { devices: 2, shadow: 'follow', connectSpread: 0, messagesPerSecond: 0 };

  it('a delta is followed at once and reported; other devices do nothing', () => {
    const of = run(follow, { interventions: [desired(5000, { on: true, color: { r: 1 } })] });
    expect(of.events('shadow.followed').map(({ subject, atMs, detail }) => [subject, atMs, detail.keys])).toEqual([['device-1', 5000, 'on, color']]);
    expect(shadow(of)).toEqual({ desired: { on: true, color: { r: 1 } }, reported: { on: true, color: { r: 1 } }, version: 2 });
  });

  it('only what differs is asked for', () => {
    const of = run(follow, { interventions: [desired(5000, { on: true, level: 3 }), desired(25_000, { level: 4 })] });
    expect(of.events('shadow.followed').map(({ detail }) => detail.keys)).toEqual(['on, level', 'level']);
  });

  it('a device that ignores its delta does what is wanted when it asks again', () => {
    const of = run({ ...follow, reconnectJitter: false }, { interventions: [fault(0, 'ignore-delta', { duration: '10s' }), desired(5000, { on: true }), fault(20_000, 'offline', { target: 'device-1', duration: '5s' })] });
    expect(of.events('shadow.followed').map(({ subject }) => subject)).toEqual(['device-1']);
    expect(of.events('shadow.followed')[0]!.atMs).toBeGreaterThanOrEqual(25_000);
    expect(shadow(of)).toMatchObject({ reported: { on: true } });
  });

  it('a fleet that does not follow leaves the difference', () => {
    expect(shadow(run({ ...follow, shadow: 'none' }, { interventions: [desired(5000, { on: true })] }))).toEqual({ desired: { on: true }, delta: { on: true }, version: 1 });
  });
});

describe('a configuration', () => {
  it('says what does not go together', () => {
    expect(() => run({ protocol: 'https', shadow: 'follow' })).toThrow('publish only');
    expect(() => run({ protocol: 'https', subscribe: ['a'] })).toThrow('publish only');
    expect(() => run({ qos: 2 })).toThrow('does not support QoS 2');
    expect(() => run({ payload: { a: '{{nothing}}' } })).toThrow('is none of');
    expect(() => run({ device: 3 })).toThrow('the nearest known one is "devices"');
    expect(() => run({ devices: 0, keepAlive: '1h' })).toThrow(/devices[\s\S]*keepAlive/);
  });
});
