import { expect, it } from 'vitest';
import { firstModels, laterKinds } from '../services/firstModels.ts';
import { models as all } from '../services/models.ts';
import { growingModels, inOrder } from './growingModels.ts';
import type { SimCommand } from './protocol.ts';

const load = (topology: string): SimCommand => ({ type: 'load', recipe: { topology } });
const plain = load('traffic -> sdk-producer -> kinesis-streams -> stream-reader');
const queue = load('traffic -> queue-producer -> sqs-queue -> queue-worker');
const later = () => new Promise((resolve) => setTimeout(resolve, 0));

function worker(loadAll = () => Promise.resolve(all)) {
  const models = growingModels(firstModels, laterKinds, loadAll);
  const handled: SimCommand[] = [];
  const failures: unknown[] = [];
  const take = inOrder(models, (command) => handled.push(command), (error) => failures.push(error));
  return { models, handled, failures, take };
}

it('loads nothing more for the first lab', async () => {
  const { models, handled, take } = worker(() => Promise.reject(new Error('asked for')));
  take(plain);
  take({ type: 'play', speed: 1 });
  await later();
  expect(handled).toHaveLength(2);
  expect(models.find('sqs-queue')).toBeUndefined();
});

it('holds commands back, in order, until the models of a run are there', async () => {
  const { models, handled, take } = worker();
  take(queue);
  take({ type: 'play', speed: 1 });
  expect(handled).toEqual([]);
  await later();
  expect(handled.map(({ type }) => type)).toEqual(['load', 'play']);
  expect(models.get('sqs-queue').kind).toBe('sqs-queue');
  take(queue);
  expect(handled).toHaveLength(3);
});

it('says so when the models cannot be loaded, goes on, and asks again next time', async () => {
  let tries = 0;
  const { handled, failures, take } = worker(() => (++tries === 1 ? Promise.reject(new Error('offline')) : Promise.resolve(all)));
  take(queue);
  take({ type: 'pause' });
  await later();
  expect(failures).toEqual([new Error('offline')]);
  expect(handled.map(({ type }) => type)).toEqual(['pause']);
  take(queue);
  await later();
  expect(handled.map(({ type }) => type)).toEqual(['pause', 'load']);
});
