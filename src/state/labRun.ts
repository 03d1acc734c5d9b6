import { createWorkerClient } from '../worker/workerClient.ts';
import { createRunStore, type RunStore } from './runStore.ts';

/** A run store with a simulation in a worker of its own. */
export function createLabRun(): RunStore {
  return createRunStore({ createClient: createWorkerClient });
}
