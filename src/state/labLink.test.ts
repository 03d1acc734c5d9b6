import { describe, expect, it, vi } from 'vitest';
import { isLabFragment, labFragment, labUrl, maxFragmentChars, parseLabLink, shortLabFragment, type LabLink } from './labLink.ts';
import { deflateText, toBase64Url } from './labLinkCode.ts';

const link: LabLink = {
  recipe: 'traffic(rate=1500/s, size=200B, keys=1) -> clicks: kinesis-streams(shards=1)',
  length: '20s',
  seed: 7,
  facts: 'notes',
  changes: [
    { set: 'nodes.clicks.config.shardCount', to: 2 },
    { add: 'intervention', value: { at: '5s', type: 'operate', node: 'clicks', operation: 'SplitShard', request: { ShardToSplit: 'shardId-000000000000' } } },
  ],
  atMs: 2500,
  back: '/quiz/practice?sec=kds&n=10&session=a1',
  backLabel: 'Back to question 7',
  prediction: { prompt: 'Which limit refuses first?', answer: 'The 1,000 records a second limit – “rate”' },
};
const object: LabLink = {
  facts: 'today',
  recipe: {
    nodes: [
      { id: 'web', kind: 'traffic', config: { recordsPerSecond: 10, keyNames: ['a', 'b'] } },
      { id: 'clicks', kind: 'kinesis-streams', config: { note: "temp < 80 AND temp > 2" } },
    ],
    edges: [{ from: 'web', to: 'clicks', loseReplies: 0.001 }],
    interventions: [{ at: '30s', type: 'fault', node: 'clicks', name: 'internal-failure' }],
    length: '60s',
  },
};
const problems = async (fragment: string) => {
  const r = await parseLabLink(fragment);
  return r.ok ? 'opened' : r.error.join(' ');
};
const wrap = (payload: unknown) => `#s=0.${toBase64Url(new TextEncoder().encode(typeof payload === 'string' ? payload : JSON.stringify(payload)))}`;
const withPart = (part: object) => wrap({ v: 1, ...link, ...part });

