import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ReviewCard } from '../../learning/review/card.ts';
import { dayMs } from '../../learning/review/day.ts';
import { createScheduler } from '../../learning/review/scheduler.ts';
import { memoryStorage } from '../../state/progressDb.ts';
import { ProgressContext } from '../../state/progressHooks.tsx';
import { createProgressStore } from '../../state/progressStore.ts';
import { defaultSettings } from '../../state/settings.ts';
import { settingsStore } from '../../state/settingsStore.ts';
import { ReviewLoad } from './ReviewLoad.tsx';

const now = Date.UTC(2026, 0, 1, 12);

async function show(facts: number): Promise<HTMLElement> {
  const store = await createProgressStore({
    storage: memoryStorage(),
    refused: null,
    now: () => now,
    newId: () => 'id',
    offsetMinutes: () => 0,
    settings: { get: () => settingsStore.getState(), subscribe: () => {} },
  });
  const scheduler = createScheduler({ retention: 0.9, offsetMinutes: 0 });
  const cards = new Map<string, ReviewCard>();
  for (let i = 0; i < facts; i++)
    cards.set(`f${i}`, scheduler.review(undefined, `f${i}`, { recall: 'good', nextDay: false }, now - dayMs));
  store.setState({ cards });
  const progress = Promise.resolve(store);
  const load = () => progress;
  await act(
    async () =>
      void render(
        <ProgressContext value={load}>
          <ReviewLoad />
        </ProgressContext>,
      ),
  );
  return screen.findByRole('status');
}

beforeEach(() => settingsStore.getState().change(defaultSettings));
afterEach(cleanup);

const reviews = (text: string | null) => Number(/about (\d+) reviews a day/.exec(text ?? '')?.[1]);
const want = (desiredRetention: number) => act(() => settingsStore.getState().change({ desiredRetention }));

it('follows the slider: more is to be kept, more reviews a day', async () => {
  const status = await show(200);
  expect(status.textContent).toMatch(
    /^At 90 %, about \d+ reviews a day over the next 30 days, for the 200 facts in review so far\.$/,
  );
  const usual = reviews(status.textContent);
  want(0.95);
  expect(status.textContent).toMatch(/^At 95 %/);
  expect(reviews(status.textContent)).toBeGreaterThan(usual);
  want(0.8);
  expect(reviews(status.textContent)).toBeLessThan(usual);
});

it('says so when there is little to project, and when there is nothing', async () => {
  expect((await show(1)).textContent).toBe(
    'At 90 %, less than one review a day over the next 30 days, for the one fact in review so far.',
  );
  cleanup();
  expect((await show(0)).textContent).toMatch(/^No facts are in review yet\./);
});
