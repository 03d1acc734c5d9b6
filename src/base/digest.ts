import type { Hasher } from './copyPlain.ts';

const scratch = new Float64Array(1);
const words = new Uint32Array(scratch.buffer);

/** A running 64-bit hash of numbers and texts (two 32-bit lanes, murmur-style mixing). Same input, same digest, in every engine. */
export class Digest implements Hasher {
  a: number;
  b: number;

  constructor(a = 0x9e3779b9, b = 0x85ebca6b) {
    this.a = a | 0;
    this.b = b | 0;
  }

  /** Folds a 32-bit integer. */
  int(value: number): void {
    let k = Math.imul(value, 0xcc9e2d51);
    k = (k << 15) | (k >>> 17);
    this.a = Math.imul((this.a ^ Math.imul(k, 0x1b873593)) << 13 | (this.a ^ Math.imul(k, 0x1b873593)) >>> 19, 5) + 0xe6546b64 | 0;
    this.b = Math.imul(this.b ^ value ^ (this.a >>> 7), 0x01000193) + 0x7f4a7c15 | 0;
  }

  number(value: number): void {
    if ((value | 0) === value) {
      this.int(value | 0);
      return;
    }
    scratch[0] = value;
    this.int(words[0]! | 0);
    this.int(words[1]! ^ 0x55555555);
  }

  text(value: string): void {
    this.int(value.length);
    for (let i = 0; i < value.length; i++) this.int(value.charCodeAt(i));
  }

  /** Sixteen hexadecimal digits. */
  hex(): string {
    let x = this.a;
    let y = this.b;
    x ^= y >>> 16;
    x = Math.imul(x, 0x85ebca6b);
    y ^= x >>> 13;
    y = Math.imul(y, 0xc2b2ae35);
    x ^= y >>> 16;
    return (x >>> 0).toString(16).padStart(8, '0') + (y >>> 0).toString(16).padStart(8, '0');
  }
}
