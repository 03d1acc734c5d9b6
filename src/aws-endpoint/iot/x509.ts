/**
 * Certificates and keys in the forms that clients read: X.509 and RSA in DER, written as PEM. SIMPLIFIED: keys and signatures are
 * drawn, so everything reads well and nothing can be proved with it.
 */
import { base64Bytes, base64Text } from '../../base/base64.ts';
import { isoTime, timeOf } from '../../base/calendar.ts';
import { utf8Bytes } from '../../base/md5.ts';
import { digestHex } from '../../base/messageDigests.ts';
import type { World } from '../world.ts';

export interface IssuedCertificate {
  readonly certificate: string;
  readonly publicKey: string;
  readonly privateKey: string;
}
/** What IoT reads of a certificate; times in seconds since 1970. */
export interface ReadCertificate {
  /** The SHA-256 of its DER. */
  readonly id: string;
  readonly validity: { readonly notBefore: number; readonly notAfter: number };
}

function tlv(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const head = length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  const out = new Uint8Array(head.length + length);
  out.set(head);
  let at = head.length;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const bytes = (...values: readonly number[]) => Uint8Array.from(values);
const sequence = (...parts: readonly Uint8Array[]) => tlv(0x30, ...parts);
const integer = (value: Uint8Array) => tlv(0x02, value[0]! < 0x80 ? value : bytes(0, ...value));
const bitString = (value: Uint8Array) => tlv(0x03, bytes(0), value);
const nothing = bytes(0x05, 0x00);
const rsa = sequence(bytes(0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01), nothing);
const rsaWithSha256 = sequence(bytes(0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b), nothing);
/** 2.5.4.x: 3 is a common name, 11 a unit, 10 an organization, 7 a place, 8 a state, 6 a country. */
const named = (...parts: readonly (readonly [number, string])[]) => sequence(...parts.map(([kind, text]) => tlv(0x31, sequence(bytes(0x06, 3, 0x55, 0x04, kind), tlv(kind === 6 ? 0x13 : 0x0c, utf8Bytes(text))))));
const issuer = named([11, 'Amazon Web Services O=Amazon.com Inc. L=Seattle ST=Washington C=US']);
const subject = named([3, 'AWS IoT Certificate']);
const utc = (seconds: number) => tlv(0x17, utf8Bytes(`${isoTime(seconds * 1000).replace(/\D/g, '').slice(2, 14)}Z`));
/** Certificates of AWS IoT end with the year 2049. */
const end = timeOf(2049, 12, 31, 23, 59, 59) / 1000;

function pem(label: string, der: Uint8Array): string {
  return `-----BEGIN ${label}-----\n${base64Text(der).match(/.{1,64}/g)!.join('\n')}\n-----END ${label}-----\n`;
}

/** Drawn bytes of a number whose first and last bit are set, as those of a modulus or prime are. */
function drawn(world: World, length: number): Uint8Array {
  const value = Uint8Array.from({ length }, () => world.client.rng.int(0, 255));
  value[0]! |= 0x80;
  value[length - 1]! |= 1;
  return value;
}

/** A certificate with a key pair of 2,048 bits. */
export function issueCertificate(world: World): IssuedCertificate {
  const exponent = integer(bytes(1, 0, 1));
  const modulus = integer(drawn(world, 256));
  const key = sequence(rsa, bitString(sequence(modulus, exponent)));
  const tbs = sequence(tlv(0xa0, integer(bytes(2))), integer(drawn(world, 20)), rsaWithSha256, issuer, sequence(utc(Math.floor(world.seconds)), utc(end)), subject, key);
  const secret = sequence(integer(bytes(0)), modulus, exponent, integer(drawn(world, 256)), ...Array.from({ length: 5 }, () => integer(drawn(world, 128))));
  return { certificate: pem('CERTIFICATE', sequence(tbs, rsaWithSha256, bitString(drawn(world, 256)))), publicKey: pem('PUBLIC KEY', key), privateKey: pem('RSA PRIVATE KEY', secret) };
}

/** The parts of one value of DER that starts at `from`; undefined where there is none. */
function partsAt(der: Uint8Array, from: number): { readonly tag: number; readonly start: number; readonly end: number } | undefined {
  const first = der[from + 1];
  if (first === undefined) return undefined;
  const count = first < 0x80 ? 0 : first & 0x7f;
  if (count > 3) return undefined;
  let length = count === 0 ? first : 0;
  for (let i = 0; i < count; i++) length = length * 256 + (der[from + 2 + i] ?? 0);
  const start = from + 2 + count;
  return start + length > der.length ? undefined : { tag: der[from]!, start, end: start + length };
}

function inside(der: Uint8Array, from: number): { readonly tag: number; readonly at: number; readonly start: number; readonly end: number }[] {
  const outer = partsAt(der, from);
  const out = [];
  for (let at = outer?.start ?? 0; outer && at < outer.end; ) {
    const part = partsAt(der, at);
    if (!part || part.end > outer.end) return [];
    out.push({ ...part, at });
    at = part.end;
  }
  return out;
}

function secondsAt(der: Uint8Array, { tag, start, end: until }: { readonly tag: number; readonly start: number; readonly end: number }): number | undefined {
  const text = String.fromCharCode(...der.subarray(start, until));
  const digits = /^(\d{12}|\d{14})Z$/.exec(text)?.[1];
  if (digits === undefined || (tag !== 0x17 && tag !== 0x18)) return undefined;
  const full = digits.length === 14 ? digits : `${Number(digits.slice(0, 2)) < 50 ? '20' : '19'}${digits}`;
  const [year = 0, ...rest] = [full.slice(0, 4), ...full.slice(4).match(/../g)!].map(Number);
  const [month = 1, day = 1, hour, minute, second] = rest;
  return timeOf(year, month, day, hour, minute, second) / 1000;
}

/** Reads a certificate in PEM; undefined where that is none. */
export function readCertificate(text: string): ReadCertificate | undefined {
  const body = /^\s*-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----\s*$/.exec(text)?.[1];
  const der = body === undefined ? undefined : base64Bytes(body.replace(/\s/g, ''));
  if (!der || partsAt(der, 0)?.end !== der.length) return undefined;
  const [tbs] = inside(der, 0);
  if (tbs?.tag !== 0x30) return undefined;
  const members = inside(der, tbs.at);
  // The version may be absent; behind it come the serial number, the algorithm, the issuer and the validity.
  const validity = members[(members[0]?.tag === 0xa0 ? 1 : 0) + 3];
  const [from, to] = validity?.tag === 0x30 ? inside(der, validity.at).map((part) => secondsAt(der, part)) : [];
  return from === undefined || to === undefined ? undefined : { id: digestHex('sha256', der), validity: { notBefore: from, notAfter: to } };
}
