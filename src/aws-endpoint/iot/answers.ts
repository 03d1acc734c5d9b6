/** How IoT answers: errors with its HTTP statuses, and lists in pages. */
import type { Operation } from '../../sim/calls.ts';
import { Refusal, refuse } from '../apiError.ts';
import { page } from '../paging.ts';
import { shapes as controlShapes } from '../shapes/iot.ts';
import { shapes as dataShapes } from '../shapes/iot-data.ts';
import type { ServiceShapes } from '../shapeTypes.ts';
import type { World } from '../world.ts';
import { registerOf } from './register.ts';

/** The HTTP status that AWS's description gives an error. */
const statusOf = (code: string) => [dataShapes, controlShapes].map(({ shapes }) => (shapes as ServiceShapes['shapes'])[code]?.error?.httpStatusCode).find((status) => status !== undefined) ?? 400;

/** Answers an error with the HTTP status that IoT gives it; `details` stand beside its message. */
export function refuseIot(code: string, message: string, details?: Readonly<Record<string, string>>): never {
  return refuse(code, message, statusOf(code), details);
}

/** Calls the broker; its errors get IoT's HTTP statuses. */
export async function ask<Req, Res, T>(world: World, op: Operation<Req, Res>, request: Req, read: (response: Res) => T): Promise<T> {
  try {
    return await world.call(registerOf(world).broker, op, request, read);
  } catch (error) {
    if (error instanceof Refusal && error.error.status === 400) refuseIot(error.error.code, error.error.message);
    throw error;
  }
}

interface Asked {
  readonly token: unknown;
  readonly limit: unknown;
  /** The member that brings the token: `nextToken` of things and rules, `marker` of certificates and policies. */
  readonly member: 'nextToken' | 'marker';
}

/** One page of a list, sorted by its keys. */
export function pageOf<T>(world: World, all: readonly T[], keyOf: (item: T) => string, { token, limit, member }: Asked): { readonly items: readonly T[]; readonly next: string | undefined } {
  try {
    const size = (limit as number | undefined) ?? world.simulation.limits.number('iot.list.max-page');
    const { items, NextToken } = page({ token: token as string | undefined, limit: size, start: () => ({ of: '', after: '' }), all: () => [...all].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)), keyOf, now: world.now });
    return { items, next: NextToken };
  } catch (error) {
    if (error instanceof Refusal) refuseIot('InvalidRequestException', `${member} is invalid.`);
    throw error;
  }
}

/** Sorts by age: oldest first where `ascending`, newest first otherwise. */
export const byAge = (ascending: unknown) => (item: { readonly order: number }) => String(ascending === true ? item.order : 1e15 - item.order).padStart(16, '0');
