import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { MessageQueue } from './messageQueue.ts';

export type Announce = (text: string, options?: { notable?: boolean }) => void;

const AnnounceContext = createContext<Announce>(() => {});

const wallClock = {
  now: () => performance.now(),
  after: (ms: number, run: () => void): unknown => window.setTimeout(run, ms),
  cancel: (handle: unknown) => window.clearTimeout(handle as number),
};

/** Says a sentence to screen readers, politely: at most one message per 3 s, notable ones first. */
export function useAnnounce(): Announce {
  return useContext(AnnounceContext);
}

/** Holds the one status region of the app. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [text, setText] = useState('');
  // A repeated sentence gets a trailing space, otherwise the region would not change and nothing would be said.
  // Put on the page at once, so that the time to the next message counts from when this one can be heard.
  const [queue] = useState(
    () => new MessageQueue((next) => flushSync(() => setText((before) => (before === next ? `${next}\u00a0` : next))), wallClock),
  );
  const [announce] = useState<Announce>(
    () => (message: string, options?: { notable?: boolean }) => queue.push(message, options?.notable ?? false),
  );
  useEffect(() => () => queue.stop(), [queue]);
  return (
    <AnnounceContext value={announce}>
      {children}
      <div role="status" data-testid="lab-announcer" className="visually-hidden">
        {text}
      </div>
    </AnnounceContext>
  );
}
