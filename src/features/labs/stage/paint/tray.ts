import { countText, drawText, outlineBox, shortCount, wording, type Box } from '../../../../services/kinesis-streams/view/index.ts';
import { hueOf } from '../dots.ts';
import type { StageLayout } from '../layout.ts';
import type { Scene } from '../scene.ts';

const pitch = 11;

/** A low tray has room for one line of words. */
const isLow = (tray: Box, scale: number): boolean => tray.h < 56 * scale;

/** Places for ✕ in the tray. */
function grid({ tray, compact }: StageLayout, scale: number) {
  const textWidth = (compact ? 168 : 0) * scale;
  const left = tray.x + 8 + textWidth;
  const top = tray.y + (compact ? 0 : 4);
  const bottom = tray.y + tray.h - (compact ? 0 : isLow(tray, scale) ? 19 * scale : 35 * scale);
  const columns = Math.max(1, Math.floor((tray.x + tray.w - left - 4) / pitch));
  const rows = Math.max(1, Math.floor((bottom - top - 1) / pitch));
  return { left, top: top + Math.max(0, (bottom - top - rows * pitch) / 2), columns, rows };
}

/** Where the n-th ✕ lies; places are used again once the tray is full. */
export function traySlot(layout: StageLayout, scale: number, n: number): { readonly x: number; readonly y: number } {
  const { left, top, columns, rows } = grid(layout, scale);
  const at = n % (columns * rows);
  return { x: left + (at % columns) * pitch + pitch / 2, y: top + Math.floor(at / columns) * pitch + pitch / 2 };
}

/** The tray and its count; the marks in it are drawn by `paintRefused`. */
export function paintTray({ ink, layout, frame }: Scene): void {
  const { stream } = frame;
  if (!stream) return;
  const { tokens, scale } = ink;
  const { tray, compact } = layout;
  const bottom = tray.y + tray.h;
  let refused = 0;
  let rate = 0;
  for (let s = 0; s < stream.count; s++) {
    refused += stream.columns.refused[s]!;
    rate += stream.columns.refusedPerSecond[s]!;
  }
  outlineBox(ink, tray, refused > 0 ? tokens.bad : tokens.hairline, 8);
  const tone = refused > 0 ? tokens.bad : tokens.textMuted;
  const count = refused < 1_000_000 ? countText(refused) : shortCount(refused);
  if (compact) {
    drawText(ink, refused > 0 ? `✕ ${count} refused${rate > 0 ? `, ${shortCount(rate)}/s` : ''}` : 'No record refused', tray.x + 8, tray.y + tray.h / 2 + 4.5 * scale, { px: 12, weight: refused > 0 ? 650 : 500, colour: tone, max: 162 * scale });
    return;
  }
  const low = isLow(tray, scale);
  const first = { x: tray.x + 10, y: bottom - (low ? 7 : 23) * scale };
  const room = tray.w - 18;
  if (refused === 0) {
    drawText(ink, low ? 'No record refused' : 'Throttled', first.x, first.y, { px: 12, weight: 650, colour: tokens.textMuted, max: room });
    if (!low) drawText(ink, 'no record refused', first.x, bottom - 8 * scale, { px: 12, weight: 450, colour: tokens.textMuted, max: room });
    return;
  }
  const said = wording(ink, [`Throttled: ${count} records`, `Throttled: ${count}`], room, 12, 650);
  drawText(ink, said, first.x, first.y, { px: 12, weight: 650, colour: tone, max: room });
  const lately = wording(ink, [`${countText(rate)} in the last full second`, `${countText(rate)} in a second`], room, 12);
  if (rate > 0 && !low) drawText(ink, lately, first.x, bottom - 8 * scale, { px: 12, max: room });
}

/** The refused records that have fallen into the tray. */
export function paintRefused(scene: Scene, time: number): void {
  const { ink, sprites, layout, marks, perMark, frame } = scene;
  if (!frame.stream) return;
  const { columns, rows } = grid(layout, ink.scale);
  const fallen = Math.floor(marks.refusedAt(time - scene.flightMs) / perMark);
  const shown = Math.min(columns * rows, fallen);
  for (let i = 0; i < shown; i++) {
    const slot = traySlot(layout, ink.scale, fallen - 1 - i);
    sprites.stamp(ink.ctx, 'refused', hueOf(marks.trayCode(frame.stream, i, time)), 0, 3.75, slot.x, slot.y);
  }
}
