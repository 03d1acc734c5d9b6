/** Components, instances and attempts as objects with fields: described, queried, evaluated. */
import { DescribeObjects, Evaluate, type DescribedAttempt, type DescribedComponent, type DescribedInstance, type PipelineObjects } from '../../services/data-pipeline/model/operations.ts';
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

/** Fields that all objects of a pipeline have. */
const belonging = ({ id, versions }: Pipeline): Field[] => [textField('@pipelineId', id), textField('@version', String(versions))];

function instanceObject(pipeline: Pipeline, instance: DescribedInstance, component: DescribedComponent): SphereObject {
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
      ...belonging(pipeline),
      ...fieldsOf(component),
    ],
  };
}

export function attemptObject(pipeline: Pipeline, instance: DescribedInstance, { number, status, startedAt, endedAt, hostname, reason }: DescribedAttempt, component: DescribedComponent): SphereObject {
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
      refField('@activeInstances', instance.id),
      ...reasons(status, reason),
      ...belonging(pipeline),
      ...fieldsOf(component),
    ],
  };
}

export const objectsOf = (pipeline: Pipeline, world: World): Promise<PipelineObjects> => world.call(pipeline.node, DescribeObjects, null, (found) => found);

/** All objects of a pipeline. Components are those of the latest definition, with their own fields only. */
export async function allObjects(pipeline: Pipeline, world: World): Promise<SphereObject[]> {
  const { components, instances } = await objectsOf(pipeline, world);
  const component = new Map(components.map((each) => [each.id, each]));
  const status = pipeline.active === undefined ? 'PENDING' : 'SCHEDULED';
  return [
    ...(pipeline.latest?.pipelineObjects ?? []).map((object): SphereObject => ({ ...object, sphere: 'COMPONENT', of: object.id, fields: [...object.fields, textField('@sphere', 'COMPONENT'), textField('@status', status), ...belonging(pipeline)] })),
    ...instances.map((instance) => instanceObject(pipeline, instance, component.get(instance.component)!)),
    ...instances.flatMap((instance) => instance.attempts.map((attempt) => attemptObject(pipeline, instance, attempt, component.get(instance.component)!))),
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

export const objectHandlers: Readonly<Record<string, Handler>> = {
  async DescribeObjects(input, world) {
    const pipeline = calledPipeline(input, world);
    const ids = listOf<string>(input.objectIds);
    const most = world.simulation.limits.number('dp.describe.max-ids');
    if (ids.length < 1 || ids.length > most) return invalid(`objectIds must name 1 to ${most} objects; got ${ids.length}`);
    const objects = await allObjects(pipeline, world);
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
    const mostSelectors = world.simulation.limits.number('dp.query.max-selectors');
    if (selectors.length > mostSelectors) return invalid(`query.selectors has at most ${mostSelectors} selectors; got ${selectors.length}`);
    selectors.forEach(checkSelector);
    const most = world.simulation.limits.number('dp.query.max-ids');
    const limit = Math.min((input.limit as number | undefined) ?? most, most);
    if (limit < 1) return invalid(`limit must be at least 1; got ${limit}`);
    const found = (await allObjects(pipeline, world)).filter((object) => object.sphere === sphere && selectors.every((selector) => selects(selector, object)));
    const { items, ...more } = pageOf(`${sphere}-of-${pipeline.id}`, found, limit, input.marker as string | undefined);
    return { ids: items.map(({ id }) => id), ...more };
  },
  async EvaluateExpression(input, world) {
    const { node } = calledPipeline(input, world);
    const object = (input.objectId as string).replace(/_Attempt=\d+$/, '');
    return world.call(node, Evaluate, { object, expression: input.expression as string }, ({ text }) => ({ evaluatedExpression: text }));
  },
};
