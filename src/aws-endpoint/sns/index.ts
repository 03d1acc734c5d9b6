import type { EndpointService, Handler } from '../operation.ts';
import { shapes } from '../shapes/sns.ts';
import { permissionHandlers } from './permissions.ts';
import { publishHandlers } from './publishing.ts';
import { withMembers } from './required.ts';
import { subscriptionHandlers } from './subscriptions.ts';
import { tagHandlers } from './tags.ts';
import { topicHandlers } from './topics.ts';

const handlers: Readonly<Record<string, Handler>> = { ...topicHandlers, ...permissionHandlers, ...tagHandlers, ...subscriptionHandlers, ...publishHandlers };

/** SNS: the query protocol. */
export const sns: EndpointService = {
  name: 'sns',
  signedAs: ['sns'],
  shapes,
  handlers: Object.fromEntries(Object.entries(handlers).map(([operation, handler]) => [operation, withMembers(operation, handler)])),
  query: { version: '2010-03-31', namespace: 'http://sns.amazonaws.com/doc/2010-03-31/', codes: { UnknownOperationException: 'InvalidAction', InternalFailure: 'InternalError' } },
  validationCode: null,
  about: 'Subscriptions to queues, delivery streams and web servers deliver. Mail is never confirmed, what goes to phones arrives nowhere; lambda and application are refused. Access policies, keys, tracing, feedback and the scope of FIFO throughput are recorded and change nothing; archives, replay and data protection are not there.',
};
