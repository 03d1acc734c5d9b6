import { describe, expect, it } from 'vitest';
import { defineLimit } from './define.ts';
import { allLimits, findLimit, limitValue } from './index.ts';

const whole = new Set(['bytes', 'duration', 'count', 'port', 'bytes-per-second']);

describe('limits', () => {
  it('covers every topic of the notes', () => {
    const topics = new Set(allLimits.map((limit) => limit.id.split('.')[0]));
    for (const topic of [
      'kds',
      'kpl',
      'agent',
      'kcl',
      'emit',
      'firehose',
      'sqs',
      'iot',
      'dp',
      'dx',
      'snow',
      'sgw',
      's3ta',
      'dms',
    ]) {
      expect(topics, topic).toContain(topic);
    }
    expect(allLimits.length).toBeGreaterThanOrEqual(290);
  });

  it('gives each limit an id of its own in the form topic.thing.name', () => {
    const seen = new Set<string>();
    for (const { id } of allLimits) {
      expect(id).toMatch(/^[a-z0-9]+(\.[a-z0-9-]+){1,2}$/);
      expect(seen.has(id), `${id} is declared twice`).toBe(false);
      seen.add(id);
    }
  });

  it('names a title and a source for every number', () => {
    for (const limit of allLimits) {
      expect(limit.title.length, limit.id).toBeGreaterThan(8);
      expect(limit.source.trim().length, limit.id).toBeGreaterThan(12);
    }
  });

  it('keeps values finite, not negative, and whole where the quantity is whole', () => {
    for (const limit of allLimits) {
      for (const value of [limit.notes, limit.today ?? limit.notes]) {
        expect(Number.isFinite(value) && value >= 0, limit.id).toBe(true);
        if (whole.has(limit.quantity)) expect(Number.isInteger(value), limit.id).toBe(true);
      }
    }
  });

  it('gives a value for today only where it differs from the notes', () => {
    const changed = allLimits.filter((limit) => limit.today !== undefined);
    expect(changed.length).toBeGreaterThanOrEqual(25);
    for (const limit of changed) expect(limit.today, limit.id).not.toBe(limit.notes);
    expect(() =>
      defineLimit({ id: 'kds.x.y', title: 'Same twice', quantity: 'count', notes: 3, today: 3, source: 'a guide' }),
    ).toThrow('kds.x.y');
  });

  it.each([
    ['firehose.buffer.min-interval', 60_000, 0],
    ['sqs.message.max-bytes', 262_144, 1_048_576],
    ['sqs.fifo.max-in-flight', 20_000, 120_000],
    ['kcl.table.write-units', 10, 10],
    ['kpl.buffered-time.default', 100, 100],
    ['dp.schedule.min-period', 900_000, 900_000],
    ['kds.retention.max', 604_800_000, 31_536_000_000],
  ])('%s is %d in the notes and %d today', (id, notes, today) => {
    expect(limitValue(id, 'notes')).toBe(notes);
    expect(limitValue(id, 'today')).toBe(today);
  });

  it('refuses an unknown id', () => {
    expect(findLimit('kds.no.such')).toBeUndefined();
    expect(() => limitValue('kds.no.such', 'notes')).toThrow('kds.no.such');
  });
});
