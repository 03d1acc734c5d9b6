import { describe, expect, it } from 'vitest';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { simulate, type FinishedRun, type SimulateOptions } from '../../../testing/simulate.ts';
import { seen } from './seen.fixture.ts';

const hot = "SELECT temp AS t, topic(2) AS id FROM 'dev/+/tele' WHERE temp > 80";
const kinds: Readonly<Record<string, string>> = { clicks: 'kinesis-streams', work: 'lambda-function', jobs: 'sqs-queue', items: 'dynamodb-table', errors: 's3-bucket' };

interface Setup extends SimulateOptions {
  readonly fleet?: object;
  readonly behind?: readonly string[];
}

function run(iot: object, { fleet = {}, behind = ['clicks'], ...options }: Setup = {}): FinishedRun {
  const of = simulate(
    {
      nodes: [{ id: 'fleet', kind: 'device-fleet', config: { devices: 10, messagesPerSecond: 1, connectSpread: 0, ...fleet } }, { id: 'iot', kind: 'iot-core', config: iot }, ...behind.map((id) => ({ id, kind: kinds[id], config: id === 'clicks' ? { shardCount: 2 } : {} }))],
      edges: [{ from: 'fleet', to: 'iot' }, ...behind.map((to) => ({ from: 'iot', to }))],
    },
    { length: '30s', seed: 7, ...options },
  );
  assertRowsConserved(of.simulation);
  return of;
}

const rule = (of: FinishedRun, name = 'rule') => (of.view('iot').rules as readonly { ruleName: string; matched: number; fired: number; succeeded: number; failed: number }[]).find((each) => each.ruleName === name)!;
const ruleOf = (ruleName: string, sql: string, ...actions: object[]) => ({ ruleName, sql, actions });

describe('feature 21: the IoT lab', () => {
  it('feature 21: the rule fires only for matching messages, with the projected fields', () => {
    const of = run({ sql: hot }, { fleet: { devices: 100, messagesPerSecond: 0.1 }, length: '60s', seed: 3 });
    const { matched, fired, succeeded } = rule(of);
    expect(matched).toBeGreaterThanOrEqual(585);
    // Temperatures lie evenly between 60 and 100: half of them above 80.
    expect(fired / matched).toBeGreaterThan(0.42);
    expect(fired / matched).toBeLessThan(0.58);
    expect(succeeded).toBeGreaterThan(fired - 5);
    expect(of.metric('clicks', 'IncomingRecords').sum).toBe(succeeded);
    const contents = seen(of, 'clicks') as { t: number; id: string }[];
    expect(contents).toHaveLength(succeeded);
    for (const content of contents) {
      expect(Object.keys(content)).toEqual(['t', 'id']);
      expect(content.t).toBeGreaterThan(80);
      expect(content.id).toMatch(/^device-\d+$/);
    }
    expect(new Set(contents.map(({ id }) => id)).size).toBeGreaterThan(80);
  });

  it('feature 21: other topics do not match, one level more or less neither', () => {
    for (const topic of ['other/{device}/tele', 'dev/{device}', 'dev/{device}/tele/now']) expect([topic, rule(run({ sql: hot }, { fleet: { topic } })).matched]).toEqual([topic, 0]);
  });

  it('feature 21: a missing attribute does not match, and no text that is no number', () => {
    for (const payload of [{ humidity: 90 }, { temp: 'hot' }, { temp: null }, { temp: { value: 90 } }, null]) {
      const { matched, fired } = rule(run({ sql: hot }, { fleet: { payload } }));
      expect(matched).toBeGreaterThan(250);
      expect([payload, fired]).toEqual([payload, 0]);
    }
  });

  it('feature 21: a constant partition key heats one shard, the default spreads', () => {
    const shards = (key: string) => {
      const of = run({ sql: "SELECT * FROM 'dev/#'", ...(key ? { partitionKey: key } : {}) });
      return (of.view('clicks').shards as readonly { incomingRecords: number }[]).map((shard) => shard.incomingRecords).sort((a, b) => a - b);
    };
    const [idle, hottest] = shards('all');
    expect(idle).toBe(0);
    expect(hottest).toBeGreaterThan(280);
    expect(shards('')[0]).toBeGreaterThan(100);
    // One key a device: every device on a shard of its own choice, order kept.
    expect(shards('${topic(2)}').reduce((a, b) => a + b)).toBeGreaterThan(280);
  });

  it('feature 21: revoking one certificate stops one device; deleting the thing stops none', () => {
    const at = (operation: string, request: object) => run({ sql: "SELECT * FROM '#'" }, { length: '40s', interventions: [{ at: 1000, type: 'operate', node: 'iot', operation: 'CreateThing', request: { thingName: 'device-3', certificateId: 'cert-device-3' } }, { at: 20_000, type: 'operate', node: 'iot', operation, request }] });
    const revoked = at('UpdateCertificate', { certificateId: 'cert-device-3', newStatus: 'REVOKED' });
    expect(revoked.view('iot').connected).toBe(9);
    expect(revoked.metric('iot', 'Connect.AuthError').sum).toBeGreaterThan(1);
    const topics = revoked.view('iot').topics as Record<string, number>;
    for (let device = 1; device <= 10; device++) {
      const [least, most] = device === 3 ? [19, 20] : [39, 40];
      expect(topics[`dev/device-${device}/tele`]).toBeGreaterThanOrEqual(least);
      expect(topics[`dev/device-${device}/tele`]).toBeLessThanOrEqual(most);
    }
    const deleted = at('DeleteThing', { thingName: 'device-3' });
    expect(deleted.view('iot').connected).toBe(10);
    expect(deleted.events('thing.deleted')).toHaveLength(1);
  });

  it('feature 21: several actions from one message; one report for the error action when some fail', () => {
    const rules = [{ ...ruleOf('r', hot, { kinesis: { streamName: 'clicks', roleAllows: false } }, { sqs: { queueUrl: 'jobs' } }), errorAction: { s3: { bucketName: 'errors' } } }];
    const of = run({ rules }, { behind: ['clicks', 'jobs', 'errors'] });
    const { fired } = rule(of, 'r');
    expect(of.metric('jobs', 'NumberOfMessagesSent').sum).toBeGreaterThan(fired - 5);
    expect(of.metric('clicks', 'IncomingRecords').sum).toBe(0);
    expect(of.metric('iot', 'ErrorActionSuccess').sum).toBeGreaterThan(fired - 5);
    expect(of.metric('iot', 'ErrorActionSuccess').sum).toBeLessThanOrEqual(fired);
  });
});

