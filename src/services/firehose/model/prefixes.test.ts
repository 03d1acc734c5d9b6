import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../sim/limits.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { parseFirehoseConfig } from './config.ts';
import { evaluateErrorPrefix, evaluatePrefix, objectName, parsePrefix, prefixProblem } from './prefixes.ts';

const facts = (utcMs: number) => {
  let n = 0;
  return { utcMs, random: () => `random-${++n}` };
};
const at = Date.UTC(2018, 7, 27, 10, 30, 5);

describe('prefixes', () => {
  it('without a timestamp get the hour', () => {
    expect(evaluatePrefix('', facts(at))).toBe('2018/08/27/10/');
    expect(evaluatePrefix('logs/', facts(at))).toBe('logs/2018/08/27/10/');
    expect(evaluatePrefix('logs/!{firehose:random-string}/', facts(at))).toBe('logs/random-1/2018/08/27/10/');
    expect(evaluatePrefix('!{firehose:random-string}!{timestamp:yyyy}!{firehose:random-string}', facts(at))).toBe('random-12018random-2');
    expect(evaluatePrefix('a=!{partitionKeyFromQuery:a}/!{timestamp:yyyy}/', { ...facts(at), partitionKeys: { a: 'x' } })).toBe('a=x/2018/');
  });

  it('of failures', () => {
    expect(evaluateErrorPrefix('', null, { ...facts(at), errorType: 'processing-failed' })).toBe('processing-failed/2018/08/27/10/');
    expect(evaluateErrorPrefix('myPrefix/', null, { ...facts(at), errorType: 'processing-failed' })).toBe('myPrefix/processing-failed/2018/08/27/10/');
    expect(evaluateErrorPrefix('x', '!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/', { ...facts(at), errorType: 'processing-failed' })).toBe('processing-failed/2018/08/27/');
  });

  it('that Firehose refuses', () => {
    expect(prefixProblem('!{firehose:error-output-type}/', 'x')?.field).toBe('prefix');
    expect(prefixProblem('!{timestamp:yyyy}', 'errors/!{timestamp:yyyy}/')?.problem).toContain('needs !{firehose:error-output-type}');
    expect(prefixProblem('!{timestamp:yyyy}', 'errors/')).toBeUndefined();
    expect(prefixProblem('!{time:yyyy}', null)?.problem).toContain('namespace');
    expect(prefixProblem('!{timestamp:yyyy', null)?.field).toBe('prefix');
    expect(prefixProblem('!{timestamp:yyyy}', '!{firehose:error-output-type}', true)?.problem).toContain('Redshift');
    expect(prefixProblem('a', '!{firehose:error-output-type}/!{partitionKeyFromQuery:k}')?.field).toBe('errorPrefix');
    const long = parseFirehoseConfig({ prefix: 'x'.repeat(505) }, limitsOf('notes'));
    expect(long.ok ? '' : long.error[0]!.problem).toContain('512');
    expect(parseFirehoseConfig({ prefix: 'x'.repeat(499) }, limitsOf('notes')).ok).toBe(false);
    expect(parseFirehoseConfig({ prefix: 'x'.repeat(480) }, limitsOf('notes')).ok).toBe(true);
  });

  it('name objects by stream, version and oldest record', () => {
    expect(objectName('clicks', 3, at, 'u', '.gz')).toBe('clicks-3-2018-08-27-10-30-05-u.gz');
  });

  it('are never too odd to be read', () => {
    assertForAll(fc.oneof(fc.string(), fc.string().map((text) => `!{timestamp:${text}}`), fc.string().map((text) => `!{${text}`)), (text) => {
      const parsed = parsePrefix(text);
      if (parsed.ok) evaluatePrefix(text, facts(at));
      prefixProblem(text, text);
    }, { seed: 62, runs: 500 });
  });
});

describe('settings', () => {
  const problems = (raw: object, facts: 'notes' | 'today' = 'notes') => {
    const parsed = parseFirehoseConfig(raw, limitsOf(facts));
    return parsed.ok ? [] : parsed.error.map((issue) => issue.path);
  };
  const both = (bufferSize: string, bufferInterval: string) => ({ bufferSize, bufferInterval });

  it('size and interval come together, and default to 5 MiB and 300 s', () => {
    expect(problems({ bufferSize: '5MiB' })).toEqual(['bufferInterval']);
    expect(problems({ bufferInterval: '60s' })).toEqual(['bufferSize']);
    const parsed = parseFirehoseConfig({}, limitsOf('notes'));
    expect(parsed.ok && parsed.value).toMatchObject({ bufferSize: 5 * 1024 * 1024, bufferInterval: 300_000, lambdaBufferSize: 3 * 1024 * 1024, lambdaRetries: 3, retryDuration: 3_600_000 });
    const search = parseFirehoseConfig({ destination: 'search' }, limitsOf('today'));
    expect(search.ok && search.value).toMatchObject({ retryDuration: 300_000, lambdaBufferSize: 1024 * 1024 });
  });

  it('have ranges by destination and edition', () => {
    expect(problems(both('128MiB', '900s'))).toEqual([]);
    expect(problems(both('129MiB', '901s'))).toEqual(['bufferSize', 'bufferInterval']);
    expect(problems({ ...both('101MiB', '60s'), destination: 'search' })).toEqual(['bufferSize']);
    expect(problems({ ...both('100MiB', '60s'), destination: 'search' })).toEqual([]);
    expect(problems(both('1MiB', '0s'))).toEqual(['bufferInterval']);
    expect(problems(both('1MiB', '0s'), 'today')).toEqual([]);
    expect(problems({ destination: 'redshift', retryDuration: '7200s' })).toEqual([]);
    expect(problems({ destination: 'redshift', retryDuration: '7201s' })).toEqual(['retryDuration']);
    expect(problems({ destination: 'redshift', compression: 'ZIP' })).toEqual(['compression']);
    expect(problems({ lambdaBufferSize: '0.5MiB' })).toEqual(['lambdaBufferSize']);
    expect(problems({ lambdaBufferSize: '0.5MiB' }, 'today')).toEqual([]);
    expect(problems({ prefx: 'x' })).toEqual(['prefx']);
  });

  it('never throw, whatever they are', () => {
    assertForAll(fc.anything(), (raw) => void parseFirehoseConfig(raw, limitsOf('today')), { seed: 63, runs: 300 });
    assertForAll(fc.dictionary(fc.constantFrom('prefix', 'errorPrefix', 'bufferSize', 'bufferInterval', 'destination'), fc.anything()), (raw) => void parseFirehoseConfig(raw, limitsOf('notes')), { seed: 64, runs: 300 });
  });
});
