import { useState } from 'react';
import { allLimits, type Limit } from '../../aws/limits/index.ts';
import { Select } from '../../ui/Select.tsx';
import { Table } from '../../ui/Table.tsx';
import { Toggle } from '../../ui/Toggle.tsx';
import { formatQuantity } from '../../ui/quantity.ts';
import { topicName, topicOf } from './topics.ts';
import styles from './Glossary.module.css';

const topics = [...new Set(allLimits.map((limit) => topicOf(limit.id)))];

const row = (limit: Limit) => ({
  key: limit.id,
  cells: {
    title: (
      <>
        {limit.title}
        <span className={styles.source}>
          {limit.source}
          {limit.changed && `. Changed: ${limit.changed}`}
        </span>
      </>
    ),
    notes: formatQuantity(limit.notes, limit.quantity),
    today:
      limit.today === undefined ? (
        <span className={styles.same}>same</span>
      ) : (
        <strong>{formatQuantity(limit.today, limit.quantity)}</strong>
      ),
  },
});

/** Every limit with both editions and its source, by service. Prints without the page around it. */
export function NumbersTable() {
  const [topic, setTopic] = useState('all');
  const [changedOnly, setChangedOnly] = useState(false);
  const shown = allLimits.filter(
    (limit) => (topic === 'all' || topicOf(limit.id) === topic) && (!changedOnly || limit.today !== undefined),
  );
  const columns = [
    { key: 'title', title: 'What' },
    { key: 'notes', title: 'Notes', numeric: true },
    { key: 'today', title: 'Today', numeric: true },
  ];
  return (
    <div className={styles.numbers}>
      <div className={styles.filters}>
        <Select
          label="Service"
          value={topic}
          onChange={setTopic}
          options={[{ value: 'all', label: 'All services' }, ...topics.map((name) => ({ value: name, label: topicName(name) }))]}
        />
        <Toggle label="Only what has changed" checked={changedOnly} onChange={setChangedOnly} />
        <p role="status" className={styles.muted}>
          {shown.length} of {allLimits.length} limits
        </p>
      </div>
      {topics
        .map((name) => ({ name, limits: shown.filter((limit) => topicOf(limit.id) === name) }))
        .filter((group) => group.limits.length > 0)
        .map((group) => (
          <section key={group.name} aria-labelledby={`numbers-${group.name}`} className={styles.group}>
            <h2 id={`numbers-${group.name}`}>{topicName(group.name)}</h2>
            <Table caption={`Limits of ${topicName(group.name)}`} captionHidden columns={columns} rows={group.limits.map(row)} />
          </section>
        ))}
      {shown.length === 0 && <p>No limit of this service has changed since the notes.</p>}
    </div>
  );
}
