import { Link } from 'react-router';
import { buttonClass } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page } from '../../ui/Page.tsx';

/** A section that is planned but not written, or one that does not exist. */
export function UnwrittenNote({ title }: { title: string | undefined }) {
  return (
    <Page title={title ?? 'No such section'} documentTitle={[title ?? 'No such section', 'Notes']} width="prose">
      <EmptyState
        action={
          <Link to="/learn/kinesis-streams" className={buttonClass('primary')}>
            Read the stream notes
          </Link>
        }
      >
        {title
          ? 'These notes are not written yet. Their facts and limits are already in the glossary, under Numbers.'
          : 'The notes have no section at this address.'}
      </EmptyState>
      <p>
        <Link to="/learn">All sections</Link> · <Link to="/glossary?tab=numbers">Numbers</Link>
      </p>
    </Page>
  );
}
