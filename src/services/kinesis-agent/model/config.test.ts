import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../sim/limits.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { parseAgentConfig, parseAgentJson } from './config.ts';

const limits = limitsOf('notes');
const problems = (raw: unknown) => {
  const parsed = parseAgentConfig(raw, limits);
  return parsed.ok ? [] : parsed.error.map((issue) => `${issue.path}: ${issue.problem}`);
};
const inFile = (raw: unknown) => {
  const parsed = parseAgentJson(raw, limits);
  return parsed.ok ? [] : parsed.error.map((issue) => `${issue.path}: ${issue.problem}`);
};
const flow = { filePattern: '/var/log/app.log*', kinesisStream: 'clicks' };

describe('agent.json', () => {
  it('of the guide is read, numbers as texts too', () => {
    const parsed = parseAgentJson(
      `{ "cloudwatch.emitMetrics": true, "kinesis.endpoint": "https://your/kinesis/endpoint", "firehose.endpoint": "",
         "flows": [ { "filePattern": "/tmp/app.log*", "kinesisStream": "yourkinesisstream", "maxBufferAgeMillis": "1000" },
                    { "filePattern": "/tmp/other/*.log", "deliveryStream": "yourfirehosedeliverystream", "skipHeaderLines": 1,
                      "dataProcessingOptions": [ { "optionName": "LOGTOJSON", "logFormat": "COMMONAPACHELOG" } ] } ] }`,
      limits,
    );
    expect(parsed.ok).toBe(true);
    if (!parsed.ok) return;
    const [one, two] = parsed.value.flows;
    expect(one).toMatchObject({ destination: 'yourkinesisstream', kind: 'stream', maxBufferAgeMillis: 1000, maxBufferSizeRecords: 500, maxBufferSizeBytes: 5_242_880, initialPosition: 'END_OF_FILE', partitionKeyOption: 'RANDOM', publishQueueCapacity: 100, retryInitialBackoffMillis: 100, retryMaxBackoffMillis: 10_000, minTimeBetweenFilePollsMillis: 100, maxTimeBetweenFileTrackerRefreshMillis: 10_000, truncatedRecordTerminator: '\n' });
    expect(two).toMatchObject({ destination: 'yourfirehosedeliverystream', kind: 'firehose', maxBufferSizeBytes: 4_194_304, skipHeaderLines: 1 });
    expect(two!.converters.map((converter) => converter.optionName)).toEqual(['LOGTOJSON']);
  });

  it('tells all that is wrong with it at once, each with its place, and the nearest name', () => {
    const told = inFile({
      flwos: [],
      awsAccessKeyId: 'x',
      flows: [
        { filePattern: 'app.log', kinesisStream: 'a', deliveryStream: 'b', maxBuferAgeMillis: 1 },
        { kinesisStream: 'a', maxBufferAgeMillis: 500, maxBufferSizeRecords: 501, initialPosition: 'START' },
        { ...flow, multiLineStartPattern: '(?>a)', dataProcessingOptions: [{ optionName: 'CSV2JSON' }] },
        { ...flow, kinesisStream: '' },
      ],
    }).join('\n');
    for (const part of [
      'flwos: unknown key "flwos"; the nearest known one is "flows"',
      'awsAccessKeyId: leave keys out',
      'flows.0.maxBuferAgeMillis: unknown key "maxBuferAgeMillis"; the nearest known one is "maxBufferAgeMillis"',
      'flows.0.filePattern: names no directory',
      'flows.0.deliveryStream: a flow has one destination',
      'flows.1.maxBufferAgeMillis: must lie between 1000 and 900000 ms',
      'flows.1.maxBufferSizeRecords: must lie between 1 and 500 records',
      'flows.1.initialPosition: must be one of START_OF_FILE, END_OF_FILE',
      'flows.1.filePattern: a flow needs a filePattern',
      'flows.2.multiLineStartPattern: a Java regular expression: an atomic group',
      'flows.2.dataProcessingOptions.0.optionName: must be one of',
      'flows.3.kinesisStream: a flow needs a kinesisStream or a deliveryStream',
    ]) expect(told).toContain(part);
  });

  it('has the range of its destination', () => {
    expect(inFile({ flows: [{ ...flow, maxBufferSizeBytes: 5_242_880 }] })).toEqual([]);
    expect(inFile({ flows: [{ filePattern: '/a/b', deliveryStream: 'x', maxBufferSizeBytes: 5_242_880 }] })[0]).toContain('4194304');
    expect(inFile({ flows: [] })[0]).toContain('sends nothing');
    expect(inFile('{ "flows": [,] }')[0]).toContain('no JSON');
    expect(inFile('[]')[0]).toContain('an object');
  });
});

describe('the configuration of a node', () => {
  it('needs nothing: everything that is written goes to whatever is connected', () => {
    const parsed = parseAgentConfig(undefined, limits);
    expect(parsed.ok && parsed.value.flows).toMatchObject([{ kind: 'either', destination: '', filePattern: '/var/log/app/*.log*' }]);
    expect(parsed.ok && parsed.value.rotate).toBe('size');
  });

  it('takes flows or a whole agent.json, and says what does not go together', () => {
    const parsed = parseAgentConfig({ agentJson: JSON.stringify({ flows: [flow], maxSendingThreads: 2 }) }, limits);
    expect(parsed.ok && parsed.value).toMatchObject({ maxSendingThreads: 2, flows: [{ destination: 'clicks' }] });
    expect(problems({ flows: [flow], agentJson: '{}' })).toContain('agentJson: give flows or agentJson, not both');
    expect(problems({ logFile: 'app.log' })[0]).toContain('whole path');
    expect(problems({ rotateBytez: 1 })[0]).toContain('nearest known one is "rotateBytes"');
    expect(problems({ flows: [] })[0]).toContain('sends nothing');
  });

  it('is never a reason to throw', () => {
    const junk = fc.oneof(
      fc.anything(),
      fc.dictionary(fc.constantFrom('flows', 'agentJson', 'logFile', 'rotate', 'x'), fc.oneof(fc.anything(), fc.array(fc.dictionary(fc.constantFrom('filePattern', 'kinesisStream', 'deliveryStream', 'multiLineStartPattern', 'dataProcessingOptions', 'maxBufferSizeBytes'), fc.anything())), fc.json())),
    );
    assertForAll(junk, (raw) => {
      parseAgentConfig(raw, limits);
      parseAgentJson(raw, limits);
    }, { seed: 41, runs: 800 });
  });
});
