/** Pipelines of the account: what they are called, their definitions as they were put, tags. */
import { md5Bytes, utf8Bytes } from '../../base/md5.ts';
import { isoTime } from '../../base/calendar.ts';
import { refuse } from '../apiError.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';

export interface Field {
  readonly key: string;
  readonly stringValue?: string;
  readonly refValue?: string;
}
export interface PipelineObject {
  readonly id: string;
  readonly name: string;
  readonly fields: readonly Field[];
}
/** A definition as a client put it. */
export interface Put {
  readonly pipelineObjects: readonly PipelineObject[];
  readonly parameterObjects: readonly ApiRecord[];
  readonly parameterValues: readonly { readonly id: string; readonly stringValue: string }[];
}
export interface Pipeline {
  readonly id: string;
  readonly name: string;
  readonly uniqueId: string;
  readonly description: string | undefined;
  readonly node: number;
  /** Simulated ms. */
  readonly createdAt: number;
  readonly tags: Map<string, string>;
  /** The latest that was put, and the one that the last activation took. */
  latest: Put | undefined;
  active: Put | undefined;
  versions: number;
  activatedAt: number | undefined;
  deleted: boolean;
  /** Nodes that are joined to it, by port. */
  readonly joined: Set<string>;
}

export const pipelinesOf = (world: World): Map<string, Pipeline> => world.register('datapipeline', () => new Map<string, Pipeline>());

/** Pipelines that are there, oldest first. */
export const allPipelines = (world: World): Pipeline[] => [...pipelinesOf(world).values()].filter(({ deleted }) => !deleted);

export function findPipeline(id: string, world: World): Pipeline {
  const pipeline = pipelinesOf(world).get(id);
  if (!pipeline) return refuse('PipelineNotFoundException', `Pipeline with id: ${id} does not exist`);
  return pipeline.deleted ? refuse('PipelineDeletedException', `Pipeline with id: ${id} has been deleted`) : pipeline;
}

export const calledPipeline = (input: ApiRecord, world: World): Pipeline => findPipeline(input.pipelineId as string, world);

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** df-0, seven digits, and twelve digits and capitals. */
export function newPipelineId(name: string, count: number): string {
  const bytes = [...md5Bytes(utf8Bytes(`${name} ${count}`)), ...md5Bytes(utf8Bytes(`${count} ${name}`))];
  return `df-0${bytes.slice(0, 19).map((byte, i) => alphabet[byte % (i < 7 ? 10 : 36)]).join('')}`;
}

/** A time as fields of objects have it; UTC ms. */
export const timeText = (time: number): string => isoTime(time).slice(0, 19);
export const listOf = <T>(value: unknown): readonly T[] => (value ?? []) as readonly T[];
export const invalid = (message: string): never => refuse('InvalidRequestException', message);
