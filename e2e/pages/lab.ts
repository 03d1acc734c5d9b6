import { expect, type Locator, type Page } from './test.ts';

/** The lab while one of two shards refuses records, its callout open. */
export const throttling = '/lab/kinesis?x=x.kinesis.hot-key&at=8000&paused';

export interface LabState {
  readonly state: string;
  /** Simulated seconds. */
  readonly time: number;
  readonly seed: string;
  readonly digest: string;
}

/** A lab as a learner and a test see it. */
export class Lab {
  readonly page: Page;
  readonly root: Locator;

  constructor(page: Page) {
    this.page = page;
    this.root = page.locator('[data-lab]');
  }

  /** Opens an address of the Kinesis lab, and waits until its run is there. */
  async open(query = ''): Promise<void> {
    await this.page.goto(`lab/kinesis${query}`);
    await expect(this.root).toHaveAttribute('data-seed', /\d/, { timeout: 20_000 });
  }

  async state(): Promise<LabState> {
    return this.root.evaluate((element) => {
      const { simState, simTime, seed, digest } = element.dataset;
      return { state: simState ?? '', time: Number(simTime), seed: seed ?? '', digest: digest ?? '' };
    });
  }

  /** Simulated seconds now. */
  async time(): Promise<number> {
    return (await this.state()).time;
  }

  async digest(): Promise<string> {
    return (await this.state()).digest;
  }

  async expectTime(ms: number): Promise<void> {
    await expect(this.root).toHaveAttribute('data-sim-time', (ms / 1000).toFixed(3));
  }

  async expectState(state: 'paused' | 'running' | 'ended' | 'crashed'): Promise<void> {
    await expect(this.root).toHaveAttribute('data-sim-state', state);
  }

  get play(): Locator {
    return this.page.getByTestId('lab-play');
  }

  get callout(): Locator {
    return this.page.getByTestId('lab-callout');
  }

  control(id: string): Locator {
    return this.page.getByTestId(`ctl-${id}`);
  }

  /** Types a value into a number control. */
  async setNumber(id: string, value: number | string): Promise<void> {
    const input = this.control(id).getByRole('textbox');
    await input.fill(String(value));
    await input.press('Enter');
  }

  /** Seeks as a person who drags the scrubber does, and waits until the run stands there. Answers the wall time it took, ms. */
  async seek(ms: number): Promise<number> {
    const took = await this.page.getByTestId('lab-seek').evaluate(async (input: HTMLInputElement, to) => {
      const root = input.closest<HTMLElement>('[data-lab]')!;
      const began = performance.now();
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!.call(input, String(to));
      input.dispatchEvent(new Event('input', { bubbles: true }));
      while (root.dataset.simTime !== (to / 1000).toFixed(3)) {
        if (performance.now() - began > 20_000) break;
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      return performance.now() - began;
    }, ms);
    await expect(this.root).toHaveAttribute('data-sim-time', (ms / 1000).toFixed(3));
    return took;
  }

  /** Lets the run go on until a simulated moment (seconds), whatever pauses on the way. */
  async runPast(seconds: number): Promise<void> {
    await expect
      .poll(
        async () => {
          const { state, time } = await this.state();
          if (time < seconds && state === 'paused') await this.play.click();
          return time;
        },
        { timeout: 30_000 },
      )
      .toBeGreaterThanOrEqual(seconds);
  }

  tile(id: string): Locator {
    return this.page.locator(`[data-tile="${id}"]`);
  }

  async tab(name: 'Controls' | 'Faults' | 'Explain' | 'Data'): Promise<void> {
    await this.page.getByRole('tab', { name }).click();
  }
}

/** A state that a run on the page has been in, and when it was first seen, ms after the navigation began. */
export interface StateSeen {
  readonly state: string;
  readonly at: number;
}

interface Recording {
  statesSeen?: StateSeen[];
}

/** From the next navigation on, notes each state that a run on the page goes through. */
export async function recordStates(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: StateSeen[] = [];
    (window as unknown as Recording).statesSeen = seen;
    const look = () => {
      for (const root of document.querySelectorAll<HTMLElement>('[data-sim-state]')) {
        const state = root.dataset.simState ?? '';
        if (seen[seen.length - 1]?.state !== state) seen.push({ state, at: performance.now() });
      }
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributeFilter: ['data-sim-state'] });
  });
}

/** The states noted since the navigation. */
export async function statesSeen(page: Page): Promise<readonly StateSeen[]> {
  return page.evaluate(() => (window as unknown as Recording).statesSeen ?? []);
}
