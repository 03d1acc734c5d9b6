/** The object types that are modelled, and their fields: what may stand in a definition. */

export type Category = 'Activity' | 'DataNode' | 'Precondition' | 'Resource' | 'Schedule' | 'Action' | 'DataFormat' | 'Database' | 'Default';

export type Slot = 'text' | 'period' | 'datetime' | 'integer' | 'boolean' | 'choice' | 'ref';

export interface FieldSpec {
  readonly slot: Slot;
  /** For references: categories or types that they may lead to. */
  readonly to?: readonly string[];
  readonly choices?: readonly string[];
  readonly required?: boolean;
  readonly many?: boolean;
}

export interface TypeSpec {
  readonly category: Category;
  readonly fields: { readonly [name: string]: FieldSpec };
  /** Of these, at least one. */
  readonly oneOf?: readonly (readonly string[])[];
}

type FieldTable = { readonly [name: string]: FieldSpec };
const text: FieldSpec = { slot: 'text' };
const period: FieldSpec = { slot: 'period' };
const integer: FieldSpec = { slot: 'integer' };
const flag: FieldSpec = { slot: 'boolean' };
const choice = (...choices: string[]): FieldSpec => ({ slot: 'choice', choices });
const ref = (...to: string[]): FieldSpec => ({ slot: 'ref', to, many: true });
const must = (spec: FieldSpec): FieldSpec => ({ ...spec, required: true });

const common: FieldTable = { parent: ref(), name: text, pipelineLogUri: text, '@sphere': text };

const scheduled: FieldTable = {
  ...common,
  schedule: ref('Schedule'),
  scheduleType: choice('cron', 'timeseries', 'ondemand'),
  maxActiveInstances: integer,
  lateAfterTimeout: period,
  onFail: ref('Action'),
  onLateAction: ref('Action'),
  onSuccess: ref('Action'),
  failureAndRerunMode: choice('cascade', 'none'),
};

const worked: FieldTable = {
  ...scheduled,
  runsOn: ref('Resource'),
  workerGroup: text,
  attemptStatus: text,
  attemptTimeout: period,
  reportProgressTimeout: period,
  maximumRetries: integer,
  retryDelay: period,
  precondition: ref('Precondition'),
  dependsOn: ref('Activity'),
  input: ref('DataNode'),
  output: ref('DataNode'),
};

const runner: readonly (readonly string[])[] = [['runsOn', 'workerGroup']];
const activity = (fields: FieldTable = {}): TypeSpec => ({ category: 'Activity', fields: { ...worked, ...fields }, oneOf: runner });
const node = (fields: FieldTable): TypeSpec => ({ category: 'DataNode', fields: { ...scheduled, precondition: ref('Precondition'), dependsOn: ref('Activity'), dataFormat: ref('DataFormat'), runsOn: ref('Resource'), workerGroup: text, ...fields } });
const precondition = (fields: FieldTable): TypeSpec => ({
  category: 'Precondition',
  fields: { ...common, role: text, preconditionTimeout: period, retryDelay: period, maximumRetries: integer, onFail: ref('Action'), onLateAction: ref('Action'), onSuccess: ref('Action'), lateAfterTimeout: period, failureAndRerunMode: choice('cascade', 'none'), ...fields },
});
const userManaged: FieldTable = { runsOn: ref('Resource'), workerGroup: text };
const resource = (fields: FieldTable): TypeSpec => ({
  category: 'Resource',
  fields: { ...scheduled, role: text, resourceRole: text, terminateAfter: period, actionOnTaskFailure: choice('continue', 'terminate'), actionOnResourceFailure: choice('retryAll', 'retryNone'), maximumRetries: integer, retryDelay: period, attemptTimeout: period, initTimeout: period, region: text, availabilityZone: text, subnetId: text, keyPair: text, securityGroupIds: text, useOnDemandOnLastAttempt: flag, ...fields },
});
const sqlNode: FieldTable = { table: must(text), selectQuery: text, insertQuery: text, database: ref('Database'), username: text, '*password': text, createTableSql: text, schemaName: text, connectionString: text, jdbcDriver: text };
const hadoop: FieldTable = { preActivityTaskConfig: ref(), postActivityTaskConfig: ref(), resizeClusterBeforeRunning: flag, resizeClusterMaxInstances: integer };

/** Fields that the Default object may hold: each goes to every object that knows it. */
export const defaultFields: FieldTable = { ...worked, role: text, resourceRole: text, terminateAfter: period, actionOnTaskFailure: choice('continue', 'terminate'), actionOnResourceFailure: choice('retryAll', 'retryNone'), region: text };

