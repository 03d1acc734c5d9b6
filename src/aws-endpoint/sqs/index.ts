import type { EndpointService } from '../operation.ts';
import type { WireNames } from '../protocol/xml.ts';
import { shapes } from '../shapes/sqs.ts';
import { errorHeaders, notValidHere, queryCodes, querySays, refuse, typeOf } from './errors.ts';
import { moveTaskHandlers } from './moveTasks.ts';
import { permissionHandlers } from './permissions.ts';
import { queueHandlers } from './queues.ts';
import { receiveHandlers } from './receiving.ts';
import { queueUrl } from './register.ts';
import { sendHandlers } from './sending.ts';
import { settleHandlers } from './settling.ts';
import { tagHandlers } from './tags.ts';

const map = (name: string) => ({ name, key: 'Name', value: 'Value' });
const tag = { name: 'Tag', key: 'Key', value: 'Value' };

/** What the query protocol calls members: lists and maps lie flat under a name in the singular. */
const names: WireNames = {
  Attributes: map('Attribute'),
  MessageAttributes: map('MessageAttribute'),
  MessageSystemAttributes: map('MessageSystemAttribute'),
  Tags: tag,
  tags: tag,
  AttributeNames: { name: 'AttributeName' },
  MessageAttributeNames: { name: 'MessageAttributeName' },
  MessageSystemAttributeNames: { name: 'MessageSystemAttributeName' },
  TagKeys: { name: 'TagKey' },
  AWSAccountIds: { name: 'AWSAccountId' },
  Actions: { name: 'ActionName' },
  QueueUrls: { name: 'QueueUrl' },
  queueUrls: { name: 'QueueUrl' },
  Messages: { name: 'Message' },
  Results: { name: 'ListMessageMoveTasksResultEntry' },
  StringListValues: { name: 'StringListValue' },
  BinaryListValues: { name: 'BinaryListValue' },
  Failed: { name: 'BatchResultErrorEntry' },
};
const namesOf = Object.fromEntries(['SendMessageBatch', 'DeleteMessageBatch', 'ChangeMessageVisibilityBatch'].map((operation) => [operation, { Entries: { name: `${operation}RequestEntry` }, Successful: { name: `${operation}ResultEntry` } }]));

/** SQS: JSON 1.0, and the query protocol that older clients speak. */
export const sqs: EndpointService = {
  name: 'sqs',
  signedAs: ['sqs'],
  shapes,
  handlers: { ...queueHandlers, ...tagHandlers, ...permissionHandlers, ...sendHandlers, ...receiveHandlers, ...settleHandlers, ...moveTaskHandlers },
  validationCode: null,
  about: 'Policies and keys are recorded and change nothing. Short polls ask all servers, so that no message is missed by chance; a purge empties the queue at once.',
  typeOf,
  errorHeaders,
  query: {
    version: '2012-11-05',
    namespace: 'http://queue.amazonaws.com/doc/2012-11-05/',
    names,
    namesOf,
    codes: queryCodes,
    says: querySays,
    fromPath(input, path, inputShape) {
      if (inputShape === undefined || path === '/') return input;
      // A queue's address answers what concerns that queue, or where another is.
      const elsewhere = /^(CreateQueue|ListQueues)Request$/.exec(inputShape)?.[1];
      if (elsewhere !== undefined && queueUrl.test(path)) return refuse('InvalidAction', notValidHere(elsewhere));
      return shapes.shapes[inputShape]?.members?.QueueUrl !== undefined && input.QueueUrl === undefined ? { ...input, QueueUrl: path } : input;
    },
  },
};
