import { useEffect, useState } from 'react';
import { loadEvents } from '../../../content/viteSource.ts';
import { settingsStore } from '../../../state/settingsStore.ts';
import { createEventWatch } from '../explain/eventWatch.ts';
import { LabProvider } from '../LabProvider.tsx';
import type { LabPanel } from '../panel.ts';
import { useRunStore } from '../runContext.ts';
import { LabContext, type LabParts } from '../session/context.ts';
import { createLabSession } from '../session/labSession.ts';
import { LabView } from './LabView.tsx';
import { useLabAddress } from './useLabAddress.ts';

/** One lab: its own simulation, session and watch, opened as the address says. */
export function LabPage({ panel }: { readonly panel: LabPanel }) {
  return (
    <LabProvider>
      <Parts panel={panel} />
    </LabProvider>
  );
}

function Parts({ panel }: { readonly panel: LabPanel }) {
  const run = useRunStore();
  const [parts] = useState<LabParts>(() => ({ panel, session: createLabSession(panel, run), watch: createEventWatch(run, () => settingsStore.getState().pauseOnNewEvents) }));

  useEffect(() => {
    let mounted = true;
    const stop = parts.watch.getState().start();
    // Without its texts a lab still runs; events then stand in the log only.
    loadEvents(panel.slug).then(
      (events) => mounted && parts.watch.getState().setEvents(events),
      () => {},
    );
    return () => {
      mounted = false;
      stop();
    };
  }, [panel, parts]);

  return (
    <LabContext value={parts}>
      <Opened />
    </LabContext>
  );
}

function Opened() {
  useLabAddress();
  return <LabView />;
}
