import { fail, ok, type Result } from '../base/result.ts';
import type { Change, DurationText, FactsEdition, RecipeSource } from '../content/types.ts';
import { deflateText, fromBase64Url, inflateText, toBase64Url } from './labLinkCode.ts';

/** What a learner said would happen, to be held against the run. */
export interface LinkPrediction {
  /** The question as it was asked. */
  readonly prompt: string;
  /** The answer in words. */
  readonly answer: string;
}

/** Everything a link to a run carries. Plain data: it is parsed before anything looks at it. */
export interface LabLink {
  /** Topology text or a recipe object; the engine checks it further. */
  readonly recipe: RecipeSource;
  readonly length?: DurationText;
  readonly seed?: number;
  readonly facts: FactsEdition;
  /** What a chosen answer does to the recipe: apply with `applyChanges` of `src/learning/changes.ts` once a text is a recipe. */
  readonly changes?: readonly Change[];
  /** Simulated milliseconds to stand at, paused. */
  readonly atMs?: number;
  /** Simulated seconds a second. */
  readonly speed?: number;
  /** Engine version that made the link; another one says so. */
  readonly engine?: number;
  /** Digest of the run at `atMs`, to be compared. */
  readonly digest?: string;
  /** Path in this app to go back to, with query: `/quiz/q/q.kds.003`. */
  readonly back?: string;
  readonly backLabel?: string;
  readonly prediction?: LinkPrediction;
}

/** Longest fragment that is read, in characters after `#`. */
export const maxFragmentChars = 8000;
const version = 1;

/** The fragment `#s=0.<base64url(JSON)>`: made at once, so fit for an `href`. */
export function labFragment(link: LabLink): string {
  return `#s=0.${toBase64Url(new TextEncoder().encode(payload(link)))}`;
}

/** The fragment `#s=1.<base64url(deflate-raw(JSON))>`, about a third as long: for links to share. Without a compressor, the plain one. */
export async function shortLabFragment(link: LabLink): Promise<string> {
  const packed = await deflateText(payload(link));
  return packed === undefined ? labFragment(link) : `#s=1.${toBase64Url(packed)}`;
}

/** Address of a lab panel with this state: `/lab/kinesis#s=…`. */
export function labUrl({ panel = 'kinesis', ...link }: LabLink & { readonly panel?: string }): string {
  return `/lab/${encodeURIComponent(panel)}${labFragment(link)}`;
}

function payload(link: LabLink): string {
  return JSON.stringify({ v: version, ...link });
}

/** Whether a fragment claims to carry shared state. */
export function isLabFragment(fragment: string): boolean {
  return /^#?s=/.test(fragment);
}

/** The state in a fragment, or sentences that say what is wrong with it, where, and what to do. Executes nothing and never throws. */
export async function parseLabLink(fragment: string): Promise<Result<LabLink, readonly string[]>> {
  const text = fragment.replace(/^#/, '');
  if (!text.startsWith('s=')) return fail(['The address holds no shared run: after # it should go on with "s=". Copy the whole link again.']);
  if (text.length > maxFragmentChars) {
    return fail([
      `The link is ${text.length.toLocaleString('en')} characters long; at most ${maxFragmentChars.toLocaleString('en')} are read. Share a smaller design, or save it as a file and open that.`,
    ]);
  }
  const json = await unpack(text.slice(2));
  if (!json.ok) return fail([json.error]);
  const raw = parseJson(json.value);
  if (!raw.ok) return fail([raw.error]);
  const { checkLabLink } = await import('./labLinkSchema.ts');
  return checkLabLink(raw.value, version);
}

async function unpack(code: string): Promise<Result<string, string>> {
  const dot = code.indexOf('.');
  const kind = code.slice(0, Math.max(0, dot));
  if (kind !== '0' && kind !== '1') {
    return /^\d+$/.test(kind)
      ? fail(`The link is packed in way ${kind}, which this version cannot read (it reads 0 and 1). Reload the page to get the newest version, then open the link again.`)
      : fail('The link does not begin with its kind ("0." or "1."). It was cut or changed on its way; copy the whole link again.');
  }
  const bytes = fromBase64Url(code.slice(dot + 1));
  if (!bytes.ok) return bytes;
  if (kind === '1') return inflateText(bytes.value);
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes.value));
  } catch {
    return fail('The link does not hold text. It was changed on its way; copy the whole link again.');
  }
}

function parseJson(text: string): Result<unknown, string> {
  try {
    return ok(JSON.parse(text));
  } catch {
    return fail(`The link ends in the middle of its data (after ${text.length.toLocaleString('en')} characters). It was cut; copy the whole link again.`);
  }
}
