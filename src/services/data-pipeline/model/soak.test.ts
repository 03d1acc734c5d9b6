import { expect, it } from 'vitest';
import { recipeOf, simulationOf } from '../../../testing/simulate.ts';
import { stateSize } from '../../../testing/everyStep.ts';
import { alarm, at, hour, models, shell } from './pipelines.fixture.ts';

it('thirty days of a run every four hours, with failures, alarms and a machine, leave no growing state', () => {
  const definition = {
    objects: [
      { id: 'Default', scheduleType: 'cron', schedule: { ref: 'S' }, failureAndRerunMode: 'cascade' },
      { id: 'S', type: 'Schedule', period: '4 hours', startDateTime: at },
      { id: 'Machine', type: 'Ec2Resource', terminateAfter: '3 hours' },
      { id: 'In', type: 'SqlDataNode', table: 't', precondition: { ref: 'Ready' } },
      { id: 'Ready', type: 'S3KeyExists', s3Key: 's3://in/x' },
      { id: 'Out', type: 'S3DataNode', directoryPath: 's3://out/' },
      shell('Work', { input: { ref: 'In' }, output: { ref: 'Out' }, runsOn: { ref: 'Machine' }, onSuccess: { ref: 'Alarm' }, onFail: { ref: 'Alarm' } }),
      alarm,
    ],
  };
  const failures = [3, 14, 22].map((day) => ({ at: day * 24 * hour, type: 'fault', node: 'dp', name: 'activity-fails', duration: '5h' }));
  const recipe = recipeOf(
    {
      nodes: [
        { id: 'app', kind: 'traffic', config: { recordsPerSecond: 0.002, payloadBytes: 1000 } },
        { id: 'dp', kind: 'data-pipeline', config: { definition, keys: { 's3://in/x': '0s' } } },
        { id: 'operators', kind: 'fake-topic' },
      ],
      edges: [{ from: 'app', to: 'dp' }, { from: 'dp.topic', to: 'operators' }],
      length: '30d',
      interventions: failures,
    },
    { models },
  );
  const simulation = simulationOf(recipe, { models });
  simulation.runUntil(10 * 24 * hour + hour);
  const early = stateSize(simulation, 'dp');
  simulation.runUntil(30 * 24 * hour);
  expect(stateSize(simulation, 'dp')).toBeLessThan(early * 1.1);
  expect(simulation.records.held).toBeLessThan(50);
  expect(simulation.records.sinkTotals(0).delivered).toBeGreaterThan(5000);
});
