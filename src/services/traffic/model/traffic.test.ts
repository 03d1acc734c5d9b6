import { describe, expect, it, vi } from 'vitest';
import { simulate, type FinishedRun, type SimulateOptions } from '../../../testing/simulate.ts';

vi.setConfig({ testTimeout: 60_000 });

const run = (config: string, options: SimulateOptions) => simulate(`web: traffic(${config}) -> clicks: kinesis-streams(shards=20)`, { checkInvariants: false, ...options });

/** Records made in each second. */
function perSecond(of: FinishedRun): number[] {
  const series = of.simulation.metrics.series(1000, of.simulation.now).find((entry) => entry.node === 'web' && entry.metric === 'RecordsProduced');
  return series ? Array.from(series.sum) : [];
}

const born = (config: string, options: SimulateOptions) => run(config, options).summary.records.born;

describe('constant traffic', () => {
  it('makes exactly its rate, whole or not, without drift', () => {
    for (const [rate, length, wanted] of [['1500/s', '20s', 30_000], ['333/s', '30s', 9990], ['7/s', '60s', 420], ['0.5/s', '60s', 30], ['6/min', '10m', 60], ['0/s', '10s', 0]] as const) {
      expect(born(`rate=${rate}, size=10B, keys=1`, { length }), rate).toBe(wanted);
    }
  });

  it('spreads births over the time for which a group stands', () => {
    const { simulation } = run('rate=1000/s, size=10B, keys=1', { length: '1s' });
    const births = Array.from({ length: 1000 }, (_, row) => simulation.records.createdAt(row));
    expect(births).toEqual(Array.from({ length: 1000 }, (_, row) => row + 1));
  });

  it('makes nothing after stopAfter', () => {
    const of = run('rate=100/s, size=10B, keys=1, stopAfter=3s', { length: '10s' });
    expect(of.summary.records.born).toBe(300);
    expect(perSecond(of).slice(4).every((sum) => sum === 0)).toBe(true);
  });
});

describe('poisson traffic', () => {
  it('has its rate as the mean, and scatters', () => {
    for (const rate of [2, 40, 500]) {
      const of = run(`rate=${rate}/s, size=10B, keys=1, arrivals=poisson`, { length: '100s', seed: 5 });
      const expected = rate * 100;
      expect(Math.abs(of.summary.records.born - expected), String(rate)).toBeLessThan(4 * Math.sqrt(expected));
      expect(of.summary.records.born).not.toBe(expected);
    }
  });
});

describe('shapes', () => {
  it('steps hold from their times on, in whatever order they are written', () => {
    for (const steps of ['[{at: 2s, recordsPerSecond: 50}, {at: 4s, recordsPerSecond: 0}]', '[{at: 4s, recordsPerSecond: 0}, {at: 2s, recordsPerSecond: 50}]']) {
      const of = run(`rate=200/s, size=10B, keys=1, shape=steps, steps=${steps}`, { length: '6s' });
      expect(of.summary.records.born, steps).toBe(400 + 100);
    }
  });

  it('a burst multiplies the rate for its time', () => {
    expect(born('rate=100/s, size=10B, keys=1, shape=burst, burst={at: 2s, for: 3s, factor: 4}', { length: '10s' })).toBe(700 + 1200);
  });

  it('a ramp ends at its rate', () => {
    expect(born('rate=0/s, size=10B, keys=1, shape=ramp, ramp={toRecordsPerSecond: 100, over: 10s}', { length: '20s' })).toBeCloseTo(500 + 1000, -1);
  });

  it('a day has its mean', () => {
    const day = born('rate=0.1/s, size=10B, keys=1, shape=daily, daily={peakFactor: 2, peakHour: 18}', { length: '24h' });
    expect(Math.abs(day - 8640)).toBeLessThan(9);
  });
});

describe('faults and changes', () => {
  it('a pause makes nothing, and nothing is made up for', () => {
    for (const rate of [200, 10]) {
      const of = run(`rate=${rate}/s, size=10B, keys=1`, { length: '10s', interventions: [{ at: 3000, type: 'fault', node: 'web', name: 'pause', duration: '4s' }] });
      expect(perSecond(of).slice(4, 7), String(rate)).toEqual([0, 0, 0]);
      expect(Math.max(...perSecond(of)), String(rate)).toBeLessThanOrEqual(rate + 4);
      expect(Math.abs(of.summary.records.born - rate * 6), String(rate)).toBeLessThanOrEqual(1);
    }
  });

  it('a pause without an end lasts until it is recovered', () => {
    const of = run('rate=100/s, size=10B, keys=1', {
      length: '10s',
      interventions: [{ at: 3000, type: 'fault', node: 'web', name: 'pause' }, { at: 8000, type: 'recover', node: 'web', name: 'pause' }],
    });
    expect(of.summary.records.born).toBe(500);
  });

  it('a change loses nothing of what was due until then', () => {
    for (const rate of [1, 250]) {
      const interventions = Array.from({ length: 9 }, (_, i) => ({ at: 503 + i * 1000, type: 'setConfig', node: 'web', config: { payloadBytes: 20 + i } }));
      // The last group may not have been made yet: 20 ms at most.
      const made = born(`rate=${rate}/s, size=10B, keys=1`, { length: '10s', interventions });
      expect(made, String(rate)).toBeLessThanOrEqual(rate * 10);
      expect(made, String(rate)).toBeGreaterThanOrEqual(rate * 9.98);
    }
    const faster = [{ at: '5s', type: 'setConfig', node: 'web', config: { recordsPerSecond: 300 } }];
    expect(born('rate=100/s, size=10B, keys=1', { length: '10s', interventions: faster })).toBe(500 + 1500);
  });

  it('a burst fault sends the hottest key ten times as much, and at least as much as all others together', () => {
    const counts = (config: string) => {
      const { simulation, summary } = run(config, { length: '10s', interventions: [{ at: 0, type: 'fault', node: 'web', name: 'burst' }] });
      const by = new Map<string, number>();
      for (let row = 0; row < summary.records.born; row++) {
        const key = simulation.keys.text(simulation.records.key(row));
        by.set(key, (by.get(key) ?? 0) + 1);
      }
      return by;
    };
    const even = counts('rate=200/s, size=10B, keys=4');
    expect(even.get('key-0')! / even.get('key-1')!).toBeCloseTo(10, 0);
    const many = counts('rate=200/s, size=10B, keys=100');
    expect(many.get('key-0')!).toBeGreaterThanOrEqual(2000);
    const zipf = counts('rate=2000/s, size=10B, keys=zipf, keyCount=10');
    // Its share of ten Zipf keys is 0.341: 10 x 0.341 of all that was made before.
    expect(zipf.get('key-0')! / 20_000).toBeCloseTo(3.41, 1);
  });
});

