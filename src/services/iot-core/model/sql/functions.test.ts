import { describe, expect, it } from 'vitest';
import { functions } from './functions.ts';
import { evaluate } from './tryout.fixture.ts';

/** Texts of expressions and what they are; undefined is Undefined. */
function table(rows: readonly (readonly [string, unknown])[], payload = {}): void {
  for (const [text, wanted] of rows) it(`${text}`, () => expect(evaluate(text, payload)).toEqual(wanted));
}

describe('the list of functions', () => {
  it('is the page\'s, cast() aside', () => {
    const listed =
      'abs accountid acos asin atan atan2 aws_lambda bitand bitor bitxor bitnot ceil chr clientid concat cos cosh decode encode endswith exp floor get get_dynamodb get_secret get_thing_shadow indexof isnull isundefined length ln log lower lpad ltrim machinelearning_predict md2 md5 mod nanvl newuuid numbytes parse_time power principal rand regexp_matches regexp_replace regexp_substr remainder replace round rpad rtrim sha1 sha224 sha256 sha384 sha512 sign sin sinh sql_version sqrt startswith substring tan tanh time_to_epoch timestamp topic traceid transform trim trunc upper';
    expect([...functions.keys()].sort()).toEqual(listed.split(' ').sort());
  });
});

describe('numbers', () => {
  table([
    ['abs("-5")', 5],
    ['abs(-2.5)', 2.5],
    ['abs(true)', undefined],
    ['abs(null)', undefined],
    ['asin(2)', undefined],
    ['atan2(1, 0)', 1.5707963267948966],
    ['atan(1) * 4', 3.141592653589793],
    ['bitand(13.9, 5)', 5],
    ['bitnot(13)', -14],
    ['ceil(1.2)', 2],
    ['exp(0)', 1],
    ['ln(0)', undefined],
    ['ln(-1)', undefined],
    ['log(1000)', 3],
    ['log(2) > 0.3', true],
    ['mod(8, 0)', undefined],
    ['mod(5.5, 2)', 1.5],
    ['remainder(-8, 3)', -2],
    ['nanvl(missing, 7)', 7],
    ['nanvl(null, "7")', '7'],
    ['power(2, -1)', 0.5],
    ['power(-8, 0.5)', undefined],
    ['power(0, -1)', undefined],
    ['power(10, 400)', undefined],
    ['rand()', 0.5],
    ['round(2.5)', 3],
    ['round(-2.5)', -3],
    ['round(0.49999999999999994)', 0],
    ['sign(0)', 0],
    ['sign("-0.3")', -1],
    ['sqrt(-1)', undefined],
    ['sqrt("16")', 4],
    ['trunc(2.999, 0)', 2],
    ['trunc(2.5, 40)', 2.5],
    ['trunc(-2.555, 2)', -2.55],
    ['tanh(50)', 1],
    ['sin(0)', 0],
  ]);

  it('sines and logarithms agree with the machine to 13 digits', () => {
    const close = (text: string, wanted: number) => expect(Math.abs((evaluate(text) as number) - wanted), text).toBeLessThanOrEqual(1e-13 * Math.max(1, Math.abs(wanted)));
    for (const x of [-7, -1.5, -0.4, 0.001, 0.3, 0.9, 2.3, 3, 12.5, 100, 12345.5]) {
      for (const name of ['sin', 'cos', 'tan', 'atan'] as const) close(`${name}(${x})`, Math[name](x));
      if (Math.abs(x) < 50) for (const name of ['sinh', 'cosh', 'tanh', 'exp'] as const) close(`${name}(${x})`, Math[name](x));
      if (Math.abs(x) < 1) for (const name of ['asin', 'acos'] as const) close(`${name}(${x})`, Math[name](x));
      if (x > 0) {
        close(`ln(${x})`, Math.log(x));
        close(`log(${x})`, Math.log10(x));
        close(`power(${x}, 1.7)`, x ** 1.7);
      }
    }
  });
});

