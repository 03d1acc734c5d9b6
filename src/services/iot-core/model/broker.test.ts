import { describe, expect, it, vi } from 'vitest';
import { simulate, type FinishedRun, type SimulateOptions } from '../../../testing/simulate.ts';

vi.setConfig({ testTimeout: 60_000 });

interface Setup extends SimulateOptions {
  readonly fleet?: object;
  readonly iot?: object;
  /** Another fleet that listens. */
  readonly listener?: object;
  /** Nodes behind the broker, by id. */
  readonly behind?: Readonly<Record<string, { kind: string; config?: object }>>;
  readonly edges?: readonly object[];
}

function run({ fleet = {}, iot = {}, listener, behind = {}, edges = [], ...options }: Setup): FinishedRun {
  const nodes = [
    { id: 'fleet', kind: 'device-fleet', config: { devices: 10, messagesPerSecond: 1, connectSpread: 0, ...fleet } },
    { id: 'iot', kind: 'iot-core', config: iot },
    ...(listener ? [{ id: 'listener', kind: 'device-fleet', config: { devices: 1, devicePrefix: 'app-', messagesPerSecond: 0, subscribe: ['dev/#'], connectSpread: 0, ...listener } }] : []),
    ...Object.entries(behind).map(([id, { kind, config = {} }]) => ({ id, kind, config })),
  ];
  const all = [{ from: 'fleet', to: 'iot' }, ...(listener ? [{ from: 'listener', to: 'iot' }] : []), ...Object.keys(behind).map((id) => ({ from: 'iot', to: id })), ...edges];
  return simulate({ nodes, edges: all }, { length: '30s', seed: 7, ...options });
}

const count = (of: FinishedRun, type: string) => of.events(type).reduce((sum, event) => sum + event.count, 0);
const rule = (of: FinishedRun, name = 'rule') => (of.view('iot').rules as readonly { ruleName: string; matched: number; fired: number; succeeded: number; failed: number }[]).find((each) => each.ruleName === name)!;
const clicks = { clicks: { kind: 'kinesis-streams', config: { shardCount: 2 } } };
const cost = (of: FinishedRun, unit: string) => of.summary.cost.units.find((each) => each.node === 'iot' && each.unit === unit)?.amount ?? 0;

