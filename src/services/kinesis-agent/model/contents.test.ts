/** What readers behind an agent see of a record. */
import { describe, expect, it } from 'vitest';
import { simulate } from '../../../testing/simulate.ts';
import { run } from './agent.fixture.ts';

const seen = (payload: unknown, flow: object, agent: object = {}) =>
  run(
    {
      nodes: [
        { id: 'web', kind: 'traffic', config: { recordsPerSecond: 2, payloadBytes: 100, keys: 1, stopAfter: 2000, ...(payload === null ? {} : { payload }) } },
        { id: 'agent', kind: 'kinesis-agent', config: { ...agent, flows: [{ filePattern: '/var/log/app/app.log*', deliveryStream: 'lake', maxBufferAgeMillis: 1000, ...flow }] } },
        { id: 'lake', kind: 'stand-in' },
      ],
      edges: [{ from: 'web', to: 'agent' }, { from: 'agent', to: 'lake' }],
    },
    { length: '6s' },
  ).view('lake').contents as readonly unknown[];
const option = (options: object) => ({ dataProcessingOptions: [options] });

describe('behind an agent', () => {
  it('CSVTOJSON: a JSON object with the names of its columns', () => {
    expect(seen('ada, 7', option({ optionName: 'CSVTOJSON', customFieldNames: ['name', 'n', 'note'] }))).toEqual(Array(4).fill({ name: 'ada', n: ' 7', note: null }));
  });

  it('LOGTOJSON: the fields of the log line', () => {
    const line = '64.242.88.10 - - [07/Mar/2004:16:10:02 -0800] "GET /mailman/listinfo/hsdivision HTTP/1.1" 200 6291';
    expect(seen(line, option({ optionName: 'LOGTOJSON', logFormat: 'COMMONAPACHELOG' }))[0]).toEqual({ host: '64.242.88.10', ident: null, authuser: null, datetime: '07/Mar/2004:16:10:02 -0800', request: 'GET /mailman/listinfo/hsdivision HTTP/1.1', response: '200', bytes: '6291' });
  });

  it('SINGLELINE: one line of text, whatever it says', () => {
    const flow = { multiLineStartPattern: '\\{', ...option({ optionName: 'SINGLELINE' }) };
    expect(seen('{\n  "a": 1,\n  "b": 2\n}', flow)[0]).toBe('{"a": 1,"b": 2}');
  });

  it('an object written as a line of CSV: that line; written as JSON: the object', () => {
    expect(seen({ a: 1, b: 'x,y' }, {}, { lineFormat: 'csv' })[0]).toBe('1,"x,y"');
    expect(seen({ a: 1, b: 'x' }, {})[0]).toEqual({ a: 1, b: 'x' });
    expect(seen('as it is', {})[0]).toBe('as it is');
    expect(seen(null, option({ optionName: 'CSVTOJSON', customFieldNames: ['a'] }))[0]).toBeUndefined();
  });

  it('two flows on the same file: each destination sees its own', () => {
    const of = simulate(
      {
        nodes: [
          { id: 'web', kind: 'traffic', config: { recordsPerSecond: 5, payloadBytes: 100, keys: 1, stopAfter: 10_000, payload: 'ada,{{row}}' } },
          { id: 'agent', kind: 'kinesis-agent', config: { flows: [{ filePattern: '/var/log/app/app.log', deliveryStream: 'hose', maxBufferAgeMillis: 1000, ...option({ optionName: 'CSVTOJSON', customFieldNames: ['name', 'n'] }) }, { filePattern: '/var/log/app/app.log*', kinesisStream: 'clicks', maxBufferAgeMillis: 1000 }] } },
          { id: 'hose', kind: 'firehose', config: { bufferSize: '1MiB', bufferInterval: '60s' } },
          // A transformation in Lambda that reads what the agent has made.
          { id: 'fn', kind: 'lambda-function', config: { keep: ['n'], set: { who: '.name', v: 2 } } },
          { id: 'lake', kind: 's3-bucket' },
          { id: 'emr', kind: 'emr-cluster', config: { startTime: 3_600_000 } },
          { id: 'clicks', kind: 'kinesis-streams' },
          { id: 'app', kind: 'stream-reader' },
        ],
        edges: [{ from: 'web', to: 'agent' }, { from: 'agent', to: 'hose' }, { from: 'hose', to: 'fn' }, { from: 'hose', to: 'lake' }, { from: 'lake', to: 'emr' }, { from: 'agent', to: 'clicks' }, { from: 'clicks', to: 'app' }],
      },
      { length: '150s', checkInvariants: false },
    );
    const place = (id: string) => of.simulation.nodes.findIndex((node) => node.id === id);
    const rows: number[] = [];
    const lake = of.simulation.nodes[place('lake')]!;
    lake.model.heldRows!(lake.state, (row) => rows.push(row));
    expect(rows).toHaveLength(50);
    for (const row of rows) {
      expect(of.simulation.records.content(row, [place('lake')])).toEqual({ n: String(row), who: 'ada', v: 2 });
      // The stream has the line as the application wrote it.
      expect(of.simulation.records.content(row, [place('clicks')])).toBeUndefined();
    }
  });
});
