import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoTime, parseTime } from '../../../base/calendar.ts';
import { limitsOf } from '../../../sim/limits.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { simulate } from '../../../testing/simulate.ts';
import { parseDefinition } from './definition.ts';
import { evaluateText, functions, type Lookup, type Value } from './expressions.ts';
import { parseTemplate } from './expressionSyntax.ts';
import { objectTypes } from './objectTypes.ts';
import { parsePeriod, schedulePeriod } from './period.ts';
import { alone, host, models } from './pipelines.fixture.ts';
import { activationProblem, countIntervals, dueAt, interval, intervalAt, missedIntervals, type Timing } from './schedule.ts';

const limits = limitsOf('notes');
const at = (text: string) => parseTime(text)!;
const timing = (start: string, period: string, more: Partial<Timing> = {}): Timing => ({ start: at(start), period: parsePeriod(period)!, end: null, occurrences: null, ...more });

describe('golden cases of schedules', () => {
  it('DP-01: time-series work is due at the end of its interval, cron work at the start', () => {
    const first = interval(timing('2014-04-25T22:00:00Z', '30 minutes'), 0)!;
    expect(isoTime(dueAt(first, 'timeseries'))).toBe('2014-04-25T22:30:00Z');
    expect(isoTime(dueAt(first, 'cron'))).toBe('2014-04-25T22:00:00Z');
  });

  it('DP-02: a month of hours has 720 intervals', () => {
    const month = timing('2012-09-01T00:00:00Z', '1 hours', { end: at('2012-10-01T00:00:00Z') });
    expect(countIntervals(month)).toBe(720);
    expect(isoTime(interval(month, 0)!.end)).toBe('2012-09-01T01:00:00Z');
    expect(isoTime(interval(month, 719)!.start)).toBe('2012-09-30T23:00:00Z');
    expect(interval(month, 720)).toBeUndefined();
  });

  it('DP-10: functions of dates', () => {
    const lookup: Lookup = () => ({ ok: true, value: { time: at('2011-05-24T17:10:00Z') } });
    const values = ['#{day(myDateTime)}', '#{dayOfYear(myDateTime)}', '#{minusDays(myDateTime,1)}', '#{minusWeeks(myDateTime,1)}', '#{plusMonths(myDateTime,1)}', '#{sunday(myDateTime)}', '#{hour(myDateTime)}'].map((text) => {
      const result = evaluateText(text, lookup);
      if (!result.ok) throw new Error(result.error.problem);
      return typeof result.value === 'number' ? result.value : isoTime((result.value as { time: number }).time);
    });
    expect(values).toEqual([24, 144, '2011-05-23T17:10:00Z', '2011-05-17T17:10:00Z', '2011-06-24T17:10:00Z', '2011-05-22T17:10:00Z', 17]);
  });
});

describe('schedules', () => {
  it('a period of 5 minutes is refused, one of 15 minutes is taken, three years are the most', () => {
    expect(schedulePeriod('5 minutes', limits)).toEqual({ ok: false, error: 'the period must be at least 15 minutes; got 5 minutes' });
    expect(schedulePeriod('15 minutes', limits).ok).toBe(true);
    expect(schedulePeriod('3 years', limits).ok).toBe(true);
    expect(schedulePeriod('4 years', limits).ok).toBe(false);
    expect(schedulePeriod('soon', limits).ok).toBe(false);
    expect(schedulePeriod('0 days', limits).ok).toBe(false);
  });

  it('months follow the calendar', () => {
    const monthly = timing('2012-01-31T00:00:00Z', '1 months', { occurrences: 4 });
    expect([0, 1, 2, 3].map((k) => isoTime(interval(monthly, k)!.start).slice(0, 10))).toEqual(['2012-01-31', '2012-02-29', '2012-03-31', '2012-04-30']);
    expect(interval(monthly, 4)).toBeUndefined();
  });

  it('finds the interval that holds a time', () => {
    assertForAll(
      fc.record({ k: fc.integer({ min: 0, max: 400 }), offset: fc.integer({ min: 0, max: 900_000 - 1 }), unit: fc.constantFrom('15 minutes', '20 minutes', '1 hours', '3 days', '1 months', '1 years') }),
      ({ k, offset, unit }) => {
        const of = timing('2015-03-31T07:00:00Z', unit);
        const start = interval(of, k)!.start;
        expect(intervalAt(of, start + offset)).toBe(k);
        if (k > 0) expect(intervalAt(of, start - 1)).toBe(k - 1);
      },
      { seed: 88, runs: 300 },
    );
    expect(intervalAt(timing('2015-03-31', '1 hours'), at('2015-03-30'))).toBe(-1);
  });

  it('DP-04: a 20-minute activity on a one-hour resource shares one instance of it', () => {
    const [activity, hour, twenty] = [timing('2014-04-25T22:00:00Z', '20 minutes', { occurrences: 3 }), timing('2014-04-25T22:00:00Z', '1 hours'), timing('2014-04-25T22:00:00Z', '20 minutes')];
    const starts = [0, 1, 2].map((k) => interval(activity, k)!.start);
    expect(starts).toHaveLength(3);
    expect(new Set(starts.map((start) => intervalAt(hour, start))).size).toBe(1);
    expect(new Set(starts.map((start) => intervalAt(twenty, start))).size).toBe(3);
  });

  it('an accidental back-fill is refused: more than a day back', () => {
    const now = at('2020-01-06T00:00:00Z');
    expect(activationProblem(now - 86_400_000, now, limits)).toBeUndefined();
    expect(activationProblem(now - 86_400_001, now, limits)).toContain('backfill');
    expect(missedIntervals(timing('2020-01-05T00:00:00Z', '1 hours'), 'timeseries', now)).toBe(23);
    expect(missedIntervals(timing('2020-01-05T00:00:00Z', '1 hours'), 'cron', now)).toBe(24);
  });
});

