import { useLoaderData, useParams } from 'react-router';
import { sections } from '../../state/catalogue.ts';
import { Page } from '../../ui/Page.tsx';
import { EditionSwitch } from './EditionSwitch.tsx';
import { loadNoteData, type NoteData } from './noteData.ts';
import { NoteBody } from './NoteBody.tsx';
import { UnwrittenNote } from './UnwrittenNote.tsx';

/** Loads a section before its page shows, so that going back finds the page at its full height and can restore the scroll. */
export function noteLoader({ params }: { params: { section?: string } }): Promise<NoteData | null> {
  return loadNoteData(params.section ?? '');
}

/** `/learn/:section`: one page of notes, in the facts edition on show. */
export function NotePage() {
  const { section: slug = '' } = useParams();
  const data = useLoaderData<NoteData | null>();
  if (!data) return <UnwrittenNote title={sections.find((section) => section.slug === slug)?.title} />;
  const { title, blocks, minutes } = data.page;
  return (
    <Page
      title={title}
      documentTitle={[title, 'Notes']}
      width="wide"
      lead={<p className="num">{`${blocks.length} blocks, about ${minutes} minutes`}</p>}
      actions={<EditionSwitch />}
    >
      <NoteBody key={slug} data={data} />
    </Page>
  );
}