describe('connections', () => {
  it('a second client with the same id ends the first, again and again', () => {
    const of = run({ fleet: { reconnectWait: 2000 }, interventions: [{ at: 5000, type: 'fault', node: 'fleet', name: 'duplicate-client-id', duration: '10s' }] });
    expect(of.events('client.displaced')[0]!.atMs).toBeLessThan(5010);
    expect(count(of, 'client.displaced')).toBeGreaterThanOrEqual(3);
    expect(of.view('iot').connected).toBe(10);
    expect(of.events('client.displaced').every((event) => event.subject === 'device-1')).toBe(true);
  });

  it('silence for one and a half keep-alives ends a connection, and the Last Will is published', () => {
    const of = run({ fleet: { keepAlive: 10_000, will: 'dev/{device}/gone' }, listener: { subscribe: ['dev/+/gone'] }, length: '60s', interventions: [{ at: 20_500, type: 'fault', node: 'fleet', name: 'offline', target: 'device-2' }] });
    const [silent] = of.events('client.timed-out');
    expect(silent!.subject).toBe('device-2');
    expect(silent!.detail.silentMs).toBe(15_000);
    expect(silent!.atMs).toBeGreaterThan(35_000);
    expect(silent!.atMs).toBeLessThan(36_500);
    expect(count(of, 'will.published')).toBe(1);
    expect(of.view('listener').received).toBe(1);
    expect(of.view('iot').connected).toBe(10);
  });

  it('devices that come back together make a storm; jitter spreads it', () => {
    const lasts = (reconnectJitter: boolean) => run({ fleet: { devices: 60, reconnectJitter, reconnectWait: 20_000, keepAlive: 60_000 }, length: '60s', interventions: [{ at: 10_000, type: 'fault', node: 'fleet', name: 'offline', target: '0.5', duration: '10s' }] }).events('client.connected').filter((event) => event.atMs >= 19_000).reduce((span, event) => Math.max(span, event.lastAtMs - 20_000), 0);
    expect(lasts(false)).toBeLessThan(20);
    expect(lasts(true)).toBeGreaterThan(15_000);
  });

  it('a session that stays stores QoS 1 messages for an hour and gets them 10 a second; the Notes edition refuses it', () => {
    const stay = { cleanSession: false, qos: 1, keepAlive: 5000, subscribe: ['dev/+/tele'] };
    const away = [{ at: 10_000, type: 'fault', node: 'listener', name: 'offline', duration: '30s' }];
    const of = run({ fleet: { qos: 1, messagesPerSecond: 0.5 }, listener: { ...stay, reconnectJitter: false }, facts: 'today', length: '80s', interventions: away });
    const stored = of.events('session.resumed')[0]!.detail.stored as number;
    expect(stored).toBeGreaterThan(140);
    expect(of.summary.sinks.listener!.delivered).toBeGreaterThanOrEqual(of.summary.records.born - 30);
    expect(of.summary.records.lost).toBe(0);
    // 150 stored at 10 a second: the last comes some 15 s after the session is resumed.
    expect(of.summary.records.latencyMs.max).toBeGreaterThan(29_000);
    const clean = run({ fleet: { qos: 1, messagesPerSecond: 0.5 }, listener: { ...stay, cleanSession: true }, facts: 'today', length: '80s', interventions: away });
    expect(clean.summary.records.lost).toBeGreaterThan(100);
    expect(run({ listener: stay, facts: 'notes' }).events('connection.refused')[0]!.detail.reason).toContain('Today edition');
  });

  it('a retained message reaches those who subscribe later, by the exact topic only', () => {
    const births = (subscribe: string[]) => run({ fleet: { birth: 'status/{device}', devices: 3 }, listener: { subscribe, connectSpread: 10_000 }, facts: 'today' }).view('listener').received;
    expect(births(['status/device-1', 'status/device-2'])).toBe(2);
    expect(births(['status/+'])).toBe(0);
    expect(run({ fleet: { birth: 'status/{device}', devices: 3 } }).events('publish.refused')[0]!.detail.says).toContain('Today edition');
  });
});

describe('quality of service', () => {
  it('0: what is published while the listener is away is gone; 1: lost acknowledgements make copies', () => {
    const lossy = (qos: number) => run({ fleet: { qos }, listener: { qos }, interventions: [{ at: 10_000, type: 'fault', node: 'fleet', name: 'lose-acks', duration: '3s' }] });
    expect(lossy(0).summary.records.duplicates).toBe(0);
    const copies = lossy(1);
    expect(copies.summary.records.duplicates).toBeGreaterThanOrEqual(25);
    expect(copies.summary.records.lost).toBe(0);
    expect(count(copies, 'puback.missing')).toBeGreaterThan(0);
  });

  it('1: the broker sends again until the listener acknowledges', () => {
    const nodes = { fleet: { qos: 1, devices: 2, messagesPerSecond: 0.5 }, listener: { qos: 1 } };
    const of = simulate({ nodes: [{ id: 'fleet', kind: 'device-fleet', config: nodes.fleet }, { id: 'iot', kind: 'iot-core', config: {} }, { id: 'listener', kind: 'device-fleet', config: { devices: 1, devicePrefix: 'app-', messagesPerSecond: 0, subscribe: ['dev/#'], qos: 1 } }], edges: [{ from: 'fleet', to: 'iot' }, { from: 'listener', to: 'iot', loseRequests: 0.3 }] }, { length: '120s', seed: 5 });
    expect(count(of, 'message.redelivered')).toBeGreaterThan(5);
    expect(of.summary.records.duplicates).toBeGreaterThan(5);
    // Only what came before the first subscription got through had nobody to go to.
    expect(of.summary.records.lost).toBeLessThan(15);
  });

  it('the lower of publisher and subscriber counts', () => {
    expect(count(run({ fleet: { qos: 1 }, listener: { qos: 0 } }), 'message.redelivered')).toBe(0);
    expect(run({ fleet: { qos: 0 }, listener: { qos: 1 } }).view('iot').unacknowledged).toBe(0);
  });

  it('2 is refused with the reason', () => {
    expect(() => run({ fleet: { qos: 2 } })).toThrow('does not support QoS 2');
  });
});

