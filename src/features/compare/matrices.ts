/** A cell: plain text in which `{limit.id}` stands for a limit in the edition on show; `note` and `x` lead to where it is explained and run. */
export interface Cell {
  readonly text: string;
  readonly note?: string;
  readonly x?: string;
}

export interface Matrix {
  readonly id: string;
  readonly title: string;
  /** The one question that decides between them. */
  readonly decides: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly title: string; readonly cells: readonly Cell[] }[];
}

const cell = (text: string, note?: string, x?: string): Cell => ({ text, ...(note && { note }), ...(x && { x }) });

export const matrices: readonly Matrix[] = [
  {
    id: 'streams-firehose-sqs',
    title: 'Streams, Firehose or SQS',
    decides:
      'Do several programs read the same data, perhaps again? Streams. Must it only land in a store? Firehose. Is each message a job for one worker? SQS.',
    columns: ['Kinesis Data Streams', 'Data Firehose', 'SQS'],
    rows: [
      {
        title: 'Order',
        cells: [
          cell('Within a shard, so per partition key', 'n.kds.ordering', 'x.kinesis.reshard-order'),
          cell('None promised across deliveries'),
          cell('None in a standard queue; per message group in a FIFO queue'),
        ],
      },
      {
        title: 'How long data stays',
        cells: [
          cell('{kds.retention.default} unless changed, up to {kds.retention.max}', 'n.kds.retention', 'x.kinesis.retention-cliff'),
          cell('Until delivered; Direct PUT data at most {firehose.storage.max-age}'),
          cell('Until deleted: {sqs.retention.default} unless changed, up to {sqs.retention.max}'),
        ],
      },
      {
        title: 'Reading again',
        cells: [
          cell('Yes, any consumer may rewind', 'n.kds.retention', 'x.kinesis.replay'),
          cell('No; read what was stored at the destination'),
          cell('No; a deleted message is gone'),
        ],
      },
      {
        title: 'Several readers of everything',
        cells: [
          cell(
            'Yes; those who poll share {kds.shard.read-bytes-per-second} for each shard',
            'n.kds.consumers',
            'x.kinesis.three-apps',
          ),
          cell('One Firehose stream, one destination'),
          cell('No; each message goes to one consumer. Put SNS in front of several queues'),
        ],
      },
      {
        title: 'Delay',
        cells: [
          cell('Well under a second to a consumer that keeps up', 'n.kds.iterator-age', 'x.kinesis.slow-consumer'),
          cell('Buffered {firehose.buffer.min-interval} to {firehose.buffer.max-interval}, or until the size is reached'),
          cell('Milliseconds, as soon as a worker asks'),
        ],
      },
      {
        title: 'Capacity',
        cells: [
          cell(
            'For each shard, data {kds.shard.write-bytes-per-second}; records {kds.shard.write-records-per-second}',
            'n.kds.shard-limits',
            'x.kinesis.two-limits',
          ),
          cell('Scales by itself, within account quotas'),
          cell('Almost no limit; for each API action of a FIFO queue, calls {sqs.fifo.calls-per-second}'),
        ],
      },
      {
        title: 'Largest record or message',
        cells: [
          cell('{kds.record.max-bytes}', 'n.kds.large-records', 'x.kinesis.too-large'),
          cell('{firehose.record.max-bytes} before base64'),
          cell('{sqs.message.max-bytes}'),
        ],
      },
      {
        title: 'Your own code',
        cells: [
          cell('A consumer that you write and run', 'n.kds.consumers-options'),
          cell('None, or one Lambda function to transform'),
          cell('Workers that poll and delete'),
        ],
      },
    ],
  },
  {
    id: 'producers',
    title: 'SDK, KPL or Kinesis Agent',
    decides: 'Are the data lines in log files? Agent. Many small records and a short delay is fine? KPL. Otherwise the SDK.',
    columns: ['API by an SDK', 'Kinesis Producer Library', 'Kinesis Agent'],
    rows: [
      {
        title: 'Code',
        cells: [
          cell('Yours, any SDK language', 'n.kds.producers-options'),
          cell('Yours, with the library'),
          cell('None; a configuration file'),
        ],
      },
      {
        title: 'Batching',
        cells: [
          cell('PutRecords: up to {kds.put-records.max-entries} records a call', 'n.kds.putrecords', 'x.kinesis.one-by-one'),
          cell('Collection and aggregation: many user records in one stream record'),
          cell('Buffers up to {agent.buffer.max-records} records'),
        ],
      },
      {
        title: 'Added delay',
        cells: [
          cell('None', 'n.kds.putrecord'),
          cell('RecordMaxBufferedTime, {kpl.buffered-time.default} unless set'),
          cell('Up to {agent.buffer.default-age} unless set'),
        ],
      },
      {
        title: 'After a refusal',
        cells: [
          cell('You read each ErrorCode and send those again', 'n.kds.putrecords', 'x.kinesis.partial-200'),
          cell('Retries by itself until RecordTtl, {kpl.record-ttl.default} unless set'),
          cell('Retries by itself, waiting longer each time'),
        ],
      },
      { title: 'Can it read', cells: [cell('Yes, the API goes both ways', 'n.kds.get-records'), cell('No'), cell('No')] },
      { title: 'Targets', cells: [cell('Any service of AWS'), cell('Streams'), cell('Streams and Firehose')] },
    ],
  },
  {
    id: 'moving',
    title: 'Direct Connect, Snowball, Transfer Acceleration or DMS',
    decides:
      'A steady flow from one site? Direct Connect. More than the line can carry in a week? A device. Clients far from one bucket? Transfer Acceleration. A database that stays up? DMS.',
    columns: ['Direct Connect', 'Snowball family', 'S3 Transfer Acceleration', 'DMS'],
    rows: [
      {
        title: 'What it is',
        cells: [
          cell('A private line to AWS'),
          cell('Devices sent by carrier'),
          cell('An S3 bucket reached through edge locations'),
          cell('A task that copies a database'),
        ],
      },
      {
        title: 'Moves',
        cells: [
          cell('Any traffic, all the time'),
          cell('Terabytes to petabytes, once'),
          cell('Objects to and from one bucket'),
          cell('Tables, then their changes'),
        ],
      },
      {
        title: 'Source stays in use',
        cells: [cell('Yes'), cell('Files copied are a snapshot'), cell('Yes'), cell('Yes; changes are applied until cutover')],
      },
      {
        title: 'Size or speed',
        cells: [
          cell('Up to {dx.dedicated.max-gbps} Gbps a dedicated port'),
          cell('{snow.storage.tb} TB a storage device'),
          cell('As fast as your own uplink, never faster'),
          cell('Above {dms.rule.ship-above-tb} TB the notes join it with Snowball'),
        ],
      },
    ],
  },
];
