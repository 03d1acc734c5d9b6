/** A definition that is put while the pipeline is there: before its first activation anything goes, later much must stay as it is. */
import type { PlainRecord } from '../../../sim/plainData.ts';
import { timingsOf } from './commands.ts';
import { parseDefinition, type Component, type Definition } from './definition.ts';
import { definitionWarnings } from './definitionRules.ts';
import { evaluateText, valueText } from './expressions.ts';
import type { DefineRequest, DefineResponse, ObjectProblem } from './operations.ts';
import { s3Path, type Ctx } from './places.ts';
import { go } from './running.ts';
import type { PipelineState } from './state.ts';

const none: readonly never[] = Object.freeze([]);

export function define(state: PipelineState, { definition: given, check = false, names }: DefineRequest, ctx: Ctx): DefineResponse {
  const { core } = state;
  const parsed = parseDefinition(given as PlainRecord, ctx.limits);
  if (!parsed.ok) return { problems: parsed.error, warnings: none, places: none };
  const after = parsed.value;
  const problems = core.pipeline === 'PENDING' ? none : changeProblems(core.definition, after);
  if (problems.length > 0) return { problems, warnings: none, places: none };
  if (!check) {
    core.definition = after;
    if (core.pipeline !== 'PENDING') core.timings = timingsOf(core, core.activatedAt);
    core.names = Object.freeze({ ...core.names, ...names });
    if (core.pipeline !== 'PENDING') go(state, ctx);
  }
  return { problems: none, warnings: definitionWarnings(after, ctx.startsAt + ctx.now), places: placesOf(after) };
}

/** What may not change in a pipeline that has been active (Developer Guide: Editing your pipeline). */
function changeProblems(before: Definition, after: Definition): ObjectProblem[] {
  const problems: ObjectProblem[] = [];
  const problem = (object: string, field: string, text: string) => problems.push({ object, field, problem: text });
  if (before.onDemand !== after.onDemand) problem('Default', 'scheduleType', 'the type of a pipeline cannot be changed once it has been active');
  for (const old of before.components) {
    const now = after.components.find(({ id }) => id === old.id);
    if (!now) problem(old.id, '', 'an object cannot be removed from a pipeline that has been active');
    else if (now.type !== old.type) problem(old.id, 'type', 'the type of an object cannot be changed once the pipeline has been active');
    else {
      if (old.category === 'Schedule' && now.texts.period?.[0] !== old.texts.period?.[0]) problem(old.id, 'period', 'the period of a schedule cannot be changed once the pipeline has been active');
      for (const field of new Set([...Object.keys(old.refs), ...Object.keys(now.refs)])) if (String(old.refs[field] ?? '') !== String(now.refs[field] ?? '')) problem(old.id, field, 'reference fields of an object cannot be changed once the pipeline has been active');
    }
  }
  return problems;
}

/** Names that stand in the definition itself; one that is made of an interval's times is none of them. */
function placesOf({ components, values }: Definition): DefineResponse['places'] {
  const places: DefineResponse['places'][number][] = [];
  const text = (component: Component, field: string): string | undefined => {
    const written = component.texts[field]?.[0];
    if (written === undefined || !written.includes('#{')) return written;
    const value = evaluateText(written, ([name]) => (name !== undefined && Object.hasOwn(values, name) ? { ok: true, value: values[name]! } : { ok: false, problem: 'not known yet' }));
    return value.ok ? valueText(value.value) : written;
  };
  const add = (port: DefineResponse['places'][number]['port'], name: string | undefined) => {
    if (name && !name.includes('#{') && !places.some((place) => place.port === port && place.name === name)) places.push({ port, name });
  };
  for (const component of components) {
    const users = (field: 'input' | 'output') => components.some((other) => other.refs[field]?.includes(component.id));
    switch (component.type) {
      case 'S3DataNode': {
        const { bucket } = s3Path(text(component, 'filePath') ?? text(component, 'directoryPath') ?? '');
        if (users('input')) add('objects', bucket);
        if (users('output')) add('bucket', bucket);
        break;
      }
      case 'S3KeyExists':
      case 'S3PrefixNotEmpty':
        add('objects', s3Path(text(component, 's3Key') ?? text(component, 's3Prefix') ?? '').bucket);
        break;
      case 'DynamoDBDataNode':
        if (users('input')) add('source-table', text(component, 'tableName'));
        if (users('output')) add('table', text(component, 'tableName'));
        break;
      case 'DynamoDBDataExists':
      case 'DynamoDBTableExists':
        add('source-table', text(component, 'tableName'));
        break;
      case 'SnsAlarm':
        add('topic', text(component, 'topicArn'));
    }
  }
  return places;
}
