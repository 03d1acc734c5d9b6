import { findLimit, type Limit } from '../../aws/limits/index.ts';
import { useEdition } from '../../state/edition.ts';
import { formatQuantity } from '../../ui/quantity.ts';
import { ThenNow } from '../../ui/ThenNow.tsx';

const both = (limit: Limit) => ({
  notes: formatQuantity(limit.notes, limit.quantity),
  today: formatQuantity(limit.today ?? limit.notes, limit.quantity),
});

function known(id: string): Limit {
  const limit = findLimit(id);
  if (!limit) throw new Error(`no limit has the id ${id}`);
  return limit;
}

/** A limit in a sentence, in the edition on show; where the editions differ it is underlined and tells both. */
export function LimitValue({ id }: { id: string }) {
  const { edition } = useEdition();
  const limit = known(id);
  const values = both(limit);
  if (limit.today === undefined) return <span className="num">{values.notes}</span>;
  return <ThenNow title={limit.title} edition={edition} {...values} source={limit.source} changed={limit.changed} />;
}

/** A limit as a chip: what the notes say, what AWS says today; both with their source when pressed. */
export function ThenNowChip({ id }: { id: string }) {
  const { edition } = useEdition();
  const limit = known(id);
  const { notes, today } = both(limit);
  const shown = limit.today === undefined ? notes : `Notes ${notes} · Today ${today}`;
  return (
    <ThenNow
      title={limit.title}
      edition={edition}
      notes={notes}
      today={today}
      source={limit.source}
      changed={limit.changed}
      look="chip"
    >
      {shown}
    </ThenNow>
  );
}
