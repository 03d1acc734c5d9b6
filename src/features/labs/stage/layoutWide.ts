import type { MeterBox, MeterKind } from '../../../services/kinesis-streams/view/index.ts';
import { clamp, type Detail, type LaneLayout, type LayoutInput, type Row, type StageLayout } from './layoutTypes.ts';

const pad = 12;
const flagHeight = 18;
const fullTrack = 24;
/** A value above its bar and the limit's number below it. */
const meterHeight = 37;
const kinds: readonly MeterKind[] = ['records', 'bytes', 'reads'];

/** Room for the number at the lane's end. */
function depthWidth(detail: Detail, scale: number): number {
  return (detail === 'full' ? 66 : detail === 'medium' ? 122 : 142) * scale;
}

interface Grid {
  readonly detail: Detail;
  readonly columns: number;
  readonly rows: number;
  readonly height: number;
  readonly track: number;
}

/** The most detailed drawing whose rows are no higher than `slot`. */
function gridFor(slot: number, laneWidth: number, scale: number): Grid {
  for (const rows of [1, 2, 3]) {
    const columns = Math.ceil(3 / rows);
    const least = (flagHeight + fullTrack + 5 + rows * meterHeight) * scale;
    const each = (laneWidth - (columns - 1) * 14) / columns;
    if (each < 142 * scale || least + 6 > slot) continue;
    const track = clamp(slot - least - 10 + fullTrack * scale, fullTrack * scale, 34 * scale);
    return { detail: 'full', columns, rows, height: least + track - fullTrack * scale, track };
  }
  if (slot >= 56 * scale) return { detail: 'medium', columns: 3, rows: 1, height: (flagHeight + 20 + 16) * scale, track: 20 * scale };
  if (slot >= 21 * scale) return { detail: 'slim', columns: 1, rows: 1, height: Math.min(slot - 4, 24 * scale), track: Math.min(slot - 4, 24 * scale) - 6 };
  return { detail: 'strip', columns: 1, rows: 1, height: Math.max(2, slot - 2), track: Math.max(2, slot - 2) };
}

function slots(rows: readonly Row[], height: number, scale: number): { open: number; closed: number } {
  let openShare = 0;
  let closedShare = 0;
  for (const row of rows) {
    openShare += row.presence * (1 - row.closed);
    closedShare += row.presence * row.closed;
  }
  const closed = Math.min(48 * scale, height / Math.max(1, openShare + closedShare));
  const open = openShare > 0 ? (height - closed * closedShare) / openShare : closed;
  return { open: Math.min(open, 230 * scale), closed };
}

/** Producers at the left, the ruler, and the shards as rows with the newest record at the right. */
export function layoutWide(input: LayoutInput): StageLayout {
  const { width, height, scale, rows } = input;
  const top = 26 * scale;
  const legendHeight = 24 * scale;
  const bottom = height - legendHeight - 6;
  const producerWidth = (width < 640 ? 96 : 124) * scale;
  const flight = clamp((width - 560) / 5, 40, 130);
  const rulerX = pad + producerWidth + flight;
  const rulerW = 14 * scale;
  const laneX = Math.round(rulerX + rulerW + clamp(width * 0.05, 30, 64));
  const body = bottom - top;
  const slot = slots(rows, body, scale);
  const wide = width - pad - laneX;
  const grid = gridFor(slot.open, wide, scale);
  const lanes: LaneLayout[] = [];
  const heightOf = (row: Row) => row.presence * (slot.open * (1 - row.closed) + slot.closed * row.closed);
  let y = top + Math.max(0, (body - rows.reduce((sum, row) => sum + heightOf(row), 0)) / 2);
  for (const row of rows) {
    const closed = row.closed >= 0.5;
    const share = heightOf(row);
    // A row that is still growing is drawn in full and clipped by its neighbours' places.
    lanes.push(lane(input, row.shard, closed, grid, { x: laneX, y, w: wide, h: share }));
    y += share;
  }
  const trayHeight = (height < 300 ? 46 : 68) * scale;
  const tray = { x: pad, y: bottom - trayHeight, w: rulerX + rulerW - pad, h: trayHeight };
  const sideBottom = tray.y - 12 * scale;
  return {
    width,
    height,
    scale,
    compact: false,
    producers: producerBoxes(input.producers, top, sideBottom, producerWidth, scale),
    ruler: { x: rulerX, y: top, w: rulerW, h: sideBottom - top, axis: 'y' },
    lanes,
    tray,
    headings: { producers: { x: pad, y: 17 * scale }, lanes: { x: laneX, y: 17 * scale, end: width - pad } },
    legend: { x: pad, y: height - legendHeight, w: width - 2 * pad, h: legendHeight },
    ends: [
      { x: rulerX - 6, y: top + 11 * scale, align: 'right' },
      { x: rulerX - 6, y: sideBottom - 2, align: 'right' },
    ],
  };
}

