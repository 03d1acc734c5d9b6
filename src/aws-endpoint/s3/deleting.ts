/** DeleteObject, DeleteObjects. */
import { DeleteObject } from '../../services/s3-bucket/model/operations.ts';
import { Refusal } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { checkDelete } from './conditions.ts';
import { malformedXml } from './errors.ts';
import { etagThere, keyOf } from './objects.ts';
import { findBucket } from './register.ts';

interface Named {
  readonly Key: string;
  readonly VersionId?: string;
  readonly ETag?: string;
}

async function deleteOne(input: ApiRecord, world: World): Promise<void> {
  const { node } = findBucket(input, world);
  const Key = keyOf(input.Key as string, world);
  if (input.IfMatch !== undefined) checkDelete(input.IfMatch as string, Key, await etagThere(input, world));
  await world.call(node, DeleteObject, { Key }, () => null);
}

/** How one key fared, as an element of its own. */
async function fate({ Key, VersionId, ETag }: Named, input: ApiRecord, world: World): Promise<{ readonly Deleted?: ApiRecord; readonly Error?: ApiRecord }> {
  if (VersionId !== undefined && VersionId !== 'null') return { Error: { Key, VersionId, Code: 'NoSuchVersion', Message: 'The specified version does not exist.' } };
  try {
    await deleteOne({ ...input, Key, IfMatch: ETag }, world);
    return { Deleted: { Key, VersionId } };
  } catch (error) {
    if (error instanceof Refusal) return { Error: { Key, Code: error.error.code, Message: error.error.message } };
    throw error;
  }
}

const deleteObjects: Handler = async (input, world) => {
  findBucket(input, world);
  const { Objects, Quiet = false } = (input.Delete ?? malformedXml()) as unknown as { readonly Objects?: readonly Named[]; readonly Quiet?: boolean };
  const most = world.simulation.limits.number('s3.delete-objects.max-keys');
  if (!Objects || Objects.length > most || Objects.some(({ Key }) => Key === undefined || Key === '')) return malformedXml();
  const fates = await Promise.all(Objects.map((each) => fate(each, input, world)));
  const found = (kind: 'Deleted' | 'Error') => fates.flatMap((each) => (each[kind] === undefined ? [] : [each[kind]]));
  return { Deleted: Quiet ? [] : found('Deleted'), Errors: found('Error') };
};

export const deleteHandlers: Readonly<Record<string, Handler>> = {
  async DeleteObject(input, world) {
    await deleteOne(input, world);
    return {};
  },
  DeleteObjects: deleteObjects,
};
