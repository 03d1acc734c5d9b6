/** Definitions as the API has them, objects with fields, and as a definition file has them; validated by the pipeline itself. */
import { Define, type ObjectProblem } from '../../services/data-pipeline/model/operations.ts';
import { utf8Bytes } from '../../base/md5.ts';
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

const putOf = (input: ApiRecord): Put => ({ pipelineObjects: listOf<PipelineObject>(input.pipelineObjects), parameterObjects: listOf(input.parameterObjects), parameterValues: listOf(input.parameterValues) });

/** Where a definition is larger than it may be; texts and names count as UTF-8. */
function checkSizes({ pipelineObjects }: Put, { simulation: { limits } }: World): void {
  const exceeded = (what: string) => invalid(`Web service limit exceeded: Exceeded maximum number of ${what}`);
  if (pipelineObjects.length > limits.number('dp.pipeline.objects')) exceeded('objects allowed per pipeline');
  for (const { id, fields } of pipelineObjects) {
    if (fields.length > limits.number('dp.object.fields')) exceeded(`fields allowed per object: ${id.slice(0, 80)}`);
    let bytes = 0;
    for (const { key, stringValue = '', refValue = '' } of fields) {
      const name = utf8Bytes(key).length;
      const value = utf8Bytes(stringValue).length + utf8Bytes(refValue).length;
      if (name > limits.bytes('dp.field.name-bytes')) exceeded(`bytes allowed in a field name: ${key.slice(0, 80)}`);
      if (value > limits.bytes('dp.field.bytes')) exceeded(`bytes allowed per field: ${key.slice(0, 80)}`);
      bytes += name + value;
    }
    if (bytes > limits.bytes('dp.object.bytes')) exceeded(`bytes allowed per object: ${id.slice(0, 80)}`);
  }
}

/** What keeps a definition from being saved at all. */
function fatalProblems({ pipelineObjects }: Put): ObjectProblem[] {
  return pipelineObjects.flatMap(({ id: object, fields }) =>
    fields.flatMap(({ key: field, stringValue, refValue }) => {
      if (stringValue !== undefined && refValue !== undefined) return [{ object, field, problem: 'has both a stringValue and a refValue' }];
      return stringValue || refValue ? [] : [{ object, field, problem: 'is empty: it needs a stringValue or a refValue' }];
    }),
  );
}

/** Problems as one text, object by object. */
export function inWords(problems: readonly ObjectProblem[], name: 'errors' | 'warnings'): string {
  return `[${grouped(problems, name).map((each) => `{ObjectId = '${each.id}', ${name} = [${(each as unknown as Record<string, readonly string[]>)[name]!.join(', ')}]}`).join(', ')}]`;
}

async function judged(pipeline: Pipeline, put: Put, fatal: readonly ObjectProblem[], world: World): Promise<ApiRecord> {
  const { problems, warnings } = fatal.length > 0 ? { problems: fatal, warnings: [] } : await world.call(pipeline.node, Define, { definition: definitionOf(put), check: true }, (found) => found);
  return { errored: problems.length > 0, validationErrors: grouped(problems, 'errors') as unknown as ApiRecord[], validationWarnings: grouped(warnings, 'warnings') as unknown as ApiRecord[] };
}

export const definitionHandlers: Readonly<Record<string, Handler>> = {
  async PutPipelineDefinition(input, world) {
    const pipeline = calledPipeline(input, world);
    if (world.describe(pipeline.node).pipelineState === 'FINISHED') return invalid(`The pipeline ${pipeline.id} is FINISHED: its definition cannot be changed`);
    const put = putOf(input);
    checkSizes(put, world);
    const fatal = fatalProblems(put);
    if (fatal.length > 0) return invalid(`Pipeline definition has errors: Could not save the pipeline definition due to FATAL errors: ${inWords(fatal, 'errors')} Please call Validate to validate your pipeline`);
    const answer = await judged(pipeline, put, [], world);
    // A definition with problems is saved too; it cannot be activated.
    pipeline.latest = put;
    pipeline.versions++;
    return answer;
  },
  ValidatePipelineDefinition(input, world) {
    const pipeline = calledPipeline(input, world);
    const put = putOf(input);
    checkSizes(put, world);
    return judged(pipeline, put, fatalProblems(put), world);
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
