import mdx from '@mdx-js/rollup';
import react from '@vitejs/plugin-react';
import rehypeSlug from 'rehype-slug';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkMdxFrontmatter from 'remark-mdx-frontmatter';
import { defineConfig } from 'vitest/config';
import { bareLimits, yamlContent } from './tools/vite-plugins.ts';

const chunk = (name: string, packages: RegExp, priority = 0) => ({ name, test: packages, priority });

export default defineConfig({
  base: process.env.HEADWATER_BASE ?? '/',
  plugins: [
    { enforce: 'pre', ...mdx({ remarkPlugins: [remarkGfm, remarkFrontmatter, remarkMdxFrontmatter], rehypePlugins: [rehypeSlug] }) },
    yamlContent(),
    react({ include: /\.(mdx|js|jsx|ts|tsx)$/ }),
  ],
  worker: { format: 'es', plugins: () => [yamlContent(), bareLimits()] },
  build: {
    target: 'es2022',
    // Every browser that can run this page preloads modules by itself.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            chunk('react', /node_modules[\\/](react|react-dom|scheduler|react-router|cookie|set-cookie-parser)[\\/]/, 10),
            chunk('dexie', /node_modules[\\/]dexie/),
            chunk('d3', /node_modules[\\/](d3|d3-[a-z-]+|internmap|delaunator|robust-predicates)[\\/]/),
            chunk('aria', /node_modules[\\/](react-aria|react-stately|react-aria-components|@react-aria|@react-stately|@internationalized|@react-types)/),
          ],
        },
      },
    },
  },
  test: {
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          env: { NODE_ENV: 'test', TZ: 'UTC' },
          name: 'unit',
          // Nothing in the core has state of its own, so modules are read once for all files.
          isolate: false,
          testTimeout: 30_000,
          environment: 'node',
          include: ['src/**/*.test.ts', 'tools/**/*.test.ts'],
          exclude: ['src/**/*.browser.test.ts', 'tools/endpoint/cli/**', 'node_modules/**'],
        },
      },
      {
        extends: true,
        test: { env: { NODE_ENV: 'test', TZ: 'UTC' }, name: 'dom', testTimeout: 30_000, environment: 'jsdom', include: ['src/**/*.test.tsx'] },
      },
    ],
  },
});
