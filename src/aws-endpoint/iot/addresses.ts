/** The addresses that devices talk to. */
import type { Handler } from '../operation.ts';
import { refuseIot } from './answers.ts';

const ends: Readonly<Record<string, string>> = { 'iot:Data': '.iot', 'iot:Data-ATS': '-ats.iot', 'iot:CredentialProvider': '.credentials.iot', 'iot:Jobs': '.jobs.iot' };

export const addressHandlers: Readonly<Record<string, Handler>> = {
  DescribeEndpoint(input, world) {
    const type = (input.endpointType as string | undefined) ?? 'iot:Data';
    if (!Object.hasOwn(ends, type)) return refuseIot('InvalidRequestException', `Endpoint type ${type} not recognized: endpointType is one of ${Object.keys(ends).join(', ')}.`);
    return { endpointAddress: `a${world.options.account}z${ends[type]}.${world.options.region}.amazonaws.com` };
  },
};
