import { describe, expect, it } from 'vitest';
import { lineTime } from './lineTime.ts';
import { acceleration } from './transferAcceleration.ts';
import { database, finished, move, phasesOf, run } from './transfers.fixture.ts';

const line = (bitsPerSecond: number) => ({ bitsPerSecond, utilisation: 0.8 });

describe('feature 23: moving data in', () => {
  it('feature 23: 200 TB at 500 Mbps and 80 % use show 46.3 days, at 10 Gbps 2.3, in the sum and in the run', () => {
    expect([lineTime(200e12, line(500e6)), lineTime(200e12, line(10e9))].map(({ days }) => days.toFixed(1))).toEqual(['46.3', '2.3']);
    const slow = run(move({ dataSet: '200TB', bitsPerSecond: '500Mbps', utilisation: 0.8 }));
    expect(slow.events('transfer.finished')[0]!.detail.days).toBeCloseTo(46.3, 1);
    const [sum] = slow.view('move').worked as unknown as { formula: string; terms: { name: string; value: number }[]; result: number; unit: string }[];
    expect(sum).toMatchObject({ formula: 'data × 8 / (line × share used)', unit: 'days' });
    expect(sum!.terms.map((term) => term.value)).toEqual([200e12, 500e6, 0.8]);
    expect(sum!.result.toFixed(1)).toBe('46.3');
    expect(finished({ dataSet: '200TB', bitsPerSecond: '10Gbps' }).toFixed(1)).toBe('2.3');
  });

  it('feature 23: adding S3 Transfer Acceleration does not beat the uplink', () => {
    const plain = finished({ dataSet: '200TB', bitsPerSecond: '500Mbps' });
    for (const streams of [1, 100, 1000]) expect(finished({ option: 'transfer-acceleration', dataSet: '20TB', bitsPerSecond: '500Mbps', streams, edgeRoundTrip: 1 })).toBeGreaterThanOrEqual(plain / 10 - 1e-6);
    const plan = acceleration(200e12, { uplink: line(500e6), roundTripMs: 150, edgeRoundTripMs: 1, streams: 1000, windowBytes: 1024 ** 2 });
    expect((plan.doneMs / 86_400_000).toFixed(1)).toBe('46.3');
    expect(plan).toMatchObject({ factor: 1, billed: false });
  });

  it('feature 23: the DMS timeline shows full load, change capture and cutover', () => {
    const done = run(database({ openTransactions: '5m' }));
    expect(phasesOf(done)).toEqual(['open-transactions', 'full-load', 'cached-changes', 'replication', 'cut-over', 'done']);
    const timeline = done.view('move').timeline as unknown as { name: string; from: number; to: number | null }[];
    const cutOver = timeline.find((phase) => phase.name === 'cut-over')!;
    expect(done.view('move').capture).toEqual({ name: 'change-capture', from: 0, to: cutOver.to });
    expect(timeline.find((phase) => phase.name === 'full-load')).toMatchObject({ from: 300_000 });
    expect((cutOver.to! - cutOver.from) / 60_000).toBe(10);
    expect((done.view('move').planned as unknown as { name: string }[]).map((phase) => phase.name)).toEqual(['open-transactions', 'full-load', 'cut-over']);
    expect(done.summary.records.lost).toBe(0);
  });
});
