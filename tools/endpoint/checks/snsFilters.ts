/** Filter policies. */
import { SetSubscriptionAttributesCommand } from '@aws-sdk/client-sns';
import { expect } from 'vitest';
import { bodiesOf, errorOf, fanOut, inOrder, type Check } from './snsBench.ts';

export const snsFilters: Readonly<Record<string, Check>> = {
  'filter policies look at attributes': async (sns, reach) => {
    const { publish, take } = await fanOut(sns, reach, { RawMessageDelivery: 'true', FilterPolicy: JSON.stringify({ kind: ['order', { prefix: 're' }], price: [{ numeric: ['>=', 100] }], tags: ['new'] }) });
    const send = (Message: string, kind: string, price: string, tags = '["new","old"]') => publish({ Message, MessageAttributes: { kind: { DataType: 'String', StringValue: kind }, price: { DataType: 'Number', StringValue: price }, tags: { DataType: 'String.Array', StringValue: tags } } });
    await send('yes', 'order', '100');
    await send('yes too', 'return', '210.75');
    await send('cheap', 'order', '99.99');
    await send('other', 'visit', '500');
    await send('old', 'order', '500', '["old"]');
    await publish({ Message: 'bare' });
    expect(inOrder(bodiesOf(await take('q')))).toEqual(['yes', 'yes too']);
  },
  'filter policies look at the body, and change': async (sns, reach) => {
    const { publish, take, SubscriptionArn } = await fanOut(sns, reach, { RawMessageDelivery: 'true', FilterPolicyScope: 'MessageBody', FilterPolicy: JSON.stringify({ order: { total: [{ numeric: ['>', 10] }] } }) });
    for (const total of [5, 50]) await publish({ Message: JSON.stringify({ order: { total } }) });
    await publish({ Message: 'no JSON' });
    expect(bodiesOf(await take('q'))).toEqual(['{"order":{"total":50}}']);
    await sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName: 'FilterPolicy', AttributeValue: '{}' }));
    await publish({ Message: '{"order":{"total":1}}' });
    expect(bodiesOf(await take('q'))).toEqual(['{"order":{"total":1}}']);
    expect(await errorOf(sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName: 'FilterPolicy', AttributeValue: '{"a":[{"prefx":"x"}]}' })))).toMatch(/^InvalidParameterException: Invalid parameter: FilterPolicy: .*prefx/);
  },
  'filter policies that cannot be are refused as AWS words it': async (sns, reach) => {
    const { SubscriptionArn } = await fanOut(sns, reach);
    const set = (AttributeValue: string) => errorOf(sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName: 'FilterPolicy', AttributeValue })));
    expect(await set('{"key":[{"numeric":[">",3,"<",1]}]}')).toMatch(/^InvalidParameterException: Invalid parameter: FilterPolicy: Bottom must be less than top\n at \[Source: .* line: 1, column: 33\]$/s);
    expect(await set('{"key":[{"anything-but":{"exists":false}}]}')).toMatch(/FilterPolicy: Unsupported anything-but pattern: exists\n/);
    expect(await set('{"a":{"b":["c"]}}')).toBe('InvalidParameterException: Invalid parameter: Filter policy scope MessageAttributes does not support nested filter policy');
  },
  'in bodies a dot in a name is an object inside': async (sns, reach) => {
    const { publish, take } = await fanOut(sns, reach, { RawMessageDelivery: 'true', FilterPolicyScope: 'MessageBody', FilterPolicy: '{"object.nested":["v"]}' });
    for (const body of [{ object: { nested: 'v' } }, { 'object.nested': 'v' }, { object: { nested: 'w' } }]) await publish({ Message: JSON.stringify(body) });
    expect(inOrder(bodiesOf(await take('q')))).toEqual(['{"object":{"nested":"v"}}', '{"object.nested":"v"}']);
  },
};
