import {
  alongLane,
  byteUse,
  drawText,
  fullness,
  meterEnd,
  meterText,
  nearRecords,
  paintBar,
  paintMeter,
  paintOldEnd,
  paintPips,
  paintRuler,
  paintTrack,
  readUse,
  recordUse,
  rulerAt,
  shortCount,
  countText,
  textWidth,
  wording,
  type MeterKind,
  type StreamFrame,
  type Use,
} from '../../../../services/kinesis-streams/view/index.ts';
import type { LaneLayout } from '../layout.ts';
import { scaleOf, type Scene } from '../scene.ts';

const uses: { readonly [Kind in MeterKind]: (frame: StreamFrame, shard: number) => Use } = { records: recordUse, bytes: byteUse, reads: readUse };

const shortNames: { readonly [Kind in MeterKind]: string } = { records: 'rec/s', bytes: 'MiB/s', reads: 'read' };

/** The write limit that is fuller. */
function worstWrite(stream: StreamFrame, shard: number): { readonly kind: MeterKind; readonly use: Use } {
  const records = recordUse(stream, shard);
  const bytes = byteUse(stream, shard);
  return bytes.share > records.share ? { kind: 'bytes', use: bytes } : { kind: 'records', use: records };
}

/** Ruler, funnels from its ranges to the lanes, and everything of the lanes that does not move. */
export function paintShards(scene: Scene): void {
  const { ink, layout, frame } = scene;
  const { stream } = frame;
  if (!stream) return;
  const { tokens } = ink;
  for (const lane of layout.lanes) if (!lane.closed) paintFunnel(scene, stream, lane);
  paintRuler(ink, layout.ruler, stream, scene.selected);
  const [low, high] = layout.ends;
  drawText(ink, '0', low.x, low.y, { px: 12, align: low.align, colour: tokens.textMuted });
  drawText(ink, '2¹²⁸−1', high.x, high.y, { px: 12, align: high.align, colour: tokens.textMuted });
  if (layout.headings) {
    const { ruler, headings } = layout;
    const half = textWidth(ink, 'Hash key', 13, 650) / 2;
    // Over the ruler, and clear of the next heading.
    const middle = Math.min(ruler.x + ruler.w / 2, headings.lanes.x - half - 12);
    drawText(ink, 'Hash key', middle, headings.lanes.y, { weight: 650, align: 'center' });
    paintHeading(scene, stream, layout.headings.lanes);
  }
  for (const lane of layout.lanes) paintLane(scene, stream, lane);
}

function paintHeading(scene: Scene, stream: StreamFrame, at: { x: number; y: number; end: number }): void {
  const { ink, shown } = scene;
  const { tokens } = ink;
  const { fields } = stream;
  const updating = fields.streamStatus !== 'ACTIVE';
  const down = scene.frame.consumers.flatMap((consumer, c) => (consumer.alive ? [] : [c + 1]));
  const status = down.length > 0 ? `! consumer ${down.join(', ')} down` : updating ? 'UPDATING: resharding' : fields.streamMode === 'ON_DEMAND' ? 'on-demand' : '';
  const statusWidth = status === '' ? 0 : textWidth(ink, status, 12, 650) + 12;
  const all = shown.count >= shown.of;
  const title = all ? 'Shards' : `Shards ${shown.from + 1} to ${shown.from + shown.count} of ${countText(shown.of)}`;
  const width = drawText(ink, title, at.x, at.y, { weight: 650, max: at.end - at.x - statusWidth });
  const rest = at.end - at.x - statusWidth - width - 10;
  const hint = all ? 'newest record at the right' : 'choose a range on the ruler';
  if (rest > textWidth(ink, hint, 12, 450)) drawText(ink, hint, at.x + width + 10, at.y, { px: 12, weight: 450, colour: tokens.textMuted });
  if (status !== '') drawText(ink, status, at.end, at.y, { px: 12, weight: 650, align: 'right', colour: down.length > 0 ? tokens.bad : updating ? tokens.warn : tokens.textMuted });
}

