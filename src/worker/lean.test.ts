import { expect, it } from 'vitest';
import { models } from '../services/models.ts';
import { createFiller, createThinner, type LeanReport } from './lean.ts';
import type { SimReport } from './protocol.ts';
import { SimHost } from './simHost.ts';

const recipe = { topology: 'traffic(rate=100/s) -> clicks: kinesis-streams(shards=1) -> stream-reader', length: '60s', seed: 3 };

/** A host whose reports go over the wire as they do between worker and page. */
function overTheWire() {
  const thin = createThinner();
  const fill = createFiller();
  const sent: LeanReport[] = [];
  const made: SimReport[] = [];
  const arrived: SimReport[] = [];
  const host: SimHost = new SimHost(models, (report) => {
    made.push(report);
    const { report: lean } = structuredClone(thin(report));
    sent.push(lean);
    arrived.push(fill(lean));
    if (report.type === 'snapshot') host.handle({ type: 'ack', version: report.snapshot.version, buffers: [] });
  });
  return { host, sent, made, arrived };
}

it('sends recipe and branches once, and again when they have changed; the page sees every snapshot whole', () => {
  const { host, sent, made, arrived } = overTheWire();
  host.handle({ type: 'load', recipe });
  host.handle({ type: 'seek', to: 20_000 });
  host.handle({ type: 'seek', to: 30_000 });
  host.handle({ type: 'seek', to: 10_000 });
  host.handle({ type: 'intervene', what: { type: 'setConfig', node: 'traffic', config: { recordsPerSecond: 50 } } });
  host.handle({ type: 'seek', to: 15_000 });
  const snapshots = sent.flatMap((report) => (report.type === 'snapshot' ? [report] : []));
  expect(snapshots.map((snapshot) => [snapshot.recipe !== undefined, snapshot.branches !== undefined])).toEqual([
    [true, true],
    [false, false],
    [false, false],
    [false, false],
    [true, true],
    [false, false],
  ]);
  expect(arrived).toEqual(made);
  expect(arrived.at(-1)).toMatchObject({
    snapshot: { branches: [{ forkedAt: 10_000 }], recipe: { interventions: [{ at: 10_000 }] } },
  });
});

it('packs all columns into one array, and all roll-ups into another', () => {
  const { host, sent } = overTheWire();
  host.handle({ type: 'load', recipe });
  expect(sent).toMatchObject([{ columns: expect.any(Float64Array), series: expect.any(Float64Array) }]);
  expect(
    JSON.stringify(sent[0], (_, value: unknown) => (ArrayBuffer.isView(value) ? 'an array' : value)).match(/an array/g),
  ).toHaveLength(2);
});
