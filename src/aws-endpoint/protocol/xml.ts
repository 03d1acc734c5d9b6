/** XML as AWS's query and REST answers write it. */
import { isoTime } from '../../base/calendar.ts';
import type { Member, ServiceShapes } from '../shapeTypes.ts';
import { isApiRecord, type ApiValue } from '../values.ts';

/** Names that differ from the member's own, by member: of the element, and of a map's key and value. */
export type WireNames = Readonly<Record<string, { readonly name: string; readonly key?: string; readonly value?: string }>>;

/** Texts as XML carries them; control characters that it cannot carry become the replacement character. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"'\r]|[^\t\n\r\x20-\uffff]/g, (c) => (c.charCodeAt(0) < 0x20 && c !== '\r' ? '\ufffd' : `&#${c.charCodeAt(0)};`));
}

export function element(name: string, inner: string): string {
  return `<${name}>${inner}</${name}>`;
}

/** A structure's members as elements. */
export function membersXml(service: ServiceShapes, shapeName: string, value: ApiValue, names: WireNames = {}): string {
  const shape = service.shapes[shapeName]!;
  if (!isApiRecord(value)) return '';
  return Object.entries(shape.members ?? {})
    .map(([name, member]) => {
      const inner = value[name];
      return inner === undefined || inner === null || member.location !== undefined ? '' : memberXml(service, names[`${shapeName}.${name}`]?.name ?? names[name]?.name ?? member.locationName ?? name, member, inner, names, names[`${shapeName}.${name}`] ?? names[name]);
    })
    .join('');
}

function memberXml(service: ServiceShapes, name: string, member: Member, value: ApiValue, names: WireNames, own: WireNames[string] | undefined): string {
  const shape = service.shapes[member.shape]!;
  switch (shape.type) {
    case 'structure':
      return element(name, membersXml(service, member.shape, value, names));
    case 'list': {
      const flat = shape.flattened === true || member.flattened === true || own !== undefined;
      const each = (value as readonly ApiValue[]).map((item) => memberXml(service, flat ? (own?.name ?? shape.member!.locationName ?? name) : (shape.member!.locationName ?? 'member'), shape.member!, item, names, undefined));
      return flat ? each.join('') : element(name, each.join(''));
    }
    case 'map': {
      const flat = shape.flattened === true || own !== undefined;
      const key = own?.key ?? shape.key!.locationName ?? 'key';
      const inner = own?.value ?? shape.value!.locationName ?? 'value';
      const entries = Object.entries(value as { [key: string]: ApiValue }).map(([k, v]) => element(flat ? name : 'entry', element(key, escapeXml(k)) + memberXml(service, inner, shape.value!, v, names, undefined)));
      return flat ? entries.join('') : element(name, entries.join(''));
    }
    case 'timestamp':
      // Milliseconds always stand there.
      return element(name, isoTime(Math.round((value as number) * 1000)).replace(/(:\d\d)Z$/, '$1.000Z'));
    default:
      return element(name, escapeXml(typeof value === 'object' ? JSON.stringify(value) : String(value)));
  }
}

