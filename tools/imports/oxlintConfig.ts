import { importRules } from './rules.ts';

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

/** The lint configuration: rules for all, and what core files may not touch. Who may import whom is checked beside it (check.ts): its expressions know no exceptions. */
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
      // Interfaces written with method syntax are passed around as plain functions here, and none uses this.
      'typescript/unbound-method': 'off',
      // Types of virtual modules are declared in a file that only a reference brings in.
      'typescript/triple-slash-reference': 'off',
      'react/set-state-in-effect': 'off',
      'react/refs': 'off',
      'unicorn/no-new-array': 'off',
      'vitest/valid-expect': ['error', { maxArgs: 2 }],
      'vitest/no-conditional-expect': 'off',
      'max-lines': ['error', { max: 450, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', { max: 7 }],
      'no-restricted-imports': ['error', { paths: [{ name: 'zod', message: "import { z } from 'zod/mini': zod itself costs 90 kB" }] }],
    },
    overrides: [
      ...importRules
        .filter((rule) => rule.core)
        .map((rule) => ({
          files: rule.files,
          ...(rule.ignore ? { excludeFiles: rule.ignore } : {}),
          rules: { 'no-restricted-globals': ['error', ...coreGlobals], 'no-restricted-properties': ['error', ...impure, ...localeProperties] },
        })),
      {
        files: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'tools/**', 'e2e/**'],
        rules: {
          'no-restricted-globals': 'off',
          'no-restricted-properties': 'off',
          'typescript/no-base-to-string': 'off',
          'vitest/expect-expect': ['error', { assertFunctionNames: ['expect', 'fc.assert', 'assertForAll', 'assertConserved', 'assertGoldenTrace'] }],
        },
      },
    ],
  };
}
