import { expect, it } from 'vitest';
import { inProcess } from '../../testing/inProcessEndpoint.ts';
import { call } from './form.fixture.ts';

const arn = 'arn:aws:sns:us-east-1:123456789012:orders';

it('a deleted topic leaves the run, and its web servers with it', async () => {
  const { endpoint } = inProcess();
  const { simulation } = endpoint.world;
  const alive = () => simulation.nodes.filter(({ index, state }) => index > 0 && Object.keys(state as object).length > 0).map(({ model }) => model.kind);
  for (let i = 0; i < 3; i++) {
    await call(endpoint, 'CreateTopic', { Name: 'orders' });
    await call(endpoint, 'Subscribe', { TopicArn: arn, Protocol: 'http', Endpoint: 'http://example.com/hook' });
    await call(endpoint, 'Publish', { TopicArn: arn, Message: 'hello' });
    expect(alive()).toEqual(['sns-topic', 'http-endpoint']);
    await call(endpoint, 'DeleteTopic', { TopicArn: arn });
    endpoint.world.advance(endpoint.world.now + 3 * 86_400_000);
    expect([alive(), simulation.records.held]).toEqual([[], 0]);
  }
});