describe('keys', () => {
  const keysOf = (config: string, options: SimulateOptions = { length: '2s' }) => {
    const { simulation, summary } = run(config, options);
    return Array.from({ length: summary.records.born }, (_, row) => simulation.keys.text(simulation.records.key(row)));
  };

  it('are used in turn when a number is given', () => {
    expect(keysOf('rate=5/s, size=10B, keys=3').slice(0, 7)).toEqual(['key-0', 'key-1', 'key-2', 'key-0', 'key-1', 'key-2', 'key-0']);
    expect(keysOf('rate=5/s, size=10B, keys=3, keyPrefix=u, keyNames=[anna, ben]').slice(0, 4)).toEqual(['anna', 'ben', 'u2', 'anna']);
    expect(new Set(keysOf('rate=50/s, size=10B, keys=round-robin'))).toEqual(new Set(['key-0', 'key-1', 'key-2', 'key-3']));
  });

  it('are told apart by prefix and names, not by how these read together', () => {
    const recipe = { topology: 'one: traffic(rate=2/s, size=10B, keys=2, keyPrefix=x, keyNames=["a b"]) -> s: kinesis-streams\ntwo: traffic(rate=2/s, size=10B, keys=2, keyPrefix=x, keyNames=[a, b]) -> s' };
    const { simulation, summary } = simulate(recipe, { length: '2s' });
    const texts = new Set(Array.from({ length: summary.records.born }, (_, row) => simulation.keys.text(simulation.records.key(row))));
    expect(texts).toEqual(new Set(['a b', 'x1', 'a', 'b']));
  });

  it('of zipf fall off as 1/k', () => {
    const by = new Map<string, number>();
    for (const key of keysOf('rate=5000/s, size=10B, keys=zipf, keyCount=100', { length: '20s' })) by.set(key, (by.get(key) ?? 0) + 1);
    expect(by.get('key-0')! / by.get('key-1')!).toBeCloseTo(2, 0);
    expect(by.get('key-0')! / by.get('key-3')!).toBeCloseTo(4, 0);
  });
});

describe('configuration', () => {
  it('refuses what cannot be meant', () => {
    for (const [config, says] of [['keys=true', 'keys'], ['keys=[5]', 'keys'], ['keys=0', 'keys'], ['keys=2000000', 'keys'], ['classes=[{name: a, share: 0}]', 'share'], ['steps=5', 'steps'], ['keyNames=[]x', 'keyNames'], [`keyPrefix=${'p'.repeat(251)}`, 'keyPrefix']] as const) {
      expect(() => run(config, { length: 10 }), config).toThrow(says);
    }
  });
});

describe('replay', () => {
  const asset = { id: 'quakes', rows: 3, columns: { place: ['Alaska', '', 'Chile'] }, bytes: Uint32Array.from([11, 22, 33]) };
  const replay = (more: object, options: SimulateOptions = {}) =>
    simulate({ nodes: [{ id: 'web', kind: 'traffic', config: { recordsPerSecond: 1, replay: { asset: 'quakes', keyColumn: 'place', ...more } } }, { id: 'put', kind: 'sdk-producer' }], edges: [{ from: 'web', to: 'put' }], length: '10s' }, { assets: [asset], ...options });

  it('sends the rows once, or again and again, keyed by a column', () => {
    const once = replay({});
    expect(once.summary.records.born).toBe(3);
    const looped = replay({ loop: true });
    expect(looped.summary.records.born).toBe(10);
    const { records, keys } = looped.simulation;
    expect(looped.metric('web', 'RecordsProduced').sum).toBe(10);
    expect(records.totals().born).toBe(10);
    expect(keys.count).toBeGreaterThanOrEqual(3);
  });

  it('says what is missing', () => {
    expect(() => replay({ keyColumn: 'nowhere' })).toThrow('has no column "nowhere"; it has place');
    expect(() => replay({}, { assets: [] })).toThrow('is not here; bring it in again');
  });
});
