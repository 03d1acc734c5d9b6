import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ciede2000, contrastRatio, worstPair, type ColourVision } from './colourScience.ts';
import { customProperty, darkTokens, lightTokens, type Tokens } from './tokens.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const block = (selector: string) => css.slice(css.indexOf(selector)).split('}')[0]!;

describe('tokens.css carries the exported values', () => {
  test.each([
    ['light', ':root {', lightTokens],
    ['dark', ":root[data-theme='dark'] {", darkTokens],
  ] as const)('%s', (_, selector, tokens) => {
    const declared = block(selector).toLowerCase();
    for (const [name, value] of Object.entries(tokens)) {
      expect(declared).toContain(`  ${customProperty(name as keyof Tokens)}: ${value.toLowerCase()};`);
    }
  });

  test('forced colours map every token to a system colour', () => {
    const forced = css.slice(css.indexOf('(forced-colors: active)'));
    for (const name of Object.keys(lightTokens)) {
      expect(forced).toMatch(
        new RegExp(
          `${customProperty(name as keyof Tokens)}: (Canvas|CanvasText|ButtonBorder|Highlight|HighlightText|GrayText|LinkText);`,
        ),
      );
    }
  });
});

/** Contrast figures of the design, to two decimals: light against surface and sunken. */
const lightFigures: readonly [keyof Tokens, number, number][] = [
  ['controlBorder', 3.88, 3.46],
  ['text', 16.68, 14.85],
  ['textMuted', 6.99, 6.22],
  ['accent', 8.63, 7.68],
  ['ok', 5.88, 5.23],
  ['warn', 5.49, 4.89],
  ['bad', 9.26, 8.25],
  ['data1', 9.4, 8.37],
  ['data2', 5.23, 4.65],
  ['data3', 3.5, 3.12],
  ['data4', 3.52, 3.13],
];

/** Dark against surface, then against bg (text, borders, accent) or the sunken stage (status and data). */
const darkFigures: readonly [keyof Tokens, number, keyof Tokens, number][] = [
  ['controlBorder', 4.04, 'bg', 4.4],
  ['text', 14.55, 'bg', 15.87],
  ['textMuted', 7.68, 'bg', 8.37],
  ['accent', 8.33, 'bg', 9.09],
  ['ok', 9.67, 'sunken', 11.11],
  ['warn', 11.46, 'sunken', 13.17],
  ['bad', 5.63, 'sunken', 6.47],
  ['data1', 4.83, 'sunken', 5.55],
  ['data2', 5.35, 'sunken', 6.14],
  ['data3', 11.11, 'sunken', 12.76],
  ['data4', 13.05, 'sunken', 14.99],
];

describe('ux 63: contrast', () => {
  test('black on white is 21', () => expect(contrastRatio('#000000', '#FFFFFF')).toBeCloseTo(21, 5));

  test.each(lightFigures)('light %s', (token, surface, sunken) => {
    expect(contrastRatio(lightTokens[token], lightTokens.surface)).toBeCloseTo(surface, 1);
    expect(contrastRatio(lightTokens[token], lightTokens.sunken)).toBeCloseTo(sunken, 1);
  });

  test.each(darkFigures)('dark %s', (token, surface, second, figure) => {
    expect(contrastRatio(darkTokens[token], darkTokens.surface)).toBeCloseTo(surface, 1);
    expect(contrastRatio(darkTokens[token], darkTokens[second])).toBeCloseTo(figure, 1);
  });

  test.each([lightTokens, darkTokens])('text reads at 4.5, borders and marks show at 3, on every ground', (tokens) => {
    for (const ground of [tokens.bg, tokens.surface, tokens.sunken]) {
      for (const token of ['text', 'textMuted', 'accent', 'ok', 'warn', 'bad'] as const)
        expect(contrastRatio(tokens[token], ground)).toBeGreaterThanOrEqual(4.5);
      for (const token of ['controlBorder', 'focus', 'data1', 'data2', 'data3', 'data4'] as const)
        expect(contrastRatio(tokens[token], ground)).toBeGreaterThanOrEqual(3);
    }
    expect(contrastRatio(tokens.onAccent, tokens.accent)).toBeGreaterThanOrEqual(7);
    expect(contrastRatio(tokens.pillOkText, tokens.pillOkTint)).toBeGreaterThanOrEqual(7);
    expect(contrastRatio(tokens.pillWarnText, tokens.pillWarnTint)).toBeGreaterThanOrEqual(7);
    expect(contrastRatio(tokens.pillBadText, tokens.pillBadTint)).toBeGreaterThanOrEqual(7);
    expect(contrastRatio(tokens.pillInfoText, tokens.pillInfoTint)).toBeGreaterThanOrEqual(7);
  });
});

const visions: readonly ColourVision[] = ['normal', 'protan', 'deutan', 'tritan'];
const sets: readonly [string, readonly string[], readonly number[]][] = [
  ['data light', [lightTokens.data1, lightTokens.data2, lightTokens.data3, lightTokens.data4], [31.6, 23.4, 20.1, 26.0]],
  ['data dark', [darkTokens.data1, darkTokens.data2, darkTokens.data3, darkTokens.data4], [38.5, 19.1, 20.1, 23.2]],
  ['status light', [lightTokens.ok, lightTokens.warn, lightTokens.bad], [34.3, 18.9, 14.1, 16.3]],
  ['status dark', [darkTokens.ok, darkTokens.warn, darkTokens.bad], [40.4, 22.1, 22.1, 23.0]],
];

describe('ux 63: colour vision (Machado 2009 at full severity, CIEDE2000)', () => {
  // Pairs from the test data published with Sharma, Wu and Dalal 2005.
  test.each([
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
    [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
  ] as const)('CIEDE2000 of %j and %j', (first, second, expected) => expect(ciede2000(first, second)).toBeCloseTo(expected, 3));

  test.each(sets)('%s keeps its worst pair apart', (_, colours, figures) => {
    visions.forEach((vision, i) => {
      const worst = worstPair(colours, vision);
      expect(worst, vision).toBeGreaterThanOrEqual(12);
      expect(worst, vision).toBeCloseTo(figures[i]!, 0);
    });
  });
});
