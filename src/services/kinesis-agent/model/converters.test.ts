import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../sim/limits.ts';
import { assertForAll } from '../../../testing/forAll.ts';
import { convertedBytes, convertText, parseConverter, type Converter } from './converters.ts';
import { findAll, lookingAt, translateJavaRegex, wholeMatch } from './javaRegex.ts';
import { javaSplit, javaTrim } from './javaText.ts';
import { backoffMs, failuresAfterSuccess, jitteredMs } from './throttler.ts';
import { globSource, matchesFile, parseFilePattern } from './glob.ts';
import { logFormats } from './logPatterns.ts';

const limits = limitsOf('notes');
const converter = (option: object): Converter => {
  const parsed = parseConverter(option, limits);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
};
const convert = (option: object, record: string) => convertText([converter(option)], record);
const problems = (option: object) => {
  const parsed = parseConverter(option, limits);
  return parsed.ok ? [] : parsed.error.map((issue) => `${issue.path}: ${issue.problem}`);
};

const columns = { optionName: 'CSVTOJSON', customFieldNames: ['column1', 'column2', 'column3', 'column4'] };
const log = (logFormat: string) => ({ optionName: 'LOGTOJSON', logFormat });

describe('golden cases', () => {
  it('AGT-01', () => {
    expect(convert(columns, 'value1, value2,valu\ne3,    value4\n')).toBe('{"column1":"value1","column2":" value2","column3":"valu\\ne3","column4":"    value4"}\n');
  });
  it('AGT-02', () => {
    expect(convert(columns, 'value1, value2,value3\n')).toBe('{"column1":"value1","column2":" value2","column3":"value3","column4":null}\n');
  });
  it('AGT-04', () => {
    expect(convert(log('COMMONAPACHELOG'), '64.242.88.10 - - [07/Mar/2004:16:10:02 -0800] "GET /mailman/listinfo/hsdivision HTTP/1.1" 200 6291')).toBe(
      '{"host":"64.242.88.10","ident":null,"authuser":null,"datetime":"07/Mar/2004:16:10:02 -0800","request":"GET /mailman/listinfo/hsdivision HTTP/1.1","response":"200","bytes":"6291"}\n',
    );
  });
  it('AGT-05', () => {
    expect(convert(log('COMBINEDAPACHELOG'), '123.45.67.89 - - [27/Oct/2000:09:27:09 -0400] "GET /java/javaResources.html HTTP/1.0" 200 10450 "-" "Mozilla/4.6 [en] (X11; U; OpenBSD 2.8 i386; Nav)" "ANY_RANDOM_DATA"')).toBe(
      '{"host":"123.45.67.89","ident":null,"authuser":null,"datetime":"27/Oct/2000:09:27:09 -0400","request":"GET /java/javaResources.html HTTP/1.0","response":"200","bytes":"10450","referer":null,"agent":"Mozilla/4.6 [en] (X11; U; OpenBSD 2.8 i386; Nav)"}\n',
    );
  });
  it('AGT-07', () => {
    expect(convert(log('COMMONAPACHELOG'), '123.45.67.89 - - [27/Oct/2000:09:27:09 -0400] "GET /java/javaResources.html HTTP/1.0" 200')).toBeNull();
  });
  it('AGT-08', () => {
    expect(convert(log('SYSLOG'), 'Mar 12 12:01:02 server4 snort: Ports to decode telnet on: 21 23 25 119')).toBe(
      '{"timestamp":"Mar 12 12:01:02","hostname":"server4","program":"snort","processid":null,"message":"Ports to decode telnet on: 21 23 25 119"}\n',
    );
  });
  it('AGT-10', () => {
    expect(convert({ optionName: 'CSVTOJSON', customFieldNames: ['f1', 'f2', 'f3'] }, 'a,,\n')).toBe('{"f1":"a","f2":null,"f3":null}\n');
  });
  it('AGT-11', () => {
    const initial = limits.duration('agent.retry.initial-backoff');
    const max = limits.duration('agent.retry.max-backoff');
    expect([1, 2, 3, 8, 20].map((failures) => backoffMs(failures, initial, max))).toEqual([100, 200, 400, 10_000, 10_000]);
  });
});

