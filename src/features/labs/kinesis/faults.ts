import type { RunRecipe } from '../../../sim/recipe.ts';
import type { LabFault } from '../panel.ts';

const second = 1000;

/** Faults that can be injected into a Kinesis run: those whose node it has. */
export function kinesisFaults(recipe: RunRecipe): readonly LabFault[] {
  const first = (kind: string) => recipe.graph.nodes.find((node) => node.kind === kind)?.id;
  const faults: LabFault[] = [];
  const traffic = first('traffic');
  const producer = first('sdk-producer');
  const stream = first('kinesis-streams');
  const reader = first('stream-reader');
  if (traffic !== undefined) {
    faults.push({
      id: 'burst',
      label: 'Burst on the hottest key ×10 for 10 s',
      help: 'The busiest key sends ten times as much, and at least as much as all others together.',
      what: { type: 'fault', node: traffic, name: 'burst', duration: 10 * second },
    });
  }
  if (reader !== undefined) {
    faults.push(
      {
        id: 'crash',
        label: 'Crash consumer 1 for 15 s',
        help: 'It stops at once and comes back at its last checkpoint.',
        what: { type: 'fault', node: reader, name: 'crash', target: 'consumer-1', duration: 15 * second },
      },
      {
        id: 'slow',
        label: 'Slow consumer 1 ×5 for 30 s',
        help: 'Each record takes five times as long to process.',
        what: { type: 'fault', node: reader, name: 'slow', target: 'consumer-1', duration: 30 * second },
      },
      {
        id: 'poison',
        label: 'Poison one record for consumer 1',
        help: 'The next record cannot be processed: the consumer tries it again and again, and its shard waits. Open-ended.',
        what: { type: 'fault', node: reader, name: 'poison', target: 'consumer-1' },
      },
    );
  }
  if (producer !== undefined) {
    faults.push({
      id: 'timeout',
      label: 'Lose the answers to writes for 3 s',
      help: 'The stream stores the records, but the producer never hears it and sends them again: duplicates.',
      what: { type: 'fault', node: producer, name: 'lose-replies', duration: 3 * second },
    });
  }
  if (stream !== undefined) {
    faults.push({
      id: 'internal-failure',
      label: 'Fail all writes for 5 s',
      help: 'Each entry comes back with InternalFailure. Only a producer that retries loses nothing.',
      what: { type: 'fault', node: stream, name: 'internal-failure', duration: 5 * second },
    });
  }
  return faults;
}
