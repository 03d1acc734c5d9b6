/** Calls of SNS as forms, as clients of the query protocol write them. */
import { utf8Text } from '../../base/base64.ts';
import { utf8Bytes } from '../../base/md5.ts';
import type { Endpoint } from '../endpoint.ts';
import { answerOf } from '../requestHandler.ts';

/** Members as names and values: lists have `member`, maps `entry`; message attributes call their parts Name and Value. */
export function formOf(value: unknown, path = ''): (readonly [name: string, value: string])[] {
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((each, i) => formOf(each, at(`member.${i + 1}`)));
  if (typeof value !== 'object') return [[path, String(value as string | number | boolean)]];
  const isMap = /(^|\.)(Attributes|MessageAttributes)$/.test(path);
  const [key, inner] = path.endsWith('MessageAttributes') ? ['Name', 'Value'] : ['key', 'value'];
  if (isMap) return Object.entries(value).flatMap(([name, each], i) => [[at(`entry.${i + 1}.${key}`), name] as const, ...formOf(each, at(`entry.${i + 1}.${inner}`))]);
  return Object.entries(value).flatMap(([name, each]) => formOf(each, at(name)));
}

export async function postForm(endpoint: Endpoint, body: string) {
  const { status, headers, body: answer } = await answerOf(endpoint, { method: 'POST', path: '/', query: '', headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }, body: utf8Bytes(body) });
  return { status, headers, xml: utf8Text(answer) ?? '' };
}

export function call(endpoint: Endpoint, operation: string, input: unknown) {
  const pairs = [['Action', operation], ['Version', '2010-03-31'], ...formOf(input)] as const;
  return postForm(endpoint, pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&'));
}

/** The text of the first element of this name, as it was before it was escaped. */
export function textOf(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]?.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