describe('back-off', () => {
  it('counts a partial failure by its part, forgives by tenths, and spreads by three tenths either way', () => {
    expect([0, 0.49, 0.5, 1.4, 1.5].map((failures) => backoffMs(failures, 100, 10_000))).toEqual([0, 0, 100, 100, 200]);
    expect([0.9, 5, 9.9, 25].map((failures) => failuresAfterSuccess(failures, limits))).toEqual([0, 0, 0, 2.5]);
    expect(jitteredMs(10_000, 0, limits)).toBe(7000);
    expect(jitteredMs(10_000, 0.5, limits)).toBe(10_000);
    expect(jitteredMs(10_000, 0.9999999, limits)).toBe(12_999);
  });
});

describe('SINGLELINE', () => {
  it('joins trimmed lines; options keep the spaces and mark the ends', () => {
    const record = '  at one \r\n\tat two\n\nthree \n';
    expect(convert({ optionName: 'SINGLELINE' }, record)).toBe('at oneat twothree\n');
    expect(convert({ optionName: 'SINGLELINE', parseOptions: ['NO_TRIM'] }, 'a \n b\n')).toBe('a  b\n');
    expect(convert({ optionName: 'SINGLELINE', parseOptions: ['ESCAPE_NEW_LINE'] }, 'a \n b\n')).toBe('a\\\\nb\n');
  });
});

describe('CSVTOJSON', () => {
  it('takes the delimiter as a regular expression', () => {
    const two = (delimiter: string) => ({ optionName: 'CSVTOJSON', customFieldNames: ['a', 'b'], delimiter });
    expect(convert(two('\\t'), 'x\ty\n')).toBe('{"a":"x","b":"y"}\n');
    expect(convert(two('\\s*;\\s*'), 'x ;  y')).toBe('{"a":"x","b":"y"}\n');
    // A bar alone is "nothing or nothing": every character becomes a column.
    expect(convert(two('|'), 'x|y')).toBe('{"a":"x","b":"|"}\n');
    expect(convert(two('\\|'), 'x|y')).toBe('{"a":"x","b":"y"}\n');
  });

  it('drops columns too many, keeps the order of number-like names, and escapes as Jackson does', () => {
    expect(convert({ optionName: 'CSVTOJSON', customFieldNames: ['2', '1'] }, 'x,y,z\n')).toBe('{"2":"x","1":"y"}\n');
    expect(convert({ optionName: 'CSVTOJSON', customFieldNames: ['a'] }, '"q"\\/\u001f\u00e9\t')).toBe('{"a":"\\"q\\"\\\\/\\u001F\u00e9\\t"}\n');
    expect(convert({ optionName: 'CSVTOJSON', customFieldNames: ['a', 'a'], jsonFormat: 'PRETTYPRINT' }, 'x,y')).toBe('{\n  "a" : "y"\n}\n');
  });
});

describe('LOGTOJSON', () => {
  it('reads Apache error logs and both kinds of syslog', () => {
    expect(convert(log('APACHEERRORLOG'), '[Fri Sep 09 10:42:29.902022 2011] [core:error] [pid 35708:tid 4328636416] [client 72.15.99.187] File does not exist: /x')).toBe(
      '{"timestamp":"Fri Sep 09 10:42:29.902022 2011","module":"core","severity":"error","processid":"35708","threadid":"4328636416","client":"72.15.99.187","message":"File does not exist: /x"}\n',
    );
    expect(convert(log('RFC3339SYSLOG'), '2026-11-22T00:55:01.662-05:00 web1 sshd[42]: -')).toBe('{"timestamp":"2026-11-22T00:55:01.662-05:00","hostname":"web1","program":"sshd","processid":"42","message":"-"}\n');
    expect(convert(log('SYSLOG'), 'Mar 12 12:01:02 <1.2> server4 snort[7]: m\n')).toBe('{"timestamp":"Mar 12 12:01:02","hostname":"server4","program":"snort","processid":"7","message":"m"}\n');
  });

  it('takes a pattern and names of one\'s own; another number of groups drops every record', () => {
    const own = { ...log('SYSLOG'), matchPattern: '(\\w+)=(\\d+)(x)?', customFieldNames: ['k', 'v', 'x'] };
    expect(convert(own, 'a=1')).toBe('{"k":"a","v":"1","x":null}\n');
    expect(convert(own, 'a=1 and more')).toBeNull();
    expect(convert({ ...own, customFieldNames: ['k', 'v'] }, 'a=1')).toBeNull();
    expect(convert({ ...log('SYSLOG'), customFieldNames: ['t', 'h', 'p', 'i', 'm'] }, 'Mar 12 12:01:02 s p: -')).toBe('{"t":"Mar 12 12:01:02","h":"s","p":"p","i":null,"m":"-"}\n');
  });
});

