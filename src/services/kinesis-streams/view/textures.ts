export type TextureName = 'near' | 'over' | 'closed';

/** Patterns that say a state without colour: dots near a limit, a hatch over it, a cross-hatch for what is closed. */
export interface Textures {
  get(name: TextureName, colour: string): CanvasPattern | string;
}

const tile = 6;

function paint(ctx: CanvasRenderingContext2D, name: TextureName): void {
  ctx.lineWidth = name === 'closed' ? 0.9 : 1.6;
  ctx.lineCap = 'square';
  ctx.beginPath();
  if (name === 'near') {
    ctx.fillRect(1, 1, 1.6, 1.6);
    ctx.fillRect(4, 4, 1.6, 1.6);
    return;
  }
  // The strokes run over the edges, so that tiles meet.
  for (const at of [-tile, 0, tile]) {
    ctx.moveTo(at - 1, tile + 1);
    ctx.lineTo(at + tile + 1, -1);
    if (name === 'closed') {
      ctx.moveTo(at - 1, -1);
      ctx.lineTo(at + tile + 1, tile + 1);
    }
  }
  ctx.stroke();
}

/** Textures at the sharpness of the screen; each colour is drawn once. */
export function makeTextures(target: CanvasRenderingContext2D, dpr: number): Textures {
  const made = new Map<string, CanvasPattern | string>();
  return {
    get(name, colour) {
      const key = `${name} ${colour}`;
      const known = made.get(key);
      if (known !== undefined) return known;
      const canvas = document.createElement('canvas');
      const pixels = Math.max(tile, Math.round(tile * dpr));
      canvas.width = canvas.height = pixels;
      const ctx = canvas.getContext('2d');
      let pattern: CanvasPattern | string = colour;
      if (ctx) {
        ctx.scale(pixels / tile, pixels / tile);
        ctx.fillStyle = ctx.strokeStyle = colour;
        paint(ctx, name);
        const repeated = target.createPattern(canvas, 'repeat');
        repeated?.setTransform(new DOMMatrix().scale(tile / pixels));
        pattern = repeated ?? colour;
      }
      made.set(key, pattern);
      return pattern;
    },
  };
}
