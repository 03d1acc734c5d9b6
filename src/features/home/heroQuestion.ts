/** The first question, word for word as the hero asks it; the order of the options is the contract with the Hero slot (`initialChoice` 0, 1, 2). */
export const heroQuestion = {
  stem: 'Two shards. 1,500 small records a second, all with the same partition key. What happens?',
  options: ['Both shards share the load', 'One shard throttles while the other idles', 'The stream adds a shard by itself'],
} as const;

export type HeroChoice = 0 | 1 | 2;
