import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertForAll } from '../../testing/forAll.ts';
import { Refusal } from '../apiError.ts';
import { shapes } from '../shapes/s3.ts';
import { readXml } from './xmlReader.ts';

const read = (text: string) => readXml(shapes, 'Delete', Buffer.from(text));
const code = (text: string) => {
  try {
    read(text);
    return 'read';
  } catch (error) {
    return error instanceof Refusal ? error.error.code : String(error);
  }
};

describe('XML bodies', () => {
  it('are read by the shapes: flat lists, texts, booleans, whole numbers, times; what the shapes do not know is passed over', () => {
    expect(read('\ufeff<?xml version="1.0"?>\n<!-- c --><n:Delete xmlns:n="x" a = "1"><Other><Key>no</Key></Other><Quiet> true </Quiet>\n<Object><Key>a&amp;&lt;b&gt;&#x1F600;&#65;</Key><Size>7</Size><LastModifiedTime>2026-01-05T00:00:01.000Z</LastModifiedTime></Object><Object><Key><![CDATA[<k>]]></Key><ETag/></Object></n:Delete>')).toEqual({
      Quiet: true,
      Objects: [{ Key: 'a&<b>😀A', Size: 7, LastModifiedTime: 1_767_571_201 }, { Key: '<k>', ETag: '' }],
    });
  });

  it.each(['', 'text', '<a>', '</a>', '<a></b>', '<a><b></a></b>', '<a/><b/>', '<a/>text', '<a>&none;</a>', '<a>& b</a>', '<a>&#x110000;</a>', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', '<Delete><Quiet>1</Quiet></Delete>', '<Delete><Object><Size>x</Size></Object></Delete>', '<Delete><Object><LastModifiedTime>now</LastModifiedTime></Object></Delete>', '<a>'.repeat(60) + '</a>'.repeat(60)])('%s is refused', (text) => {
    expect(code(text)).toBe('MalformedXML');
  });

  it('of any text are read or refused, in time', () => {
    const part = fc.oneof(fc.constantFrom('<', '>', '</', '/>', '<Delete>', '</Delete>', '<Object>', '&amp;', '&', '<!--', '-->', '<![CDATA[', ']]>', ' '.repeat(50), '<a '.repeat(50)), fc.string());
    assertForAll(fc.array(part, { maxLength: 30 }), (parts) => expect(['read', 'MalformedXML']).toContain(code(parts.join(''))), { seed: 3, runs: 500 });
    const started = performance.now();
    expect(code('<a '.repeat(100_000))).toBe('MalformedXML');
    expect(code(`<a${' b'.repeat(100_000)}`)).toBe('MalformedXML');
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
