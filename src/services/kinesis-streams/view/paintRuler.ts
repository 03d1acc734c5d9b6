import { outlineBox, type Box, type Ink } from './ink.ts';
import { fullness } from './meters.ts';
import { writeShare, type StreamFrame } from './streamFrame.ts';

export interface RulerBox extends Box {
  /** Along which side hash keys grow. */
  readonly axis: 'x' | 'y';
}

/** The point of the ruler where a hash key lies (0 to 1 of the space). */
export function rulerAt(ruler: RulerBox, share: number): number {
  return ruler.axis === 'y' ? ruler.y + share * ruler.h : ruler.x + share * ruler.w;
}

/** Steps of the util ramp by share of the limit. */
export function rampColour({ tokens }: Ink, share: number): string {
  if (share <= 0.001) return tokens.surface;
  if (share < 0.25) return tokens.util1;
  if (share < 0.5) return tokens.util2;
  if (share < 0.7) return tokens.util3;
  return share <= 1 ? tokens.util4 : tokens.util5;
}

/** The hash-key space cut into the ranges of the open shards, each tinted by how full it is. */
export function paintRuler(ink: Ink, ruler: RulerBox, frame: StreamFrame, selected: number): void {
  const { ctx, tokens, textures } = ink;
  const { state, startShare, endShare } = frame.columns;
  const vertical = ruler.axis === 'y';
  const length = vertical ? ruler.h : ruler.w;
  ctx.fillStyle = tokens.surface;
  ctx.fillRect(ruler.x, ruler.y, ruler.w, ruler.h);
  const cuts: number[] = [];
  // One fill per colour step, not one per shard: a stream may have thousands.
  const groups = new Map<string, number[]>();
  const near: number[] = [];
  const over: number[] = [];
  for (let s = 0; s < frame.count; s++) {
    if (state[s] !== 0) continue;
    const share = writeShare(frame, s);
    const colour = rampColour(ink, share);
    let group = groups.get(colour);
    if (group === undefined) groups.set(colour, (group = []));
    group.push(s);
    const kind = fullness(share);
    if (kind === 'near') near.push(s);
    else if (kind === 'over') over.push(s);
    if (startShare[s]! > 0) cuts.push(startShare[s]!);
  }
  const fill = (shards: readonly number[]): void => {
    for (const s of shards) {
      const from = startShare[s]! * length;
      const size = Math.max(0.5, (endShare[s]! - startShare[s]!) * length);
      if (vertical) ctx.fillRect(ruler.x, ruler.y + from, ruler.w, size);
      else ctx.fillRect(ruler.x + from, ruler.y, size, ruler.h);
    }
  };
  for (const [colour, shards] of groups) {
    ctx.fillStyle = colour;
    fill(shards);
  }
  ctx.fillStyle = textures.get('near', tokens.surface);
  fill(near);
  ctx.fillStyle = textures.get('over', tokens.surface);
  fill(over);
  outlineBox(ink, ruler, tokens.controlBorder, 3);
  if (cuts.length * 3 < length) {
    ctx.fillStyle = tokens.text;
    for (const cut of cuts) {
      const at = Math.round(cut * length);
      if (vertical) ctx.fillRect(ruler.x - 3, ruler.y + at, ruler.w + 6, 1.5);
      else ctx.fillRect(ruler.x + at, ruler.y - 3, 1.5, ruler.h + 6);
    }
  }
  if (selected >= 0 && selected < frame.count && state[selected] === 0) {
    const from = startShare[selected]! * length;
    const size = Math.max(3, (endShare[selected]! - startShare[selected]!) * length);
    ctx.strokeStyle = tokens.focus;
    ctx.lineWidth = 2;
    if (vertical) ctx.strokeRect(ruler.x - 2, ruler.y + from, ruler.w + 4, size);
    else ctx.strokeRect(ruler.x + from, ruler.y - 2, size, ruler.h + 4);
  }
}
