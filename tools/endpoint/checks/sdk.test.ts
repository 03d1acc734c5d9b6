import { FirehoseClient } from '@aws-sdk/client-firehose';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { firehoseChecks } from './firehose.ts';
import { firehoseDestinationChecks } from './firehoseDestinations.ts';
import { iotChecks } from './iot.ts';
import { kinesisChecks } from './kinesis.ts';
import { kinesisControlChecks } from './kinesisControl.ts';
import { kinesisFanOutChecks } from './kinesisFanOut.ts';
import { reaches } from './reach.ts';
import { snsChecks } from './sns.ts';
import { sqsChecks } from './sqs.ts';

describe.each(Object.entries(reaches))('AWS SDK v3, %s', (_, open) => {
  describe('Kinesis', () => {
    it.each(Object.entries({ ...kinesisChecks, ...kinesisControlChecks, ...kinesisFanOutChecks }))('%s', async (__, check) => {
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
  describe('Firehose', () => {
    it.each(Object.entries({ ...firehoseChecks, ...firehoseDestinationChecks }))('%s', async (__, check) => {
      expect.hasAssertions();
      const reach = await open();
      const firehose = new FirehoseClient(reach.settings);
      try {
        await check(firehose, reach);
      } finally {
        firehose.destroy();
        await reach.close();
      }
    });
  });
  describe('IoT', () => {
    it.each(Object.entries(iotChecks))('%s', async (__, check) => {
      expect.hasAssertions();
      const reach = await open();
      const iot = new IoTDataPlaneClient(reach.settings);
      try {
        await check(iot, reach);
      } finally {
        iot.destroy();
        await reach.close();
      }
    });
  });
  describe('SNS', () => {
    it.each(Object.entries(snsChecks))('%s', async (__, check) => {
      expect.hasAssertions();
      const reach = await open();
      const sns = new SNSClient(reach.settings);
      try {
        await check(sns, reach);
      } finally {
        sns.destroy();
        await reach.close();
      }
    });
  });
  describe('SQS', () => {
    it.each(Object.entries(sqsChecks))('%s', async (__, check) => {
      expect.hasAssertions();
      const reach = await open();
      const sqs = new SQSClient(reach.settings);
      try {
        await check(sqs, reach);
      } finally {
        sqs.destroy();
        await reach.close();
      }
    });
  });
});
