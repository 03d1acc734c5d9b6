/** Requests to Data Pipeline, and definitions as the API has them. */
import { utf8Text } from '../../base/base64.ts';
import { utf8Bytes } from '../../base/md5.ts';
import { inProcess } from '../../testing/inProcessEndpoint.ts';
import type { Endpoint } from '../endpoint.ts';
import { answerOf } from '../requestHandler.ts';

export async function post(endpoint: Endpoint, operation: string, body: Uint8Array) {
  const { status, headers, body: answer } = await answerOf(endpoint, { method: 'POST', path: '/', query: '', headers: { 'x-amz-target': `DataPipeline.${operation}`, 'content-type': 'application/x-amz-json-1.1' }, body });
  return { status, headers, body: (answer.length > 0 ? JSON.parse(utf8Text(answer) ?? '') : {}) as Record<string, unknown> };
}
export const send = (endpoint: Endpoint, operation: string, input: unknown) => post(endpoint, operation, utf8Bytes(JSON.stringify(input) ?? ''));

/** The body of a call that must go well. */
export async function ok<T = Record<string, unknown>>(endpoint: Endpoint, operation: string, input: unknown): Promise<T> {
  const { status, body } = await send(endpoint, operation, input);
  if (status !== 200) throw new Error(`${operation}: ${String(body.__type)}: ${String(body.message)}`);
  return body as T;
}

type Value = string | { readonly ref: string };
/** An object with its fields: {type: 'Schedule', period: '1 days'}. */
export function object(id: string, fields: { readonly [key: string]: Value }, name = id) {
  return { id, name, fields: Object.entries(fields).map(([key, value]) => (typeof value === 'string' ? { key, stringValue: value } : { key, refValue: value.ref })) };
}

/** A day's work of a shell command in a worker group, at the time at which the world begins. */
export const daily = (work: { readonly [key: string]: Value } = {}, schedule: { readonly [key: string]: Value } = {}) => [
  object('Default', { scheduleType: 'cron', schedule: { ref: 'Daily' }, workerGroup: 'wg' }),
  object('Daily', { type: 'Schedule', period: '1 days', startDateTime: '2026-01-05T00:00:00', occurrences: '1', ...schedule }),
  object('Work', { type: 'ShellCommandActivity', command: 'echo #{format(@scheduledStartTime, "YYYY-MM-dd")}', ...work }),
];

export async function created(endpoint: Endpoint, name = 'nightly') {
  return (await ok<{ pipelineId: string }>(endpoint, 'CreatePipeline', { name, uniqueId: `${name}-1` })).pipelineId;
}

/** An endpoint with a pipeline that is active. */
export async function active(pipelineObjects: readonly unknown[] = daily()) {
  const { endpoint } = inProcess();
  const pipelineId = await created(endpoint);
  const put = await ok(endpoint, 'PutPipelineDefinition', { pipelineId, pipelineObjects });
  if (put.errored === true) throw new Error(JSON.stringify(put.validationErrors));
  await ok(endpoint, 'ActivatePipeline', { pipelineId });
  return { endpoint, pipelineId };
}

interface Field {
  readonly key: string;
  readonly stringValue?: string;
  readonly refValue?: string;
}
/** Fields of an answer's object, by key; of several with one key the last. */
export function fieldsOf(of: unknown): Record<string, string> {
  return Object.fromEntries((of as { readonly fields: readonly Field[] }).fields.map(({ key, stringValue, refValue }) => [key, stringValue ?? refValue ?? '']));
}
