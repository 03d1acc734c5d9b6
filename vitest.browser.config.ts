import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumArgs, chromiumPath } from './tools/chromium.ts';
import { yamlContent } from './tools/vite-plugins.ts';

/** Tests that need a real browser: the simulation in its worker. */
export default defineConfig({
  plugins: [yamlContent()],
  worker: { format: 'es', plugins: () => [yamlContent()] },
  optimizeDeps: { include: ['@bufbuild/protobuf/wire', '@noble/hashes/legacy.js', 'pure-rand/generator/xoroshiro128plus', 'd3', 'cborg', '@aws-sdk/client-kinesis', '@aws-sdk/client-sqs'] },
  test: {
    name: 'browser',
    include: ['src/**/*.browser.test.ts'],
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: { ...(chromiumPath ? { executablePath: chromiumPath } : {}), args: chromiumArgs } }),
      instances: [{ browser: 'chromium' }],
    },
  },
});
