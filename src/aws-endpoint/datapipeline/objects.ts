/** Components, instances and attempts as objects with fields: described, queried, evaluated, and told what to do. */
import { Control, DescribeObjects, Evaluate, type DescribedAttempt, type DescribedComponent, type DescribedInstance, type PipelineObjects } from '../../services/data-pipeline/model/operations.ts';
import { Refusal } from '../apiError.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { refField, textField } from './definitions.ts';
import { pageOf } from './marker.ts';
import { calledPipeline, invalid, listOf, timeText, type Field, type Pipeline, type PipelineObject } from './register.ts';

type Sphere = 'COMPONENT' | 'INSTANCE' | 'ATTEMPT';
export interface SphereObject extends PipelineObject {
  readonly sphere: Sphere;
  /** What an expression in a field is evaluated for. */
  readonly of: string;
}

const fieldsOf = ({ type, texts, refs }: DescribedComponent): Field[] => [
  textField('type', type),
  ...Object.entries(texts).flatMap(([key, values]) => (key === 'name' ? [] : values.map((value) => textField(key, value)))),
  ...Object.entries(refs).flatMap(([key, values]) => values.map((value) => refField(key, value))),
];
const timed = (key: string, time: number | null): Field[] => (time === null ? [] : [textField(key, timeText(time))]);
const reasons = (status: string, reason: string): Field[] => (reason === '' ? [] : [textField(status === 'CANCELED' ? 'cancellationReason' : status === 'CASCADE_FAILED' ? '@cascadeFailedOn' : 'errorMessage', reason)]);

export const attemptId = (instance: string, number: number) => `${instance}_Attempt=${number}`;

function instanceObject(instance: DescribedInstance, component: DescribedComponent): SphereObject {
  const { id, status, reason, attempts } = instance;
  return {
    id,
    name: id,
    sphere: 'INSTANCE',
    of: id,
    fields: [
      refField('@componentParent', component.id),
      refField('parent', component.id),
      textField('@sphere', 'INSTANCE'),
      textField('@status', status),
      ...timed('@scheduledStartTime', instance.scheduledStart),
      ...timed('@scheduledEndTime', instance.scheduledEnd),
      ...timed('@creationTime', instance.createdAt),
      ...timed('@actualStartTime', instance.startedAt),
      ...timed('@actualEndTime', instance.endedAt),
      ...timed('@finishedTime', instance.endedAt),
      ...(attempts.length === 0 ? [] : [refField('@headAttempt', attemptId(id, attempts.at(-1)!.number)), textField('attemptCount', String(attempts.length))]),
      ...reasons(status, reason),
      ...fieldsOf(component),
    ],
  };
}

export function attemptObject(instance: DescribedInstance, { number, status, startedAt, endedAt, hostname, reason }: DescribedAttempt, component: DescribedComponent): SphereObject {
  const id = attemptId(instance.id, number);
  return {
    id,
    name: id,
    sphere: 'ATTEMPT',
    of: instance.id,
    fields: [
      refField('@componentParent', component.id),
      refField('@instanceParent', instance.id),
      refField('parent', component.id),
      textField('@sphere', 'ATTEMPT'),
      textField('@status', status),
      ...timed('@scheduledStartTime', instance.scheduledStart),
      ...timed('@scheduledEndTime', instance.scheduledEnd),
      ...timed('@actualStartTime', startedAt),
      ...timed('@actualEndTime', endedAt),
      ...(hostname === null ? [] : [textField('hostname', hostname)]),
      ...reasons(status, reason),
      ...fieldsOf(component),
    ],
  };
}

export const objectsOf = (pipeline: Pipeline, world: World): Promise<PipelineObjects> => world.call(pipeline.node, DescribeObjects, null, (found) => found);

/** All objects of a pipeline. Components are those of the latest definition, with their own fields only. */
async function all(pipeline: Pipeline, world: World): Promise<SphereObject[]> {
  const { components, instances } = await objectsOf(pipeline, world);
  const component = new Map(components.map((each) => [each.id, each]));
  return [
    ...(pipeline.latest?.pipelineObjects ?? []).map((object): SphereObject => ({ ...object, sphere: 'COMPONENT', of: object.id, fields: [textField('@sphere', 'COMPONENT'), ...object.fields] })),
    ...instances.map((instance) => instanceObject(instance, component.get(instance.component)!)),
    ...instances.flatMap((instance) => instance.attempts.map((attempt) => attemptObject(instance, attempt, component.get(instance.component)!))),
  ];
}

/** Fields with their expressions put in; one that cannot be evaluated stays as it was written. */
export async function evaluated(pipeline: Pipeline, { of, fields }: SphereObject, world: World): Promise<Field[]> {
  const out: Field[] = [];
  for (const field of fields) {
    if (!field.stringValue?.includes('#{')) {
      out.push(field);
      continue;
    }
    try {
      out.push(textField(field.key, await world.call(pipeline.node, Evaluate, { object: of, expression: field.stringValue }, ({ text }) => text)));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      out.push(field);
    }
  }
  return out;
}

