import { describe, expect, it } from 'vitest';
import { assertRowsConserved } from '../../../testing/conservation.ts';
import { simulate, type FinishedRun } from '../../../testing/simulate.ts';

const target = { kinesis: ['target', 'kinesis-streams'], firehose: ['target', 'firehose'], sns: ['target', 'sns-topic'], openSearch: ['target', 'search-index'], elasticsearch: ['target', 'search-index'] } as const;

/** Ten messages, one a second, through one rule with one action. */
function run(action: Record<string, object>, { sql = "SELECT * FROM '#'", payload = { device: '{{key}}', temp: 1 }, behind = [], edges = [], rule = {} }: { sql?: string; payload?: unknown; behind?: object[]; edges?: object[]; rule?: object } = {}): FinishedRun {
  const kind = Object.keys(action)[0] as keyof typeof target;
  const of = simulate(
    {
      nodes: [{ id: 'fleet', kind: 'device-fleet', config: { devices: 1, messagesPerSecond: 1, connectSpread: 0, stopAfter: '11s', payload } }, { id: 'iot', kind: 'iot-core', config: { rules: [{ ruleName: 'r', sql, actions: [action], ...rule }] } }, { id: 'target', kind: target[kind][1] }, { id: 'errors', kind: 's3-bucket' }, ...behind],
      edges: [{ from: 'fleet', to: 'iot' }, { from: 'iot', to: 'target' }, { from: 'iot', to: 'errors' }, ...edges],
    },
    { length: '20s', seed: 4 },
  );
  assertRowsConserved(of.simulation);
  return of;
}

const bytesIn = (of: FinishedRun) => of.metric('target', 'IncomingBytes').sum / of.metric('target', 'IncomingRecords').sum;
const bucket = [{ id: 'files', kind: 's3-bucket' }];
const toBucket = [{ from: 'target', to: 'files' }];
const firehose = (members: object, more: object = {}) => run({ firehose: members }, { behind: bucket, edges: toBucket, ...more });
const failures = (of: FinishedRun) => [of.metric('iot', 'Failure').sum, of.metric('iot', 'ErrorActionSuccess').sum];
const withErrors = { rule: { errorAction: { s3: { bucketName: 'errors' } } } };

describe('firehose', () => {
  it('separator: its bytes go behind every record', () => {
    const bare = bytesIn(firehose({}));
    expect(bytesIn(firehose({ separator: '\n' }))).toBe(bare + 1);
    expect(bytesIn(firehose({ separator: '\r\n' }))).toBe(bare + 2);
    expect(() => firehose({ separator: ';' })).toThrow('separator: must be');
  });

  it('batchMode: each element of the array is an entry of one PutRecordBatch', () => {
    const readings = [{ t: 1 }, { t: 22 }, { t: 333 }];
    const of = firehose({ batchMode: true, separator: '\n' }, { payload: { readings }, sql: "SELECT VALUE readings FROM '#'" });
    const messages = of.metric('iot', 'PublishIn.Success').sum;
    expect(messages).toBe(10);
    expect(of.metric('target', 'IncomingRecords').sum).toBe(3 * messages);
    expect(of.metric('target', 'IncomingBytes').sum).toBe(messages * readings.reduce((sum, each) => sum + JSON.stringify(each).length + 1, 0));
    // The first element is the message's record, two more were born at the broker.
    expect(of.summary.records.born).toBe(3 * messages);
    expect(failures(of)).toEqual([0, 0]);
    // Without batch mode the array is one record.
    expect(firehose({}, { payload: { readings }, sql: "SELECT VALUE readings FROM '#'" }).metric('target', 'IncomingRecords').sum).toBe(messages);
  });

  it('batchMode: a payload that is no array fails, and so does one with more than 500 elements', () => {
    const noArray = firehose({ batchMode: true }, withErrors);
    expect(noArray.metric('target', 'IncomingRecords').sum).toBe(0);
    expect(failures(noArray)).toEqual([10, 10]);
    expect(noArray.view('iot').lastError).toMatchObject({ failures: [{ failedAction: 'FirehoseAction', errorMessage: 'in batch mode the payload must be an array' }] });
    const sized = (length: number) => failures(firehose({ batchMode: true }, { ...withErrors, payload: { a: Array.from({ length }, (_, i) => i) }, sql: "SELECT VALUE a FROM '#'" }));
    expect(sized(501)).toEqual([10, 10]);
    expect(sized(0)).toEqual([10, 10]);
    expect(sized(500)).toEqual([0, 0]);
  });
});

describe('sns', () => {
  const behind = [{ id: 'jobs', kind: 'sqs-queue' }];
  const edges = [{ from: 'target', to: 'jobs' }];
  const publish = (members: object, payload: unknown) => run({ sns: members }, { ...withErrors, behind, edges, payload });
  const sent = (of: FinishedRun) => of.metric('jobs', 'SentMessageSize').sum / of.metric('jobs', 'NumberOfMessagesSent').sum;

  it('messageFormat JSON: the payload names a text for each protocol, and must have a default', () => {
    const both = { default: 'x', sqs: 'a text for queues' };
    const json = publish({ messageFormat: 'JSON' }, both);
    expect(failures(json)).toEqual([0, 0]);
    expect(json.metric('jobs', 'NumberOfMessagesSent').sum).toBe(10);
    const raw = publish({ messageFormat: 'RAW' }, both);
    // RAW carries the whole document; in the JSON envelope each of its quotes is escaped.
    const quotes = JSON.stringify(both).split('"').length - 1;
    expect(sent(raw) - sent(json)).toBe(JSON.stringify(both).length + quotes - both.sqs.length);
    const none = publish({ messageFormat: 'JSON' }, { temp: 5 });
    expect(none.metric('jobs', 'NumberOfMessagesSent').sum).toBe(0);
    expect(failures(none)).toEqual([10, 10]);
    expect(failures(publish({}, { temp: 5 }))).toEqual([0, 0]);
    expect(() => publish({ messageFormat: 'XML' }, {})).toThrow('must be RAW or JSON');
  });
});

describe('elasticsearch and openSearch', () => {
  const indexes = (of: FinishedRun) => of.view('target').indexes;

  it('index and id are filled in for each message; a known id replaces its document', () => {
    for (const kind of ['elasticsearch', 'openSearch']) {
      const of = run({ [kind]: { index: 'temp-${temp}', type: 'reading', id: '${topic(2)}' } }, { payload: { temp: '{{pick a b}}' } });
      expect(of.metric('target', 'IndexedDocuments').sum).toBe(10);
      expect(indexes(of)).toEqual(expect.arrayContaining([{ name: 'temp-a', documents: 1 }, { name: 'temp-b', documents: 1 }]));
      expect(of.view('target').replaced).toBe(8);
    }
  });

  it('without an id every message is a document of its own, in one index', () => {
    const of = run({ openSearch: {} });
    expect(indexes(of)).toEqual([{ name: 'iot', documents: 10 }]);
    expect(of.view('target').replaced).toBe(0);
  });

  it('say what is wrong with their members', () => {
    expect(() => run({ openSearch: { index: '${foo(1}', type: 5 } })).toThrow(/openSearch\.index[\s\S]*openSearch\.type: must be a text/);
  });
});
