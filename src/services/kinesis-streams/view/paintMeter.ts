import { drawText, outlineBox, textWidth, type Box, type Ink } from './ink.ts';
import { fullness, fullnessWord, meterEnd, meterText, type Fullness, type MeterKind } from './meters.ts';
import type { Use } from './streamFrame.ts';

/** The bar alone: fill to 150 % of the limit, texture by fullness, and the limit as a line across. */
export function paintBar(ink: Ink, bar: Box, share: number): Fullness {
  const { ctx, tokens, textures } = ink;
  const kind = fullness(share);
  ctx.fillStyle = tokens.surface;
  ctx.fillRect(bar.x, bar.y, bar.w, bar.h);
  const end = Math.min(meterEnd, share);
  const fill = (end / meterEnd) * bar.w;
  if (fill > 0) {
    ctx.fillStyle = kind === 'plain' ? tokens.util3 : tokens.util4;
    ctx.fillRect(bar.x, bar.y, Math.max(1.5, fill), bar.h);
    if (kind !== 'plain') {
      ctx.fillStyle = textures.get(kind, tokens.surface);
      ctx.fillRect(bar.x, bar.y, fill, bar.h);
    }
  }
  outlineBox(ink, bar, tokens.controlBorder, 2);
  const limitX = Math.round(bar.x + bar.w / meterEnd);
  ctx.fillStyle = tokens.text;
  ctx.fillRect(limitX - 1, bar.y - 3, 2, bar.h + 6);
  return kind;
}

export interface MeterBox {
  readonly kind: MeterKind;
  readonly bar: Box;
  /** Baseline of the value above the bar; null for a bar without words. */
  readonly textY: number | null;
  /** Baseline of the limit's number below the bar. */
  readonly limitY: number;
}

/** A bar with its value and word above and the labelled limit below. */
export function paintMeter(ink: Ink, box: MeterBox, use: Use): void {
  const { bar, textY, limitY } = box;
  const { tokens } = ink;
  const kind = paintBar(ink, bar, use.share);
  if (textY === null) return;
  const text = meterText(box.kind, use);
  const word = fullnessWord[kind];
  const wordWidth = word === '' ? 0 : textWidth(ink, word, 12, 650) + 8;
  drawText(ink, text.value, bar.x, textY, { px: 12, max: Math.max(20, bar.w - wordWidth) });
  if (word !== '') drawText(ink, word, bar.x + bar.w, textY, { px: 12, weight: 650, align: 'right', colour: kind === 'over' ? tokens.bad : tokens.warn });
  drawText(ink, text.limit, Math.round(bar.x + bar.w / meterEnd), limitY, { px: 12, align: 'center', colour: tokens.textMuted });
}

/** Read calls of the last second as pips, one a call that the limit allows; refused calls are counted beside them. */
export function paintPips(ink: Ink, x: number, y: number, calls: number, limit: number, refused: number): number {
  const { ctx, tokens } = ink;
  const r = 3.5;
  const gap = 10;
  for (let i = 0; i < limit; i++) {
    ctx.beginPath();
    ctx.arc(x + r + i * gap, y, r, 0, Math.PI * 2);
    if (i < calls) {
      ctx.fillStyle = tokens.util4;
      ctx.fill();
    } else {
      ctx.strokeStyle = tokens.controlBorder;
      ctx.lineWidth = 1.25;
      ctx.stroke();
    }
  }
  const width = limit * gap;
  if (refused <= 0) return width;
  const text = `✕ ${Math.round(refused)}`;
  drawText(ink, text, x + width + 3, y + 4, { px: 12, weight: 650, colour: tokens.bad });
  return width + 3 + textWidth(ink, text, 12, 650);
}