describe('ways in', () => {
  it('HTTPS publishes without a connection', () => {
    const of = run({ fleet: { protocol: 'https' }, iot: { sql: "SELECT *, clientid() AS c FROM '#'" }, behind: clicks });
    expect(of.view('iot').connected).toBe(0);
    expect(of.metric('clicks', 'IncomingRecords').sum).toBeGreaterThan(290);
    expect(() => run({ fleet: { protocol: 'https', subscribe: ['a'] } })).toThrow('publish only');
  });

  it('Basic Ingest reaches its rule alone and costs no messages', () => {
    const rules = [{ ruleName: 'heat', sql: "SELECT *, topic() AS t FROM 'nothing'" }, { ruleName: 'all', sql: "SELECT * FROM '#'" }];
    const of = run({ fleet: { topic: '$aws/rules/heat/dev/{device}' }, iot: { rules }, behind: clicks, listener: { subscribe: ['#'] }, checkInvariants: true });
    expect(rule(of, 'heat').fired).toBeGreaterThan(280);
    expect(rule(of, 'all').fired).toBe(0);
    expect(cost(of, 'iot-messages')).toBe(0);
    expect(cost(of, 'actions-executed')).toBeGreaterThan(280);
    expect(of.view('listener').received).toBe(0);
    expect(run({ fleet: { topic: '$aws/rules/none/x' }, iot: { rules } }).metric('iot', 'RuleNotFound').sum).toBeGreaterThan(280);
  });

  it('a policy decides who publishes where; a refused publish ends the connection', () => {
    const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iot:Connect', Resource: 'arn:aws:iot:eu-west-1:123456789012:client/${iot:ClientId}' }, { Effect: 'Allow', Action: 'iot:Publish', Resource: 'arn:aws:iot:eu-west-1:123456789012:topic/dev/${iot:ClientId}/*' }] };
    expect(run({ iot: { policy } }).metric('iot', 'PublishIn.AuthError').sum).toBe(0);
    const refused = run({ iot: { policy }, fleet: { topic: 'admin/{device}' } });
    expect(refused.metric('iot', 'PublishIn.Success').sum).toBe(0);
    expect(refused.metric('iot', 'PublishIn.AuthError').sum).toBeGreaterThan(10);
    expect(refused.events('device.disconnected')[0]!.detail.reason).toBe('AUTH_ERROR');
    expect(run({ iot: { policy }, listener: {} }).events('subscription.refused')[0]!.detail.says).toContain('No statement');
  });

  it('a payload over 128 KiB is refused, and messages are billed by 5 KB', () => {
    expect(run({ fleet: { payload: null, payloadBytes: 128 * 1024 + 1 } }).metric('iot', 'PublishIn.Success').sum).toBe(0);
    const of = run({ fleet: { payload: null, payloadBytes: 5121 } });
    expect(cost(of, 'iot-messages')).toBe(2 * of.metric('iot', 'PublishIn.Success').sum);
  });
});

describe('rules', () => {
  const two = { ...clicks, errors: { kind: 's3-bucket' } };
  const withError = (more: object = {}) => ({ rules: [{ ruleName: 'r', sql: "SELECT * FROM 'dev/#'", actions: [{ kinesis: { streamName: 'clicks', partitionKey: '${topic(2)}', ...more } }], errorAction: { s3: { bucketName: 'errors', key: 'errors/${newuuid()}' } } }] });

  it('a role that may not: the error action gets each message once', () => {
    for (const setup of [{ iot: withError({ roleAllows: false }) }, { iot: withError(), interventions: [{ at: 0, type: 'fault', node: 'iot', name: 'deny-action', target: 'clicks' }] }]) {
      const of = run({ ...setup, behind: two });
      expect(of.metric('clicks', 'IncomingRecords').sum).toBe(0);
      const failed = of.metric('iot', 'Failure').sum;
      expect(failed).toBeGreaterThan(280);
      expect(of.metric('iot', 'ErrorActionSuccess').sum).toBeGreaterThanOrEqual(failed - 5);
      expect(of.view('iot').lastError).toMatchObject({ ruleName: 'r', failures: [{ failedAction: 'KinesisAction', failedResource: 'clicks', errorMessage: 'AccessDeniedException' }] });
      expect(of.summary.records.parked).toBeGreaterThan(280);
      expect(of.summary.records.lost).toBe(0);
    }
  });

  it('an error action may publish what happened; its key and topic are filled in from the message', () => {
    const rules = (errorAction: object) => ({ rules: [{ ruleName: 'r', sql: "SELECT temp FROM 'dev/#'", actions: [{ kinesis: { streamName: 'clicks', roleAllows: false } }], errorAction }] });
    const of = run({ iot: rules({ republish: { topic: 'errors/${topic(2)}' } }), behind: clicks, listener: { subscribe: ['errors/+'] }, fleet: { devices: 2 } });
    expect(of.view('listener').received).toBeGreaterThan(50);
    expect(Object.keys(of.view('iot').topics as object)).toContain('errors/device-2');
    expect(of.view('iot').lastError).toMatchObject({ ruleName: 'r', clientId: 'device-1', topic: 'dev/device-1/tele' });
    const stored = run({ iot: rules({ s3: { bucketName: 'errors', key: 'bad/${clientid()}/${timestamp()}' } }), behind: two, fleet: { devices: 1 } });
    expect(stored.view('errors').newestKey).toMatch(/^bad\/device-1\/\d+$/);
  });

  it('a report of an error that fails itself is not reported again', () => {
    const of = run({ iot: { rules: [{ ruleName: 'r', sql: "SELECT * FROM '#'", actions: [{ kinesis: { streamName: 'clicks', roleAllows: false } }], errorAction: { republish: { topic: 'errors/all' } } }] }, behind: clicks, fleet: { devices: 1 } });
    const published = of.metric('iot', 'PublishIn.Success').sum;
    expect(of.status.type).toBe('reached');
    expect(of.metric('iot', 'Failure').sum).toBeLessThanOrEqual(2 * published);
    expect(of.metric('iot', 'ErrorActionSuccess').sum).toBeLessThanOrEqual(published);
  });

  it('without an error action what fails is lost', () => {
    const of = run({ iot: { sql: "SELECT * FROM '#'" }, behind: clicks, interventions: [{ at: 0, type: 'fault', node: 'iot', name: 'deny-action' }] });
    expect(of.summary.records.lostBy.refused).toBeGreaterThan(280);
  });

  it('passing trouble is tried again; trouble that stays ends with the error action', () => {
    const trouble = (duration: string) => run({ iot: withError(), behind: two, interventions: [{ at: 10_000, type: 'fault', node: 'clicks', name: 'internal-failure', duration }] });
    const short = trouble('1500ms');
    expect(count(short, 'action.retried')).toBeGreaterThan(0);
    expect(short.metric('iot', 'Failure').sum).toBe(0);
    const long = trouble('10s');
    expect(long.metric('iot', 'Failure').sum).toBeGreaterThan(50);
    expect(long.metric('iot', 'ErrorActionSuccess').sum).toBe(long.metric('iot', 'Failure').sum);
    expect(long.summary.records.lost).toBe(0);
  });

  it('several actions run from one message; one error message names all that failed', () => {
    const rules = [{ ruleName: 'r', sql: "SELECT * FROM 'dev/#'", actions: [{ kinesis: { streamName: 'clicks', roleAllows: false } }, { sqs: { queueUrl: 'jobs', roleAllows: false } }], errorAction: { s3: { bucketName: 'errors' } } }];
    const of = run({ iot: { rules }, behind: { ...two, jobs: { kind: 'sqs-queue' } }, fleet: { devices: 1, messagesPerSecond: 1 } });
    const born = of.summary.records.born;
    expect(of.metric('iot', 'Failure').sum).toBeGreaterThanOrEqual(2 * (born - 2));
    expect(of.metric('iot', 'ErrorActionSuccess').sum).toBeLessThanOrEqual(born);
    expect((of.view('iot').lastError as { failures: object[] }).failures).toHaveLength(2);
  });

  it('reach queue, table, function and bucket as well', () => {
    const behind = { jobs: { kind: 'sqs-queue' }, items: { kind: 'dynamodb-table' }, work: { kind: 'lambda-function' }, files: { kind: 's3-bucket' } };
    const of = run({ iot: { sql: "SELECT * FROM '#'" }, behind, fleet: { devices: 2 } });
    const published = of.metric('iot', 'PublishIn.Success').sum;
    expect(of.metric('iot', 'Success').sum).toBeGreaterThanOrEqual(4 * (published - 2));
    expect(of.metric('iot', 'Failure').sum).toBe(0);
  });

  it('publish again under another topic, and a loop is cut', () => {
    const again = (topic: string) => ({ rules: [{ ruleName: 'again', sql: "SELECT temp FROM 'dev/+/tele' WHERE temp > 80", actions: [{ republish: { topic, qos: 1 } }] }] });
    const of = run({ iot: again('alarm/${topic(2)}'), listener: { subscribe: ['alarm/+'] } });
    expect(of.view('listener').received).toBeGreaterThan(100);
    expect((of.view('iot').topics as Record<string, number>)['alarm/device-1']).toBeGreaterThan(5);
    expect(of.view('listener').received).toBe(rule(of, 'again').fired);
    const loop = run({ iot: again('dev/${topic(2)}/tele') });
    expect(count(loop, 'republish.looped')).toBeGreaterThan(100);
  });

  it('say all that is wrong with them at once', () => {
    const rules = [{ ruleName: 'a b', sql: 5 }, { sql: "SELEC * FROM 'a/#/b'", actions: [{ kinesi: {} }, { sqs: { queue: 'x' } }, { republish: {} }, { kinesis: { partitionKey: '${foo(1}' } }] }];
    expect(() => run({ iot: { rules } })).toThrow(/letters, digits and _[\s\S]*must be a text[\s\S]*line 1, column 1: a rule begins with SELECT[\s\S]*nearest is "kinesis"[\s\S]*nearest is "queueUrl"[\s\S]*republish needs a topic/);
  });
});

describe('shadows in the broker', () => {
  const desired = (at: number, payload: object) => ({ at, type: 'operate', node: 'iot', operation: 'UpdateThingShadow', request: { thingName: 'device-1', payload } });

  it('remember what was wanted while the device was away', () => {
    const of = run({ fleet: { devices: 2, shadow: 'follow', keepAlive: 5000, reconnectJitter: false }, length: '40s', interventions: [{ at: 2000, type: 'fault', node: 'fleet', name: 'offline', target: 'device-1', duration: '20s' }, desired(10_000, { state: { desired: { on: true } } })] });
    expect(of.events('shadow.followed').map((event) => event.subject)).toEqual(['device-1']);
    expect(of.events('shadow.followed')[0]!.atMs).toBeGreaterThan(22_000);
    const shadows = of.view('iot').shadowStates as Record<string, object>;
    expect(shadows['device-1']).toEqual({ desired: { on: true }, reported: { on: true }, version: 2 });
  });

  it('refuse a stale version, and a device may ignore the delta', () => {
    const of = run({ fleet: { devices: 1, shadow: 'follow' }, interventions: [{ at: 0, type: 'fault', node: 'fleet', name: 'ignore-delta' }, desired(5000, { state: { desired: { on: true } } }), desired(6000, { state: { desired: { on: false } }, version: 7 })] });
    expect(of.events('shadow.conflict')[0]!.detail).toMatchObject({ code: 409, message: 'Version conflict' });
    expect(of.events('shadow.followed')).toEqual([]);
    expect((of.view('iot').shadowStates as Record<string, object>)['device-1']).toMatchObject({ delta: { on: true }, version: 1 });
  });

  it('are seen by rules, which make records of them', () => {
    const of = run({ fleet: { devices: 1, messagesPerSecond: 0, shadow: 'follow', subscribe: [] }, iot: { rules: [{ ruleName: 'r', sql: "SELECT state.reported.on AS isOn, get_thing_shadow('device-1', 'role').version AS v FROM '$aws/things/+/shadow/update/accepted' WHERE isUndefined(state.reported) = false" }] }, behind: clicks, interventions: [desired(5000, { state: { desired: { on: true } } })] });
    expect(of.metric('clicks', 'IncomingRecords').sum).toBe(1);
    expect(of.summary.records.born).toBe(1);
  });
});
