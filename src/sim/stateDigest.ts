import { Digest } from '../base/digest.ts';
import { isRecordBatch } from './records/recordBatch.ts';

/** A digest of states. Key numbers stay out of it: they follow from the order in which keys were first seen, which a fork does not repeat. */
export class StateDigest extends Digest {
  fold(value: object): boolean {
    if (!isRecordBatch(value)) return false;
    const { count, rows, bytes, arrivedAt, sequences } = value;
    this.int(count);
    for (let i = 0; i < count; i++) {
      this.number(rows[i]!);
      this.number(bytes[i]!);
      if (arrivedAt) this.number(arrivedAt[i]!);
      if (sequences) this.number(sequences[i]!);
    }
    return true;
  }
}
