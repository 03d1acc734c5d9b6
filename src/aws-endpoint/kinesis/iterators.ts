/** Shard iterators as clients see them: opaque texts of AWS's length that only the endpoint reads. */
import { base64Bytes, base64Text } from '../../base/base64.ts';
import { Digest } from '../../base/digest.ts';
import type { ShardIterator } from '../../services/kinesis-streams/model/operations.ts';
import { refuse } from '../apiError.ts';
import type { World } from '../world.ts';
import type { Stream } from './register.ts';

const version = 1;
const digested = 40;

interface Reading extends ShardIterator {
  /** Node of the stream. */
  readonly node: number;
}

function check(view: DataView): number {
  const digest = new Digest(0x1de, version);
  for (let at = 0; at < digested; at += 4) digest.int(view.getInt32(at));
  return digest.a;
}

/** Bytes of an iterator at AWS: blocks of 16, as many as the stream's name needs; 168 for most names, which are 224 characters. */
const sizeFor = (name: string) => 152 + Math.floor((name.length + 14) / 16) * 16;

/** The text of an iterator; no two are the same, although they name the same place. */
export function iteratorText({ shard, position, issuedAt }: ShardIterator, { node, name }: Stream, world: World): string {
  const given = world.register('kinesis iterators', () => ({ last: 0 }));
  const bytes = new Uint8Array(sizeFor(name));
  const view = new DataView(bytes.buffer);
  view.setUint32(4, version);
  view.setUint32(8, node);
  view.setUint32(12, shard);
  view.setFloat64(16, position);
  view.setFloat64(24, issuedAt);
  view.setUint32(32, ++given.last);
  view.setInt32(digested, check(view));
  const digest = new Digest(view.getInt32(digested), given.last);
  for (let at = digested + 4; at + 4 <= bytes.length; at += 4) {
    digest.int(at);
    view.setInt32(at, digest.a);
  }
  return base64Text(bytes);
}

/** Reads an iterator back, with or without quotes around it; refuses a text that is none. */
export function readIterator(text: string): Reading {
  const bytes = base64Bytes(text.replace(/^"(.*)"$/, '$1'));
  if (bytes && bytes.length >= sizeFor('')) {
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    if (view.getUint32(4) === version && view.getInt32(digested) === check(view)) return { node: view.getUint32(8), shard: view.getUint32(12), position: view.getFloat64(16), issuedAt: view.getFloat64(24) };
  }
  return refuse('InvalidArgumentException', 'Invalid ShardIterator.');
}
