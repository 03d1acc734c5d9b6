import type { EndpointService } from '../operation.ts';
import { shapes } from '../shapes/datapipeline.ts';
import { definitionHandlers } from './definitions.ts';
import { objectHandlers } from './objects.ts';
import { pipelineHandlers } from './pipelines.ts';
import { taskHandlers } from './tasks.ts';

/** AWS Data Pipeline: JSON 1.1. */
export const datapipeline: EndpointService = { name: 'datapipeline', signedAs: ['datapipeline'], shapes, handlers: { ...pipelineHandlers, ...definitionHandlers, ...objectHandlers, ...taskHandlers }, validationCode: 'InvalidRequestException', about: 'Error codes stand without their prefix. About twelve ended instances of each object are kept. A poll sees the pipelines that exist when it begins.' };
