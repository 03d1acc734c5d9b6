export * from './types.ts';
export type { Explanation, Key, Prompt, PromptRun, Revealed } from './prompt.ts';
export { toKey, toPrompt, toReveal } from './prompt.ts';
