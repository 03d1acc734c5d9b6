import { useEffect, useRef, useState } from 'react';

/** A moving control acts at most this often, ms: at once for the first move, then with the newest value. */
const everyMs = 90;
/** Set-up changes repeat the run: they wait until the hand rests. */
const restMs = 250;
/** How long a value that was set may wait for the run to take it before the run's own value shows again. */
const patienceMs = 700;

/** A value that answers at once on screen while the run follows; the run's own value has the last word. */
export function useSmoothed(actual: number, apply: (value: number) => void, slow: boolean): readonly [number, (value: number) => void] {
  const [wanted, setWanted] = useState<number | null>(null);
  const state = useRef<{ timer: ReturnType<typeof setTimeout> | undefined; last: number; next: number | undefined; apply: (value: number) => void }>({ timer: undefined, last: -Infinity, next: undefined, apply });
  state.current.apply = apply;

  useEffect(() => {
    if (wanted === null) return;
    if (wanted === actual) {
      setWanted(null);
      return;
    }
    const timer = setTimeout(() => setWanted(null), patienceMs);
    return () => clearTimeout(timer);
  }, [wanted, actual]);

  useEffect(() => {
    const now = state.current;
    return () => clearTimeout(now.timer);
  }, []);

  const change = (value: number): void => {
    const now = state.current;
    setWanted(value);
    now.next = value;
    if (slow) clearTimeout(now.timer);
    else if (now.timer !== undefined) return;
    const wait = slow ? restMs : Math.max(0, now.last + everyMs - performance.now());
    const send = () => {
      now.timer = undefined;
      if (now.next === undefined) return;
      now.last = performance.now();
      now.apply(now.next);
      now.next = undefined;
    };
    if (wait === 0) send();
    else now.timer = setTimeout(send, wait);
  };
  return [wanted ?? actual, change];
}