/** The range of the ruler that leads into a lane. */
function paintFunnel({ ink, layout, selected }: Scene, stream: StreamFrame, lane: LaneLayout): void {
  const { ctx, tokens } = ink;
  const { ruler } = layout;
  const from = rulerAt(ruler, stream.columns.startShare[lane.shard]!);
  const to = rulerAt(ruler, stream.columns.endShare[lane.shard]!);
  const { x, y } = lane.mouth;
  ctx.beginPath();
  if (ruler.axis === 'y') {
    const edge = ruler.x + ruler.w;
    const middle = (edge + x) / 2;
    ctx.moveTo(edge, from);
    ctx.bezierCurveTo(middle, from, middle, y - 3, x, y - 3);
    ctx.lineTo(x, y + 3);
    ctx.bezierCurveTo(middle, y + 3, middle, to, edge, to);
  } else {
    const edge = ruler.y + ruler.h;
    ctx.moveTo(from, edge);
    ctx.lineTo(lane.row.x, lane.row.y - 2);
    ctx.lineTo(lane.row.x + lane.row.w, lane.row.y - 2);
    ctx.lineTo(to, edge);
  }
  ctx.closePath();
  ctx.fillStyle = lane.shard === selected ? tokens.focus : tokens.hairline;
  ctx.globalAlpha = lane.shard === selected ? 0.22 : 0.38;
  ctx.fill();
  ctx.globalAlpha = 1;
}

function paintLane(scene: Scene, stream: StreamFrame, lane: LaneLayout): void {
  const { ink, selected } = scene;
  const { tokens } = ink;
  const { columns } = stream;
  const { shard } = lane;
  const held = columns.held[shard]!;
  const slim = lane.detail === 'slim' || lane.detail === 'strip';
  const chosen = shard === selected;
  if (lane.detail === 'strip') paintBar(ink, lane.track, worstWrite(stream, shard).use.share);
  else {
    paintTrack(ink, lane, { closed: lane.closed, selected: chosen });
    const scale = scaleOf(scene, lane);
    paintOldEnd(ink, lane, scale, held, columns.first[shard]! > 0);
    if (columns.first[shard]! > 0 && lane.flags) {
      const edge = alongLane(lane, scale, held, held);
      // Only where the horizon is not in the way of the name.
      if (held > nearRecords(scale)) drawText(ink, 'trimmed', Math.max(edge + 4, lane.track.x + 4), lane.track.y + lane.track.h + 10 * ink.scale, { px: 12, colour: tokens.textMuted, max: lane.meters.length > 0 ? 0 : 60 });
    }
  }
  if (lane.name.max > 0) {
    const id = slim || lane.detail === 'narrow' ? String(shard) : `Shard ${shard}`;
    const width = drawText(ink, id, lane.name.x, lane.name.y, { px: slim ? 12 : 13, weight: chosen ? 650 : 500, max: lane.name.max, colour: chosen ? tokens.focus : tokens.text });
    if (lane.closed && lane.name.max > width + 40) drawText(ink, 'closed', lane.name.x + width + 6, lane.name.y, { px: 12, colour: tokens.textMuted, max: lane.name.max - width - 6 });
  }
  paintDepth(scene, stream, lane, held);
  paintMeters(scene, stream, lane);
}

