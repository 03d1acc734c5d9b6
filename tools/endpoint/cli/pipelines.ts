import type { Command } from './session.ts';

/** A pipeline made, defined, activated; tables listed. */
export const pipelineCommands: readonly Command[] = [
  { run: 'datapipeline create-pipeline --name nightly --unique-id one', prints: { pipelineId: /^df-/ }, keep: { id: 'pipelineId' } },
  { run: 'datapipeline list-pipelines', prints: { pipelineIdList: [{ name: 'nightly' }] } },
  { run: 'datapipeline put-pipeline-definition --pipeline-id {id} --pipeline-definition file://tools/endpoint/cli/pipeline.json', prints: { errored: false } },
  { run: 'datapipeline activate-pipeline --pipeline-id {id}' },
  { run: 'datapipeline describe-pipelines --pipeline-ids {id} --query pipelineDescriptionList[0].name', prints: 'nightly' },
  { run: 'datapipeline query-objects --pipeline-id {id} --sphere COMPONENT --query ids', prints: ['Default', 'Work'] },
  { run: 'datapipeline describe-pipelines --pipeline-ids df-nothing', fails: /PipelineNotFoundException/ },
  { run: 'datapipeline delete-pipeline --pipeline-id {id}' },
  { run: 'dynamodb list-tables', prints: { TableNames: [] } },
  { run: 'dynamodb scan --table-name leases', fails: /ResourceNotFoundException/ },
];
