// Modules that tools/vite-plugins.ts makes of content/ at build time.
type Load<T> = { readonly [key: string]: () => Promise<{ readonly default: T }> };

declare module 'virtual:content/outline' {
  const outline: import('./pageTypes.ts').Outline;
  export default outline;
}
declare module 'virtual:content/links' {
  const links: import('./pageTypes.ts').LinkData;
  export default links;
}
declare module 'virtual:content/search' {
  const entries: readonly import('./pageTypes.ts').SearchEntry[];
  export default entries;
}
declare module 'virtual:content/loaders' {
  export const facts: Load<readonly import('./types.ts').Fact[]>;
  export const questions: Load<readonly import('./types.ts').Question[]>;
  export const labs: Load<import('./pageTypes.ts').PanelContent>;
  export const events: Load<readonly import('./types.ts').LabEvent[]>;
  export const scenarios: Load<import('./types.ts').Scenario>;
  export const pages: Load<import('./types.ts').NotePage>;
  export const shared: {
    readonly glossary: () => Promise<{ readonly default: readonly import('./types.ts').GlossaryTerm[] }>;
    readonly misconceptions: () => Promise<{ readonly default: readonly import('./types.ts').Misconception[] }>;
    readonly concepts: () => Promise<{ readonly default: import('./types.ts').ConceptFile }>;
  };
}
