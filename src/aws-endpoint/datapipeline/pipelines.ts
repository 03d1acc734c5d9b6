/** Pipelines made, listed, described, activated, stopped and deleted; their tags. */
import { Control, Define } from '../../services/data-pipeline/model/operations.ts';
import type { Handler } from '../operation.ts';
import { refuse } from '../apiError.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { definitionOf, inWords } from './definitions.ts';
import { pageOf } from './marker.ts';
import { placeNames } from './places.ts';
import { allPipelines, calledPipeline, findPipeline, invalid, listOf, newPipelineId, pipelinesOf, timeText, type Field, type Pipeline } from './register.ts';

/** Pipelines in one page of ListPipelines; AWS names no number. [SIM] */
const listed = 50;

interface Tag {
  readonly key: string;
  readonly value: string;
}

function checkTags(tags: ReadonlyMap<string, string>, world: World): void {
  const most = world.simulation.limits.number('dp.pipeline.tags');
  if (tags.size > most) invalid(`A pipeline has at most ${most} tags`);
}

const createPipeline: Handler = (input, world) => {
  const [name, uniqueId] = [input.name as string, input.uniqueId as string];
  const same = allPipelines(world).find((each) => each.name === name && each.uniqueId === uniqueId);
  if (same) return { pipelineId: same.id };
  const tags = new Map(listOf<Tag>(input.tags).map(({ key, value }) => [key, value]));
  checkTags(tags, world);
  const most = world.simulation.limits.number('dp.account.pipelines');
  if (allPipelines(world).length >= most) return invalid(`Web service limit exceeded: Exceeded number of pipelines allowed: ${most}`);
  const id = newPipelineId(name, pipelinesOf(world).size);
  const node = world.create('data-pipeline', { definition: { objects: [] }, activation: 'manual' });
  pipelinesOf(world).set(id, { id, name, uniqueId, description: input.description as string | undefined, node, createdAt: world.now, tags, latest: undefined, active: undefined, versions: 0, activatedAt: undefined, deleted: false, joined: new Set() });
  return { pipelineId: id };
};

const healthy = (statuses: Readonly<Record<string, number>>) => !['FAILED', 'CASCADE_FAILED', 'TIMEDOUT'].some((status) => (statuses[status] ?? 0) > 0);

function describe(pipeline: Pipeline, world: World): ApiRecord {
  const view = world.describe(pipeline.node);
  const at = (ms: number) => timeText(world.options.startsAt + ms);
  const fields: Field[] = [
    { key: '@pipelineState', stringValue: view.pipelineState as string },
    ...(pipeline.description === undefined ? [] : [{ key: 'description', stringValue: pipeline.description }]),
    { key: 'name', stringValue: pipeline.name },
    { key: '@creationTime', stringValue: at(pipeline.createdAt) },
    { key: '@id', stringValue: pipeline.id },
    { key: '@sphere', stringValue: 'PIPELINE' },
    { key: '@version', stringValue: String(pipeline.versions) },
    { key: '@userId', stringValue: world.options.account },
    { key: '@accountId', stringValue: world.options.account },
    { key: 'uniqueId', stringValue: pipeline.uniqueId },
    ...(pipeline.activatedAt === undefined ? [] : [
      { key: '@lastActivationTime', stringValue: at(pipeline.activatedAt) },
      { key: '@healthStatus', stringValue: healthy(view.instancesByStatus as Record<string, number>) ? 'HEALTHY' : 'ERROR' },
    ]),
  ];
  return { pipelineId: pipeline.id, name: pipeline.name, fields: fields as unknown as ApiRecord[], ...(pipeline.description === undefined ? {} : { description: pipeline.description }), tags: [...pipeline.tags].map(([key, value]) => ({ key, value })) };
}

/** Activates what was put last: it is judged again, and its buckets, tables and topics are joined. */
const activatePipeline: Handler = async (input, world) => {
  const pipeline = calledPipeline(input, world);
  const put = pipeline.latest;
  if (!put) return invalid(`The pipeline ${pipeline.id} has no definition: call PutPipelineDefinition first`);
  const given = listOf<{ readonly id: string; readonly stringValue: string }>(input.parameterValues);
  const values = new Map([...put.parameterValues, ...given].map((value) => [value.id, value]));
  const taken = { ...put, parameterValues: [...values.values()] };
  const definition = definitionOf(taken);
  const changed = taken.pipelineObjects !== pipeline.active?.pipelineObjects || JSON.stringify(taken.parameterValues) !== JSON.stringify(pipeline.active.parameterValues);
  const { problems, warnings, places } = await world.call(pipeline.node, Define, { definition, check: true }, (found) => found);
  if (problems.length > 0) {
    return invalid(`Pipeline definition failed to validate because of following Errors: ${inWords(problems, 'errors')} and Warnings: ${inWords(warnings, 'warnings')}`);
  }
  await world.call(pipeline.node, Define, { definition, names: placeNames(pipeline, places, world) }, () => null);
  const running = world.describe(pipeline.node).pipelineState === 'SCHEDULED';
  const start = input.startTimestamp as number | undefined;
  const again = running && changed && start === undefined && !taken.pipelineObjects.some(({ fields }) => fields.some(({ key, stringValue }) => key === 'scheduleType' && stringValue === 'ondemand'));
  // An active pipeline that takes a new definition goes on.
  if (!again) await world.call(pipeline.node, Control, { operation: 'ActivatePipeline', request: start === undefined ? {} : { startTimestamp: Math.round(start * 1000) - world.options.startsAt } }, () => null);
  pipeline.active = taken;
  // Another definition may have been put meanwhile.
  if (pipeline.latest === put) pipeline.latest = taken;
  pipeline.activatedAt = world.now;
  return {};
};

export const pipelineHandlers: Readonly<Record<string, Handler>> = {
  CreatePipeline: createPipeline,
  ListPipelines(input, world) {
    const { items, ...more } = pageOf('pipelines', allPipelines(world), listed, input.marker as string | undefined);
    return { pipelineIdList: items.map(({ id, name }) => ({ id, name })), ...more };
  },
  DescribePipelines(input, world) {
    const ids = listOf<string>(input.pipelineIds);
    const most = world.simulation.limits.number('dp.describe.max-ids');
    if (ids.length < 1 || ids.length > most) return invalid(`pipelineIds must name 1 to ${most} pipelines; got ${ids.length}`);
    return { pipelineDescriptionList: ids.map((id) => describe(findPipeline(id, world), world)) };
  },
  ActivatePipeline: activatePipeline,
  async DeactivatePipeline(input, world) {
    const { node } = calledPipeline(input, world);
    return world.call(node, Control, { operation: 'DeactivatePipeline', request: { cancelActive: input.cancelActive !== false } }, () => ({}));
  },
  async DeletePipeline(input, world) {
    const pipeline = pipelinesOf(world).get(input.pipelineId as string);
    if (!pipeline || pipeline.deleted) return refuse('PipelineNotFoundException', `Pipeline with id: ${input.pipelineId as string} does not exist`);
    pipeline.deleted = true;
    return world.call(pipeline.node, Control, { operation: 'DeletePipeline', request: {} }, () => ({}));
  },
  AddTags(input, world) {
    const { tags } = calledPipeline(input, world);
    const after = new Map([...tags, ...listOf<Tag>(input.tags).map(({ key, value }) => [key, value] as const)]);
    checkTags(after, world);
    for (const [key, value] of after) tags.set(key, value);
    return {};
  },
  RemoveTags(input, world) {
    const { tags } = calledPipeline(input, world);
    for (const key of listOf<string>(input.tagKeys)) tags.delete(key);
    return {};
  },
};
