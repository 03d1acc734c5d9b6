/**
 * Transformation. There is no Lambda API here: the name of the function in LambdaArn picks one of these, which the simulated
 * function carries out. Other names are refused.
 */
import type { PlainRecord } from '../../sim/plainData.ts';
import { payloadOf, rawContent } from '../../sim/records/content.ts';
import { isPlainRecord } from '../../sim/plainData.ts';
import { refuse } from '../apiError.ts';
import type { ApiRecord } from '../values.ts';

/** By name: settings of the `lambda-function` that plays it. */
export const builtInFunctions: Readonly<Record<string, PlainRecord>> = {
  /** Ok for each record, data unchanged. */
  'pass-through': {},
  /** Ok; JSON objects get the member `processed: true`. */
  'mark-processed': { set: { processed: true } },
  /** Each record is answered as its JSON member `result` says: Ok, Dropped or ProcessingFailed; Ok where there is none. */
  'by-result': { dropped: ['Dropped'], processingFailed: ['ProcessingFailed'] },
  'drop-all': { dropped: ['*'] },
  'fail-all': { processingFailed: ['*'] },
  /** Every run ends with an error. */
  'throw-error': { errorRate: 1 },
};

/** What a record is known by to the function `by-result`; elsewhere records of Firehose have no keys. */
export function classOf(functionName: string | undefined, base64: string): string {
  if (functionName !== 'by-result') return '';
  const content = payloadOf(rawContent(base64));
  return isPlainRecord(content) && typeof content.result === 'string' ? content.result : '';
}

export interface Processing {
  /** Name of the function; undefined without a transformation. */
  readonly functionName: string | undefined;
  /** Whether partition keys are taken out of the records. */
  readonly extracts: boolean;
  /** Members of the delivery stream's configuration. */
  readonly config: PlainRecord;
}

type Parameter = { readonly ParameterName: string; readonly ParameterValue: string };

function numberOf(parameters: ReadonlyMap<string, string>, name: string, factor: number): number | undefined {
  const text = parameters.get(name);
  if (text === undefined) return undefined;
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) * factor : refuse('InvalidArgumentException', `Processor parameter ${name} must be a number, and is ${text}.`);
}

function lambdaOf(parameters: ReadonlyMap<string, string>): { readonly functionName: string; readonly config: PlainRecord } {
  const arn = parameters.get('LambdaArn');
  const name = /^arn:[^:]*:lambda:[a-z0-9-]+:\d{12}:function:([a-zA-Z0-9_-]+)(?::[a-zA-Z0-9$_-]+)?$/.exec(arn ?? '')?.[1];
  if (name === undefined) return refuse('InvalidArgumentException', `The processor Lambda needs the parameter LambdaArn with the ARN of a function${arn === undefined ? '' : `; ${arn} is none`}.`);
  if (!Object.hasOwn(builtInFunctions, name)) return refuse('InvalidArgumentException', `LambdaArn: there is no function ${name}. This endpoint has no Lambda API; its functions are ${Object.keys(builtInFunctions).join(', ')}.`);
  const config = {
    functionArn: arn,
    lambdaBufferSize: numberOf(parameters, 'BufferSizeInMBs', 1024 * 1024),
    lambdaInterval: numberOf(parameters, 'BufferIntervalInSeconds', 1000),
    lambdaRetries: numberOf(parameters, 'NumberOfRetries', 1),
  };
  return { functionName: name, config: Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined)) as PlainRecord };
}

/** `{id: .customer.id, day: .at | strftime("%d")}` as names with their jq paths. */
function queriesOf(text: string): Record<string, string> {
  const inner = /^\s*\{([\s\S]*)\}\s*$/.exec(text)?.[1];
  if (inner === undefined) return refuse('InvalidArgumentException', `MetadataExtractionQuery must be a jq object such as {id: .customer.id}, and is ${text}.`);
  const queries: Record<string, string> = {};
  for (const part of inner.match(/(?:"[^"]*"|\([^)]*\)|[^,])+/g) ?? []) {
    const match = /^\s*"?([A-Za-z_][A-Za-z0-9_]*)"?\s*:([\s\S]*)$/.exec(part);
    if (!match) return refuse('InvalidArgumentException', `MetadataExtractionQuery: ${part.trim()} is no name with a query.`);
    queries[match[1]!] = match[2]!.trim();
  }
  return queries;
}

/** What ProcessingConfiguration asks for. */
export function processingOf(configuration: ApiRecord | undefined): Processing {
  let functionName: string | undefined;
  let extracts = false;
  let config: PlainRecord = {};
  if (configuration?.Enabled !== true) return { functionName, extracts, config };
  for (const { Type, Parameters } of (configuration.Processors ?? []) as unknown as readonly { readonly Type: string; readonly Parameters?: readonly Parameter[] }[]) {
    const parameters = new Map((Parameters ?? []).map(({ ParameterName, ParameterValue }) => [ParameterName, ParameterValue]));
    if (Type === 'Lambda') {
      if (functionName !== undefined) refuse('InvalidArgumentException', 'ProcessingConfiguration may have one processor of the type Lambda.');
      const lambda = lambdaOf(parameters);
      functionName = lambda.functionName;
      config = { ...config, ...lambda.config };
    } else if (Type === 'AppendDelimiterToRecord') {
      config = { ...config, delimiter: (parameters.get('Delimiter') ?? '\\n').replace(/\\n/g, '\n') };
    } else if (Type === 'MetadataExtraction') {
      extracts = true;
      config = { ...config, partitionKeys: queriesOf(parameters.get('MetadataExtractionQuery') ?? refuse('InvalidArgumentException', 'The processor MetadataExtraction needs the parameter MetadataExtractionQuery.')) };
    } else refuse('InvalidArgumentException', `ProcessingConfiguration: the processor ${Type} is not simulated.`);
  }
  return { functionName, extracts, config };
}