const values: { readonly [path: string]: Value } = { name: 'copy', myList: ['one', 'two'], '@scheduledStartTime': { time: at('2014-04-25T22:00:00Z') }, 'node.output.directoryPath': 's3://b/x', n: 7 };
const lookup: Lookup = (names) => {
  const value = values[names.join('.')];
  return value === undefined ? { ok: false, problem: `there is no field ${names.join('.')}` } : { ok: true, value };
};
const result = (text: string) => {
  const evaluated = evaluateText(text, lookup);
  return evaluated.ok ? evaluated.value : `${evaluated.error.position}: ${evaluated.error.problem}`;
};

describe('expressions', () => {
  it.each<[string, unknown]>([
    ['s3://bucket/#{format(@scheduledStartTime,\'YYYY-MM-dd-HH\')}/', 's3://bucket/2014-04-25-22/'],
    ['#{format(minusMinutes(@scheduledStartTime,30),"YYYY-MM-dd hh:mm:ss")}', '2014-04-25 09:30:00'],
    ["#{'this is ' + myList}", ['this is one', 'this is two']],
    ['#{name}-#{n + 1}', 'copy-8'],
    ['#{1 + 2 * 3 ^ 2 - 4 / 2}', 17],
    ['#{-n + (2 * (3 - 1))}', -3],
    ['#{node.output.directoryPath}', 's3://b/x'],
    ['#{makeDate(2011,5,24)}', { time: at('2011-05-24') }],
    ['#{makeDateTime(2011,5,24,14,21)}', { time: at('2011-05-24T14:21:00Z') }],
    ['#{midnight(@scheduledStartTime)}', { time: at('2014-04-25') }],
    ['#{year(yesterday(makeDate(2012,1,1)))}', 2011],
    ['#{firstOfMonth(@scheduledStartTime)}', { time: at('2014-04-01T22:00:00Z') }],
    ['#{hour(@scheduledStartTime) + minute(@scheduledStartTime)}', 22],
    ['it costs 5 # {no}', 'it costs 5 # {no}'],
    ["#{'it''s'}", "it's"],
  ])('%s', (text, value) => {
    expect(result(text)).toEqual(value);
  });

  it.each([
    ['#{', 2, 'ends too early'],
    ['ab #{day(}', 9, 'expected a value'],
    ['#{nothere}', 2, 'no field nothere'],
    ['#{dya(@scheduledStartTime)}', 2, 'the nearest is day'],
    ['#{day()}', 2, 'takes 1 argument'],
    ["#{'x}", 2, 'does not end'],
    ["#{name - 'a'}", 7, 'needs numbers'],
    ['#{makeDate(2011,2,29)}', 2, 'is no date'],
    ['#{n / 0}', 4, 'is no number'],
    ["#{day('soon')}", 6, 'must be a DateTime'],
    ['#{a.}', 4, 'name of a field'],
    ['#{name name}', 7, 'expected }'],
  ])('%s is wrong at %i', (text, position, problem) => {
    expect(result(text)).toMatch(new RegExp(`^${position}: .*${problem.replace(/[()}]/g, '\\$&')}`));
  });

  it('never throw, whatever the text', () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom('#{', '}', '(', ')', "'", '"', ',', '.', '@', '+', '-', '*', '^', 'day(', 'format(@scheduledStartTime,', ...Object.keys(functions)), fc.integer().map(String));
    assertForAll(fc.array(piece, { maxLength: 14 }), (pieces) => void result(`#{${pieces.join('')}}`), { seed: 91, runs: 3000 });
    expect(result(`#{${'('.repeat(100_000)}`)).toContain('nested');
    expect(result(`#{${'-'.repeat(100_000)}1}`)).toContain('nested');
    expect(parseTemplate('#{a}'.repeat(2000)).ok).toBe(true);
  });
});

