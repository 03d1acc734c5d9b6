import type { Tokens } from '../../../ui/tokens.ts';
import { makeTextures, type Textures } from './textures.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export type Weight = 450 | 500 | 650;

/** What everything that draws is given: the context, the colours of now, and text at the learner's size. */
export interface Ink {
  readonly ctx: CanvasRenderingContext2D;
  readonly tokens: Tokens;
  readonly textures: Textures;
  /** Root font size over 16 px: texts and the rows that hold them grow with it. */
  readonly scale: number;
  /** Font for a text of 12 or 13 px at normal size. */
  font(px: 12 | 13, weight?: Weight): string;
}

const family = 'ui-sans-serif, system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif';

export function makeInk(ctx: CanvasRenderingContext2D, tokens: Tokens, scale: number, dpr: number): Ink {
  const fonts = new Map<number, string>();
  return {
    ctx,
    tokens,
    scale,
    textures: makeTextures(ctx, dpr),
    font(px, weight = 500) {
      const key = px * 1000 + weight;
      let font = fonts.get(key);
      if (font === undefined) fonts.set(key, (font = `${weight} ${px * scale}px ${family}`));
      return font;
    },
  };
}

export interface TextStyle {
  readonly px?: 12 | 13;
  readonly weight?: Weight;
  readonly colour?: string;
  readonly align?: 'left' | 'right' | 'center';
  /** A halo in this colour keeps the text legible above marks. */
  readonly halo?: string;
  /** Widest it may be; longer texts are cut with an ellipsis. */
  readonly max?: number;
}

/** Draws a line of text by its baseline; answers its width. */
export function drawText(ink: Ink, text: string, x: number, y: number, style: TextStyle = {}): number {
  const { ctx } = ink;
  ctx.font = ink.font(style.px ?? 13, style.weight ?? 500);
  ctx.textAlign = style.align ?? 'left';
  ctx.textBaseline = 'alphabetic';
  const shown = style.max === undefined ? text : cut(ctx, text, style.max);
  if (style.halo !== undefined) {
    ctx.strokeStyle = style.halo;
    ctx.lineWidth = 3;
    ctx.lineJoin = 'round';
    ctx.strokeText(shown, x, y);
  }
  ctx.fillStyle = style.colour ?? ink.tokens.text;
  ctx.fillText(shown, x, y);
  return style.max === undefined ? 0 : ctx.measureText(shown).width;
}

/** Width of a text in px. */
export function textWidth(ink: Ink, text: string, px: 12 | 13 = 13, weight: Weight = 500): number {
  ink.ctx.font = ink.font(px, weight);
  return ink.ctx.measureText(text).width;
}

/** The first of several wordings that is no wider than `max`; the last one if none is. */
export function wording(ink: Ink, texts: readonly string[], max: number, px: 12 | 13 = 13, weight: Weight = 500): string {
  return texts.find((text) => textWidth(ink, text, px, weight) <= max) ?? texts[texts.length - 1]!;
}

function cut(ctx: CanvasRenderingContext2D, text: string, max: number): string {
  if (ctx.measureText(text).width <= max) return text;
  for (let n = text.length - 1; n > 0; n--) {
    const shorter = `${text.slice(0, n).trimEnd()}…`;
    if (ctx.measureText(shorter).width <= max) return shorter;
  }
  return '';
}

/** A box with a 1.5 px outline, its edges on whole pixels. */
export function outlineBox({ ctx }: Ink, { x, y, w, h }: Box, colour: string, radius = 4, fill?: string): void {
  ctx.beginPath();
  ctx.roundRect(Math.round(x) + 0.5, Math.round(y) + 0.5, Math.round(w) - 1, Math.round(h) - 1, Math.min(radius, h / 2, w / 2));
  if (fill !== undefined) {
    ctx.fillStyle = fill;
    ctx.fill();
  }
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.25;
  ctx.stroke();
}
