import { Link } from 'react-router';
import { addressOf } from '../../../content/viteSource.ts';
import { Callout } from '../../../ui/Callout.tsx';
import { eventFor } from '../explain/eventText.ts';
import { useSampledRun } from '../runContext.ts';
import { useWatch } from '../session/context.ts';
import { plainText } from '../words.ts';

/** Refusals of control-plane calls stay in view for this long, simulated ms. */
const shownMs = 20_000;

/** The AWS error of the last call to the stream that was refused, while it is recent. */
export function LastRefusal() {
  const events = useWatch((state) => state.events);
  const refusal = useSampledRun((state) => {
    const now = state.snapshot?.time ?? 0;
    const last = state.events.findLast((event) => event.type === 'operation.refused');
    const since = state.events.findLast((event) => event.type === 'stream.updating' || event.type === 'retention.changed');
    return last && now - last.lastAt <= shownMs && (since === undefined || since.at <= last.lastAt) ? last : undefined;
  });
  if (!refusal) return null;
  const note = eventFor(events, refusal)?.note;
  const address = note === undefined ? undefined : addressOf(note);
  return (
    <Callout status="warn" title={`${plainText(refusal.detail.operation)} was refused`} level={4}>
      <p>
        <code>{plainText(refusal.detail.code)}</code>: {plainText(refusal.detail.message)}
      </p>
      {address !== undefined && (
        <p>
          <Link to={address}>The rules, in the notes</Link>
        </p>
      )}
    </Callout>
  );
}