const small = {
  objects: [
    { id: 'Default', scheduleType: 'cron', failureAndRerunMode: 'cascade', schedule: { ref: 'Hourly' }, pipelineLogUri: 's3://logs/' },
    { id: 'Hourly', type: 'Schedule', period: '1 hours', startDateTime: '2020-01-06T00:00:00' },
    { id: 'In', type: 'S3DataNode', directoryPath: 's3://in/#{format(@scheduledStartTime,\'YYYY-MM-dd\')}', precondition: { ref: 'Ready' } },
    { id: 'Out', type: 'S3DataNode', directoryPath: 's3://out/' },
    { id: 'Ready', type: 'S3KeyExists', s3Key: 's3://in/_SUCCESS' },
    { id: 'Machine', type: 'Ec2Resource', terminateAfter: '2 hours' },
    { id: 'Copy', type: 'CopyActivity', input: { ref: 'In' }, output: { ref: 'Out' }, runsOn: { ref: 'Machine' }, onFail: { ref: 'Alarm' } },
    { id: 'Alarm', type: 'SnsAlarm', topicArn: 'arn:x', subject: 'failed', message: 'Error for #{node.@scheduledStartTime}' },
  ],
};
const changed = (id: string, fields: object) => ({ objects: small.objects.map((object) => (object.id === id ? { ...object, ...fields } : object)) });
const said = (definition: unknown) => {
  const parsed = parseDefinition(definition, limits);
  return parsed.ok ? [] : parsed.error.map((problem) => `${problem.object}.${problem.field}: ${problem.problem}`);
};