function producerBoxes(count: number, top: number, bottom: number, width: number, scale: number) {
  const gap = 8;
  const each = Math.min(76 * scale, (bottom - top - (count - 1) * gap) / Math.max(1, count));
  const used = count * each + (count - 1) * gap;
  const from = top + Math.max(0, (bottom - top - used) / 2);
  return Array.from({ length: count }, (_, i) => ({ x: pad, y: from + i * (each + gap), w: width, h: each }));
}

function lane(input: LayoutInput, shard: number, closed: boolean, grid: Grid, slot: { x: number; y: number; w: number; h: number }): LaneLayout {
  const { scale } = input;
  const { detail } = grid;
  const roomy = detail === 'full' || detail === 'medium';
  const content = closed && roomy ? 38 * scale : Math.min(grid.height, Math.max(2, slot.h - 2));
  const y = slot.y + Math.max(0, (slot.h - content) / 2);
  const flag = roomy ? flagHeight * scale : 0;
  const nameWidth = roomy ? 0 : 52 * scale;
  const trackHeight = closed && roomy ? 18 * scale : Math.min(grid.track, content);
  const depth = depthWidth(detail, scale);
  const track = { x: slot.x + nameWidth, y: y + flag, w: Math.max(20, slot.w - nameWidth - depth), h: Math.max(2, trackHeight) };
  const textY = roomy ? track.y + track.h / 2 + 4.5 * scale : y + content / 2 + 4.5 * scale;
  const tight = slot.h < 13 * scale;
  return {
    shard,
    detail,
    closed,
    row: slot,
    track,
    axis: 'x',
    tip: track.x + track.w - 3,
    towardsOld: -1,
    name: roomy ? { x: slot.x, y: y + flag - 5 * scale, max: 150 * scale } : { x: slot.x, y: textY, max: tight ? 0 : nameWidth - 6 },
    flags: roomy ? { x: slot.x, w: track.w, y: y + flag - 5 * scale } : null,
    depth: tight ? null : { x: track.x + track.w + 8, y: textY, max: depth - 8, align: 'left' },
    mouth: { x: track.x, y: roomy && !closed ? track.y + track.h * 0.25 : track.y + track.h / 2 },
    meters: closed ? [] : metersOf(grid, slot, track, scale),
    pips: !closed && detail === 'full' ? pipsAt(grid, slot, track, scale) : null,
    pitch: detail === 'full' || detail === 'medium' ? 10 : 8,
    across: 1,
  };
}

function cell(grid: Grid, i: number, slot: { x: number; w: number }, trackBottom: number, scale: number) {
  const width = (slot.w - (grid.columns - 1) * 14) / grid.columns;
  return { x: slot.x + (i % grid.columns) * (width + 14), y: trackBottom + 5 * scale + Math.floor(i / grid.columns) * meterHeight * scale, w: width };
}

function metersOf(grid: Grid, slot: { x: number; w: number }, track: { x: number; y: number; w: number; h: number }, scale: number): readonly MeterBox[] {
  const below = track.y + track.h;
  if (grid.detail === 'full') {
    return kinds.map((kind, i) => {
      const { x, y, w } = cell(grid, i, slot, below, scale);
      return { kind, bar: { x, y: y + 15 * scale, w, h: 8 }, textY: y + 11 * scale, limitY: y + 35 * scale };
    });
  }
  if (grid.detail === 'medium') {
    // The name of each bar stands before it.
    const each = (track.w - 24) / 3;
    const name = 38 * scale;
    return kinds.map((kind, i) => ({ kind, bar: { x: track.x + i * (each + 12) + name, y: below + 6 * scale, w: each - name, h: 7 }, textY: null, limitY: below + 13.5 * scale }));
  }
  // One bar, for the write limit that is fuller: the kind is only a slot.
  if (grid.detail === 'slim') return [{ kind: 'records', bar: { x: track.x, y: below + 1.5, w: track.w, h: 4 }, textY: null, limitY: 0 }];
  return [{ kind: 'records', bar: track, textY: null, limitY: 0 }];
}

function pipsAt(grid: Grid, slot: { x: number; w: number }, track: { y: number; h: number }, scale: number) {
  const { x, y } = cell(grid, 2, slot, track.y + track.h, scale);
  return { x, y: y + 31 * scale };
}
