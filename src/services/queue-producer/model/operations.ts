/** What programs that send through the Extended Client Library and programs that receive through it agree on. */
import { Digest } from '../../../base/digest.ts';

const pointerClass = 'software.amazon.payloadoffloading.PayloadS3Pointer';
const sizeAttribute = 'ExtendedPayloadSize';

/** Key of the object that holds a record's payload: a UUID that follows from the record, so that both sides know it. */
export function payloadKey(row: number): string {
  const parts = [1, 2].map((lane) => {
    const digest = new Digest(lane, row);
    digest.number(row);
    return digest.hex();
  });
  const hex = parts.join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Body of a message whose payload lies in a bucket. */
export function pointerBody(bucket: string, key: string): string {
  return JSON.stringify([pointerClass, { s3BucketName: bucket, s3Key: key }]);
}

/** Size of that message: the body, and the Number attribute with the payload's size. */
export function pointerBytes(bucket: string, row: number, payloadBytes: number): number {
  return pointerBody(bucket, payloadKey(row)).length + sizeAttribute.length + 'Number'.length + String(payloadBytes).length;
}
