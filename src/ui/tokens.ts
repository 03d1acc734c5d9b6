/** Every colour of one theme, as the hex value behind the custom property of the same name (kebab-case). */
export interface Tokens {
  readonly bg: string;
  readonly surface: string;
  readonly sunken: string;
  readonly hairline: string;
  readonly controlBorder: string;
  readonly text: string;
  readonly textMuted: string;
  readonly accent: string;
  readonly onAccent: string;
  readonly focus: string;
  readonly ok: string;
  readonly warn: string;
  readonly bad: string;
  readonly data1: string;
  readonly data2: string;
  readonly data3: string;
  readonly data4: string;
  readonly util1: string;
  readonly util2: string;
  readonly util3: string;
  readonly util4: string;
  readonly util5: string;
  readonly pillOkText: string;
  readonly pillOkTint: string;
  readonly pillWarnText: string;
  readonly pillWarnTint: string;
  readonly pillBadText: string;
  readonly pillBadTint: string;
  readonly pillInfoText: string;
  readonly pillInfoTint: string;
}

/** The light theme; `tokens.test.ts` holds it to tokens.css and to the contrast figures. */
export const lightTokens: Tokens = {
  bg: '#FBFBFA',
  surface: '#FFFFFF',
  sunken: '#F1F2F0',
  hairline: '#D5D8D3',
  controlBorder: '#7D837C',
  text: '#1B1F1C',
  textMuted: '#545B55',
  accent: '#1746A2',
  onAccent: '#FFFFFF',
  focus: '#1746A2',
  ok: '#14706E',
  warn: '#85640F',
  bad: '#8E1030',
  data1: '#00487F',
  data2: '#B84A00',
  data3: '#A371E0',
  data4: '#149B73',
  util1: '#E6EDF5',
  util2: '#B9CDE4',
  util3: '#7FA6CF',
  util4: '#3F79B3',
  util5: '#0A4A82',
  pillOkText: '#083F3E',
  pillOkTint: '#DDF1F0',
  pillWarnText: '#3B2F00',
  pillWarnTint: '#FFE9A8',
  pillBadText: '#5A0A1F',
  pillBadTint: '#FBE0E5',
  pillInfoText: '#12305F',
  pillInfoTint: '#E3ECFB',
};

/** The dark theme; `tokens.test.ts` holds it to tokens.css and to the contrast figures. */
export const darkTokens: Tokens = {
  bg: '#121513',
  surface: '#1A1E1B',
  sunken: '#0C0E0D',
  hairline: '#343A36',
  controlBorder: '#767E78',
  text: '#ECEFEC',
  textMuted: '#A9B1AB',
  accent: '#8AB8FF',
  onAccent: '#0B1A33',
  focus: '#8AB8FF',
  ok: '#3FD9D0',
  warn: '#FFCF4A',
  bad: '#F4657F',
  data1: '#278CE9',
  data2: '#F1661D',
  data3: '#FABFF5',
  data4: '#83F8CB',
  util1: '#22303F',
  util2: '#2C4A6B',
  util3: '#3668A0',
  util4: '#5C95DA',
  util5: '#A9CEFF',
  pillOkText: '#C9F7F4',
  pillOkTint: '#0C3836',
  pillWarnText: '#FFE7A3',
  pillWarnTint: '#3A2E05',
  pillBadText: '#FFD0D9',
  pillBadTint: '#451420',
  pillInfoText: '#D5E4FF',
  pillInfoTint: '#16294B',
};

/** The custom property that carries a token: `data1` -> `--data-1`, `textMuted` -> `--text-muted`. */
export function customProperty(token: keyof Tokens): `--${string}` {
  return `--${token.replace(/([A-Z]|\d)/g, (part) => `-${part.toLowerCase()}`)}`;
}
