/** Message ids, receipt handles and sequence numbers as clients see them; only the endpoint reads handles. */
import { base64Bytes, base64Text } from '../../base/base64.ts';
import { Digest } from '../../base/digest.ts';

/** 258 bytes are 344 characters; handles begin with AQEB. */
const bytesOfHandle = 258;
const header = [1, 1, 1] as const;
const fields = { node: 4, receipt: 8, check: 16, filling: 20 } as const;

export interface Handle {
  readonly node: number;
  readonly receipt: number;
}

function check(view: DataView): number {
  const digest = new Digest(0x5c5, 1);
  for (let at = fields.node; at < fields.check; at += 4) digest.int(view.getInt32(at));
  return digest.a;
}

export function handleText({ node, receipt }: Handle): string {
  const bytes = new Uint8Array(bytesOfHandle);
  const view = new DataView(bytes.buffer);
  bytes.set(header);
  view.setUint32(fields.node, node);
  view.setFloat64(fields.receipt, receipt);
  view.setInt32(fields.check, check(view));
  const filling = new Digest(node, receipt);
  filling.number(receipt);
  for (let at: number = fields.filling; at + 4 <= bytesOfHandle; at += 4) {
    filling.int(at);
    view.setInt32(at, filling.a);
  }
  return base64Text(bytes);
}

/** What a handle says; undefined where it is none. */
export function readHandle(text: string): Handle | undefined {
  const bytes = text.length > 1024 ? undefined : base64Bytes(text);
  if (bytes?.length !== bytesOfHandle || header.some((byte, i) => bytes[i] !== byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  if (view.getInt32(fields.check) !== check(view)) return undefined;
  const handle = { node: view.getUint32(fields.node), receipt: view.getFloat64(fields.receipt) };
  return handleText(handle) === text ? handle : undefined;
}

/** The UUID that stands for a number. */
export function messageId(identity: number): string {
  const words = [0, 1].map((part) => {
    const digest = new Digest(0x3e55 + part, 0xa9e + part);
    digest.number(identity);
    digest.int(part);
    return digest.hex();
  });
  const hex = words.join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${'89ab'[Number.parseInt(hex[16]!, 16) % 4]}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Twenty digits that ascend. */
export function sequenceNumber(sequence: number): string {
  return String(18_870_000_000_000_000_000n + BigInt(sequence) * 256n);
}
