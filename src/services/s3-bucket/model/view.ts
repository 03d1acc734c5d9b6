import type { PlainRecord } from '../../../sim/plainData.ts';
import type { NodeView, ViewContext } from '../../../sim/serviceModel.ts';
import type { BucketState } from './state.ts';

const shown = 50;

export function viewBucket(state: BucketState, at: ViewContext): NodeView {
  const { totals } = state;
  return {
    fields: {
      objects: state.objectsStored,
      bytes: state.bytesStored,
      newestKey: state.newestKey,
      dataObjects: totals.data.puts,
      dataBytes: totals.data.bytes,
      failedObjects: totals.failed.puts,
      failedRecords: totals.failed.records,
      manifests: totals.manifest.puts,
      stagingObjects: totals.staging.puts,
      backupObjects: totals.backup.puts,
      backupRecords: totals.backup.records,
      outage: at.now < state.outageUntil,
      slow: at.now < state.slowUntil,
    },
  };
}

/** The newest objects with their keys and what stands in them. */
export function describeBucket(state: BucketState, at: ViewContext): PlainRecord {
  const newest: PlainRecord[] = [];
  for (let number = state.objects.next - 1; number >= state.objects.oldest && newest.length < shown; number--) {
    const entry = state.objects.at(number);
    if (entry) newest.push({ key: entry.key, purpose: entry.purpose, bytes: entry.bytes, records: entry.count, storedAt: entry.storedAt, content: entry.content ?? null });
  }
  return { ...viewBucket(state, at).fields, remembered: state.objects.size, newest };
}
