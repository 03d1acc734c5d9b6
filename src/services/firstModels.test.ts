import { expect, it } from 'vitest';
import { firstModels, laterKinds } from './firstModels.ts';
import { models } from './models.ts';

it('first and later kinds are all kinds, each once', () => {
  expect([...firstModels.kinds].sort()).toEqual([...models.kinds].sort());
  for (const kind of models.kinds) expect(firstModels.find(kind) === undefined, kind).toBe(laterKinds.includes(kind));
});
