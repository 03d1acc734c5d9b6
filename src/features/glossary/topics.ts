/** Names of the topics that limits belong to, by the first part of a limit's id. */
export const topicNames: Readonly<Record<string, string>> = {
  kds: 'Kinesis Data Streams',
  kpl: 'Kinesis Producer Library',
  agent: 'Kinesis Agent',
  kcl: 'Kinesis Client Library',
  emit: 'Connectors and emitters',
  firehose: 'Data Firehose',
  sqs: 'SQS',
  sns: 'SNS',
  iot: 'IoT Core',
  dp: 'Data Pipeline',
  dx: 'Direct Connect',
  snow: 'Snow family',
  sgw: 'Storage Gateway',
  s3ta: 'S3 Transfer Acceleration',
  dms: 'Database Migration Service',
  s3: 'S3',
  dynamodb: 'DynamoDB',
  lambda: 'Lambda',
  redshift: 'Redshift',
};

export const topicOf = (id: string) => id.split('.')[0] ?? id;
export const topicName = (topic: string) => topicNames[topic] ?? topic;
