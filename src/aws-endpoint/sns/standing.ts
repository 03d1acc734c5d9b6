/** Whether a subscription is confirmed, and by which token it can be. */
import { Digest } from '../../base/digest.ts';
import type { World } from '../world.ts';
import { registerOf, type Subscription } from './register.ts';

interface Seen {
  readonly standing: string;
  readonly token?: string;
}

function seen({ topic, linked }: Subscription, world: World): Seen | undefined {
  return linked && (world.describe(topic.node).subscriptions as unknown as readonly Seen[])[linked.number];
}

export const isWeb = ({ protocol }: Pick<Subscription, 'protocol'>) => protocol === 'http' || protocol === 'https';
const isMail = ({ protocol }: Subscription) => protocol === 'email' || protocol === 'email-json';

/** Endpoints inside of AWS need no confirmation, and phones none. Nobody reads the mail at this endpoint. */
export function standingOf(subscription: Subscription, world: World): 'confirmed' | 'pending' {
  return isMail(subscription) || (isWeb(subscription) && seen(subscription, world)?.standing !== 'confirmed') ? 'pending' : 'confirmed';
}

function isForgotten(subscription: Subscription, world: World): boolean {
  if (isMail(subscription)) return world.now - subscription.offeredAt >= world.simulation.limits.duration('sns.subscription.confirm-within');
  return isWeb(subscription) && seen(subscription, world)?.standing === 'expired';
}

/** Forgets subscriptions that nobody confirmed in time. */
export function sweep(world: World): void {
  const { subscriptions } = registerOf(world);
  for (const subscription of subscriptions.values()) {
    if (!isForgotten(subscription, world)) continue;
    subscriptions.delete(subscription.arn);
    subscription.topic.subscriptionsDeleted++;
  }
}

/** Tokens are this long. */
const tokenDigits = 288;

function publicToken(arn: string, token: string): string {
  const digest = new Digest();
  digest.text(arn);
  digest.text(token);
  let text = '';
  while (text.length < tokenDigits) {
    digest.int(text.length);
    text += digest.hex();
  }
  return text.slice(0, tokenDigits);
}

/** The token in the confirmation message that a web server got last, and the topic's own name for it; undefined when it waits for none. */
export function pendingToken(subscription: Subscription, world: World): { readonly token: string; readonly inside: string } | undefined {
  const { token } = seen(subscription, world) ?? {};
  return token === undefined ? undefined : { token: publicToken(subscription.arn, token), inside: token };
}

/** What a web server would read in its confirmation message; SIMPLIFIED: the endpoint sends nothing outside, so that this is the way to the token. */
export function confirmationTokens(world: World): readonly { readonly subscriptionArn: string; readonly topicArn: string; readonly endpoint: string; readonly token: string }[] {
  return [...registerOf(world).subscriptions.values()].flatMap((subscription) => {
    const token = pendingToken(subscription, world)?.token;
    return token === undefined ? [] : [{ subscriptionArn: subscription.arn, topicArn: subscription.topic.arn, endpoint: subscription.endpoint, token }];
  });
}
