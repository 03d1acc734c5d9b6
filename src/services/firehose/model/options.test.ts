/** Settings that stand beside buffers and prefixes. */
import { describe, expect, it } from 'vitest';
import { ServiceBench } from '../../../testing/serviceBench.ts';
import { limitsOf } from '../../../sim/limits.ts';
import { responseOf } from '../../../testing/streamBench.ts';
import { parseFirehoseConfig } from './config.ts';
import { PutRecordBatch, UpdateDestination } from './operations.ts';

function run(config: object, fn: object = {}, facts: 'notes' | 'today' = 'today') {
  const b = new ServiceBench('firehose', ['in'], { bufferSize: '1MiB', bufferInterval: '60s', lambdaInterval: '60s', ...config } as never, { facts, nodes: [{ id: 'lake', kind: 's3-bucket' }, { id: 'fn', kind: 'lambda-function', config: fn }] as never, edges: [{ from: 'it', to: 'lake' }, { from: 'it', to: 'fn' }] as never });
  const put = () => responseOf(b.ask('in', PutRecordBatch, { records: b.batch([100, 200]) }));
  const newest = () => (b.view('lake').newest as unknown as { key: string; bytes: number; content: Record<string, unknown> | null }[])[0]!;
  return { b, put, newest };
}

describe('a function that is connected', () => {
  it('is called unless the settings say that it is not', () => {
    const { b, put } = run({}, { dropped: ['*'] });
    put();
    b.wait(130_000);
    expect([b.view().dropped, b.view('lake').objects]).toEqual([2, 0]);
    responseOf(b.ask('in', UpdateDestination, { config: { bufferSize: '1MiB', bufferInterval: '60s', transforms: false } }));
    put();
    b.wait(130_000);
    expect([b.view().dropped, b.view('lake').objects]).toEqual([2, 1]);
  });

  it('is named where its failures lie, as each edition spells it', () => {
    const failed = (facts: 'notes' | 'today', config: object) => {
      const { b, put, newest } = run(config, { processingFailed: ['*'] }, facts);
      put();
      b.wait(130_000);
      return newest().content;
    };
    expect(failed('today', { functionArn: 'arn:aws:lambda:eu-west-1:1:function:f' })).toMatchObject({ errorCode: 'Lambda.ProcessingFailedStatus', errorMessage: 'ProcessingFailed status set for record', lambdaARN: 'arn:aws:lambda:eu-west-1:1:function:f' });
    expect(failed('notes', {})).toMatchObject({ lambdaArn: 'arn:aws:lambda:::function:fn' });
  });
});

it('a delimiter stands behind each record, and counts; data objects end as they are told to', () => {
  const { b, put, newest } = run({ delimiter: '\r\n', fileExtension: '.log', transforms: false });
  put();
  b.wait(61_000);
  expect([newest().bytes, newest().key]).toEqual([304, expect.stringMatching(/[0-9a-f]\.log$/)]);
});

it('dynamic partitioning buffers for a minute at least', () => {
  const problem = (bufferInterval: string) => parseFirehoseConfig({ prefix: '!{partitionKeyFromQuery:a}/', errorPrefix: 'e/', partitionKeys: { a: '.a' }, bufferSize: '64MiB', bufferInterval }, limitsOf('today'));
  expect(problem('60s').ok).toBe(true);
  expect(problem('59s')).toMatchObject({ ok: false, error: [{ path: 'bufferInterval' }] });
});
