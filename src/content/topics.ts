/** The topics of the notes, in their order. Facts, items and notes belong to exactly one. */
export const topics = [
  { id: 'kds', title: 'Kinesis Data Streams' },
  { id: 'kpl', title: 'Kinesis Producer Library' },
  { id: 'agent', title: 'Kinesis Agent' },
  { id: 'kcl', title: 'Kinesis Client Library' },
  { id: 'emit', title: 'Connector Library and emitting' },
  { id: 'firehose', title: 'Data Firehose' },
  { id: 'sqs', title: 'Simple Queue Service' },
  { id: 'iot', title: 'IoT Core' },
  { id: 'dp', title: 'Data Pipeline' },
  { id: 'dx', title: 'Direct Connect' },
  { id: 'snow', title: 'Snow Family' },
  { id: 'sgw', title: 'Storage Gateway' },
  { id: 's3ta', title: 'S3 Transfer Acceleration' },
  { id: 'dms', title: 'Database Migration Service' },
] as const;

/** The topic's name as a person reads it; the id itself when it is unknown. */
export function topicTitle(id: string): string {
  return topics.find((topic) => topic.id === id)?.title ?? id;
}

/** Place of a topic in the notes, for sorting; unknown ones come last. */
export function topicOrder(id: string): number {
  const index = topics.findIndex((topic) => topic.id === id);
  return index === -1 ? topics.length : index;
}
