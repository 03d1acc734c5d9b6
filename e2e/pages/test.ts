import { test as base, type BrowserContext } from '@playwright/test';

/** What a person would call broken although the page is drawn: each entry says what happened and where. */
export interface Watch {
  /** Everything that went wrong so far: errors on the console, uncaught errors, failed requests, requests that left the origin. */
  readonly problems: readonly string[];
  /** Problems that the test provokes and expects. */
  expectProblem(pattern: RegExp): void;
}

/** Watches all pages of a context from now on. */
export function watchContext(context: BrowserContext, origin: string): Watch {
  const problems: string[] = [];
  const expected: RegExp[] = [];
  const note = (what: string): void => {
    if (!expected.some((pattern) => pattern.test(what))) problems.push(what);
  };
  context.on('console', (message) => {
    if (message.type() === 'error') note(`console error on ${message.page()?.url() ?? 'a worker'}: ${message.text()}`);
  });
  context.on('weberror', (error) => note(`uncaught on ${error.page()?.url() ?? 'a page'}: ${error.error().message}`));
  context.on('request', (request) => {
    const url = request.url();
    if (!/^(data|blob|about):/.test(url) && new URL(url).origin !== origin) note(`request leaves the origin: ${url}`);
  });
  context.on('requestfailed', (request) => {
    const text = request.failure()?.errorText ?? '';
    // What a navigation of our own cuts short is no failure.
    if (text !== 'net::ERR_ABORTED') note(`request failed: ${request.url()} (${text})`);
  });
  context.on('response', (response) => {
    if (response.status() >= 400) note(`status ${response.status()}: ${response.url()}`);
  });
  return { problems, expectProblem: (pattern) => void expected.push(pattern) };
}

/** The test of every spec: it fails when anything on the way was broken, whatever else it looks at. */
export const test = base.extend<{ watch: Watch }>({
  watch: [
    async ({ context, baseURL }, use) => {
      const watch = watchContext(context, new URL(baseURL ?? '').origin);
      await use(watch);
      expect(watch.problems, 'errors, failed requests and foreign requests').toEqual([]);
    },
    { auto: true },
  ],
});

const { expect } = base;
export { expect };
export type { Locator, Page } from '@playwright/test';
