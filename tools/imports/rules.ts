/**
 * Who may import whom, as data. `npm run lint` enforces it (tools/imports/check.ts); a test plants a violation of every row.
 * The rows of core files also decide where the linter bans clock, chance and locale: `npx tsx tools/imports/write.ts` writes .oxlintrc.json.
 */
export interface ImportRule {
  /** The files of the row. */
  readonly files: readonly string[];
  readonly ignore?: readonly string[];
  readonly name: string;
  /** Top folders below src that it may import, besides itself. */
  readonly folders: readonly string[];
  /** Packages that it may use; '*' for any. */
  readonly packages: readonly string[];
  /** Further forbidden imports: the importing file and the imported path, both from the root. */
  readonly forbids?: readonly { readonly matches: (file: string, target: string) => boolean; readonly why: string }[];
  /** Core: the same in Node, worker and tests, so no clock, chance, DOM or locale. */
  readonly core?: boolean;
  readonly why: string;
}

export const topFolders = ['base', 'aws', 'sim', 'services', 'grading', 'learning', 'content', 'worker', 'aws-endpoint', 'state', 'ui', 'features', 'app', 'testing'];

/** The slice of a path below src/services. */
const slice = (path: string) => path.split('/')[2];

/** Explicit lists of models: all of them, and those that a page begins with. */
const modelLists = ['src/services/models.ts', 'src/services/firstModels.ts'];
const viewFiles = ['src/services/*/view/**'];

/** Folders below src/features: none may import another. */
export const features = ['about', 'compare', 'glossary', 'home', 'labs', 'not-found', 'notes', 'progress', 'progress-shell', 'quiz', 'search', 'settings', 'workbench'];

export const importRules: readonly ImportRule[] = [
  { name: 'base', files: ['src/base/**'], folders: [], packages: ['pure-rand', '@noble/hashes'], core: true, why: 'base knows no domain' },
  { name: 'aws', files: ['src/aws/**'], folders: ['base'], packages: [], core: true, why: 'the vocabulary stands on base alone' },
  { name: 'sim', files: ['src/sim/**'], folders: ['base', 'aws'], packages: ['pure-rand'], core: true, why: 'the kernel knows no service and no page' },
  {
    name: 'services/*/model',
    files: ['src/services/*/model/**', 'src/services/models.ts', 'src/services/firstModels.ts'],
    folders: ['base', 'aws', 'sim'],
    packages: ['@lezer/lr', '@bufbuild/protobuf'],
    core: true,
    forbids: [
      {
        matches: (file, target) => !modelLists.includes(file) && target.startsWith('src/services/') && slice(target) !== slice(file) && !target.endsWith('/model/operations.ts'),
        why: 'a service may know the operations of another, never its state',
      },
      { matches: (_, target) => target.includes('/view/'), why: 'a model never imports a view' },
    ],
    why: 'a model runs in Node, worker and tests alike',
  },
  { name: 'grading', files: ['src/grading/**'], folders: ['base', 'aws', 'sim'], packages: [], core: true, why: 'the grader sees runs only' },
  { name: 'learning', files: ['src/learning/**'], ignore: ['src/learning/question-types/*/View.tsx', 'src/learning/question-types/views.ts', 'src/learning/**/*.tsx'], folders: ['base', 'aws', 'content'], packages: ['ts-fsrs'], core: true, why: 'learning logic is pure' },
  { name: 'learning views', files: ['src/learning/question-types/*/View.tsx', 'src/learning/question-types/views.ts', 'src/learning/**/*.tsx'], folders: ['base', 'aws', 'ui', 'content'], packages: ['react'], why: 'a question view gets a prompt, nothing else' },
  { name: 'content', files: ['src/content/**'], ignore: ['src/content/viteSource.ts', 'src/content/nodeSource.ts'], folders: ['base', 'aws'], packages: ['zod'], core: true, why: 'parsers are pure' },
  { name: 'content sources', files: ['src/content/viteSource.ts', 'src/content/nodeSource.ts'], folders: ['base', 'aws'], packages: ['zod', 'yaml', 'virtual:', 'mdx', '@mdx-js/mdx', 'remark-gfm', 'remark-frontmatter', 'node:fs', 'node:path', 'node:url'], why: 'a source reads content and nothing else' },
  { name: 'worker', files: ['src/worker/**'], folders: ['base', 'aws', 'sim', 'grading', 'services'], packages: ['d3'], forbids: [{ matches: (_, target) => target.startsWith('src/services/') && !modelLists.includes(target), why: 'the worker knows the list of models only' }], why: 'the worker drives the core and knows no page' },
  {
    name: 'aws-endpoint',
    files: ['src/aws-endpoint/**'],
    folders: ['base', 'aws', 'sim', 'services'],
    packages: ['@smithy/core/event-streams', 'cborg'],
    core: true,
    forbids: [{ matches: (_, target) => target.startsWith('src/services/') && !modelLists.includes(target) && !target.endsWith('/model/operations.ts'), why: 'the endpoint calls the operations of services and never sees their state' }],
    why: 'the AWS protocols over the same models, in Node, worker and page alike',
  },
  {
    name: 'state',
    files: ['src/state/**'],
    folders: ['base', 'aws', 'sim', 'worker', 'grading', 'learning', 'content'],
    packages: ['zustand', 'immer', 'dexie', 'dexie-react-hooks', 'zod', 'react', 'react-router', 'ts-fsrs'],
    why: 'stores stand below the pages',
  },
  { name: 'ui', files: ['src/ui/**'], folders: ['base'], packages: ['react', 'react-dom', 'd3', 'react-aria-components', 'lucide-react', 'uplot'], why: 'the look knows no domain' },
  { name: 'services/*/view', files: [...viewFiles, 'src/services/views.ts'], folders: ['base', 'aws', 'ui'], packages: ['react', 'd3'], forbids: [{ matches: (_, target) => target.includes('/model/') && !/\/model\/(view|config)\.ts$/.test(target), why: 'a view sees the view and the config of its model' }], why: 'a panel is a function of a view and a time' },
  { name: 'app', files: ['src/app/**', 'src/main.tsx'], folders: topFolders.filter((folder) => folder !== 'testing'), packages: ['*'], why: 'tests never ship' },
  ...features.map((feature): ImportRule => ({
    name: `features/${feature}`,
    files: [`src/features/${feature}/**`],
    folders: ['base', 'aws', 'sim', 'worker', 'state', 'ui', 'content', 'learning', 'services'],
    packages: ['react', 'react-dom', 'react-router', '@xyflow/react', 'minisearch', 'd3', 'react-aria-components', 'lucide-react', 'zustand', 'zod', 'mdx', 'virtual:'],
    forbids: [
      { matches: (_, target) => target.startsWith('src/features/') && slice(target) !== feature, why: 'features never import each other: app puts them together' },
      {
        matches: (_, target) => target.startsWith('src/services/') && !/\/views\.tsx?$|\/view\/|\/model\/(view|config)\.ts$/.test(target),
        why: 'a page sees views of services, never their models',
      },
    ],
    why: 'a page stands on state, ui and content',
  })),
];