describe('definitions', () => {
  it('are read as the JSON of the service, with what Default and parents give', () => {
    const parsed = parseDefinition(JSON.stringify(small), limits);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
    const copy = parsed.value.components.find((component) => component.id === 'Copy')!;
    expect(copy.refs.schedule).toEqual(['Hourly']);
    expect(copy.texts.failureAndRerunMode).toEqual(['cascade']);
    expect(parsed.value.components.find((component) => component.id === 'Alarm')!.texts.failureAndRerunMode).toBeUndefined();
    expect(parsed.value.onDemand).toBe(false);
  });

  it('a schedule of 5 minutes is refused', () => {
    expect(said(changed('Hourly', { period: '5 minutes' }))).toEqual(['Hourly.period: the period must be at least 15 minutes; got 5 minutes']);
  });

  it.each<[string, unknown, RegExp]>([
    ['an unknown field names the nearest', changed('Copy', { inputs: { ref: 'In' } }), /Copy\.inputs: CopyActivity has no field "inputs"; the nearest is input/],
    ['an unknown type names the nearest', changed('Ready', { type: 'S3PrefixExists' }), /Ready\.type: there is no type "S3PrefixExists"; the nearest is S3/],
    ['a reference that leads nowhere', changed('Copy', { input: { ref: 'Inn' } }), /Copy\.input: there is no object "Inn"; the nearest is "In"/],
    ['a reference of the wrong kind', changed('Copy', { input: { ref: 'Machine' } }), /Copy\.input: must refer to .*"Machine" is Ec2Resource/],
    ['a text for a reference', changed('Copy', { input: 'In' }), /Copy\.input: must be a reference/],
    ['a required field', changed('Ready', { s3Key: undefined, s3Prefix: 'x' }), /Ready\.s3Prefix/],
    ['neither runsOn nor workerGroup', changed('Copy', { runsOn: undefined }), /Copy\.runsOn/],
    ['six retries', changed('Copy', { maximumRetries: '6' }), /Copy\.maximumRetries: at most 5/],
    ['a retry after a minute', changed('Copy', { retryDelay: '1 minutes' }), /Copy\.retryDelay: at least 2/],
    ['six active instances', changed('Copy', { maxActiveInstances: 6 }), /Copy\.maxActiveInstances/],
    ['a start twice over', changed('Hourly', { startAt: 'FIRST_ACTIVATION_DATE_TIME' }), /Hourly\.startDateTime/],
    ['an end and a number', changed('Hourly', { occurrences: 2, endDateTime: '2021-01-01T00:00:00' }), /Hourly\.occurrences/],
    ['an end before the start', changed('Hourly', { endDateTime: '2019-01-01T00:00:00' }), /Hourly\.endDateTime/],
    ['an expression with a mistake, and where', changed('Out', { directoryPath: 's3://out/#{fromat(@scheduledStartTime,1)}' }), /Out\.directoryPath: in the expression, at character 12: there is no function fromat; the nearest is format/],
    ['a circle', { objects: [...small.objects, { id: 'Back', type: 'CopyActivity', input: { ref: 'Out' }, output: { ref: 'In' }, workerGroup: 'x' }] }, /waits for itself/],
    ['parents in a circle', { objects: [...small.objects, { id: 'A', parent: { ref: 'B' } }, { id: 'B', parent: { ref: 'A' } }, { id: 'C', type: 'Ec2Resource', parent: { ref: 'A' } }] }, /parent: the chain/],
    ['a Hive activity on an EC2 instance', { objects: [...small.objects, { id: 'H', type: 'HiveActivity', hiveScript: 'x', runsOn: { ref: 'Machine' } }] }, /H\.runsOn: HiveActivity runs on an EmrCluster/],
    ['two objects of one id', { objects: [...small.objects, { id: 'In', type: 'S3DataNode', directoryPath: 'x' }] }, /In\.id: two objects/],
    ['an on-demand type outside Default', changed('Copy', { scheduleType: 'ondemand' }), /Copy\.scheduleType/],
    ['too many objects', { objects: Array.from({ length: 101 }, (_, i) => ({ id: `o${i}` })) }, /at most 100 objects/],
  ])('%s', (_, definition, problem) => {
    const text = said(JSON.parse(JSON.stringify(definition))).join('\n');
    expect(text).toMatch(problem);
  });

  const withRetries = (value: string, more: object = {}) => ({ objects: small.objects.map((object) => (object.id === 'Copy' ? { ...object, maximumRetries: value, ...more } : object)), parameters: [{ id: 'myRetries', type: 'Integer', default: '3' }], values: { myPeriod: '2 hours' } });

  it('parameters stand where numbers, periods and choices do', () => {
    const parsed = parseDefinition(withRetries('#{myRetries}', { retryDelay: '#{myWait}', myWait: '#{myRetries} minutes' }), limits);
    expect(parsed.ok && parsed.value.components.find((component) => component.id === 'Copy')!.texts).toMatchObject({ maximumRetries: ['3'], retryDelay: ['3 minutes'] });
    const scheduled = { ...withRetries('1'), objects: withRetries('1').objects.map((object) => (object.id === 'Hourly' ? { ...object, period: '#{myPeriod}' } : object)) };
    expect(said(scheduled)).toEqual([]);
    expect(said({ ...scheduled, values: { myPeriod: '5 minutes' } })).toEqual(['Hourly.period: the period must be at least 15 minutes; got 5 minutes']);
    expect(said({ ...withRetries('#{myMany}'), values: { myMany: '6' } })).toEqual(['Copy.maximumRetries: at most 5 retries; got 6']);
    expect(said(withRetries('#{myRetrys}'))).toEqual(['Copy.maximumRetries: there is no field or parameter myRetrys']);
    expect(said(withRetries('#{@scheduledStartTime}'))[0]).toContain('not known before anything runs');
    expect(said(changed('Copy', { name: 'not an #{expression' }))).toEqual([]);
  });

  it('that are accepted can be run, however they were changed', () => {
    const to = (...ids: string[]) => ids.map((ref) => ({ ref }));
    const fields: { readonly [object: string]: { readonly [field: string]: readonly unknown[] } } = {
      Default: { scheduleType: ['cron', 'timeseries', 'ondemand'], failureAndRerunMode: ['cascade', 'none'], workerGroup: ['wg', '#{myOwn}'], myOwn: ['wg', '#{myOwn}'], lateAfterTimeout: ['15 minutes'], onLateAction: to('Alarm', 'Copy') },
      Hourly: { period: ['15 minutes', '1 days', '5 minutes', '#{myOwn}'], occurrences: ['0', '2'], endDateTime: ['2020-01-06T02:00:00'] },
      In: { directoryPath: ["s3://in/#{format(@scheduledStartTime,'HH')}", '#{node.@status}', '#{myOwn}'], schedule: to('Hourly', 'In'), dependsOn: to('Copy') },
      Ready: { s3Key: ['#{node.directoryPath}', '#{'], preconditionTimeout: ['5 minutes', '15 minutes'], retryDelay: ['1 minutes', '2 minutes'], onFail: to('Alarm') },
      Machine: { terminateAfter: ['15 minutes'], initTimeout: ['2 minutes', '1 hours'], actionOnTaskFailure: ['terminate', 'continue'], actionOnResourceFailure: ['retryAll', 'retryNone'], maximumRetries: ['0', '9'] },
      Copy: { input: [...to('In', 'Out'), to('In', 'In')], output: [to('Out', 'In'), ...to('Out', 'Machine')], maximumRetries: ['0', '3', '#{myOwn}'], attemptTimeout: ['2 minutes', '1 hours'], retryDelay: ['2 minutes'], onSuccess: to('Alarm'), maxActiveInstances: ['1', '6'], precondition: to('Ready'), runsOn: [undefined, ...to('Machine')] },
      Alarm: { message: ['#{node.@cascadeFailedOn}', '#{node.input.directoryPath}', '#{node.hostname}', '#{node'], type: ['Terminate'] },
    };
    const choices = Object.entries(fields).flatMap(([object, of]) => Object.entries(of).flatMap(([field, values]) => values.map((value) => [object, field, value] as const)));
    const edit = fc.constantFrom(...choices);
    let accepted = 0;
    assertForAll(
      fc.array(edit, { minLength: 1, maxLength: 4 }),
      (edits) => {
        const definition = { objects: small.objects.map((object) => ({ ...object, ...Object.fromEntries(edits.filter(([id]) => id === object.id).map(([, name, value]) => [name, value])) })) };
        if (!parseDefinition(JSON.parse(JSON.stringify(definition)), limits).ok) return;
        accepted++;
        simulate(alone(definition, { ...host, keys: { 's3://in/_SUCCESS': '20m' }, failing: { Copy: 1 } }, { length: '100m' }), { models, checkInvariants: true });
      },
      { seed: 94, runs: 100 },
    );
    expect(accepted).toBeGreaterThan(25);
  });

  it('all problems come at once', () => {
    const many = { objects: [{ id: 'A', type: 'CopyActivity', maximumRetry: 1 }, { id: 'B', type: 'Shedule' }, { type: 'SnsAlarm' }] };
    expect(said(many).length).toBeGreaterThanOrEqual(5);
  });

  it('never throw, whatever they hold', () => {
    const word = fc.constantFrom('Default', 'In', 'Copy', '1 hours', '5 minutes', '#{', '#{day(@x)}', 'cron', 'ondemand', '__proto__', 'constructor', 'toString', ...Object.keys(objectTypes));
    const value: fc.Arbitrary<unknown> = fc.oneof(word, fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.record({ ref: word }), fc.array(fc.oneof(word, fc.record({ ref: word })), { maxLength: 3 }));
    const field = fc.constantFrom('id', 'type', 'name', 'parent', 'schedule', 'period', 'input', 'output', 'runsOn', 'dependsOn', 'precondition', 'startDateTime', 'scheduleType', 'maximumRetries', '__proto__', 'constructor', 'myOwn');
    const object = fc.array(fc.tuple(field, value), { maxLength: 7 }).map((entries) => Object.fromEntries(entries));
    assertForAll(fc.oneof(fc.anything(), fc.record({ objects: fc.array(fc.oneof(object, fc.anything()), { maxLength: 8 }), values: fc.anything(), parameters: fc.anything() })), (definition) => void parseDefinition(definition, limits), { seed: 92, runs: 3000 });
    assertForAll(fc.string(), (text) => void parseDefinition(text, limits), { seed: 93, runs: 500 });
  });
});
