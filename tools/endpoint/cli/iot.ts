import type { Command } from './session.ts';

/** A device's shadow, and a rule that moves messages into a stream. */
export const iotCommands: readonly Command[] = [
  { run: 'iot create-thing --thing-name lamp', prints: { thingName: 'lamp', thingArn: /:thing\/lamp$/ } },
  { run: 'iot list-things', prints: { things: [{ thingName: 'lamp' }] } },
  { run: `iot-data update-thing-shadow --thing-name lamp --payload '{"state":{"desired":{"on":true},"reported":{"on":false}}}' {file}`, blobs: true, prints: { version: 1, state: { desired: { on: true } } } },
  { run: 'iot-data get-thing-shadow --thing-name lamp {file}', prints: { state: { desired: { on: true }, reported: { on: false }, delta: { on: true } }, version: 1 } },
  { run: `iot-data update-thing-shadow --thing-name lamp --payload '{"state":{"desired":null},"version":9}' {file}`, blobs: true, fails: /ConflictException.*[Vv]ersion conflict/ },
  { run: 'iot-data get-thing-shadow --thing-name lamp --shadow-name other {file}', fails: /ResourceNotFoundException/ },
  { run: 'kinesis create-stream --stream-name tele --shard-count 1' },
  { run: 'kinesis wait stream-exists --stream-name tele' },
  {
    run: `iot create-topic-rule --rule-name hot --topic-rule-payload '{"sql":"SELECT temp AS t FROM \\u0027dev/+/tele\\u0027 WHERE temp > 80","actions":[{"kinesis":{"roleArn":"arn:aws:iam::123456789012:role/r","streamName":"tele","partitionKey":"\${topic(2)}"}}]}'`,
  },
  { run: 'iot get-topic-rule --rule-name hot --query rule.ruleDisabled', prints: false },
  { run: `iot-data publish --topic dev/a/tele --payload '{"temp":81}'`, blobs: true },
  { run: `iot-data publish --topic dev/b/tele --payload '{"temp":20}'`, blobs: true },
  { run: 'kinesis get-shard-iterator --stream-name tele --shard-id 0 --shard-iterator-type TRIM_HORIZON', keep: { iterator: 'ShardIterator' } },
  { run: 'kinesis get-records --shard-iterator {iterator}', prints: { Records: [{ PartitionKey: 'a', Data: Buffer.from('{"t":81}').toString('base64') }] } },
  { run: `iot create-topic-rule --rule-name bad --topic-rule-payload '{"sql":"SELEC * FROM","actions":[]}'`, fails: /SqlParseException/ },
  { run: 'iot delete-topic-rule --rule-name hot' },
  { run: 'iot create-keys-and-certificate --set-as-active', prints: { certificateId: /^[0-9a-f]{64}$/ } },
];
