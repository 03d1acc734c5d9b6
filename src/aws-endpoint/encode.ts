/** Answers of the handlers made into what a protocol carries: blobs and times in the protocol's form, members that are undefined left out. */
import type { ServiceShapes } from './shapeTypes.ts';
import { isApiRecord, type ApiValue } from './values.ts';

/** How a protocol carries what JSON has no type for. */
export interface Carrier {
  blob(base64: string): unknown;
  /** Seconds since 1970. */
  time(seconds: number): unknown;
}

export const jsonCarrier: Carrier = { blob: (base64) => base64, time: (seconds) => seconds };

export function encodeOutput(service: ServiceShapes, shapeName: string | undefined, value: ApiValue | undefined, carrier: Carrier): unknown {
  if (shapeName === undefined || value === undefined || value === null) return value;
  const shape = service.shapes[shapeName]!;
  switch (shape.type) {
    case 'structure': {
      const out: Record<string, unknown> = {};
      if (!isApiRecord(value)) throw new Error(`${shapeName} is an object`);
      for (const name of Object.keys(value)) {
        const member = shape.members?.[name];
        if (!member) throw new Error(`${shapeName} has no member ${name}`);
        if (value[name] !== undefined) out[name] = encodeOutput(service, member.shape, value[name], carrier);
      }
      return out;
    }
    case 'list':
      return (value as readonly ApiValue[]).map((each) => encodeOutput(service, shape.member!.shape, each, carrier));
    case 'map':
      return Object.fromEntries(Object.entries(value as { [key: string]: ApiValue }).map(([key, each]) => [key, encodeOutput(service, shape.value!.shape, each, carrier)]));
    case 'blob':
      return carrier.blob(value as string);
    case 'timestamp':
      return carrier.time(value as number);
    default:
      return value;
  }
}
