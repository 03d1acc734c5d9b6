import { clamp, type LaneLayout, type LayoutInput, type StageLayout } from './layoutTypes.ts';

const pad = 10;

/** Producers on top, the ruler across, and the shards as columns with the newest record on top. */
export function layoutCompact(input: LayoutInput): StageLayout {
  const { width, height, scale, rows } = input;
  const inner = width - 2 * pad;
  const producer = { x: pad, y: 8, w: inner, h: 26 * scale };
  const low = height < 270 * scale;
  const rulerY = producer.y + producer.h + clamp(height * 0.11, 22, 48);
  const ruler = { x: pad, y: rulerY, w: inner, h: 10 * scale, axis: 'x' as const };
  const legendHeight = 20 * scale;
  const tray = { x: pad, y: height - legendHeight - 28 * scale, w: inner, h: 24 * scale };
  const top = ruler.y + ruler.h + clamp(height * 0.04, 10, 20);
  const bottom = tray.y - 6;
  const total = rows.reduce((sum, row) => sum + row.presence * (1 - row.closed * 0.45), 0) || 1;
  const gap = rows.length > 4 ? 6 : 14;
  const room = inner - gap * (rows.length - 1);
  let x = pad;
  const lanes = rows.map((row): LaneLayout => {
    const w = Math.max(2, (room * row.presence * (1 - row.closed * 0.45)) / total);
    const slot = { x, y: top, w, h: bottom - top };
    x += w + gap;
    return column(row.shard, row.closed >= 0.5, slot, scale, low);
  });
  return {
    width,
    height,
    scale,
    compact: true,
    producers: [producer],
    ruler,
    lanes,
    tray,
    headings: null,
    legend: { x: pad, y: height - legendHeight, w: inner, h: legendHeight },
    ends: [
      { x: pad, y: ruler.y - 5, align: 'left' },
      { x: pad + inner, y: ruler.y - 5, align: 'right' },
    ],
  };
}

/** The log right under the ruler, so that nothing flies over text; name, bar and number below it. */
function column(shard: number, closed: boolean, slot: { x: number; y: number; w: number; h: number }, scale: number, low: boolean): LaneLayout {
  const narrow = slot.w < 74 * scale;
  const bare = closed || narrow;
  const foot = (closed ? 32 : bare || low ? 42 : 57) * scale;
  const track = { x: slot.x, y: slot.y, w: slot.w, h: Math.max(14, slot.h - foot) };
  const below = track.y + track.h;
  const bottom = slot.y + slot.h;
  const bar = { x: slot.x, y: below + (bare || low ? 19 : 35) * scale, w: slot.w, h: 7 };
  return {
    shard,
    detail: narrow ? 'narrow' : 'column',
    closed,
    row: slot,
    track,
    axis: 'y',
    tip: track.y + 4,
    towardsOld: 1,
    name: { x: slot.x, y: below + 14 * scale, max: slot.w },
    flags: null,
    depth: { x: slot.x, y: bottom - 2 * scale, max: slot.w, align: 'left' },
    mouth: { x: slot.x + slot.w / 2, y: slot.y },
    // One bar, for the write limit that is fuller; its words stand above it.
    meters: closed ? [] : [{ kind: 'records', bar, textY: bare || low ? null : below + 29 * scale, limitY: 0 }],
    pips: null,
    pitch: 10,
    across: Math.max(1, Math.floor((track.w - 6) / 10)),
  };
}
