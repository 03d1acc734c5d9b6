/** Shard iterators as clients see them: opaque texts of AWS's length that only the endpoint reads. */
import { base64Bytes, base64Text } from '../../base/base64.ts';
import { Digest } from '../../base/digest.ts';
import type { ShardIterator } from '../../services/kinesis-streams/model/operations.ts';
import { refuse } from '../apiError.ts';

/** 168 bytes are 224 characters. */
const bytesOfIterator = 168;
const version = 1;

interface Reading extends ShardIterator {
  /** Node of the stream. */
  readonly node: number;
}

function check(view: DataView): number {
  const digest = new Digest(0x1de, version);
  for (let at = 0; at < 40; at += 4) digest.int(view.getInt32(at));
  return digest.a;
}

export function iteratorText({ node, shard, position, issuedAt }: Reading): string {
  const bytes = new Uint8Array(bytesOfIterator);
  const view = new DataView(bytes.buffer);
  view.setUint32(4, version);
  view.setUint32(8, node);
  view.setUint32(12, shard);
  view.setFloat64(16, position);
  view.setFloat64(24, issuedAt);
  view.setInt32(40, check(view));
  const digest = new Digest(view.getInt32(40), position);
  for (let at = 44; at + 4 <= bytesOfIterator; at += 4) {
    digest.int(at);
    view.setInt32(at, digest.a);
  }
  return base64Text(bytes);
}

/** Reads an iterator back; refuses a text that is none. */
export function readIterator(text: string): Reading {
  const bytes = base64Bytes(text);
  if (bytes?.length === bytesOfIterator) {
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    if (view.getUint32(4) === version && view.getInt32(40) === check(view)) return { node: view.getUint32(8), shard: view.getUint32(12), position: view.getFloat64(16), issuedAt: view.getFloat64(24) };
  }
  return refuse('InvalidArgumentException', 'Invalid ShardIterator.');
}
