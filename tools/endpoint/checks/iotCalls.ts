import { type IoTDataPlaneClient, GetThingShadowCommand, PublishCommand, UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';
import { answerOf } from '../../../src/aws-endpoint/requestHandler.ts';
import type { Reach } from './reach.ts';

export type Check = (iot: IoTDataPlaneClient, reach: Reach) => Promise<void>;

export const thingName = 'pump-7';
export const roleArn = 'arn:aws:iam::123456789012:role/iot';
/** The start of the run, seconds since 1970. */
export const seconds = Date.UTC(2026, 0, 5) / 1000;
export const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
export const read = (payload: Uint8Array | undefined) => JSON.parse(Buffer.from(payload!).toString()) as Record<string, unknown>;
export const update = async (iot: IoTDataPlaneClient, payload: unknown, shadowName?: string) => read((await iot.send(new UpdateThingShadowCommand({ thingName, shadowName, payload: bytes(payload) }))).payload);
export const get = async (iot: IoTDataPlaneClient, shadowName?: string) => read((await iot.send(new GetThingShadowCommand({ thingName, shadowName }))).payload);
export const errorOf = async (call: Promise<unknown>) => call.then(() => 'no error', (error: Error & { readonly $metadata?: { readonly httpStatusCode?: number } }) => `${error.name} ${error.$metadata?.httpStatusCode}: ${error.message}`);
export const publish = (iot: IoTDataPlaneClient, topic: string, payload: unknown, more: { readonly qos?: number; readonly retain?: boolean; readonly userProperties?: string } = {}) => iot.send(new PublishCommand({ topic, payload: bytes(payload), ...more }));

export interface Answer {
  readonly status: number;
  readonly error: string | undefined;
  readonly body: Record<string, unknown>;
}

/** The control plane, whose SDK client is not here: plain HTTP, where there is a server over it. */
export async function control({ endpoint, settings }: Reach, method: string, target: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const sent = body === undefined ? new Uint8Array() : bytes(body);
  const server = settings.endpoint as string | undefined;
  if (server !== undefined) {
    const answer = await fetch(`${server}${target}`, { method, headers, ...(body === undefined ? {} : { body: Buffer.from(sent) }) });
    return { status: answer.status, error: answer.headers.get('x-amzn-errortype') ?? undefined, body: (await answer.json()) as Record<string, unknown> };
  }
  const [path = '', query = ''] = target.split('?');
  const answer = await answerOf(endpoint, { method, path, query, headers, body: sent });
  return { status: answer.status, error: answer.headers['x-amzn-errortype'], body: JSON.parse(Buffer.from(answer.body).toString()) as Record<string, unknown> };
}
