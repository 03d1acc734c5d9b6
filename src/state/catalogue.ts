/** The ten lab panels in the order of the notes. `ready` panels run; the others say honestly that they are not built yet. */
export const panels = [
  {
    slug: 'kinesis',
    title: 'Kinesis Data Streams',
    group: 'Stream',
    glyph: 'lanes',
    promise: 'Fill a shard past its limit, see which records are refused, and mend it.',
    ready: true,
  },
  {
    slug: 'kpl',
    title: 'Kinesis Producer Library',
    group: 'Stream',
    glyph: 'box-in-box',
    promise: 'Pack many small records into few and watch one limit give way to the other.',
    ready: false,
  },
  {
    slug: 'agent',
    title: 'Kinesis Agent',
    group: 'Stream',
    glyph: 'tail-cursor',
    promise: 'Tail log files, rotate them, and see what is sent and what is missed.',
    ready: false,
  },
  {
    slug: 'kcl',
    title: 'Kinesis Client Library',
    group: 'Stream',
    glyph: 'key',
    promise: 'Kill a worker and time how long its leases stay orphaned.',
    ready: false,
  },
  {
    slug: 'connectors',
    title: 'Connectors and emitters',
    group: 'Stream',
    glyph: 'connector',
    promise: 'Buffer, filter and emit to S3, DynamoDB, Redshift and Elasticsearch.',
    ready: false,
  },
  {
    slug: 'firehose',
    title: 'Data Firehose',
    group: 'Stream',
    glyph: 'tank',
    promise: 'Race the buffer size against the interval and see which delivers first.',
    ready: false,
  },
  {
    slug: 'sqs',
    title: 'Simple Queue Service',
    group: 'Queue',
    glyph: 'rack',
    promise: 'Let a visibility timeout run out and meet the same message twice.',
    ready: false,
  },
  {
    slug: 'iot',
    title: 'IoT Core',
    group: 'Device',
    glyph: 'chip',
    promise: 'Route device messages by rule and change a device that is asleep.',
    ready: false,
  },
  {
    slug: 'data-pipeline',
    title: 'Data Pipeline',
    group: 'Batch and transfer',
    glyph: 'clock-graph',
    promise: 'Hold a copy until its input exists, then let a retry finish the night.',
    ready: false,
  },
  {
    slug: 'transfer',
    title: 'Moving data in',
    group: 'Batch and transfer',
    glyph: 'crate',
    promise: 'Work out when a line, a crate or a truck is the faster way.',
    ready: false,
  },
] as const;

export type Panel = (typeof panels)[number];

/** Note sections in the order of study; a section is open when its note file exists. */
export const sections = [
  { slug: 'kinesis-streams', topics: ['kds'], title: 'Kinesis Data Streams', panel: 'kinesis', glyph: 'lanes' },
  { slug: 'kinesis-producer-library', topics: ['kpl'], title: 'Kinesis Producer Library', panel: 'kpl', glyph: 'box-in-box' },
  { slug: 'kinesis-agent', topics: ['agent'], title: 'Kinesis Agent', panel: 'agent', glyph: 'tail-cursor' },
  { slug: 'kinesis-client-library', topics: ['kcl'], title: 'Kinesis Client Library', panel: 'kcl', glyph: 'key' },
  { slug: 'connectors', topics: ['emit'], title: 'Connectors and emitters', panel: 'connectors', glyph: 'connector' },
  { slug: 'firehose', topics: ['firehose'], title: 'Data Firehose', panel: 'firehose', glyph: 'tank' },
  { slug: 'sqs', topics: ['sqs'], title: 'Simple Queue Service', panel: 'sqs', glyph: 'rack' },
  { slug: 'iot', topics: ['iot'], title: 'IoT', panel: 'iot', glyph: 'chip' },
  { slug: 'data-pipeline', topics: ['dp'], title: 'Data Pipeline', panel: 'data-pipeline', glyph: 'clock-graph' },
  {
    slug: 'moving-data-in',
    topics: ['dx', 'snow', 'sgw', 's3ta', 'dms'],
    title: 'Moving data in',
    panel: 'transfer',
    glyph: 'crate',
  },
] as const;

export type Section = (typeof sections)[number];

/** Three scenarios to come, in the words of their briefs. None can be opened yet. */
export const scenarioCards = [
  {
    id: 's1',
    title: 'Size the stream',
    brief: 'Click events must reach a real-time app through the evening peak, and not one may be lost.',
    services: 'Kinesis Data Streams',
  },
  {
    id: 's5',
    title: 'Hot tenant',
    brief: 'One tenant sends two thirds of the traffic and is throttled. Keep the order of each device.',
    services: 'Kinesis Data Streams',
  },
  {
    id: 's10',
    title: 'Fresh but not tiny',
    brief: 'Logs in S3 within 90 seconds, fewer than 2,000 objects a day, and no servers to run.',
    services: 'Data Firehose, S3',
  },
] as const;

export type ScenarioCard = (typeof scenarioCards)[number];