describe('texts', () => {
  table([
    ['chr(65)', 'A'],
    ['chr("49")', '1'],
    ['chr(-1)', undefined],
    ['concat()', undefined],
    ['concat(1)', 1],
    ['concat("a", 1, true)', 'a1true'],
    ['concat(1, [2, [3]], "x")', [1, 2, [3], 'x']],
    ['concat(1, 2)', undefined],
    ['concat("a", missing)', undefined],
    ['endswith("cat", "at")', true],
    ['indexof("abcd", "cd")', 2],
    ['indexof("abcd", "x")', -1],
    ['length("héllo")', 5],
    ['numbytes("€")', 3],
    ['length(12)', 2],
    ['lower("AbC")', 'abc'],
    ['upper(null)', undefined],
    ['lpad("a", 2)', '  a'],
    ['rpad("a", -1)', 'a'],
    ['length(lpad("a", 5000))', 1001],
    ['ltrim("  a ")', 'a '],
    ['rtrim(" a ")', ' a'],
    ['trim(" a ")', 'a'],
    ['replace("abcabc", "bc", "-")', 'a-a-'],
    ['startswith("ranger", "ran")', true],
    ['substring("012345", 2)', '2345'],
    ['substring("012345", 2.9, 4)', '23'],
    ['substring("012345", -1, 99)', '012345'],
    ['substring("012345", 3, 1)', ''],
    ['substring("012345", missing)', undefined],
    ['substring(123456, 1, 3)', '23'],
    ['regexp_matches("aaaa", "a{2,}")', true],
    ['regexp_matches("aaaa", "^b")', false],
    ['regexp_matches("a", "(")', undefined],
    ['regexp_replace("abcd", "b", "x")', 'axcd'],
    ['regexp_replace("abcd", "(b)(c)", "$2$1")', 'acbd'],
    ['regexp_replace("abcd", "b", "$&")', 'a$&cd'],
    ['regexp_substr("hihihello", "(hi)*")', 'hihi'],
    ['regexp_substr("hi2hello", "[0-9]+")', '2'],
    ['regexp_substr("abc", "x")', undefined],
  ]);
});

describe('data', () => {
  table(
    [
      ['get(lat, 1)', -122.3],
      ['get(lat, 2)', undefined],
      ['get(lat, -1)', undefined],
      ['get("abc", 1)', 'b'],
      ['get(o, "with-dash")', 5],
      ['get(o, "With-Dash")', undefined],
      ['get(o, 1)', undefined],
      ['decode("not base64!", "base64")', null],
      ['decode("aGVsbG8=", "base64")', 'hello'],
      ['decode("aGVsbG8=", "other")', undefined],
      ['encode("hello", "base64")', 'aGVsbG8='],
      ['isNull(missing)', false],
      ['isNull(n)', true],
      ['isUndefined(n)', false],
      ['transform("other", o, lat)', undefined],
      ['transform("enrichArray", {"a": 1}, [{"b": 2}, 3])', [{ b: 2, a: 1 }, 3]],
      ['sha1("abc")', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
      ['md2("abc")', 'da853b0d3f88d99b30283a69e6ded6bb'],
      ['md5(missing)', undefined],
    ],
    { lat: [47.6, -122.3], o: { 'with-dash': 5 }, n: null },
  );
});

describe('the message and its time', () => {
  table([
    ['topic()', 'a/b/c'],
    ['topic(2)', 'b'],
    ['topic(9)', undefined],
    ['timestamp()', 1_600_000_000_000],
    ['clientid()', 'client-1'],
    ['accountid()', '123456789012'],
    ['sql_version()', '2016-03-23'],
    ['regexp_matches(newuuid(), "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")', true],
    ['principal()', undefined],
    ['traceid()', undefined],
    ['parse_time("yyyy-MM-dd HH:mm:ss z", 1600000000000)', '2020-09-13 12:26:40 UTC'],
    ['parse_time("yyyy.MM.dd G", 1600000000000)', undefined],
    ['parse_time("EEE, d MMM yyyy h:mm a", 1600000000000, "+02:00")', 'Sun, 13 Sep 2020 2:26 PM'],
    ['parse_time("yyyy/MM/dd/HH", 0)', '1970/01/01/00'],
    ['parse_time("yyyy\'T\'D", 1609372800000)', '2020T366'],
    ['parse_time("yyyy", 0, "Mars/Olympus")', undefined],
    ['time_to_epoch("2020-04-03 09:45:00 UTC+01:00", "yyyy-MM-dd HH:mm:ss VV")', 1_585_903_500_000],
    ['time_to_epoch("18 December 2015", "dd MMMM yyyy")', 1_450_396_800_000],
    ['time_to_epoch("2007-12-03 10:15:30.592 America/Los_Angeles", "yyyy-MM-dd HH:mm:ss.SSS z")', undefined],
    ['time_to_epoch("31/02/2020", "dd/MM/yyyy")', undefined],
    ['time_to_epoch(parse_time("yyyyMMddHHmmss", 1600000000000), "yyyyMMddHHmmss")', 1_600_000_000_000],
  ]);

  it('a message that did not come by MQTT has no client', () => expect(evaluate('clientid()', {}, { clientId: undefined })).toBe('n/a'));
});
