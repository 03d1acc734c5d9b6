import fc from 'fast-check';
import { expect, it } from 'vitest';
import { base64Bytes, base64Length, base64Text, utf8Text } from './base64.ts';

it('agrees with the platform on any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const text = Buffer.from(bytes).toString('base64');
      expect(base64Text(bytes)).toBe(text);
      expect(base64Length(text)).toBe(bytes.length);
      expect(base64Bytes(text)).toEqual(bytes);
    }),
  );
});

it.each(['a', 'ab==c', 'a===', '====', 'a b=', 'é==='])('refuses %j', (text) => {
  expect(base64Bytes(text)).toBeUndefined();
});

it('reads UTF-8 as the platform does, and refuses what is none', () => {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const platform = (bytes: Uint8Array) => {
    try {
      return strict.decode(bytes);
    } catch {
      return undefined;
    }
  };
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 6000 }), (text) => { expect(utf8Text(Buffer.from(text))).toBe(Buffer.from(text).toString('utf8')); }));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 8 }), (bytes) => { expect(utf8Text(bytes)).toBe(platform(bytes)); }), { numRuns: 5000 });
});