describe('a link', () => {
  it('carries a run there and back, packed or plain', async () => {
    for (const one of [link, object]) {
      expect(await parseLabLink(labFragment(one))).toEqual({ ok: true, value: one });
      const short = await shortLabFragment(one);
      expect(short).toMatch(/^#s=1\.[\w-]+$/);
      expect(await parseLabLink(short)).toEqual({ ok: true, value: one });
    }
  });

  it('is an address of the panel, and well under 4 KB', async () => {
    expect(labUrl(link)).toMatch(/^\/lab\/kinesis#s=0\.[\w-]+$/);
    expect(labUrl({ ...link, panel: 'kpl' })).toMatch(/^\/lab\/kpl#s=/);
    expect((await shortLabFragment(link)).length).toBeLessThan(800);
    expect(isLabFragment('#s=0.x')).toBe(true);
    expect(isLabFragment('#shard-limits')).toBe(false);
  });

  it('falls back to the plain form without a compressor', async () => {
    vi.stubGlobal('CompressionStream', undefined);
    expect(await shortLabFragment(link)).toBe(labFragment(link));
    vi.unstubAllGlobals();
  });
});

describe('a bad link', () => {
  it('cut anywhere is refused with a cure, never opened and never thrown', async () => {
    for (const whole of [labFragment(link), await shortLabFragment(link)]) {
      for (let length = 0; length < whole.length; length += 7) expect(await problems(whole.slice(0, length))).toMatch(/Copy the whole link again|copy the whole link again/);
    }
  });

  it('changed in one character is refused or still the same schema', async () => {
    const whole = await shortLabFragment(link);
    for (let at = 5; at < whole.length; at += 11) {
      const says = await problems(`${whole.slice(0, at)}${whole[at] === 'A' ? 'B' : 'A'}${whole.slice(at + 1)}`);
      expect(says === 'opened' || says.endsWith('.')).toBe(true);
    }
  });

  it('too long is refused before it is read', async () => {
    expect(await problems(`#s=0.${'A'.repeat(maxFragmentChars)}`)).toMatch(/8,005 characters|8,00\d characters long; at most 8,000 are read/);
  });

  it('that would unpack to something huge is not unpacked', async () => {
    const bomb = await deflateText(JSON.stringify({ v: 1, recipe: 'a'.repeat(2_000_000), facts: 'notes' }));
    expect(await problems(`#s=1.${toBase64Url(bomb ?? new Uint8Array())}`)).toMatch(/more than 64 KiB/);
  });

  it.each([
    ['no fragment', '', /should go on with "s="/],
    ['another way of packing', '#s=2.abcd', /packed in way 2/],
    ['no kind', '#s=abcd', /begin with its kind/],
    ['a foreign character', '#s=0.ab$d', /a "\$" at place 3/],
    ['no JSON', wrap('{"v":1,'), /ends in the middle/],
    ['a list', wrap([1]), /does not hold a run/],
    ['no version', wrap({ facts: 'notes' }), /which version/],
    ['a later version', wrap({ ...link, v: 9 }), /of version 9; this page reads version 1. Reload/],
    ['no recipe', wrap({ v: 1, facts: 'notes' }), /recipe/],
    ['an unknown key', withPart({ predicton: {} }), /"predicton" is not known here; did you mean "prediction"/],
    ['another edition', withPart({ facts: 'tomorrow' }), /facts: one of notes, today expected/],
    ['a negative time', withPart({ atMs: -1 }), /atMs has to be 0 or more/],
    ['a fraction of a millisecond', withPart({ atMs: 1.5 }), /atMs: int expected/],
    ['a bad duration', withPart({ length: 'long' }), /length .*duration/],
    ['too many changes', withPart({ changes: Array.from({ length: 51 }, () => ({ set: 'seed', to: 1 })) }), /at most 50 changes/],
    ['a node without a kind', withPart({ recipe: { nodes: [{ id: 'a' }] } }), /recipe.nodes\[0\].kind/],
    ['a node name with blanks', withPart({ recipe: { nodes: [{ id: 'a b', kind: 'traffic' }] } }), /recipe.nodes\[0\].id is a name/],
    ['an unknown key of a node', withPart({ recipe: { nodes: [{ id: 'a', kind: 'traffic', onload: 'x' }] } }), /"onload" is not known/],
    ['data too deep', withPart({ recipe: { nodes: [{ id: 'a', kind: 'b', config: { a: [[[[[[[[[1]]]]]]]]] } }] } }), /deeper than 8/],
  ])('with %s is refused', async (_name, fragment, says) => expect(await problems(fragment)).toMatch(says));

  it.each([
    ['a script in the recipe', { recipe: '<script>alert(1)</script> -> kinesis-streams' }],
    ['an image in the prompt', { prediction: { prompt: '<img src=x onerror=alert(1)>', answer: 'x' } }],
    ['markup in a config', { recipe: { nodes: [{ id: 'a', kind: 'b', config: { x: '<svg/onload=alert(1)>' } }] } }],
    ['markup in a change', { changes: [{ set: 'seed', to: '</p>' }] }],
    ['a script address to go back to', { back: 'javascript:alert(1)' }],
    ['another site to go back to', { back: '//evil.example/quiz' }],
    ['another site with a backslash', { back: '/\\evil.example' }],
    ['a control character', { backLabel: 'a\u0007b' }],
  ])('with %s is refused', async (_name, part) => expect(await problems(withPart(part))).not.toBe('opened'));

  it('cannot reach the prototype', async () => {
    const json = JSON.stringify({ v: 1, ...link, recipe: { nodes: [{ id: 'a', kind: 'b', config: {} }] } }).replace('"config":{}', '"config":{"__proto__":{"polluted":1}}');
    expect(await problems(wrap(json))).toMatch(/no plain name/);
    expect(await problems(wrap(`{"v":1,"facts":"notes","recipe":"a -> b","__proto__":{"polluted":1}}`))).toBeTypeOf('string');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});