export const objectTypes: { readonly [type: string]: TypeSpec } = {
  CopyActivity: activity({ input: must(ref('S3DataNode', 'SqlDataNode', 'MySqlDataNode')), output: must(ref('S3DataNode', 'SqlDataNode', 'MySqlDataNode')) }),
  EmrActivity: activity({ ...hadoop, step: { ...text, many: true }, preStepCommand: { ...text, many: true }, postStepCommand: { ...text, many: true } }),
  HadoopActivity: activity({ ...hadoop, jarUri: must(text), mainClass: text, argument: { ...text, many: true }, hadoopQueue: text }),
  HiveActivity: { ...activity({ ...hadoop, hiveScript: text, scriptUri: text, scriptVariable: { ...text, many: true }, stage: flag, hadoopQueue: text }), oneOf: [...runner, ['hiveScript', 'scriptUri']] },
  HiveCopyActivity: activity({ ...hadoop, filterSql: text, generatedScriptsPath: text, input: must(ref('S3DataNode', 'DynamoDBDataNode')), output: must(ref('S3DataNode', 'DynamoDBDataNode')) }),
  PigActivity: { ...activity({ ...hadoop, script: text, scriptUri: text, scriptVariable: { ...text, many: true }, stage: flag }), oneOf: [...runner, ['script', 'scriptUri']] },
  RedshiftCopyActivity: activity({ insertMode: must(choice('KEEP_EXISTING', 'OVERWRITE_EXISTING', 'TRUNCATE', 'APPEND')), commandOptions: { ...text, many: true }, transformSql: text, queue: text, input: must(ref('S3DataNode', 'DynamoDBDataNode', 'RedshiftDataNode')), output: must(ref('RedshiftDataNode', 'S3DataNode')) }),
  ShellCommandActivity: { ...activity({ command: text, scriptUri: text, scriptArgument: { ...text, many: true }, stage: flag, stdout: text, stderr: text }), oneOf: [...runner, ['command', 'scriptUri']] },
  SqlActivity: { ...activity({ database: must(ref('Database')), script: text, scriptUri: text, scriptArgument: { ...text, many: true }, queue: text }), oneOf: [...runner, ['script', 'scriptUri']] },
  S3DataNode: { ...node({ directoryPath: text, filePath: text, manifestFilePath: text, compression: choice('none', 'gzip'), s3EncryptionType: choice('SERVER_SIDE_ENCRYPTION', 'NONE') }), oneOf: [['directoryPath', 'filePath']] },
  DynamoDBDataNode: node({ tableName: must(text), region: text, readThroughputPercent: text, writeThroughputPercent: text }),
  RedshiftDataNode: node({ tableName: must(text), database: must(ref('RedshiftDatabase')), primaryKeys: { ...text, many: true }, createTableSql: text, schemaName: text }),
  SqlDataNode: node(sqlNode),
  MySqlDataNode: node(sqlNode),
  DynamoDBDataExists: precondition({ tableName: must(text), region: text }),
  DynamoDBTableExists: precondition({ tableName: must(text), region: text }),
  S3KeyExists: precondition({ s3Key: must(text) }),
  S3PrefixNotEmpty: precondition({ s3Prefix: must(text) }),
  Exists: precondition(userManaged),
  ShellCommandPrecondition: { ...precondition({ ...userManaged, command: text, scriptUri: text, scriptArgument: { ...text, many: true }, stdout: text, stderr: text }), oneOf: [['command', 'scriptUri']] },
  Ec2Resource: resource({ instanceType: text, imageId: text, associatePublicIpAddress: flag, spotBidPrice: text, instanceCount: integer, securityGroups: text }),
  EmrCluster: resource({ masterInstanceType: text, coreInstanceType: text, taskInstanceType: text, coreInstanceCount: integer, taskInstanceCount: integer, releaseLabel: text, amiVersion: text, hadoopVersion: text, applications: { ...text, many: true }, bootstrapAction: { ...text, many: true }, masterInstanceBidPrice: text, coreInstanceBidPrice: text, emrManagedMasterSecurityGroupId: text, emrManagedSlaveSecurityGroupId: text, configuration: ref(), supportedProducts: text }),
  Schedule: { category: 'Schedule', fields: { ...common, period: must(text), startAt: choice('FIRST_ACTIVATION_DATE_TIME', 'ONDEMAND_ACTIVATION_TIME'), startDateTime: { slot: 'datetime' }, endDateTime: { slot: 'datetime' }, occurrences: integer } },
  SnsAlarm: { category: 'Action', fields: { ...common, topicArn: must(text), subject: must(text), message: must(text), role: text } },
  Terminate: { category: 'Action', fields: common },
  CSV: { category: 'DataFormat', fields: { ...common, column: { ...text, many: true }, escapeChar: text } },
  TSV: { category: 'DataFormat', fields: { ...common, column: { ...text, many: true }, columnSeparator: text, escapeChar: text, recordSeparator: text } },
  DynamoDBDataFormat: { category: 'DataFormat', fields: { ...common, column: { ...text, many: true } } },
  DynamoDBExportDataFormat: { category: 'DataFormat', fields: { ...common, column: { ...text, many: true } } },
  RegEx: { category: 'DataFormat', fields: { ...common, inputRegEx: text, outputFormat: text, column: { ...text, many: true } } },
  Custom: { category: 'DataFormat', fields: { ...common, column: { ...text, many: true }, columnSeparator: text, recordSeparator: text } },
  RedshiftDatabase: { category: 'Database', fields: { ...common, '*password': must(text), username: must(text), clusterId: text, connectionString: text, databaseName: text, jdbcProperties: text, region: text } },
  RdsDatabase: { category: 'Database', fields: { ...common, '*password': must(text), username: must(text), rdsInstanceId: must(text), databaseName: text, region: text, jdbcProperties: text, jdbcDriverJarUri: text } },
  JdbcDatabase: { category: 'Database', fields: { ...common, '*password': must(text), username: must(text), connectionString: must(text), jdbcDriverClass: must(text), databaseName: text, jdbcDriverJarUri: text, jdbcProperties: text } },
};
