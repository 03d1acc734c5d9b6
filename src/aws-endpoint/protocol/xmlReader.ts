/** XML bodies of requests, read by the shapes of an API: elements and texts; attributes, comments and instructions are passed over. */
import { utf8Text } from '../../base/base64.ts';
import { parseTime } from '../../base/calendar.ts';
import { apiError, Refusal } from '../apiError.ts';
import type { ServiceShapes } from '../shapeTypes.ts';
import type { ApiRecord, ApiValue } from '../values.ts';

interface Element {
  readonly name: string;
  readonly children: Element[];
  text: string;
}

/** Deeper than any request of the API. */
const mostDepth = 50;
const piece = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([^\s<>/!?]+)(?:\s[^<>]*?)?(\/?)>|([^<]+)/gy;
const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function malformed(): never {
  throw new Refusal(apiError('MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema'));
}

function unescape(text: string): string {
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|[a-z]+);|&/g, (_, what: string | undefined) => {
    if (what === undefined) return malformed();
    if (!what.startsWith('#')) return named[what] ?? malformed();
    const code = what.startsWith('#x') ? Number.parseInt(what.slice(2), 16) : Number(what.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : malformed();
  });
}

/** The root element; refuses a text that is no document. */
function parse(text: string): Element {
  const document: Element = { name: '', children: [], text: '' };
  const open = [document];
  let at = 0;
  while (at < text.length) {
    piece.lastIndex = at;
    const match = piece.exec(text);
    if (!match) return malformed();
    at = piece.lastIndex;
    const [, data, closing, name, empty, plain] = match;
    const current = open.at(-1)!;
    if (data !== undefined) current.text += data;
    else if (plain !== undefined) current.text += unescape(plain);
    else if (name !== undefined && closing === '/') {
      if (current.name !== name || open.length === 1) return malformed();
      open.pop();
    } else if (name !== undefined) {
      const element: Element = { name, children: [], text: '' };
      current.children.push(element);
      if (empty !== '/') open.push(element);
      if (open.length > mostDepth) return malformed();
    }
  }
  return open.length === 1 && document.children.length === 1 && document.text.trim() === '' ? document.children[0]! : malformed();
}

const localName = ({ name }: Element) => name.replace(/^.*:/, '');

function valueOf(service: ServiceShapes, shapeName: string, element: Element): ApiValue {
  const shape = service.shapes[shapeName]!;
  switch (shape.type) {
    case 'structure':
      return membersOf(service, shapeName, element);
    case 'list':
      return element.children.map((child) => valueOf(service, shape.member!.shape, child));
    case 'boolean':
      return /^(true|false)$/.test(element.text.trim()) ? element.text.trim() === 'true' : malformed();
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
      return /^-?\d+(\.\d+)?$/.test(element.text.trim()) ? Number(element.text) : malformed();
    case 'timestamp':
      return (parseTime(element.text.replace(/\.\d+(?=Z)/, '')) ?? malformed()) / 1000;
    default:
      return element.text;
  }
}

/** Members by the names of elements; a flat list takes every element of its name. */
function membersOf(service: ServiceShapes, shapeName: string, element: Element): ApiRecord {
  const found: Record<string, ApiValue> = {};
  for (const [name, member] of Object.entries(service.shapes[shapeName]!.members ?? {})) {
    const shape = service.shapes[member.shape]!;
    const own = element.children.filter((child) => localName(child) === (member.locationName ?? name));
    if (own.length === 0) continue;
    const flat = shape.type === 'list' && (shape.flattened === true || member.flattened === true);
    found[name] = flat ? own.map((child) => valueOf(service, shape.member!.shape, child)) : valueOf(service, member.shape, own[0]!);
  }
  return found;
}

/** A body as members of a structure. Throws MalformedXML where it is no XML, or an element has no value of its type. */
export function readXml(service: ServiceShapes, shapeName: string, body: Uint8Array): ApiRecord {
  return membersOf(service, shapeName, parse(utf8Text(body)?.replace(/^\ufeff/, '').trim() ?? malformed()));
}