describe('options with mistakes', () => {
  it('are told in sentences', () => {
    expect(problems({ optionName: 'CSVTOJOSN' })[0]).toContain('must be one of SINGLELINE, CSVTOJSON, LOGTOJSON');
    expect(problems({ optionName: 'ADDMETADATA' })[0]).toContain('not simulated');
    expect(problems({ optionName: 'SINGLELINE', parseOption: [] })[0]).toContain('nearest known one is "parseOptions"');
    expect(problems({ optionName: 'CSVTOJSON' })[0]).toContain('needs the names');
    expect(problems({ optionName: 'CSVTOJSON', customFieldNames: ['a'], delimiter: 'a++' })[0]).toContain('possessive');
    expect(problems({ optionName: 'LOGTOJSON' })[0]).toContain('needs a format');
    expect(problems({ ...log('SYSLOG'), matchPattern: '(a)' })[0]).toContain('needs the names');
    expect(problems({ ...log('SYSLOG'), customFieldNames: ['a'] })[0]).toContain('has 5 fields; got 1');
  });
});

describe('Java text', () => {
  it('is trimmed and split as Java does', () => {
    expect(javaTrim('\u0001 a\u00a0 ')).toBe('a\u00a0');
    const split = (text: string, pattern: string) => {
      const read = translateJavaRegex(pattern);
      return read.ok ? javaSplit(text, findAll(read.value)) : [read.error];
    };
    expect(split('boo:and:foo', 'o')).toEqual(['b', '', ':and:f']);
    expect(split('', ',')).toEqual(['']);
    expect(split(',', ',')).toEqual([]);
    expect(split(',a', ',')).toEqual(['', 'a']);
    expect(split('abc', '')).toEqual(['a', 'b', 'c']);
    expect(split('a1b2', '(?=\\d)')).toEqual(['a', '1b', '2']);
  });
});

describe('Java regular expressions', () => {
  const read = (pattern: string) => {
    const translated = translateJavaRegex(pattern);
    if (!translated.ok) throw new Error(translated.error);
    return translated.value;
  };

  it('mean what they mean in Java', () => {
    expect(wholeMatch(read('.')).test('\u0085')).toBe(false);
    expect(wholeMatch(read('(?s).')).test('\n')).toBe(true);
    expect(wholeMatch(read('\\s')).test('\u00a0')).toBe(false);
    expect(wholeMatch(read('\\h')).test('\u00a0')).toBe(true);
    expect(wholeMatch(read('\\Qa.b\\E+')).test('a.bbb')).toBe(true);
    expect(wholeMatch(read('[]a]+')).test('a]')).toBe(true);
    expect(wholeMatch(read('(?i)ab')).test('AB')).toBe(true);
    expect(wholeMatch(read('\\p{Upper}\\P{Upper}')).test('Aa')).toBe(true);
    expect(wholeMatch(read('a|b')).test('ab')).toBe(false);
    expect(lookingAt(read('b')).test('ab')).toBe(false);
    expect(lookingAt(read('(?m)^b')).test('a\nb')).toBe(false);
    expect(findAll(read('a$')).test('a\n')).toBe(true);
    expect(findAll(read('a\\z')).test('a\n')).toBe(false);
    expect(read('(a)(?:b)(?<c>d)\\(').groups).toBe(2);
  });

  it('that cannot be had exactly are refused', () => {
    for (const pattern of ['a*+', '(?>a)', '[a&&b]', '[a[b]]', '(?x) a', 'a(?i)b', '\\p{L}', '\\G', '\\x{41}', 'a{', '(', '[', '\\', '\\y', '**']) {
      const translated = translateJavaRegex(pattern);
      expect(translated.ok ? pattern : translated.error.length > 10, pattern).toBe(true);
    }
  });

  it('never throw, whatever is read', () => {
    const text = fc.oneof(fc.string({ maxLength: 12 }), fc.array(fc.constantFrom('\\', '(', ')', '[', ']', '{', '}', '?', '*', '+', '^', '$', '|', 'a', 'd', 'Q', 'E', '1', ',', '&', '<', ':', '=', '!', '-', 'p', 'k', 'x'), { maxLength: 12 }).map((parts) => parts.join('')));
    assertForAll(fc.tuple(text, fc.string({ maxLength: 20 })), ([pattern, subject]) => {
      const translated = translateJavaRegex(pattern);
      if (!translated.ok) return;
      wholeMatch(translated.value).test(subject);
      javaSplit(subject, findAll(translated.value));
    }, { seed: 31, runs: 3000 });
    assertForAll(text, (pattern) => {
      globSource(pattern);
      const read = parseFilePattern(`/var/${pattern}`);
      if (read.ok) matchesFile(read.value, '/var/app.log');
    }, { seed: 32, runs: 2000 });
  });
});

