/** Lists of SNS: pages of a hundred. */
import { Refusal, refuse } from '../apiError.ts';
import { page } from '../paging.ts';
import type { ApiRecord } from '../values.ts';
import type { World } from '../world.ts';

/** One page of a list that is sorted by its ARNs; `of` is what the list is of. */
export function pageOf<T extends { readonly arn: string }>({ NextToken }: ApiRecord, of: string, all: readonly T[], world: World): { readonly items: readonly T[]; readonly NextToken: string | undefined } {
  try {
    return page({ token: NextToken as string | undefined, limit: world.simulation.limits.number('sns.list.page-size'), start: () => ({ of, after: '' }), all: () => all, keyOf: ({ arn }) => arn, invalid: 'InvalidParameter', now: world.now });
  } catch (error) {
    return error instanceof Refusal ? refuse('InvalidParameter', 'Invalid parameter: NextToken') : raise(error);
  }
}

function raise(error: unknown): never {
  throw error;
}
