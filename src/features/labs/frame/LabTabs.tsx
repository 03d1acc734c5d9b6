import { lazy, Suspense, useEffect } from 'react';
import { Segmented } from '../../../ui/Segmented.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { Tabs } from '../../../ui/Tabs.tsx';
import { ControlsTab } from '../controls/ControlsTab.tsx';
import { EventCallout } from '../explain/EventCallout.tsx';
import { ExplainTab } from '../explain/ExplainTab.tsx';
import { useLab, useWatch } from '../session/context.ts';
import { labTabs, type LabTab } from './useLabTab.ts';
import styles from './LabTabs.module.css';

// Fetched when first opened: the lab runs without them.
const DataTab = lazy(async () => ({ default: (await import('../data/DataTab.tsx')).DataTab }));
const FaultsTab = lazy(async () => ({ default: (await import('../faults/FaultsTab.tsx')).FaultsTab }));

const labels: Readonly<Record<LabTab, string>> = { controls: 'Controls', faults: 'Faults', explain: 'Explain', data: 'Data' };

function panelOf(tab: LabTab) {
  return <Suspense fallback={<p role="status">Loading…</p>}>{contentOf(tab)}</Suspense>;
}

function contentOf(tab: LabTab) {
  switch (tab) {
    case 'controls':
      return <ControlsTab />;
    case 'faults':
      return <FaultsTab />;
    case 'explain':
      return <ExplainTab />;
    case 'data':
      return <DataTab />;
  }
}

/** Controls, faults, explanations and figures: tabs, or on narrow screens a row of choices with the callout in a sheet. */
export function LabTabs({ tab, onTab, layout }: { readonly tab: LabTab; readonly onTab: (tab: LabTab) => void; readonly layout: 'wide' | 'middle' | 'narrow' }) {
  const waiting = useWatch((state) => state.queue.length + (state.current ? 1 : 0));
  if (layout === 'narrow') {
    return (
      <div className={styles.narrow}>
        <Segmented label="Panel" labelHidden options={labTabs.map((value) => ({ value, label: labels[value] }))} value={tab} onChange={onTab} />
        <section aria-label={labels[tab]}>{tab === 'explain' ? <ExplainTab withoutCallout /> : panelOf(tab)}</section>
        <CalloutSheet />
      </div>
    );
  }
  return (
    <Tabs
      label="Lab panels"
      selected={tab}
      onSelect={(id) => onTab(labTabs.find((name) => name === id) ?? 'controls')}
      idPrefix="lab"
      tabs={labTabs.map((id) => ({ id, label: labels[id], ...(id === 'explain' && waiting > 0 ? { badge: String(waiting) } : {}), panel: panelOf(id) }))}
    />
  );
}

function CalloutSheet() {
  const { watch } = useLab();
  const current = useWatch((state) => state.current);
  useEffect(() => {
    // The callout stands below the picture: bring the picture to where it is held.
    if (current) document.querySelector('[data-lab-stage]')?.scrollIntoView({ block: 'start' });
  }, [current]);
  return (
    <Sheet open={current !== undefined} onClose={() => watch.getState().close()} title="What happened">
      {current && <EventCallout occurrence={current} />}
    </Sheet>
  );
}
