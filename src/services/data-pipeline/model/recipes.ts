/** Definitions to begin with, as the service's own JSON. */
import type { PlainRecord } from '../../../sim/plainData.ts';

export interface CrossRegionCopy {
  readonly sourceTable: string;
  readonly sourceRegion: string;
  readonly targetTable: string;
  readonly targetRegion: string;
  readonly startDateTime: string;
  readonly period?: string;
}

/**
 * The DynamoDB cross-region copy, as the console's template had it: a HiveCopyActivity on an EMR cluster copies one table to one of
 * another Region once a day, once the source holds data; an alarm tells when it has failed for good.
 */
export function crossRegionCopy({ sourceTable, sourceRegion, targetTable, targetRegion, startDateTime, period = '1 days' }: CrossRegionCopy): PlainRecord {
  return {
    objects: [
      { id: 'Default', name: 'Default', scheduleType: 'cron', failureAndRerunMode: 'cascade', schedule: { ref: 'Daily' }, role: 'DataPipelineDefaultRole', resourceRole: 'DataPipelineDefaultResourceRole' },
      { id: 'Daily', type: 'Schedule', period, startDateTime },
      { id: 'ExportFormat', type: 'DynamoDBExportDataFormat' },
      { id: 'SourceHasData', type: 'DynamoDBDataExists', tableName: sourceTable, region: sourceRegion },
      { id: 'Source', type: 'DynamoDBDataNode', tableName: sourceTable, region: sourceRegion, readThroughputPercent: '0.5', dataFormat: { ref: 'ExportFormat' }, precondition: { ref: 'SourceHasData' } },
      { id: 'Target', type: 'DynamoDBDataNode', tableName: targetTable, region: targetRegion, writeThroughputPercent: '0.5', dataFormat: { ref: 'ExportFormat' } },
      { id: 'Cluster', type: 'EmrCluster', masterInstanceType: 'm3.xlarge', coreInstanceType: 'm3.xlarge', coreInstanceCount: '1', region: sourceRegion, terminateAfter: '6 hours' },
      { id: 'CopyTable', type: 'HiveCopyActivity', input: { ref: 'Source' }, output: { ref: 'Target' }, runsOn: { ref: 'Cluster' }, maximumRetries: '2', retryDelay: '10 minutes', onFail: { ref: 'TellFailure' } },
      { id: 'TellFailure', type: 'SnsAlarm', topicArn: 'arn:aws:sns:us-east-1:123456789012:operators', subject: 'Copy failed', message: 'The copy for #{node.@scheduledStartTime} failed.' },
    ],
  };
}

/** What a node does that is given no definition. */
export const standardDefinition: PlainRecord = crossRegionCopy({ sourceTable: 'orders', sourceRegion: 'us-east-1', targetTable: 'orders-copy', targetRegion: 'eu-west-1', startDateTime: '2020-01-06T00:00:00' });
