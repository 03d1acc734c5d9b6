import type { AwsError } from '../aws/awsError.ts';

/** The reply to a call: a response, or the error of the whole call. */
export type Reply<Res> = { readonly ok: true; readonly response: Res } | { readonly ok: false; readonly error: AwsError };

/** One request on its way. Plain data and frozen: a model may keep it, and a keyframe shares it. */
export interface Call<Req = unknown> {
  readonly callId: number;
  readonly operation: string;
  /** Index of the calling node, its id, and the edge used. */
  readonly from: number;
  readonly fromId: string;
  readonly edge: number;
  readonly request: Req;
  readonly about: unknown;
  /** The caller waits for a limited time only. */
  readonly timed: boolean;
}

/** What a call is about when nobody waits for its reply: none is delivered. */
export const fireAndForget: { readonly type: string } = Object.freeze({ type: '' });

/** A typed name of an operation, exported by the service that owns it. */
export interface Operation<Req, Res> {
  readonly name: string;
  is(call: Call): call is Call<Req>;
  /** The reply to one of this operation's calls, typed again where it arrives. */
  reply(reply: Reply<unknown>): Reply<Res>;
}

/** Declares an operation, named `service:Operation` as AWS spells it. */
export function operation<Req, Res>(name: string): Operation<Req, Res> {
  return {
    name,
    is: (call): call is Call<Req> => call.operation === name,
    reply: (reply) => reply as Reply<Res>,
  };
}

/**
 * A place to connect. Records flow from an `out` port to an `in` port; one of the two ends makes the calls
 * (a producer calls its stream, a reader calls the stream it reads from), the other accepts them.
 */
export interface Port {
  readonly name: string;
  readonly direction: 'in' | 'out';
  readonly operations: readonly string[];
  readonly calls: boolean;
  /** Edges that may end here. */
  readonly max: number;
  /** Both ends are the same process: no network between them. */
  readonly local?: boolean;
}

/** Whether an edge may join these ports: opposite directions, one caller, and every operation accepted. */
export function portsFit(out: Port, into: Port): boolean {
  if (out.direction !== 'out' || into.direction !== 'in' || out.calls === into.calls) return false;
  const [caller, callee] = out.calls ? [out, into] : [into, out];
  return caller.operations.every((name) => callee.operations.includes(name));
}