function paintDepth({ ink }: Scene, stream: StreamFrame, lane: LaneLayout, held: number): void {
  if (!lane.depth) return;
  const { tokens, scale } = ink;
  const { x, y, max, align } = lane.depth;
  const muted = tokens.textMuted;
  if (lane.detail === 'full') {
    drawText(ink, held < 100_000 ? countText(held) : shortCount(held), x, y - 6 * scale, { weight: 650, max });
    drawText(ink, 'held', x, y + 9 * scale, { px: 12, weight: 450, colour: muted, max });
    return;
  }
  if (lane.axis === 'y') {
    drawText(ink, `${shortCount(held)}${lane.detail === 'column' ? ' held' : ''}`, x, y, { px: 12, align, colour: muted, max });
    return;
  }
  const { kind, use } = worstWrite(stream, lane.shard);
  const state = lane.closed ? 'plain' : fullness(use.share);
  const word = state === 'plain' ? '' : state === 'near' ? ' near' : ' over';
  const tone = state === 'over' ? tokens.bad : state === 'near' ? tokens.warn : muted;
  if (lane.detail === 'medium') {
    drawText(ink, `${shortCount(held)} held`, x, lane.closed ? y : y - 7 * scale, { px: 12, weight: 650, max });
    if (!lane.closed) drawText(ink, `${meterText(kind, use).value}${word}`, x, y + 9 * scale, { px: 12, weight: word === '' ? 450 : 650, colour: tone, max });
    return;
  }
  // A little over the limit is not “100 % over”.
  const percent = `${countText(state === 'over' ? Math.ceil(use.share * 100) : use.share * 100)} %`;
  const weight = word === '' ? 450 : 650;
  const said = lane.closed ? `${shortCount(held)} held` : wording(ink, [`${percent}${word} · ${shortCount(held)}`, `${percent}${word}`], max, 12, weight);
  drawText(ink, said, x, y, { px: 12, weight, colour: tone, max });
}

function paintMeters({ ink, layout }: Scene, stream: StreamFrame, lane: LaneLayout): void {
  if (lane.closed || lane.detail === 'strip') return;
  const { columns, fields } = stream;
  const { shard } = lane;
  for (const meter of lane.meters) {
    const own = lane.detail === 'slim' || layout.compact ? worstWrite(stream, shard) : { kind: meter.kind, use: uses[meter.kind](stream, shard) };
    if (lane.detail === 'medium') drawText(ink, shortNames[meter.kind], lane.track.x + (meter.bar.x - lane.meters[0]!.bar.x), meter.limitY, { px: 12, colour: ink.tokens.textMuted });
    if (meter.textY === null) paintBar(ink, meter.bar, own.use.share);
    else if (layout.compact) paintCompactMeter(ink, meter.bar, meter.textY, own.kind, own.use);
    else paintMeter(ink, { ...meter, kind: own.kind }, own.use);
  }
  if (lane.pips) {
    const width = paintPips(ink, lane.pips.x, lane.pips.y, columns.readCallsPerSecond[shard]!, fields.readCallLimit, columns.readRefusedPerSecond[shard]!);
    const meter = lane.meters[2]!;
    const label = textWidth(ink, meterText('reads', readUse(stream, shard)).limit, 12);
    const room = meter.bar.x + meter.bar.w / meterEnd - label / 2 - 14 - (lane.pips.x + width + 5);
    const said = ['reads/s', 'reads'].find((text) => textWidth(ink, text, 12) <= room);
    if (said !== undefined) drawText(ink, said, lane.pips.x + width + 5, lane.pips.y + 4 * ink.scale, { px: 12, colour: ink.tokens.textMuted });
  }
}

function paintCompactMeter(ink: Scene['ink'], bar: LaneLayout['row'], textY: number, kind: MeterKind, use: Use): void {
  const state = paintBar(ink, bar, use.share);
  const word = state === 'over' ? ' over' : state === 'near' ? ' near' : '';
  const tone = state === 'over' ? ink.tokens.bad : state === 'near' ? ink.tokens.warn : ink.tokens.text;
  const { value } = meterText(kind, use);
  const short = value.replace(' rec', '');
  const weight = word === '' ? 450 : 650;
  drawText(ink, wording(ink, [`${value}${word}`, `${short}${word}`, short], bar.w, 12, weight), bar.x, textY, { px: 12, weight, colour: tone, max: bar.w });
}
