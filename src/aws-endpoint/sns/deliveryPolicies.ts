/** Delivery policies of topics and of subscriptions of web servers, as the API shows them: what was set, and what is in force. */
import type { ApiRecord, ApiValue } from '../values.ts';
import { isApiRecord } from '../values.ts';
import type { World } from '../world.ts';
import { jsonObject, type Topic } from './register.ts';

const plainText = { headerContentType: 'text/plain; charset=UTF-8' };
const given = (value: ApiValue | undefined): ApiRecord | undefined => (isApiRecord(value) ? value : undefined);

function defaultRetries(world: World): ApiRecord {
  const { limits } = world.simulation;
  const wait = limits.duration('sns.http-retry.default-wait') / 1000;
  return { minDelayTarget: wait, maxDelayTarget: wait, numRetries: limits.number('sns.http-retry.default'), numMaxDelayRetries: 0, numNoDelayRetries: 0, numMinDelayRetries: 0, backoffFunction: 'linear' };
}

/** A topic's policy as it is kept; empty where it says nothing of web servers. */
export function topicPolicy(text: string): string {
  const http = given(jsonObject(text)?.http);
  if (!http) return '';
  const { defaultHealthyRetryPolicy, disableSubscriptionOverrides, ...more } = http;
  const told = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== null));
  return JSON.stringify({ http: { ...(given(defaultHealthyRetryPolicy) ? { defaultHealthyRetryPolicy } : {}), disableSubscriptionOverrides: disableSubscriptionOverrides === true, ...told } });
}

const ofTopic = ({ attributes }: Topic) => given(jsonObject(attributes.get('DeliveryPolicy') ?? '')?.http);

/** What is in force for web servers that have no policy of their own. */
export function effectiveTopicPolicy(topic: Topic, world: World): string {
  const http = ofTopic(topic);
  return JSON.stringify({
    http: {
      defaultHealthyRetryPolicy: { ...defaultRetries(world), ...given(http?.defaultHealthyRetryPolicy) },
      disableSubscriptionOverrides: http?.disableSubscriptionOverrides === true,
      defaultRequestPolicy: given(http?.defaultRequestPolicy) ?? plainText,
    },
  });
}

function partsOf(text: string, world: World): ApiRecord {
  const { healthyRetryPolicy, sicklyRetryPolicy, throttlePolicy, requestPolicy, guaranteed } = jsonObject(text) ?? {};
  const retries = given(healthyRetryPolicy);
  return {
    healthyRetryPolicy: retries ? { ...defaultRetries(world), ...retries } : null,
    sicklyRetryPolicy: given(sicklyRetryPolicy) ?? null,
    throttlePolicy: given(throttlePolicy) ?? null,
    requestPolicy: given(requestPolicy) ?? null,
    guaranteed: guaranteed === true,
  };
}

/** A subscription's policy as it is kept. */
export const subscriptionPolicy = (text: string, world: World): string => JSON.stringify(partsOf(text, world));

/** What is in force for one web server: its own policy, unless the topic forbids it, filled up from the topic's. */
export function effectiveSubscriptionPolicy(topic: Topic, own: string, world: World): ApiRecord & { readonly healthyRetryPolicy: ApiRecord } {
  const http = ofTopic(topic);
  const parts = partsOf(http?.disableSubscriptionOverrides === true ? '' : own, world);
  return {
    ...parts,
    healthyRetryPolicy: given(parts.healthyRetryPolicy) ?? { ...defaultRetries(world), ...given(http?.defaultHealthyRetryPolicy) },
    throttlePolicy: parts.throttlePolicy ?? given(http?.defaultThrottlePolicy) ?? null,
    requestPolicy: given(parts.requestPolicy) ?? given(http?.defaultRequestPolicy) ?? plainText,
  };
}
