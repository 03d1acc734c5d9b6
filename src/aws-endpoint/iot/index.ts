import type { EndpointService } from '../operation.ts';
import { shapes as controlShapes } from '../shapes/iot.ts';
import { shapes as dataShapes } from '../shapes/iot-data.ts';
import { addressHandlers } from './addresses.ts';
import { certificateHandlers } from './certificates.ts';
import { messageHandlers } from './messages.ts';
import { policyHandlers } from './policies.ts';
import { policyVersionHandlers } from './policyVersions.ts';
import { principalHandlers } from './principals.ts';
import { ruleHandlers } from './rules.ts';
import { shadowHandlers } from './shadows.ts';
import { tagHandlers } from './tags.ts';
import { thingHandlers } from './things.ts';
import { thingTypeHandlers } from './thingTypes.ts';

/** IoT Core's control plane: REST with JSON. */
export const iot: EndpointService = { name: 'iot', signedAs: ['iot', 'execute-api'], shapes: controlShapes, handlers: { ...thingHandlers, ...thingTypeHandlers, ...certificateHandlers, ...principalHandlers, ...policyHandlers, ...policyVersionHandlers, ...ruleHandlers, ...tagHandlers, ...addressHandlers }, validationCode: 'InvalidRequestException', about: 'One broker for the account. Rules move messages into streams, queues, topics, delivery streams, tables and buckets of the endpoint. Thing and billing groups, jobs and MQTT connections are left out. Certificates read well, but their keys and signatures are drawn; what policies allow is not asked for.' };

/** IoT Core's data plane: messages and shadows over HTTPS. */
export const iotData: EndpointService = { name: 'iotdata', signedAs: ['iotdata', 'iot-data', 'iotdevicegateway'], shapes: dataShapes, handlers: { ...messageHandlers, ...shadowHandlers }, validationCode: 'InvalidRequestException', about: 'Publishing by HTTPS, retained messages, classic and named shadows. Devices cannot connect by MQTT here.' };
