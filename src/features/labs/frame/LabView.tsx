import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react';
import { EditionContext, useEdition } from '../../../state/edition.ts';
import { ErrorBoundary } from '../../../ui/ErrorBoundary.tsx';
import { useMediaQuery } from '../../../ui/useMediaQuery.ts';
import { useSkipLinks } from '../../../ui/SkipLinks.tsx';
import { SceneWords } from '../scene/SceneWords.tsx';
import { SceneSummary } from '../scene/SceneSummary.tsx';
import { useSceneVoice } from '../scene/useSceneVoice.ts';
import { Transport } from '../transport/Transport.tsx';
import { Timeline } from '../transport/Timeline.tsx';
import { useRun } from '../runContext.ts';
import { useLab, useSession } from '../session/context.ts';
import { BackBar } from './BackBar.tsx';
import { Guidance } from '../guidance/Guidance.tsx';
import { LabHeader } from './LabHeader.tsx';
import { LabRoot } from './LabRoot.tsx';
import { LabTabs } from './LabTabs.tsx';
import { RunProblems } from './RunProblems.tsx';
import { Tiles } from './Tiles.tsx';
import { useLabTab } from './useLabTab.ts';
import styles from './LabView.module.css';

const skipLinks = [
  { id: 'lab-controls', label: 'Skip to controls' },
  { id: 'described-scene', label: 'Skip to described scene' },
];

/** The frame of every lab: words, transport and panels in reading order; the picture last, for the eye only. */
export function LabView() {
  const isNarrow = useMediaQuery('(max-width: 767.98px)');
  const isWide = useMediaQuery('(min-width: 1200px)');
  const [tab, setTab] = useLabTab();
  useSkipLinks(skipLinks);
  useSceneVoice();
  const dataInTab = tab === 'data' || isNarrow;

  return (
    <RunEdition>
      <LabRoot>
        <div className={styles.head}>
          <BackBar />
          <LabHeader />
          <RunProblems />
          <Guidance />
        </div>
        <div className={styles.tiles}>
          <Tiles />
        </div>
        <div className={styles.summary}>
          <SceneSummary />
        </div>
        <div className={styles.transport}>
          <Transport />
          <Timeline />
        </div>
        <div className={styles.side} id="lab-controls" tabIndex={-1}>
          <LabTabs tab={tab} onTab={setTab} layout={isWide ? 'wide' : isNarrow ? 'narrow' : 'middle'} />
        </div>
        <div className={styles.words} id="described-scene" tabIndex={-1}>
          <SceneWords withData={!dataInTab} withRefusal={tab !== 'controls'} />
        </div>
        <div className={styles.stage} aria-hidden="true" data-lab-stage>
          <StagePlace compact={isNarrow} />
        </div>
      </LabRoot>
    </RunEdition>
  );
}

/** Inside a lab, the facts on show are those of its run. */
function RunEdition({ children }: { readonly children: ReactNode }) {
  const outer = useEdition();
  const { session } = useLab();
  const facts = useRun((state) => state.snapshot?.facts) ?? outer.edition;
  const value = useMemo(
    () => ({
      edition: facts,
      fromUrl: outer.fromUrl,
      setEdition: (edition: 'notes' | 'today') => {
        outer.setEdition(edition);
        session.getState().setFacts(edition);
      },
    }),
    [facts, outer, session],
  );
  return <EditionContext value={value}>{children}</EditionContext>;
}

function StagePlace({ compact }: { readonly compact: boolean }) {
  const selected = useSession((state) => state.selected);
  const { session, panel } = useLab();
  const [Stage] = useState(() => lazy(async () => ({ default: await panel.stage() })));
  const shard = selected?.startsWith('shard-') ? Number(selected.slice('shard-'.length)) : undefined;
  return (
    <ErrorBoundary where="The picture">
      <Suspense>
        <Stage compact={compact} {...(shard === undefined ? {} : { selectedShard: shard })} onSelectShard={(index) => session.getState().select(`shard-${index}`)} />
      </Suspense>
    </ErrorBoundary>
  );
}
