/** Definitions as the API has them, objects with fields, and as a definition file has them; validated by the pipeline itself. */
import { Define, type ObjectProblem } from '../../services/data-pipeline/model/operations.ts';
import type { PlainRecord } from '../../sim/plainData.ts';
import type { Handler } from '../operation.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { calledPipeline, invalid, listOf, type Field, type Pipeline, type PipelineObject, type Put } from './register.ts';

function objectOf({ id, name, fields }: PipelineObject): PlainRecord {
  const out: Record<string, PlainRecord[string]> = { id, name };
  for (const { key, stringValue, refValue } of fields) {
    const value = refValue === undefined ? stringValue : { ref: refValue };
    const before = Object.hasOwn(out, key) && key !== 'name' ? out[key] : undefined;
    out[key] = before === undefined ? value : Array.isArray(before) ? [...(before as PlainRecord[string][] as string[]), value as string] : ([before, value] as string[]);
  }
  return out;
}

/** {objects, parameters, values}. */
export function definitionOf({ pipelineObjects, parameterObjects, parameterValues }: Put): PlainRecord {
  return {
    objects: pipelineObjects.map(objectOf),
    parameters: parameterObjects.map(({ id, attributes }) => ({ id: id as string, ...Object.fromEntries(listOf<{ key: string; stringValue: string }>(attributes).map(({ key, stringValue }) => [key, stringValue])) })),
    values: Object.fromEntries(parameterValues.map(({ id, stringValue }) => [id, stringValue])),
  };
}

/** Problems by object, as the API lists them. */
export function grouped<Name extends 'errors' | 'warnings'>(problems: readonly ObjectProblem[], name: Name): ({ readonly id: string } & { readonly [N in Name]: readonly string[] })[] {
  const by = new Map<string, string[]>();
  for (const { object, field, problem } of problems) {
    const id = object === '' ? 'Pipeline' : object;
    by.set(id, [...(by.get(id) ?? []), field === '' ? problem : `'${field}' ${problem}`]);
  }
  return [...by].map(([id, texts]) => ({ id, [name]: texts }) as unknown as { readonly id: string } & { readonly [N in Name]: readonly string[] });
}

/** What no definition may lack to be saved at all. */
function readPut(input: ApiRecord, world: World): Put {
  const pipelineObjects = listOf<PipelineObject>(input.pipelineObjects);
  const most = world.simulation.limits.number('dp.pipeline.objects');
  if (pipelineObjects.length > most) return invalid(`Web service limit exceeded: Exceeded number of objects allowed in a pipeline: ${most}`);
  for (const { id, fields } of pipelineObjects) {
    for (const { key, stringValue, refValue } of fields) {
      if (stringValue !== undefined && refValue !== undefined) return invalid(`Field '${key}' of object '${id}' has both a stringValue and a refValue`);
      if (!stringValue && !refValue) return invalid(`Field '${key}' of object '${id}' is empty: it needs a stringValue or a refValue`);
    }
  }
  return { pipelineObjects, parameterObjects: listOf(input.parameterObjects), parameterValues: listOf(input.parameterValues) };
}

async function judged(pipeline: Pipeline, put: Put, world: World): Promise<ApiRecord> {
  const { problems, warnings } = await world.call(pipeline.node, Define, { definition: definitionOf(put), check: true }, (found) => found);
  return { errored: problems.length > 0, validationErrors: grouped(problems, 'errors') as unknown as ApiRecord[], validationWarnings: grouped(warnings, 'warnings') as unknown as ApiRecord[] };
}

export const definitionHandlers: Readonly<Record<string, Handler>> = {
  async PutPipelineDefinition(input, world) {
    const pipeline = calledPipeline(input, world);
    if (world.describe(pipeline.node).pipelineState === 'FINISHED') return invalid(`The pipeline ${pipeline.id} is FINISHED: its definition cannot be changed`);
    const put = readPut(input, world);
    const answer = await judged(pipeline, put, world);
    // A definition with problems is saved too; it cannot be activated.
    pipeline.latest = put;
    pipeline.versions++;
    return answer;
  },
  ValidatePipelineDefinition(input, world) {
    return judged(calledPipeline(input, world), readPut(input, world), world);
  },
  GetPipelineDefinition(input, world) {
    const { active, latest } = calledPipeline(input, world);
    const version = (input.version as string | undefined) ?? 'latest';
    if (version !== 'active' && version !== 'latest') return invalid(`version must be latest or active; got ${version}`);
    const put = version === 'active' ? active : latest;
    return { pipelineObjects: (put?.pipelineObjects ?? []) as unknown as ApiRecord[], parameterObjects: put?.parameterObjects ?? [], parameterValues: put?.parameterValues ?? [] };
  },
};

export const refField = (key: string, refValue: string): Field => ({ key, refValue });
export const textField = (key: string, stringValue: string): Field => ({ key, stringValue });
