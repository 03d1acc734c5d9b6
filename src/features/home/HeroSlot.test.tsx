import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { SlotsContext, type Slots } from '../../ui/Slots.tsx';
import { HeroSlot } from './HeroSlot.tsx';

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (run: FrameRequestCallback) => setTimeout(run, 0));
  vi.stubGlobal('cancelAnimationFrame', clearTimeout);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const settle = () => act(() => new Promise((done) => setTimeout(done, 20)));

function Hero({ initialChoice }: { initialChoice?: number }) {
  return (
    <div>
      <p>hero with {initialChoice ?? 'no'} choice</p>
      <button data-hero-option="1">One shard throttles</button>
    </div>
  );
}

function show(load: () => Promise<Slots['Hero']>) {
  return render(
    <SlotsContext value={{ Hero: load }}>
      <HeroSlot />
    </SlotsContext>,
  );
}

test('an option pressed before the simulator arrives is kept and handed over, with the focus', async () => {
  let arrive: (hero: Slots['Hero']) => void = () => {};
  show(() => new Promise((resolve) => (arrive = resolve)));
  const option = screen.getByRole('button', { name: /One shard throttles/ });
  option.focus();
  fireEvent.click(option);
  expect(option.getAttribute('aria-pressed')).toBe('true');
  await settle();
  expect(screen.queryByText(/hero with/)).toBeNull();

  arrive(Hero);
  await settle();
  expect(screen.getByText('hero with 1 choice')).toBeDefined();
  expect(document.activeElement?.getAttribute('data-hero-option')).toBe('1');
});

test('without a press the simulator starts with no choice', async () => {
  show(() => Promise.resolve(Hero));
  await settle();
  expect(screen.getByText('hero with no choice')).toBeDefined();
});

test('a simulator that cannot be fetched leaves the question and says what to do', async () => {
  show(() => Promise.reject(new Error('offline')));
  await settle();
  expect(screen.getByText(/did not load/)).toBeDefined();
  expect(screen.getByRole('heading', { name: /Two shards/ })).toBeDefined();
});

test('a simulator that breaks does not take the page with it', async () => {
  const quiet = vi.spyOn(console, 'error').mockImplementation(() => {});
  show(() =>
    Promise.resolve(() => {
      throw new Error('bug');
    }),
  );
  await settle();
  expect(screen.getByText(/did not load/)).toBeDefined();
  quiet.mockRestore();
});
