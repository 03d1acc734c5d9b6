import type { MetricSeries } from '../sim/metrics.ts';
import type { NodeSnapshot, SimReport, Snapshot } from './protocol.ts';

/** What seldom changes and may be large: the recipe with its interventions, and the runs set aside with their series. */
type Seldom = Pick<Snapshot, 'recipe' | 'branches'>;
type Numbers = 'seconds' | 'coarse';

/** Where the columns of a node, or the roll-ups of one granularity, lie in the array they travel in. */
interface PackedNode extends Omit<NodeSnapshot, 'columns'> {
  readonly packed?: readonly (readonly [name: string, from: number, to: number])[];
}
interface PackedSeries {
  readonly of: readonly (readonly [node: string, metric: string])[];
  readonly stepMs: MetricSeries['stepMs'];
  readonly from: number;
  readonly length: number;
}
type Plain = Omit<Snapshot, keyof Seldom | Numbers | 'nodes'> & {
  readonly nodes: readonly PackedNode[];
  readonly [numbers: string]: unknown;
} & { readonly [name in Numbers]?: PackedSeries };

/** A snapshot on its way: the page pays for every array that it unpacks, on the thread that draws, so all columns travel as one, and all roll-ups. */
interface LeanSnapshot extends Partial<Seldom> {
  readonly type: 'snapshot';
  readonly plain: Plain;
  readonly columns: Float64Array | undefined;
  readonly series: Float64Array | undefined;
}
export type LeanReport = Exclude<SimReport, { type: 'snapshot' }> | LeanSnapshot;

function packNode({ columns, ...rest }: NodeSnapshot): PackedNode {
  if (!columns) return rest;
  return {
    ...rest,
    packed: Object.entries(columns).map(
      ([name, { byteOffset, length }]) => [name, byteOffset / 8, byteOffset / 8 + length] as const,
    ),
  };
}

function unpackNode({ packed, ...rest }: PackedNode, data: Float64Array | undefined): NodeSnapshot {
  if (!packed || !data) return rest;
  const columns: Record<string, Float64Array> = {};
  for (const [name, from, to] of packed) columns[name] = data.subarray(from, to);
  return { ...rest, columns };
}

const lengthOf = (series: readonly unknown[], length: number) => series.length * 3 * length;

function packSeries(series: readonly MetricSeries[], data: Float64Array, at: number): PackedSeries {
  const length = series[0]?.sum.length ?? 0;
  series.forEach(({ sum, max, samples }, i) => {
    data.set(sum, at + i * 3 * length);
    data.set(max, at + (i * 3 + 1) * length);
    data.set(samples, at + (i * 3 + 2) * length);
  });
  return {
    of: series.map(({ node, metric }) => [node, metric]),
    stepMs: series[0]?.stepMs ?? 1000,
    from: series[0]?.from ?? 0,
    length,
  };
}

function unpackSeries({ of, stepMs, from, length }: PackedSeries, data: Float64Array, at: number): MetricSeries[] {
  const part = (i: number) => data.subarray(at + i * length, at + (i + 1) * length);
  return of.map(([node, metric], i) => ({
    node,
    metric,
    stepMs,
    from,
    sum: part(i * 3),
    max: part(i * 3 + 1),
    samples: part(i * 3 + 2),
  }));
}

/** Packs each snapshot, and leaves out of it what the last one had already; for the worker's end. The second part is what to transfer. */
export function createThinner(): (report: SimReport) => { report: LeanReport; transfer: ArrayBuffer[] } {
  let last: Partial<Seldom> = {};
  return (report) => {
    if (report.type !== 'snapshot') return { report, transfer: [] };
    const { recipe, branches, nodes, seconds, coarse, ...rest } = report.snapshot;
    const seldom = { ...(recipe === last.recipe ? {} : { recipe }), ...(branches === last.branches ? {} : { branches }) };
    last = { recipe, branches };
    const buffer = nodes.flatMap((node) => Object.values(node.columns ?? {}))[0]?.buffer as ArrayBuffer | undefined;
    const coarseAt = seconds ? lengthOf(seconds, seconds[0]?.sum.length ?? 0) : 0;
    const series = seconds && coarse ? new Float64Array(coarseAt + lengthOf(coarse, coarse[0]?.sum.length ?? 0)) : undefined;
    const packed =
      seconds && coarse && series ? { seconds: packSeries(seconds, series, 0), coarse: packSeries(coarse, series, coarseAt) } : {};
    return {
      report: {
        type: 'snapshot',
        plain: { ...rest, ...packed, nodes: nodes.map(packNode) },
        columns: buffer && new Float64Array(buffer),
        series,
        ...seldom,
      },
      transfer: [...(buffer ? [buffer] : []), ...(series ? [series.buffer] : [])],
    };
  };
}

/** Puts back what was left out; for the page's end. Throws when it never came. */
export function createFiller(): (report: LeanReport) => SimReport {
  let last: Partial<Seldom> = {};
  return (report) => {
    if (report.type !== 'snapshot') return report;
    const { plain, columns, series, recipe = last.recipe, branches = last.branches } = report;
    if (recipe === undefined || branches === undefined) throw new Error('the first snapshot came without its recipe');
    last = { recipe, branches };
    const { nodes, seconds, coarse, ...rest } = plain;
    const unpacked =
      seconds && coarse && series
        ? { seconds: unpackSeries(seconds, series, 0), coarse: unpackSeries(coarse, series, lengthOf(seconds.of, seconds.length)) }
        : {};
    return {
      type: 'snapshot',
      snapshot: { ...rest, ...unpacked, nodes: nodes.map((node) => unpackNode(node, columns)), recipe, branches },
    };
  };
}
