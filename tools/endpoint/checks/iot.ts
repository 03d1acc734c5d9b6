import type { Check } from './iotCalls.ts';
import { messageChecks } from './iotMessages.ts';
import { registryChecks } from './iotRegistry.ts';
import { ruleChecks } from './iotRules.ts';
import { shadowChecks } from './iotShadows.ts';

/** What clients of IoT may rely on, by what it shows. */
export const iotChecks: Readonly<Record<string, Check>> = { ...shadowChecks, ...messageChecks, ...ruleChecks, ...registryChecks };