describe('converters', () => {
  const options: readonly object[] = [
    { optionName: 'SINGLELINE' },
    { optionName: 'SINGLELINE', parseOptions: ['NO_TRIM', 'ESCAPE_NEW_LINE'] },
    { optionName: 'CSVTOJSON', customFieldNames: ['a', 'b'], delimiter: '[,;]|\\s' },
    ...logFormats.map(log),
  ];
  const ready = options.map(converter);

  it('never throw, and end every record with one newline', () => {
    const line = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.array(fc.constantFrom('Mar 12 12:01:02 ', 'a b: ', '[', ']', '"x" ', '- ', '1.2.3.4 ', '200 ', '\n', ',', '\u2028', '07/Mar/2004:16:10:02 -0800'), { maxLength: 14 }).map((parts) => parts.join('')));
    assertForAll(fc.tuple(fc.subarray(ready, { minLength: 1, maxLength: 3 }), line), ([chain, record]) => {
      const out = convertText(chain, record);
      if (out !== null) expect(out.endsWith('\n')).toBe(true);
    }, { seed: 33, runs: 2000 });
    const junk = fc.oneof(fc.anything(), fc.record({ optionName: fc.constantFrom('CSVTOJSON', 'LOGTOJSON', 'SINGLELINE', 'x'), customFieldNames: fc.anything(), delimiter: fc.anything(), logFormat: fc.anything() }));
    assertForAll(junk, (raw) => void parseConverter(raw, limits), { seed: 34, runs: 2000 });
  });

  it('size an opaque record as they size a text of the same shape', () => {
    const csv = [converter({ optionName: 'CSVTOJSON', customFieldNames: ['one', 'two', 'three'] })];
    expect(convertedBytes(csv, 'ab,cd,ef\n'.length, 1)).toBe(convertText(csv, 'ab,cd,ef\n')!.length);
    const single = [converter({ optionName: 'SINGLELINE' })];
    expect(convertedBytes(single, 'ab\ncd\nef\n'.length, 3)).toBe(convertText(single, 'ab\ncd\nef\n')!.length);
    const escaped = [converter({ optionName: 'SINGLELINE', parseOptions: ['ESCAPE_NEW_LINE'] })];
    expect(convertedBytes(escaped, 'ab\ncd\nef\n'.length, 3)).toBe(convertText(escaped, 'ab\ncd\nef\n')!.length);
  });
});

describe('file patterns', () => {
  const matches = (pattern: string, path: string) => {
    const read = parseFilePattern(pattern);
    return read.ok && matchesFile(read.value, path);
  };

  it('are globs of the name, in one directory, without compressed files', () => {
    expect(matches('/var/log/app.log*', '/var/log/app.log.1')).toBe(true);
    expect(matches('/var/log/app.log*', '/var/log/app.log.1.GZ')).toBe(false);
    expect(matches('/var/log/app.log*', '/var/app.log')).toBe(false);
    expect(matches('/var/log/a?c.{log,txt}', '/var/log/abc.txt')).toBe(true);
    expect(matches('/var/log/[!a-c]*', '/var/log/b')).toBe(false);
    expect(matches('/var/log/[!a-c]*', '/var/log/d')).toBe(true);
    expect(matches('/var/log/a\\*', '/var/log/a*')).toBe(true);
    expect(matches('/var/log/a.log', '/var/log/axlog')).toBe(false);
    expect(parseFilePattern('/var/*/app.log').ok).toBe(false);
    expect(parseFilePattern('app.log').ok).toBe(false);
    expect(parseFilePattern('/var/log/').ok).toBe(false);
  });
});
