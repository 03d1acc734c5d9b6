import { useSyncExternalStore } from 'react';

const subscribe = (notify: () => void) => {
  const observer = new MutationObserver(notify);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-motion'] });
  return () => observer.disconnect();
};

/** Whether motion is reduced, by the setting or by the system (`html[data-motion]` holds the answer). */
export function useReducedMotion(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => document.documentElement.dataset.motion === 'reduced',
    () => false,
  );
}
