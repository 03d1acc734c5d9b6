/** SetStatus: objects are told to wait, to go on, to end, to begin again. */
import { Control } from '../../services/data-pipeline/model/operations.ts';
import type { Handler } from '../operation.ts';
import { allObjects } from './objects.ts';
import { calledPipeline, invalid, listOf } from './register.ts';

/** The pipeline's own names of statuses, by the sphere that they are for. */
const commands: Readonly<Record<'COMPONENT' | 'INSTANCE', Readonly<Record<string, string>>>> = {
  COMPONENT: { PAUSE: 'PAUSE', RESUME: 'RESUME' },
  INSTANCE: { TRY_CANCEL: 'CANCEL', CANCEL: 'CANCEL', RERUN: 'RERUN', MARK_FINISHED: 'MARK_FINISHED' },
};
const known = Object.values(commands).flatMap((each) => Object.keys(each));

export const statusHandlers: Readonly<Record<string, Handler>> = {
  async SetStatus(input, world) {
    const pipeline = calledPipeline(input, world);
    const status = (input.status as string).toUpperCase();
    if (!known.includes(status)) return invalid(`status must be one of ${known.join(', ')}; got ${input.status as string}`);
    const ids = listOf<string>(input.objectIds).map((id) => id.replace(/_Attempt=\d+$/, ''));
    if (ids.length === 0) return invalid('objectIds must name at least one object');
    if (world.describe(pipeline.node).pipelineState === 'FINISHED') return invalid(`The pipeline ${pipeline.id} is FINISHED: the status of its objects cannot be set`);
    const objects = await allObjects(pipeline, world);
    const spheres = new Set(ids.map((id) => objects.find((object) => object.id === id)?.sphere ?? invalid(`Object with id: ${id} does not exist in pipeline ${pipeline.id}`)));
    if (spheres.size > 1) return invalid('objectIds must name components or instances, not both');
    const sphere = spheres.has('COMPONENT') ? 'COMPONENT' : 'INSTANCE';
    const command = Object.hasOwn(commands[sphere], status) ? commands[sphere][status]! : invalid(`The status ${status} cannot be set on objects of the sphere ${sphere}: they take ${Object.keys(commands[sphere]).join(', ')}`);
    for (const objectId of ids) await world.call(pipeline.node, Control, { operation: 'SetStatus', request: { objectId, status: command } }, () => null);
    return {};
  },
};
