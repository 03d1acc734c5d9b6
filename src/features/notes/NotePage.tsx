import { useParams } from 'react-router';
import { outline } from '../../content/viteSource.ts';
import { sections } from '../../state/catalogue.ts';
import { ErrorReport } from '../../ui/ErrorBoundary.tsx';
import { Page } from '../../ui/Page.tsx';
import { useLoaded } from '../../ui/useLoaded.ts';
import { EditionSwitch } from './EditionSwitch.tsx';
import { loadNoteData } from './noteData.ts';
import { NoteBody } from './NoteBody.tsx';
import { UnwrittenNote } from './UnwrittenNote.tsx';

/** `/learn/:section`: one page of notes, in the facts edition on show. */
export function NotePage() {
  const { section: slug = '' } = useParams();
  const known = outline.sections.find((section) => section.slug === slug);
  const planned = sections.find((section) => section.slug === slug);
  const data = useLoaded(slug, () => (known ? loadNoteData(slug) : Promise.resolve(null)));

  if (!known) return <UnwrittenNote title={planned?.title} />;
  return (
    <Page title={known.title} documentTitle={[known.title, 'Notes']} width="wide" lead={<p className="num">{`${known.blocks} blocks, about ${known.minutes} minutes`}</p>} actions={<EditionSwitch />}>
      {data.status === 'loading' && <p role="status">Loading the notes…</p>}
      {data.status === 'failed' && <ErrorReport error={data.error} where="The notes" onRetry={data.retry} />}
      {data.status === 'ready' && data.value && <NoteBody key={slug} data={data.value} />}
    </Page>
  );
}
