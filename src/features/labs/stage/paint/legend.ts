import { countText, drawText, outlineBox, textWidth } from '../../../../services/kinesis-streams/view/index.ts';
import { drawMark, huesAreOne, type Shape } from '../sprites.ts';
import type { Scene } from '../scene.ts';

interface Entry {
  readonly shape: Shape | 'head' | 'older' | 'groups';
  readonly hue: number;
  readonly text: string;
}

/** The line at the foot: first how many records a mark stands for, then shapes, then keys, as far as there is room. */
export function paintLegend(scene: Scene): void {
  const { ink, layout, perMark, plan, pulse, frame } = scene;
  const { ctx, tokens, scale } = ink;
  const { legend } = layout;
  const y = legend.y + legend.h / 2 + 4.5 * scale;
  const middle = legend.y + legend.h / 2;
  const ratio = `1 mark = ${countText(perMark)} ${perMark === 1 ? 'record' : 'records'}`;
  let x = legend.x + 2;
  const width = textWidth(ink, ratio, 12, 650);
  if (pulse) outlineBox(ink, { x: x - 4, y: legend.y + 1, w: width + 10, h: legend.h - 3 }, tokens.focus, 5);
  drawText(ink, ratio, x + 1, y, { px: 12, weight: 650 });
  x += width + 18;
  const down = frame.consumers.filter((consumer) => !consumer.alive).length;
  if (down > 0 && layout.compact) {
    const said = `! ${down} down`;
    drawText(ink, said, x, y, { px: 12, weight: 650, colour: tokens.bad });
    x += textWidth(ink, said, 12, 650) + 14;
  }
  const retries = frame.producers.some((producer) => producer.retried > 0);
  const blocked = frame.blocked.length > 0;
  const entries: Entry[] = [
    { shape: 'refused', hue: 0, text: 'refused' },
    ...(retries ? [{ shape: 'retry', hue: 0, text: 'retry' } as const] : []),
    ...(blocked ? [{ shape: 'poison', hue: 0, text: 'poison record' } as const] : []),
    ...(frame.consumers.length > 0 ? [{ shape: 'head', hue: 0, text: 'consumer' } as const] : []),
    ...plan.legend.map(({ hue, label }): Entry => ({ shape: 'record', hue, text: label })),
    ...(plan.legend.length === 0 && !huesAreOne(tokens) ? [{ shape: 'groups', hue: 0, text: 'groups of keys' } as const] : []),
    { shape: 'older', hue: 0, text: 'older, squeezed' },
  ];
  for (const { shape, hue, text } of entries) {
    const said = text.length > 18 ? `${text.slice(0, 17)}…` : text;
    const needed = (shape === 'groups' ? 45 : 15) + textWidth(ink, said, 12, 450);
    if (x + needed > legend.x + legend.w) break;
    ctx.save();
    ctx.translate(x + 5, middle);
    if (shape === 'head') {
      ctx.fillStyle = tokens.text;
      ctx.beginPath();
      ctx.moveTo(5, 0);
      ctx.lineTo(-3, -5);
      ctx.lineTo(-3, 5);
      ctx.fill();
    } else if (shape === 'groups') {
      for (let i = 0; i < 4; i++) {
        drawMark(ctx, tokens, 'record', i, 0, 4);
        ctx.translate(10, 0);
      }
    } else if (shape === 'older') {
      ctx.fillStyle = tokens.util3;
      for (let i = 0; i < 4; i++) {
        ctx.globalAlpha = 0.25 + i * 0.22;
        ctx.fillRect(-7 + i * 3.5, -4, 2, 9);
      }
    } else drawMark(ctx, tokens, shape, hue, 0, huesAreOne(tokens) && shape === 'record' ? 6.5 : 4);
    ctx.restore();
    drawText(ink, said, x + needed - textWidth(ink, said, 12, 450) - 1, y, { px: 12, weight: 450, colour: tokens.textMuted });
    x += needed + 14;
  }
}
