import { defineConfig } from 'vitest/config';

/** Commands of the AWS CLI against the endpoint, in the order in which they are typed; a file for each version of the CLI, so that both cores work. */
export default defineConfig({ test: { name: 'cli', include: ['tools/endpoint/cli/*.test.ts'], testTimeout: 40_000 } });
