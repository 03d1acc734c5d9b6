/** Where a flow's records go, and what the destination asks of a record. */
import { Digest } from '../../../base/digest.ts';
import { md5Words } from '../../../base/md5.ts';
import type { KeyTable } from '../../../sim/records/keyTable.ts';
import { utf8Length } from './content.ts';
import type { Ctx, FlowConfig } from './state.ts';

export interface Destination {
  readonly edge: number;
  readonly firehose: boolean;
}

/** The edge of a flow's destination: the node of that name, or the only one there is. */
export function destinationOf(flow: FlowConfig, ctx: Ctx): Destination | undefined {
  const ports = flow.kind === 'either' ? ['stream', 'firehose'] : [flow.kind];
  for (const port of ports) {
    const edges = ctx.edgesAt(port);
    const edge = edges.length === 1 ? edges[0] : edges.find((each) => flow.destination === '' || ctx.neighbour(each) === flow.destination);
    if (edge !== undefined) return { edge, firehose: port === 'firehose' };
  }
  return undefined;
}

/** SIMPLIFIED: random keys are drawn from this many texts, enough that no shard notices. */
const randomKeys = 65_536;

/** A random number below a million as Java prints it, mostly. */
function randomKeyText(index: number, range: number): string {
  const digest = new Digest(0x41474e54, index);
  digest.int(index);
  const unit = ((digest.a >>> 0) + (digest.b >>> 0) / 4294967296) / 4294967296;
  const text = String(unit * range);
  return text.includes('.') ? text : `${text}.0`;
}

const words = new Uint32Array(4);

/** Lower-case hexadecimal MD5 of a text. */
export function md5Hex(text: string): string {
  md5Words(text, words, 0);
  return Array.from(words, (word) => word.toString(16).padStart(8, '0')).join('');
}

/**
 * Number of a record's partition key. SIMPLIFIED: two opaque records have different data, so their MD5s differ, drawn from 65,536.
 */
export function partitionKey(option: FlowConfig['partitionKeyOption'], text: string | undefined, row: number, ctx: Ctx): number {
  const keys: KeyTable = ctx.keys;
  if (option === 'RANDOM') {
    const range = ctx.limits.number('agent.partition-key.random-range');
    return keys.space('agent random', randomKeys, (i) => randomKeyText(i, range)) + ctx.rng.int(0, randomKeys - 1);
  }
  if (text !== undefined) return keys.intern(md5Hex(text));
  return keys.space('agent md5', randomKeys, (i) => md5Hex(`opaque ${i}`)) + (row % randomKeys);
}

/** Bytes of a record's data that fit: what is longer is cut, and its last bytes become the terminator. */
export function fittingBytes(bytes: number, keyBytes: number, firehose: boolean, ctx: Ctx): number {
  const most = firehose ? ctx.limits.bytes('agent.record.firehose-max-bytes') : ctx.limits.bytes('agent.record.stream-max-bytes') - keyBytes;
  return Math.min(bytes, most);
}

/** A text cut to so many bytes, its end replaced by the terminator; whole characters only. */
export function truncateText(text: string, bytes: number, terminator: string): string {
  const room = bytes - utf8Length(terminator);
  let size = 0;
  let to = 0;
  for (const character of text) {
    const next = size + utf8Length(character);
    if (next > room) break;
    size = next;
    to += character.length;
  }
  return text.slice(0, to) + terminator;
}
