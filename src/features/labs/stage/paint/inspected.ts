import { drawText, rulerAt, textWidth } from '../../../../services/kinesis-streams/view/index.ts';
import type { Scene } from '../scene.ts';

/** Where the inspected key lies on the ruler: a wedge and the key beside it. */
export function paintInspected({ ink, layout, inspected }: Scene): void {
  if (!inspected) return;
  const { ctx, tokens, scale } = ink;
  const { ruler } = layout;
  const at = rulerAt(ruler, inspected.share);
  const key = inspected.key.length > 14 ? `${inspected.key.slice(0, 13)}…` : inspected.key;
  ctx.fillStyle = tokens.accent;
  ctx.beginPath();
  if (ruler.axis === 'y') {
    ctx.moveTo(ruler.x - 1, at);
    ctx.lineTo(ruler.x - 10, at - 6);
    ctx.lineTo(ruler.x - 10, at + 6);
    ctx.fill();
    ctx.fillRect(ruler.x, at - 1, ruler.w, 2);
    const y = Math.max(ruler.y + 24 * scale, Math.min(ruler.y + ruler.h - 16 * scale, at + 4 * scale));
    drawText(ink, key, ruler.x - 14, y, { px: 12, weight: 650, align: 'right', colour: tokens.accent, halo: tokens.sunken });
    return;
  }
  ctx.moveTo(at, ruler.y - 1);
  ctx.lineTo(at - 6, ruler.y - 9);
  ctx.lineTo(at + 6, ruler.y - 9);
  ctx.fill();
  ctx.fillRect(at - 1, ruler.y, 2, ruler.h);
  const half = textWidth(ink, key, 12, 650) / 2;
  const x = Math.max(ruler.x + half + 16, Math.min(ruler.x + ruler.w - half - 50, at));
  drawText(ink, key, x, ruler.y - 12, { px: 12, weight: 650, align: 'center', colour: tokens.accent, halo: tokens.sunken });
}
