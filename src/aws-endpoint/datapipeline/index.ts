import type { EndpointService } from '../operation.ts';
import { shapes } from '../shapes/datapipeline.ts';
import { definitionHandlers } from './definitions.ts';
import { objectHandlers } from './objects.ts';
import { pipelineHandlers } from './pipelines.ts';
import { statusHandlers } from './statuses.ts';
import { taskHandlers } from './tasks.ts';

/** Errors of all services have a prefix of their own. */
const common: Readonly<Record<string, string>> = { ValidationException: 'com.amazon.coral.validate', SerializationException: 'com.amazon.coral.service', UnknownOperationException: 'com.amazon.coral.service', InternalFailure: 'com.amazon.coral.service', IncompleteSignatureException: 'com.amazon.coral.service', InvalidSignatureException: 'com.amazon.coral.service' };

/** AWS Data Pipeline: JSON 1.1. */
export const datapipeline: EndpointService = {
  name: 'datapipeline',
  signedAs: ['datapipeline'],
  shapes,
  handlers: { ...pipelineHandlers, ...definitionHandlers, ...objectHandlers, ...statusHandlers, ...taskHandlers },
  validationCode: 'ValidationException',
  typeOf: (code) => `${common[code] ?? 'com.amazon.setl.webservice'}#${code}`,
  about: 'About twelve ended instances of each object are kept. A poll sees the pipelines that exist when it begins.',
};
