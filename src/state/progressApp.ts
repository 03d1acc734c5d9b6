import { openProgressStorage } from './progressDb.ts';
import { createProgressStore, type ProgressChannel, type ProgressMessage, type ProgressStore } from './progressStore.ts';
import { settingsStore } from './settingsStore.ts';

const channelName = 'headwater-progress';

/** The other tabs of this browser; absent where there is no such channel, and then they follow on their next load. */
export function tabChannel(): ProgressChannel | undefined {
  if (typeof BroadcastChannel === 'undefined') return undefined;
  const channel = new BroadcastChannel(channelName);
  return {
    post: (message) => channel.postMessage(message),
    listen: (heard) => channel.addEventListener('message', (event: MessageEvent<ProgressMessage>) => heard(event.data)),
    close: () => channel.close(),
  };
}

async function open(): Promise<ProgressStore> {
  const { storage, refused } = await openProgressStorage();
  const channel = storage.kind === 'device' ? tabChannel() : undefined;
  return createProgressStore({
    storage,
    refused,
    now: () => Date.now(),
    newId: () => crypto.randomUUID(),
    offsetMinutes: (at) => -new Date(at).getTimezoneOffset(),
    settings: {
      get: () => settingsStore.getState(),
      subscribe: (changed) =>
        void settingsStore.subscribe((next, previous) => {
          if (next.desiredRetention !== previous.desiredRetention || next.examDate !== previous.examDate) changed();
        }),
    },
    ...(channel ? { channel } : {}),
  });
}

let opened: Promise<ProgressStore> | undefined;

/** The progress of this page, opened on first use. */
export function appProgress(): Promise<ProgressStore> {
  opened ??= open();
  return opened;
}
