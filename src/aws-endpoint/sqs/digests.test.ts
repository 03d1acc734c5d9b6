import { expect, it } from 'vitest';
import { base64Text } from '../../base/base64.ts';
import { utf8Bytes } from '../../base/md5.ts';
import { md5OfAttributes, md5OfBody } from './digests.ts';
import type { AttributeMap } from './messageRules.ts';

const text = (StringValue: string, DataType = 'String') => ({ DataType, StringValue });

it('SQS-01: MD5OfMessageBody as AWS answers it', () => {
  expect([md5OfBody('derp'), md5OfBody('msg'), md5OfBody('message')]).toEqual(['58fd9edd83341c29f1aebba81c31e257', '6e2baaf3b97dbeef01c0043275f9a0e7', '78e731027d8fd50ed642340b7c9a63b3']);
});

it.each<[string, AttributeMap | undefined, string | undefined]>([
  ['none', {}, undefined],
  ['no member', undefined, undefined],
  ['a number', { 'SOME_Valid.attribute-Name': text('1493147359900', 'Number') }, '36655e7e9d7c0e8479fa3f3f42247ae7'],
  ['a number with a label', { timestamp: text('1493147359900', 'Number.java.lang.Long') }, '2e2e4876d8e0bd6b8c2c8f556831c349'],
  ['a label of its own', { somevalue: text('somevalue', 'String.custom') }, '9e05cca738e70ff6c6041e82d5e77ef1'],
  ['three, sorted by name', { 'Help.Me': text('Me'), Hello: text('There'), General: text('Kenobi') }, '4c360f3fdafd970e05fae2f149d997f5'],
  ['two of them', { Hello: text('There'), General: text('Kenobi') }, 'fca026605781cb4126a1e9044df24232'],
  ['one', { Hello: text('There') }, 'a311262e065454b75da111d535b8dacd'],
  ['bytes', { attr1: { DataType: 'Binary', BinaryValue: base64Text(utf8Bytes('traceparent\u001e00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01')) } }, '8cbe4db156db8a94db8b801b7addb984'],
  ['bytes among texts', { id: text('453ae55e-f03b-21a6-a4b1-70c2e2e8fe71'), mybin: { DataType: 'Binary', BinaryValue: base64Text(utf8Bytes('kekchebukek')) }, timestamp: text('1603134247654', 'Number.java.lang.Long'), contentType: text('application/json') }, '049075255ebc53fb95f7f9f3cedf3c50'],
  ['the trace header', { AWSTraceHeader: text('Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1') }, '5ae4d5d7636402d80f4eb6d213245a88'],
])('SQS-02: the MD5 of attributes as AWS answers it: %s', (_, attributes, digest) => {
  expect(md5OfAttributes(attributes)).toBe(digest);
});
