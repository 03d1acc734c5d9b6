import { GetRetainedMessageCommand, paginateListRetainedMessages, PublishCommand } from '@aws-sdk/client-iot-data-plane';
import { expect } from 'vitest';
import { type Check, errorOf, publish, seconds } from './iotCalls.ts';

/** Messages over HTTPS, and what topics retain. */
export const messageChecks: Readonly<Record<string, Check>> = {
  'a retained message stays with its bytes, QoS and time': async (iot, { pass }) => {
    const data = Uint8Array.from({ length: 256 }, (_, i) => i);
    await iot.send(new PublishCommand({ topic: 'lab/1', payload: data, qos: 1, retain: true }));
    pass(1500);
    await publish(iot, 'lab/1', 'not kept');
    const kept = await iot.send(new GetRetainedMessageCommand({ topic: 'lab/1' }));
    expect(kept).toMatchObject({ topic: 'lab/1', qos: 1, lastModifiedTime: seconds * 1000 });
    expect(Uint8Array.from(kept.payload!)).toEqual(data);
  },
  'an empty message ends what is retained': async (iot) => {
    await publish(iot, 'lab/1', 'x', { retain: true });
    await publish(iot, 'lab/1', '', { retain: true });
    expect(await errorOf(iot.send(new GetRetainedMessageCommand({ topic: 'lab/1' })))).toMatch(/^ResourceNotFoundException 404: .*lab\/1/);
  },
  'retained messages are listed in pages': async (iot) => {
    for (let i = 0; i < 5; i++) await publish(iot, `lab/${i}`, 'x'.repeat(i + 1), { retain: true });
    const pages: unknown[] = [];
    for await (const { retainedTopics } of paginateListRetainedMessages({ client: iot }, { maxResults: 2 })) pages.push(retainedTopics!.map(({ topic, payloadSize }) => [topic, payloadSize]));
    expect(pages).toEqual([[['lab/0', 1], ['lab/1', 2]], [['lab/2', 3], ['lab/3', 4]], [['lab/4', 5]]]);
  },
  'topics and sizes that MQTT does not allow are refused': async (iot) => {
    expect(await errorOf(publish(iot, 'a/+', 'x'))).toMatch(/^InvalidRequestException 400: Invalid topic/);
    expect(await errorOf(publish(iot, 'a/b/c/d/e/f/g/h/i', 'x'))).toMatch(/^InvalidRequestException 400: .*slashes/);
    expect(await errorOf(publish(iot, 'a', 'x'.repeat(128 * 1024 + 1)))).toMatch(/^RequestEntityTooLargeException 413/);
    expect(await errorOf(publish(iot, 'a', 'x', { qos: 2 }))).toMatch(/^InvalidRequestException 400: .*'qos'/);
  },
  'user properties of MQTT 5 stay with a retained message': async (iot) => {
    const properties = [{ deviceName: 'alpha' }, { deviceCnt: '45' }];
    await publish(iot, 'lab/1', 'x', { retain: true, userProperties: JSON.stringify(properties) });
    const { userProperties } = await iot.send(new GetRetainedMessageCommand({ topic: 'lab/1' }));
    expect(JSON.parse(Buffer.from(userProperties!).toString())).toEqual(properties);
    expect(await errorOf(publish(iot, 'lab/1', 'x', { userProperties: '{"a":1}' }))).toMatch(/^InvalidRequestException 400: userProperties/);
  },
};
