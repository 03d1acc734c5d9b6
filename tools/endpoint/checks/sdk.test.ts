import { KinesisClient } from '@aws-sdk/client-kinesis';
import { describe, expect, it } from 'vitest';
import { kinesisChecks } from './kinesis.ts';
import { reaches } from './reach.ts';

describe.each(Object.entries(reaches))('AWS SDK v3, %s', (_, open) => {
  describe('Kinesis', () => {
    it.each(Object.entries(kinesisChecks))('%s', async (__, check) => {
      expect.hasAssertions();
      const reach = await open();
      const kinesis = new KinesisClient(reach.settings);
      try {
        await check(kinesis, reach);
      } finally {
        kinesis.destroy();
        await reach.close();
      }
    });
  });
});
