import { z } from 'zod/mini';
import { fail, ok, type Result } from '../base/result.ts';
import { nearest } from '../base/nearest.ts';
import type { LabLink } from './labLink.ts';

/*
 * A link comes from anybody. Names are plain words, texts hold neither markup nor control characters, data is shallow,
 * and every key is known. What a kind or a config key means is checked by the engine when the recipe is loaded.
 */
const name = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9_.#:-]{0,63}$/, 'is a name: letters, digits and . _ - # only, at most 64 of them'));
const cannotHold = (text: string) => Array.from(text).some((c) => (c < ' ' && c !== '\n' && c !== '\t') || c === '\u007f') || /<[a-z!/?]/i.test(text);
const text = (max: number) =>
  z.string().check(
    z.maxLength(max, `may be at most ${max.toLocaleString('en')} characters long`),
    z.refine((value) => !cannotHold(value), 'holds markup or control characters, which a link may not'),
  );
const whole = (max: number) => z.int().check(z.minimum(0, 'has to be 0 or more'), z.maximum(max, `may be at most ${max.toLocaleString('en')}`));
const durationText = z.union([whole(40 * 86_400_000), z.string().check(z.regex(/^\d+(\.\d+)?(ms|s|m|h|d)$/, 'is a duration such as 500ms, 20s, 15m, 12h or 7d'))]);

const maxDepth = 8;
const maxValues = 4000;
const badKeys = new Set(['__proto__', 'constructor', 'prototype']);

/** Checks a piece of free data (a config, an intervention): the first thing that may not be there, or undefined. */
function dataProblem(value: unknown, depth: number, count: { left: number }): string | undefined {
  if (--count.left < 0) return `holds more than ${maxValues.toLocaleString('en')} values`;
  if (depth > maxDepth) return `is nested deeper than ${maxDepth} levels`;
  if (typeof value === 'string') return value.length > 2000 || cannotHold(value) ? 'holds a text with markup or control characters, or a longer one than 2,000' : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (!Array.isArray(value) && (badKeys.has(key) || !/^[A-Za-z0-9_.#:>-]{1,64}$/.test(key))) return 'holds a key that is no plain name';
    const problem = dataProblem(inner, depth + 1, count);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

const data = z.unknown().check(
  z.superRefine((value, context) => {
    const problem = dataProblem(value, 0, { left: maxValues });
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  }),
);
const dataObject = z.pipe(data, z.record(z.string(), z.unknown()));

const recipeObject = z.strictObject({
  nodes: z.array(z.strictObject({ id: name, kind: name, config: z.optional(dataObject) })).check(z.minLength(1, 'needs at least one node'), z.maxLength(200, 'may hold at most 200 nodes')),
  edges: z.optional(
    z
      .array(z.strictObject({ from: name, to: name, latencyMs: z.optional(z.number()), loseReplies: z.optional(z.number()), loseRequests: z.optional(z.number()) }))
      .check(z.maxLength(600, 'may hold at most 600 edges')),
  ),
  interventions: z.optional(z.array(dataObject).check(z.maxLength(500, 'may hold at most 500 interventions'))),
  length: z.optional(durationText),
  seed: z.optional(whole(4_294_967_295)),
  facts: z.optional(z.enum(['notes', 'today'])),
  startsAt: z.optional(z.union([text(40), z.int()])),
});

const change = z.union([
  z.strictObject({ set: z.string().check(z.regex(/^[A-Za-z0-9_.#:>-]{1,200}$/, 'is a path such as nodes.clicks.config.shardCount')), to: data }),
  z.strictObject({ add: z.literal('intervention'), value: dataObject }),
]);

const linkSchema = z.strictObject({
  recipe: z.union([text(4000), recipeObject]),
  length: z.optional(durationText),
  seed: z.optional(whole(4_294_967_295)),
  facts: z.enum(['notes', 'today']),
  changes: z.optional(z.array(change).check(z.maxLength(50, 'may hold at most 50 changes'))),
  atMs: z.optional(whole(40 * 86_400_000)),
  speed: z.optional(z.number().check(z.positive('has to be above 0'), z.maximum(100_000, 'may be at most 100,000'))),
  engine: z.optional(whole(1_000_000)),
  digest: z.optional(z.string().check(z.regex(/^[0-9a-f]{1,64}$/, 'is a hexadecimal number'))),
  back: z.optional(z.string().check(z.regex(/^\/(?!\/)[\w/.~%?&=+-]{0,300}$/, 'is an address inside this app'))),
  backLabel: z.optional(text(60)),
  prediction: z.optional(z.strictObject({ prompt: text(1000), answer: text(500) })),
});

/** The link as typed data, or one sentence for each thing that is wrong with it. */
export function checkLabLink(raw: unknown, version: number): Result<LabLink, readonly string[]> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return fail(['The link does not hold a run. Copy the whole link again.']);
  const { v, ...rest } = raw as { readonly v?: unknown };
  if (typeof v !== 'number') return fail(['The link does not say which version it is (v). Copy the whole link again.']);
  if (v !== version) {
    return fail([`The link is of version ${v}; this page reads version ${version}. Reload the page to get the newest version, or ask for the link to be made again.`]);
  }
  const parsed = linkSchema.safeParse(rest);
  if (parsed.success) return ok(parsed.data as LabLink);
  return fail(parsed.error.issues.flatMap((issue) => sentences(issue, [])).slice(0, 8).map((says) => `${says} The run was not opened; share it again from the lab.`));
}

const known = Object.keys(linkSchema.shape);

function sentences(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): string[] {
  const at = [...above, ...issue.path];
  const place = at.length === 0 ? 'The link' : at.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${String(part)}`)).join('');
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const near = at.length === 0 ? nearest(key, known) : undefined;
    return [`${place}: "${key.slice(0, 40)}" is not known here${near === undefined ? '' : `; did you mean "${near}"?`}.`];
  }
  if (issue.code === 'invalid_union') {
    // Of several shapes that fit badly, the one that got furthest is the one that was meant.
    const branch = issue.errors.reduce<readonly z.core.$ZodIssue[]>((best, next) => (depth(next) > depth(best) ? next : best), issue.errors[0] ?? []);
    return branch.length === 0 ? [`${place} is of no known form.`] : branch.flatMap((inner) => sentences(inner, at));
  }
  if (issue.code === 'invalid_type') return [`${place}: ${issue.expected} expected.`];
  if (issue.code === 'invalid_value') return [`${place}: one of ${issue.values.map(String).join(', ')} expected.`];
  return [`${place} ${issue.message}.`];
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)));
}
