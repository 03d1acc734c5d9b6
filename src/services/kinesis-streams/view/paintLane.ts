import { outlineBox, type Box, type Ink } from './ink.ts';
import { distanceFromTip, type LaneScale } from './laneScale.ts';

/** A shard's log as it is drawn: the newest record at the right end of a row, or at the top of a column. */
export interface LaneBox {
  readonly track: Box;
  readonly axis: 'x' | 'y';
  /** Where the tip of the log lies along the axis, and which way age grows (-1: to the left, 1: downwards). */
  readonly tip: number;
  readonly towardsOld: -1 | 1;
}

/** The coordinate along the axis of a position `behind` records before the tip. */
export function alongLane(lane: LaneBox, scale: LaneScale, behind: number, held: number): number {
  return lane.tip + lane.towardsOld * distanceFromTip(scale, behind, held);
}

/** The part of the track between two coordinates along the axis. */
export function part({ track, axis }: LaneBox, a: number, b: number): Box {
  const from = Math.min(a, b);
  const to = Math.max(a, b);
  return axis === 'x' ? { x: from, y: track.y, w: to - from, h: track.h } : { x: track.x, y: from, w: track.w, h: to - from };
}

/** The empty track; closed shards are cross-hatched, the selected one has a thick outline. */
export function paintTrack(ink: Ink, { track }: LaneBox, look: { readonly closed: boolean; readonly selected: boolean }): void {
  const { ctx, tokens, textures } = ink;
  outlineBox(ink, track, look.closed ? tokens.hairline : tokens.controlBorder, 5, tokens.surface);
  if (look.closed) {
    ctx.fillStyle = textures.get('closed', tokens.controlBorder);
    ctx.globalAlpha = 0.55;
    ctx.fillRect(track.x + 1, track.y + 1, track.w - 2, track.h - 2);
    ctx.globalAlpha = 1;
  }
  if (look.selected) {
    ctx.strokeStyle = tokens.focus;
    ctx.lineWidth = 2;
    ctx.beginPath();
    ctx.roundRect(track.x - 2, track.y - 2, track.w + 4, track.h + 4, 6);
    ctx.stroke();
  }
}

/** Shades what a consumer has not read yet: from its head to the tip. */
export function paintUnread(ink: Ink, lane: LaneBox, from: number): void {
  const { ctx, tokens } = ink;
  const box = part(lane, from, lane.tip);
  ctx.fillStyle = tokens.util1;
  ctx.fillRect(box.x, box.y + 1, box.w, box.h - 2);
}

/** The squeezed old end: bars that thin out towards the retention horizon, where records fall away. */
export function paintOldEnd(ink: Ink, lane: LaneBox, scale: LaneScale, held: number, trimmed: boolean): void {
  const { ctx, tokens } = ink;
  const records = (scale.near / scale.pitch) * scale.perMark * scale.across;
  if (held > records) {
    const from = lane.tip + lane.towardsOld * scale.near;
    const far = scale.length - scale.near;
    ctx.fillStyle = tokens.util3;
    for (let at = 1; at < far - 1; at += 4) {
      ctx.globalAlpha = 0.9 * (1 - at / far) + 0.05;
      const here = from + lane.towardsOld * at;
      if (lane.axis === 'x') ctx.fillRect(here - 1, lane.track.y + 4, 2, lane.track.h - 8);
      else ctx.fillRect(lane.track.x + 4, here - 1, lane.track.w - 8, 2);
    }
    ctx.globalAlpha = 1;
  }
  if (trimmed) {
    const edge = alongLane(lane, scale, held, held);
    ctx.strokeStyle = tokens.text;
    ctx.lineWidth = 1.5;
    ctx.setLineDash([3, 3]);
    ctx.beginPath();
    if (lane.axis === 'x') {
      ctx.moveTo(edge, lane.track.y - 2);
      ctx.lineTo(edge, lane.track.y + lane.track.h + 2);
    } else {
      ctx.moveTo(lane.track.x - 2, edge);
      ctx.lineTo(lane.track.x + lane.track.w + 2, edge);
    }
    ctx.stroke();
    ctx.setLineDash([]);
  }
}