describe('feature 21: what SELECT made travels on', () => {
  const two = { rules: [ruleOf('hot', hot, { kinesis: { streamName: 'clicks' } }, { lambda: { functionArn: 'work' } }), ruleOf('all', "SELECT device AS name, {'v': temp} AS reading FROM '#'", { sqs: { queueUrl: 'jobs' } })] };

  it('a stream and a function get one form, a queue behind another rule its own', () => {
    const of = run(two, { behind: ['clicks', 'work', 'jobs'] });
    const forms = (contents: unknown[]) => [...new Set(contents.map((content) => Object.keys(content as object).join()))];
    expect(seen(of, 'clicks').length).toBe(rule(of, 'hot').fired);
    expect(forms(seen(of, 'clicks'))).toEqual(['t,id']);
    expect(forms(seen(of, 'clicks', 'work'))).toEqual(['t,id']);
    expect(seen(of, 'jobs').length).toBe(rule(of, 'all').succeeded);
    expect(forms(seen(of, 'jobs'))).toEqual(['name,reading']);
    expect((seen(of, 'jobs') as { reading: object }[]).every(({ reading }) => Object.keys(reading).join() === 'v')).toBe(true);
    // The broker and the devices go on seeing what was sent.
    expect(forms(seen(of, 'clicks', 'iot'))).toEqual(['device,temp']);
    expect(forms(seen(of, 'clicks', 'fleet'))).toEqual(['device,temp']);
  });

  it('the same values: t is the temp that was sent, id the level of its topic', () => {
    const of = run(two, { behind: ['clicks', 'work', 'jobs'] });
    const sent = seen(of, 'clicks', 'iot') as { device: string; temp: number }[];
    expect(seen(of, 'clicks')).toEqual(sent.map(({ device, temp }) => ({ t: temp, id: device })));
  });

  it('a reader behind the stream sees the form as well', () => {
    const of = simulate(`fleet: device-fleet(devices=5, rate=1/s) -> iot: iot-core(sql="${hot}") -> clicks: kinesis-streams -> app: stream-reader`, { length: '20s', seed: 3 });
    expect((seen(of, 'clicks', 'app') as object[]).every((content) => Object.keys(content).join() === 't,id')).toBe(true);
    expect(seen(of, 'clicks').length).toBeGreaterThan(20);
  });

  it('SELECT * changes nothing, and nothing is kept for it', () => {
    const of = run({ sql: "SELECT * FROM '#'" }, { fleet: { devices: 2 } });
    expect(seen(of, 'clicks')).toEqual(seen(of, 'clicks', 'fleet'));
    expect(of.simulation.records.content(0, [0, 1, 2])).toBeUndefined();
  });

  it('republish passes on what the first rule made, and the next one works with that', () => {
    const of = run({ rules: [ruleOf('first', hot, { republish: { topic: 'alarm/${topic(2)}' } }), ruleOf('second', "SELECT *, t - 80 AS over FROM 'alarm/+'", { kinesis: {} })] });
    expect(rule(of, 'second').fired).toBe(rule(of, 'first').fired);
    for (const content of seen(of, 'clicks') as { t: number; id: string; over: number }[]) {
      expect(Object.keys(content)).toEqual(['t', 'id', 'over']);
      expect(content.over).toBeCloseTo(content.t - 80, 9);
    }
    const plain = run({ rules: [ruleOf('first', hot, { republish: { topic: 'alarm/${topic(2)}' } }), ruleOf('second', "SELECT * FROM 'alarm/+'", { kinesis: {} })] });
    expect(Object.keys(seen(plain, 'clicks')[0] as object)).toEqual(['t', 'id']);
  });

  it('useBase64 wraps it for a queue', () => {
    const of = run({ rules: [ruleOf('r', "SELECT topic(2) AS id FROM '#'", { sqs: { useBase64: true } })] }, { behind: ['jobs'], fleet: { devices: 1 } });
    const [text] = seen(of, 'jobs') as string[];
    expect(Buffer.from(text!, 'base64').toString()).toBe('{"id":"device-1"}');
  });

  it('an error action’s target sees the report', () => {
    const rules = [{ ...ruleOf('r', hot, { kinesis: { roleAllows: false } }), errorAction: { sqs: { queueUrl: 'jobs' } } }];
    const of = run({ rules }, { behind: ['clicks', 'jobs'], fleet: { devices: 1 } });
    const [report] = seen(of, 'jobs') as { ruleName: string; topic: string; base64OriginalPayload: string; failures: object[] }[];
    expect(report).toMatchObject({ ruleName: 'r', topic: 'dev/device-1/tele', clientId: 'device-1', failures: [{ failedAction: 'KinesisAction', errorMessage: 'AccessDeniedException' }] });
    expect(JSON.parse(Buffer.from(report!.base64OriginalPayload, 'base64').toString())).toMatchObject({ device: 'device-1' });
  });

  it('dynamoDB puts it into its column, dynamoDBv2 each key into one', () => {
    const of = run({ rules: [ruleOf('one', hot, { kinesis: {} }, { dynamoDB: { tableName: 'items', hashKeyField: 'device', hashKeyValue: '${topic(2)}', payloadField: 'data' } })] }, { behind: ['clicks', 'items'], fleet: { devices: 1 } });
    const [form] = seen(of, 'clicks') as object[];
    expect(seen(of, 'clicks', 'items')[0]).toEqual({ device: 'device-1', data: form });
    const v2 = run({ rules: [ruleOf('two', hot, { kinesis: {} }, { dynamoDBv2: {} })] }, { behind: ['clicks', 'items'], fleet: { devices: 1 } });
    expect(seen(v2, 'clicks', 'items')[0]).toEqual(form);
    const noObject = run({ rules: [ruleOf('two', "SELECT VALUE temp FROM '#'", { dynamoDBv2: {} })] }, { behind: ['items'], fleet: { devices: 1 } });
    expect(noObject.metric('iot', 'Failure').sum).toBe(noObject.metric('iot', 'PublishIn.Success').sum);
  });
});
