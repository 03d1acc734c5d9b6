import { exempt, importRules, topFolders, type ImportRule } from './rules.ts';

const coreGlobals = ['Date', 'window', 'document', 'fetch', 'setTimeout', 'setInterval', 'performance', 'process', 'structuredClone', 'localStorage', 'navigator', 'Intl', 'crypto'].map((name) => ({
  name,
  message: 'the core is pure: no clock, DOM or machine (architecture: who may import whom)',
}));
const impure = ['random', 'log', 'log2', 'log10', 'log1p', 'exp', 'expm1', 'pow', 'sin', 'cos', 'tan', 'atan2', 'cbrt', 'sinh', 'cosh', 'tanh', 'hypot'].map((property) => ({
  object: 'Math',
  property,
  message: property === 'random' ? 'chance comes from the seeded Rng' : 'engines round this differently; use base/naturalLog or base/naturalExp',
}));
const localeProperties = ['localeCompare', 'toLocaleString', 'toLocaleUpperCase', 'toLocaleLowerCase'].map((property) => ({ property, message: 'locale differs between machines' }));

const escape = (text: string) => text.replace(/[/\-.@]/g, (c) => (c === '/' ? '/' : `\\${c}`));

function patterns(rule: ImportRule): { regex: string; message: string }[] {
  const own = rule.name.split('/')[0]!.split(' ')[0]!;
  const forbidden = topFolders.filter((folder) => folder !== own && !rule.folders.includes(folder));
  const out: { regex: string; message: string }[] = [];
  if (forbidden.length > 0) out.push({ regex: `^(?:\\.\\.?/)+(?:${forbidden.join('|')})/`, message: `${rule.name} may not import that folder: ${rule.why}` });
  if (!rule.packages.includes('*')) {
    const allowed = rule.packages.map((name) => (name.endsWith(':') ? escape(name) : `${escape(name)}(?:/|$)`)).join('|');
    out.push({ regex: `^(?!\\.)${allowed ? `(?!${allowed})` : ''}.+`, message: `${rule.name} may not use that package: ${rule.why}` });
  }
  for (const { regex, why } of rule.forbids ?? []) out.push({ regex, message: `${rule.name}: ${why}` });
  return out;
}

/** The whole lint configuration: rules for all, and one override for each row of the import table. */
export function oxlintConfig(): object {
  return {
    plugins: ['typescript', 'react', 'jsx-a11y', 'import', 'unicorn', 'vitest', 'promise'],
    categories: { correctness: 'error' },
    ignorePatterns: ['dist', 'coverage', 'node_modules', 'reports'],
    rules: {
      'import/no-cycle': 'error',
      'typescript/no-floating-promises': 'error',
      'typescript/no-explicit-any': 'error',
      'typescript/ban-ts-comment': 'error',
      'react/rules-of-hooks': 'error',
      'react/exhaustive-deps': 'error',
      'react/react-in-jsx-scope': 'off',
      'jsx-a11y/prefer-tag-over-role': 'off',
      'import/no-unassigned-import': 'off',
      'unicorn/no-new-array': 'off',
      'vitest/valid-expect': ['error', { maxArgs: 2 }],
      'vitest/no-conditional-expect': 'off',
      'max-lines': ['error', { max: 450, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', { max: 7 }],
      'no-restricted-imports': ['error', { paths: [{ name: 'zod', message: "import { z } from 'zod/mini': zod itself costs 90 kB" }] }],
    },
    overrides: [
      ...importRules.map((rule) => ({
        files: rule.files,
        ...(rule.ignore ? { excludeFiles: rule.ignore } : {}),
        rules: {
          'no-restricted-imports': ['error', { paths: [{ name: 'zod', message: "import { z } from 'zod/mini': zod itself costs 90 kB" }], patterns: patterns(rule) }],
          ...(rule.core ? { 'no-restricted-globals': ['error', ...coreGlobals], 'no-restricted-properties': ['error', ...impure, ...localeProperties] } : {}),
        },
      })),
      {
        files: [...exempt, 'tools/**', 'e2e/**'],
        rules: {
          'no-restricted-imports': 'off',
          'no-restricted-globals': 'off',
          'no-restricted-properties': 'off',
          'typescript/no-base-to-string': 'off',
          'vitest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*', 'fc.assert', 'assert*'] }],
        },
      },
    ],
  };
}
