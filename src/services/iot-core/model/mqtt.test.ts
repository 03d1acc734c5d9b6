import match from 'mqtt-match';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertForAll } from '../../../testing/forAll.ts';
import { limitsOf } from '../../../sim/limits.ts';
import { filterMatches, filterProblem, splitIngest, topicProblem } from './mqtt.ts';

const limits = limitsOf('notes');
const levels = ['', 'a', 'b', '$sys'];
const lists = (alphabet: readonly string[], length: number): string[][] => (length === 0 ? [[]] : lists(alphabet, length - 1).flatMap((rest) => alphabet.map((each) => [...rest, each])));
const texts = (alphabet: readonly string[]) => [1, 2, 3, 4].flatMap((length) => lists(alphabet, length)).map((each) => each.join('/'));

describe('topic filters', () => {
  it('agree with the MQTT package over a grid, but for what AWS documents otherwise', () => {
    const topics = texts(levels).filter((topic) => topic !== '');
    const filters = texts(['', 'a', '$sys', '+', '#']).filter((filter) => filterProblem(filter, limits) === undefined);
    let compared = 0;
    for (const filter of filters) {
      for (const topic of topics) {
        const parent = filter.endsWith('/#') && filter.split('/').length - 1 === topic.split('/').length;
        const reserved = topic.startsWith('$') && /^[+#]/.test(filter);
        if (parent || reserved) expect(filterMatches(filter, topic), `${filter} ${topic}`).toBe(false);
        else if (filterMatches(filter, topic) !== match(filter, topic)) expect.fail(`${filter} ${topic}: the package says ${match(filter, topic)}`);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(50_000);
  });

  it('AWS: sensor/# does not match sensor, unlike the standard', () => {
    expect(match('sensor/#', 'sensor')).toBe(true);
    expect(filterMatches('sensor/#', 'sensor')).toBe(false);
  });

  it('wildcards at the first level do not match reserved topics, though the package says so', () => {
    expect(match('#', '$aws/events')).toBe(true);
    expect(filterMatches('#', '$aws/events')).toBe(false);
    expect(filterMatches('+/events', '$aws/events')).toBe(false);
    expect(filterMatches('$aws/#', '$aws/events')).toBe(true);
  });

  it('are checked as AWS does', () => {
    expect(filterProblem('a/#/b', limits)).toContain('last level');
    expect(filterProblem('a/b#', limits)).toContain('whole level');
    expect(filterProblem('a/b+/c', limits)).toContain('whole level');
    expect(filterProblem('+/+/#', limits)).toBeUndefined();
    expect(topicProblem('a/+', limits)).toContain('filters only');
    expect(topicProblem('', limits)).toBeDefined();
    expect(topicProblem('a'.repeat(256), limits)).toBeUndefined();
    expect(topicProblem('a'.repeat(257), limits)).toContain('256 bytes');
    expect(topicProblem('1/2/3/4/5/6/7/8', limits)).toBeUndefined();
    expect(topicProblem('1/2/3/4/5/6/7/8/9', limits)).toContain('7 slashes');
    expect(topicProblem('$aws/rules/r/1/2/3/4/5/6/7/8', limits)).toBeUndefined();
  });

  it('Basic Ingest names its rule', () => {
    expect(splitIngest('$aws/rules/heat/dev/1')).toEqual({ rule: 'heat', topic: 'dev/1' });
    expect(splitIngest('dev/1')).toEqual({ rule: undefined, topic: 'dev/1' });
  });

  it('never throw', () => {
    assertForAll(fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary', minLength: 1 })), ([filter, topic]) => {
      filterProblem(filter, limits);
      topicProblem(topic, limits);
      filterMatches(filter, topic);
    }, { seed: 3, runs: 500 });
  });
});
