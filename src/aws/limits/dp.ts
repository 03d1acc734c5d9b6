import { day, defineLimit, type Limit, minute, second } from './define.ts';

const limits = 'AWS Data Pipeline Developer Guide: Limits';
const schedule = 'AWS Data Pipeline Developer Guide: Scheduling pipelines';
const poll = 'AWS Data Pipeline API Reference: PollForTask';
const progress = 'AWS Data Pipeline API Reference: ReportTaskProgress';
const threads = 'AWS Data Pipeline Developer Guide: Task Runner threads and preconditions';

/** AWS Data Pipeline. */
export const dpLimits: readonly Limit[] = [
  defineLimit({
    id: 'dp.schedule.min-period',
    title: 'Shortest schedule period',
    quantity: 'duration',
    notes: 15 * minute,
    source: schedule,
  }),
  // SIMPLIFIED: three years are counted as 3 x 365 days.
  defineLimit({
    id: 'dp.schedule.max-period',
    title: 'Longest schedule period',
    quantity: 'duration',
    notes: 3 * 365 * day,
    source: 'AWS Data Pipeline Developer Guide: Schedule',
  }),
  defineLimit({
    id: 'dp.schedule.max-past-start',
    title: 'How far in the past an activation may start',
    quantity: 'duration',
    notes: day,
    source: schedule,
  }),
  defineLimit({
    id: 'dp.account.pipelines',
    title: 'Pipelines of an account (default quota)',
    quantity: 'count',
    notes: 100,
    source: limits,
  }),
  defineLimit({
    id: 'dp.pipeline.objects',
    title: 'Objects in a pipeline (default quota)',
    quantity: 'count',
    notes: 100,
    source: limits,
  }),
  defineLimit({ id: 'dp.object.fields', title: 'Fields of an object', quantity: 'count', notes: 50, source: limits }),
  defineLimit({ id: 'dp.object.bytes', title: 'Largest object, names of fields counted', quantity: 'bytes', notes: 15_360, source: limits }),
  defineLimit({ id: 'dp.field.bytes', title: 'Largest field', quantity: 'bytes', notes: 10_240, source: limits }),
  defineLimit({ id: 'dp.field.name-bytes', title: 'Longest name of a field', quantity: 'bytes', notes: 256, source: limits }),
  defineLimit({
    id: 'dp.object.active-instances',
    title: 'Active instances of an object',
    quantity: 'count',
    notes: 5,
    source: limits,
  }),
  defineLimit({
    id: 'dp.object.default-on-demand-instances',
    title: 'Active instances of an on-demand object (default)',
    quantity: 'count',
    notes: 1,
    source: schedule,
  }),
  defineLimit({
    id: 'dp.object.new-instance-gap',
    title: 'Time between two new instances of an object during backfill',
    quantity: 'duration',
    notes: 5 * minute,
    source: limits,
  }),
  defineLimit({ id: 'dp.task.max-retries', title: 'Retries of a task', quantity: 'count', notes: 5, source: limits }),
  defineLimit({
    id: 'dp.task.min-retry-delay',
    title: 'Shortest wait between retries',
    quantity: 'duration',
    notes: 2 * minute,
    source: limits,
  }),
  defineLimit({ id: 'dp.ec2.instances', title: 'Instances of one Ec2Resource', quantity: 'count', notes: 1, source: limits }),
  defineLimit({
    id: 'dp.runner.poll-wait',
    title: 'Longest wait of a Task Runner poll',
    quantity: 'duration',
    notes: 90 * second,
    source: poll,
  }),
  defineLimit({
    id: 'dp.runner.first-report-within',
    title: 'Time for the first progress report after a task is assigned',
    quantity: 'duration',
    notes: 2 * minute,
    source: progress,
  }),
  defineLimit({
    id: 'dp.runner.report-every',
    title: 'Advised interval of progress reports',
    quantity: 'duration',
    notes: minute,
    source: progress,
  }),
  defineLimit({
    id: 'dp.runner.silence',
    title: 'Silence after which a runner is taken to be unable to work',
    quantity: 'duration',
    notes: 5 * minute,
    source: progress,
  }),
  defineLimit({
    id: 'dp.runner.ownership',
    title: 'Longest gap between progress reports that keeps a task',
    quantity: 'duration',
    notes: 15 * minute,
    source: progress,
  }),
  defineLimit({
    id: 'dp.runner.heartbeat',
    title: 'Interval of Task Runner heartbeats',
    quantity: 'duration',
    notes: 15 * minute,
    source: 'AWS Data Pipeline API Reference: ReportTaskRunnerHeartbeat',
  }),
  defineLimit({
    id: 'dp.runner.task-threads',
    title: 'Task threads of a Task Runner (default)',
    quantity: 'count',
    notes: 2,
    source: threads,
  }),
  defineLimit({
    id: 'dp.runner.precondition-threads',
    title: 'Precondition threads of a Task Runner (default)',
    quantity: 'count',
    notes: 2,
    source: threads,
  }),
  defineLimit({ id: 'dp.describe.max-ids', title: 'Ids in one DescribePipelines or DescribeObjects call', quantity: 'count', notes: 25, source: 'AWS Data Pipeline API Reference: DescribeObjects' }),
  defineLimit({ id: 'dp.query.max-ids', title: 'Ids in one page of QueryObjects', quantity: 'count', notes: 100, source: 'AWS Data Pipeline API Reference: QueryObjects' }),
  defineLimit({ id: 'dp.query.max-selectors', title: 'Selectors of one query', quantity: 'count', notes: 10, source: 'AWS Data Pipeline API Reference: QueryObjects' }),
  defineLimit({ id: 'dp.pipeline.tags', title: 'Tags of a pipeline', quantity: 'count', notes: 10, source: 'AWS Data Pipeline API Reference: AddTags' }),
];