interface Selector {
  readonly fieldName?: string;
  readonly operator?: { readonly type?: string; readonly values?: readonly string[] };
}

function selects({ fieldName, operator }: Selector, { fields }: PipelineObject): boolean {
  if (fieldName === undefined || operator?.type === undefined) return true;
  const [low = '', high = ''] = operator.values ?? [];
  return fields.some(({ key, stringValue, refValue }) => {
    if (key !== fieldName) return false;
    if (operator.type === 'REF_EQ') return operator.values!.includes(refValue ?? '');
    if (stringValue === undefined) return false;
    switch (operator.type) {
      case 'EQ':
        return operator.values!.includes(stringValue);
      case 'LE':
        return stringValue <= low;
      case 'GE':
        return stringValue >= low;
      default:
        return stringValue >= low && stringValue <= high;
    }
  });
}

function checkSelector({ fieldName, operator }: Selector): void {
  if (fieldName === undefined || operator?.type === undefined) return invalid('A selector needs a fieldName and an operator with a type');
  const wanted = operator.type === 'BETWEEN' ? 2 : 1;
  const count = operator.values?.length ?? 0;
  if (count < wanted || (count > wanted && !operator.type.endsWith('EQ'))) invalid(`The operator ${operator.type} on ${fieldName} takes ${wanted} values; got ${count}`);
}

const commands: Readonly<Record<string, string>> = { PAUSE: 'PAUSE', RESUME: 'RESUME', TRY_CANCEL: 'CANCEL', CANCEL: 'CANCEL', RERUN: 'RERUN', MARK_FINISHED: 'MARK_FINISHED' };

export const objectHandlers: Readonly<Record<string, Handler>> = {
  async DescribeObjects(input, world) {
    const pipeline = calledPipeline(input, world);
    const ids = listOf<string>(input.objectIds);
    const most = world.simulation.limits.number('dp.describe.max-ids');
    if (ids.length < 1 || ids.length > most) return invalid(`objectIds must name 1 to ${most} objects; got ${ids.length}`);
    const objects = await all(pipeline, world);
    const found = ids.map((id) => objects.find((object) => object.id === id) ?? invalid(`Object with id: ${id} does not exist in pipeline ${pipeline.id}`));
    const { items, ...more } = pageOf(`objects-${ids.length}`, found, most, input.marker as string | undefined);
    const described: ApiRecord[] = [];
    for (const object of items) described.push({ id: object.id, name: object.name, fields: (input.evaluateExpressions === true ? await evaluated(pipeline, object, world) : object.fields) as unknown as ApiRecord[] });
    return { pipelineObjects: described, ...more };
  },
  async QueryObjects(input, world) {
    const pipeline = calledPipeline(input, world);
    const sphere = input.sphere as string;
    if (!['COMPONENT', 'INSTANCE', 'ATTEMPT'].includes(sphere)) return invalid(`sphere must be one of COMPONENT, INSTANCE, ATTEMPT; got ${sphere}`);
    const selectors = listOf<Selector>((input.query as ApiRecord | undefined)?.selectors);
    selectors.forEach(checkSelector);
    const most = world.simulation.limits.number('dp.query.max-ids');
    const limit = (input.limit as number | undefined) ?? most;
    if (limit < 1 || limit > most) return invalid(`limit must be 1 to ${most}; got ${limit}`);
    const found = (await all(pipeline, world)).filter((object) => object.sphere === sphere && selectors.every((selector) => selects(selector, object)));
    const { items, ...more } = pageOf(`${sphere}-of-${pipeline.id}`, found, limit, input.marker as string | undefined);
    return { ids: items.map(({ id }) => id), ...more };
  },
  async EvaluateExpression(input, world) {
    const { node } = calledPipeline(input, world);
    const object = (input.objectId as string).replace(/_Attempt=\d+$/, '');
    return world.call(node, Evaluate, { object, expression: input.expression as string }, ({ text }) => ({ evaluatedExpression: text }));
  },
  async SetStatus(input, world) {
    const { id, node } = calledPipeline(input, world);
    const status = Object.hasOwn(commands, input.status as string) ? commands[input.status as string]! : invalid(`status must be one of PAUSE, RESUME, TRY_CANCEL, RERUN, MARK_FINISHED; got ${input.status as string}`);
    const objects = listOf<string>(input.objectIds);
    if (objects.length === 0) return invalid('objectIds must name at least one object');
    if (world.describe(node).pipelineState === 'FINISHED') return invalid(`The pipeline ${id} is FINISHED: the status of its objects cannot be set`);
    for (const objectId of objects) await world.call(node, Control, { operation: 'SetStatus', request: { objectId: objectId.replace(/_Attempt=\d+$/, ''), status } }, () => null);
    return {};
  },
};
