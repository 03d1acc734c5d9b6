import { defineConfig, devices } from '@playwright/test';
import { chromiumArgs, chromiumPath } from './tools/chromium.ts';

const port = Number(process.env.E2E_PORT ?? 4174);

const desktop = { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 } };
const measured = /smoothness\.spec\.ts$/;

/** One file a user promise. Tests open a moment by URL and look; none waits for wall time. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'node_modules/.cache/playwright',
  fullyParallel: true,
  workers: 2,
  retries: process.env.CI ? 2 : 0,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: process.env.CI ? 'on-first-retry' : 'off',
    launchOptions: { ...(chromiumPath ? { executablePath: chromiumPath } : {}), args: chromiumArgs },
  },
  projects: [
    { name: 'chromium', testIgnore: measured, use: desktop },
    // What is measured in milliseconds runs when nothing else does.
    { name: 'measured', testMatch: measured, use: desktop, dependencies: ['chromium'] },
  ],
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --host 127.0.0.1 --port ${port} --strictPort --logLevel warn`,
    url: `http://127.0.0.1:${port}`,
    reuseExistingServer: !process.env.CI,
    timeout: 60_000,
  },
});
