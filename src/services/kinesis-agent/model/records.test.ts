import { describe, expect, it, vi } from 'vitest';
import { calls, chain, flow, run, to } from './agent.fixture.ts';

vi.setConfig({ testTimeout: 60_000 });

describe('records', () => {
  const payload = (content: unknown, agent: object, length = '20s') =>
    run(
      {
        nodes: [
          { id: 'web', kind: 'traffic', config: { recordsPerSecond: 10, keys: 2, payload: content, stopAfter: 10_000 } },
          { id: 'agent', kind: 'kinesis-agent', config: agent },
          { id: 'lake', kind: 'stand-in' },
        ],
        edges: [{ from: 'web', to: 'agent' }, { from: 'agent', to: 'lake' }],
      },
      { length },
    );
  const flows = (more: object) => ({ flows: [{ filePattern: '/var/log/app/app.log*', deliveryStream: 'lake', maxBufferAgeMillis: 1000, ...more }] });

  it('of text are converted as they are', () => {
    const of = payload('{{key}},{{row}}', flows({ dataProcessingOptions: [{ optionName: 'CSVTOJSON', customFieldNames: ['who', 'n'] }] }));
    expect(of.view('agent').lastRead).toMatch(/^key-\d,99\n$/);
    expect(of.view('agent').lastSent).toMatch(/^\{"who":"key-\d","n":"99"\}\n$/);
    expect(calls(of)[0]!.largest).toBe('{"who":"key-0","n":"10"}\n'.length - 1);
  });

  it('of objects are JSON or CSV lines', () => {
    const content = { device: '{{key}}', note: 'a, "b"', n: 7 };
    expect(payload(content, flows({})).view('agent').lastSent).toMatch(/^\{"device":"key-\d","note":"a, \\"b\\"","n":7\}\n$/);
    expect(payload(content, { ...flows({}), lineFormat: 'csv' }).view('agent').lastSent).toMatch(/^key-\d,"a, ""b""",7\n$/);
  });

  it('that a log format does not fit are dropped without a word to the sender', () => {
    const of = payload('Mar 12 12:01:02 host{{pick 1 !}} app: hello', flows({ dataProcessingOptions: [{ optionName: 'LOGTOJSON', logFormat: 'SYSLOG' }] }));
    const { delivered, lost, lostBy } = of.summary.records;
    expect(delivered + lost).toBe(100);
    expect(lostBy['dropped-by-rule']).toBe(lost);
    expect(lost).toBeGreaterThan(20);
    expect(of.view('agent').recordsFiltered).toBe(lost);
    expect(of.view('agent').lastSent).toContain('"hostname":"host1","program":"app","processid":null,"message":"hello"');
  });

  it('of several lines are one with a start pattern, one a line without', () => {
    const content = 'Error {{row}}\n  at one\n  at two';
    const whole = payload(content, flows({ multiLineStartPattern: '\\S', dataProcessingOptions: [{ optionName: 'SINGLELINE' }] }));
    expect(whole.view('agent').lastSent).toBe('Error 99at oneat two\n');
    expect(whole.summary.records).toMatchObject({ delivered: 100, duplicates: 0 });
    const torn = payload(content, flows({}));
    expect(torn.view('agent').lastSent).toBe('  at two\n');
    expect(torn.view('agent').recordsSent).toBe(300);
    expect(torn.events('record.split').length).toBeGreaterThan(0);
    // What does not look like a beginning is glued to the record before it.
    const glued = payload('{{pick A b}} {{row}}', flows({ multiLineStartPattern: '[A-Z]', minTimeBetweenFilePollsMillis: 1000 }));
    expect(glued.events('records.merged').length).toBeGreaterThan(0);
    expect(glued.summary.records.lostBy['dropped-by-rule']).toBeGreaterThan(10);
  });

  it('that are opaque change their size by rule', () => {
    const of = run(to('rate=10/s, size=299B, stopAfter=10s', `linesPerRecord=3, ${flow('maxBufferAgeMillis: 1s, multiLineStartPattern: \\\\S, dataProcessingOptions: [{optionName: SINGLELINE}]')}`), { length: '20s' });
    expect(of.summary.records.delivered).toBe(100);
    expect(calls(of)[0]!.largest).toBe(300);
  });

  it('that are too long are cut to what the destination takes', () => {
    const firehose = run(to('rate=0.5/s, size=3MB, stopAfter=10s', flow('maxBufferAgeMillis: 1s')), { length: '20s' });
    expect(Math.max(...calls(firehose).map((call) => call.largest))).toBe(1_024_000);
    expect(firehose.view('agent').recordsTruncated).toBe(5);
    const stream = run(chain('rate=0.2/s, size=3MB, stopAfter=20s', 'flows=[{filePattern: /var/log/app/app.log, kinesisStream: clicks, maxBufferAgeMillis: 1s}]', 'shards=8'), { length: '60s' });
    expect(stream.summary.records).toMatchObject({ delivered: 4, lost: 0 });
    expect(stream.events('record.too-large')).toEqual([]);
    expect(stream.metric('clicks', 'IncomingBytes').sum).toBe(4 * 1024 * 1024);
  });

  it('have partition keys at random, or the MD5 of their data: the same data, the same shard', () => {
    const at = (option: string, content: string) => {
      const of = run(
        {
          nodes: [
            { id: 'web', kind: 'traffic', config: { recordsPerSecond: 50, keys: 4, payload: content, stopAfter: 20_000 } },
            { id: 'agent', kind: 'kinesis-agent', config: { flows: [{ filePattern: '/var/log/app/app.log*', kinesisStream: 'clicks', maxBufferAgeMillis: 1000, partitionKeyOption: option }] } },
            { id: 'clicks', kind: 'kinesis-streams', config: { shardCount: 8 } },
          ],
          edges: [{ from: 'web', to: 'agent' }, { from: 'agent', to: 'clicks' }],
        },
        { length: '30s' },
      );
      return (of.view('clicks').shards as readonly { incomingRecords: number }[]).filter((shard) => shard.incomingRecords > 0).length;
    };
    expect(at('RANDOM', 'always the same')).toBe(8);
    expect(at('DETERMINISTIC', 'always the same')).toBe(1);
    expect(at('DETERMINISTIC', 'row {{row}}')).toBe(8);
  });
});

describe('several flows', () => {
  it('feed several destinations from several directories', () => {
    const of = run(
      {
        nodes: [
          { id: 'shop', kind: 'traffic', config: { recordsPerSecond: 10, stopAfter: 10_000 } },
          { id: 'blog', kind: 'traffic', config: { recordsPerSecond: 5, stopAfter: 10_000 } },
          { id: 'agent', kind: 'kinesis-agent', config: { logFile: '/var/log/{source}/app.log', agentJson: JSON.stringify({ 'cloudwatch.emitMetrics': true, flows: [{ filePattern: '/var/log/shop/*.log', kinesisStream: 'clicks', maxBufferAgeMillis: '1000' }, { filePattern: '/var/log/blog/*', deliveryStream: 'lake', maxBufferAgeMillis: 1000 }] }) } },
          { id: 'clicks', kind: 'kinesis-streams' },
          { id: 'lake', kind: 'stand-in' },
        ],
        edges: [{ from: 'shop', to: 'agent' }, { from: 'blog', to: 'agent' }, { from: 'agent', to: 'clicks' }, { from: 'agent', to: 'lake' }],
      },
      { length: '20s' },
    );
    expect(of.metric('clicks', 'IncomingRecords').sum).toBe(100);
    expect(of.summary.sinks.lake!.delivered).toBe(50);
  });
});
