import type { Tokens } from '../../../ui/tokens.ts';

export type Shape = 'record' | 'retry' | 'refused' | 'poison';

/** Every mark drawn once, then stamped: a stamp costs a fifth of a path. */
export interface Sprites {
  stamp(ctx: CanvasRenderingContext2D, shape: Shape, hue: number, letter: number, radius: number, x: number, y: number): void;
}

const letters = ['', 'a', 'b', 'c', 'd'];
/**
 * Very many marks at once, each as two crossed bars, which at this size look round: a third of the cost of stamps.
 * `points` holds x and y in turn.
 */
export function dropCrowd(ctx: CanvasRenderingContext2D, colour: string, radius: number, points: Float32Array, count: number): void {
  const long = radius * 1.9;
  const short = radius * 1.15;
  ctx.fillStyle = colour;
  for (let i = 0; i < count; i++) {
    const x = points[i * 2]!;
    const y = points[i * 2 + 1]!;
    ctx.fillRect(x - long / 2, y - short / 2, long, short);
    ctx.fillRect(x - short / 2, y - long / 2, short, long);
  }
}

/** Hues of the four key groups. */
export function hueColour(tokens: Tokens, hue: number): string {
  return [tokens.data1, tokens.data2, tokens.data3, tokens.data4][hue]!;
}

function outline(ctx: CanvasRenderingContext2D, shape: Shape, r: number): void {
  ctx.beginPath();
  if (shape === 'record') ctx.arc(0, 0, r, 0, Math.PI * 2);
  else if (shape === 'retry') {
    ctx.moveTo(0, -r * 1.2);
    ctx.lineTo(r * 1.2, 0);
    ctx.lineTo(0, r * 1.2);
    ctx.lineTo(-r * 1.2, 0);
    ctx.closePath();
  } else if (shape === 'poison') {
    ctx.moveTo(0, -r * 1.25);
    ctx.lineTo(r * 1.2, r);
    ctx.lineTo(-r * 1.2, r);
    ctx.closePath();
  } else {
    const d = r * 0.85;
    ctx.moveTo(-d, -d);
    ctx.lineTo(d, d);
    ctx.moveTo(d, -d);
    ctx.lineTo(-d, d);
  }
}

/** Without hues of their own (forced colours) keys are told apart by letters alone. */
export function huesAreOne(tokens: Tokens): boolean {
  return tokens.data1 === tokens.data2;
}

/** Draws one mark at the origin; on a light mark the letter is dark, on a dark one light. */
export function drawMark(ctx: CanvasRenderingContext2D, tokens: Tokens, shape: Shape, hue: number, letter: number, r: number): void {
  const colour = hueColour(tokens, hue);
  outline(ctx, shape, r);
  if (shape === 'refused') {
    ctx.strokeStyle = colour;
    ctx.lineWidth = Math.max(2, r * 0.5);
    ctx.lineCap = 'round';
    ctx.stroke();
    return;
  }
  ctx.fillStyle = colour;
  ctx.fill();
  const shown = letter === 0 && huesAreOne(tokens) ? hue + 1 : letter;
  if (shown > 0 && r >= 6.5) {
    ctx.fillStyle = tokens.surface;
    ctx.font = `650 ${Math.round(r * 1.55)}px ui-sans-serif, system-ui, sans-serif`;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.fillText(letters[shown] ?? '', 0, 0.5);
  }
}

export function makeSprites(tokens: Tokens, dpr: number): Sprites {
  const made = new Map<number, HTMLCanvasElement>();
  const shapes: readonly Shape[] = ['record', 'retry', 'refused', 'poison'];
  return {
    stamp(ctx, shape, hue, letter, radius, x, y) {
      const key = ((shapes.indexOf(shape) * 4 + hue) * 8 + letter) * 64 + Math.round(radius * 4);
      const size = Math.ceil(radius * 2.6) + 3;
      let sprite = made.get(key);
      if (sprite === undefined) {
        sprite = document.createElement('canvas');
        sprite.width = sprite.height = Math.ceil(size * dpr);
        const own = sprite.getContext('2d');
        if (own) {
          own.scale(dpr, dpr);
          own.translate(size / 2, size / 2);
          drawMark(own, tokens, shape, hue, letter, radius);
        }
        made.set(key, sprite);
      }
      ctx.drawImage(sprite, x - size / 2, y - size / 2, size, size);
    },
  };
}
