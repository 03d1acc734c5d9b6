/** What a pipeline answers to clients: its definition, the control plane, its objects, and the calls of a Task Runner. Times are UTC ms. */
import { operation } from '../../../sim/calls.ts';
import type { PlainRecord } from '../../../sim/plainData.ts';

export interface ObjectProblem {
  readonly object: string;
  readonly field: string;
  readonly problem: string;
}
export interface DefineRequest {
  /** {objects, parameters, values} as in a definition file. */
  readonly definition: PlainRecord;
  /** Only looks: the pipeline stays as it is. */
  readonly check?: boolean | undefined;
  /** Ids of nodes by port and name (`bucket orders`), added to those that are known. */
  readonly names?: { readonly [portAndName: string]: string } | undefined;
}
export interface DefineResponse {
  /** With any problem nothing has changed. */
  readonly problems: readonly ObjectProblem[];
  readonly warnings: readonly ObjectProblem[];
  /** Buckets, tables and topics that the definition names: to be joined to the pipeline, by port. */
  readonly places: readonly { readonly port: 'bucket' | 'objects' | 'table' | 'source-table' | 'topic'; readonly name: string }[];
}
/** ActivatePipeline {startTimestamp: ms since the run began}, DeactivatePipeline {cancelActive}, SetStatus {objectId, status}, DeletePipeline. */
export interface ControlRequest {
  readonly operation: string;
  readonly request: PlainRecord;
}

export interface DescribedAttempt {
  readonly number: number;
  readonly status: string;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly hostname: string | null;
  readonly reason: string;
}
export interface DescribedInstance {
  readonly id: string;
  readonly component: string;
  readonly status: string;
  readonly scheduledStart: number;
  readonly scheduledEnd: number;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly reason: string;
  readonly attempts: readonly DescribedAttempt[];
}
/** An object with all that it inherits. */
export interface DescribedComponent {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly texts: { readonly [field: string]: readonly string[] };
  readonly refs: { readonly [field: string]: readonly string[] };
}
export interface PipelineObjects {
  readonly state: string;
  readonly components: readonly DescribedComponent[];
  readonly instances: readonly DescribedInstance[];
}

export interface EvaluateRequest {
  /** Id of a component or an instance. */
  readonly object: string;
  readonly expression: string;
}
export interface PollRequest {
  /** Chosen by the caller, to end the poll by. */
  readonly poll: number;
  readonly workerGroup: string;
  readonly hostname: string;
  /** How long to wait for work, ms. */
  readonly wait: number;
}
export interface ClientTask {
  /** To report by. */
  readonly key: string;
  readonly serial: number;
  readonly attempt: number;
  readonly instance: string;
  readonly component: string;
}
export interface PollResponse {
  readonly task: ClientTask | null;
}
export interface TaskRef {
  readonly key: string;
  readonly serial: number;
}
export interface TaskStatusRequest extends TaskRef {
  readonly status: 'FINISHED' | 'FAILED' | 'FALSE';
  readonly reason: string;
}

/** Errors: InvalidRequestException, TaskNotFoundException. */
export const Define = operation<DefineRequest, DefineResponse>('data-pipeline:PutPipelineDefinition');
export const Control = operation<ControlRequest, null>('data-pipeline:Control');
export const DescribeObjects = operation<null, PipelineObjects>('data-pipeline:DescribeObjects');
export const Evaluate = operation<EvaluateRequest, { readonly text: string }>('data-pipeline:EvaluateExpression');
export const PollForTask = operation<PollRequest, PollResponse>('data-pipeline:PollForTask');
/** Ends a poll that waits; a task that it was given already goes back. */
export const EndPoll = operation<{ readonly poll: number; readonly task: TaskRef | null }, null>('data-pipeline:EndPoll');
export const ReportTaskProgress = operation<TaskRef, { readonly canceled: boolean }>('data-pipeline:ReportTaskProgress');
export const SetTaskStatus = operation<TaskStatusRequest, null>('data-pipeline:SetTaskStatus');
